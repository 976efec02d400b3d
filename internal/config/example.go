package config

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/onefold/onefold/rules/survivorship"
)

// WriteExample writes config.example.yaml: every setting with its words and an
// example, every rule and every criterion.
func WriteExample(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "# Every setting of Onefold, with an example. Generated from the table of settings:")
	fmt.Fprintln(b, "# change that, then go test ./internal/config -run TestExample -update. Onefold needs no policy")
	fmt.Fprintln(b, "# file: start one with onefold init, and copy from here what you want to change.")
	for _, sec := range sections() {
		fmt.Fprintf(b, "\n")
		comment(b, "", sec.doc+".")
		fmt.Fprintf(b, "%s:\n", sec.path)
		last := sec.path
		for _, s := range Settings() {
			rest, ok := strings.CutPrefix(s.Path, sec.path+".")
			if !ok || strings.HasPrefix(s.Path, "survivorship.fields") {
				continue
			}
			parts := strings.Split(rest, ".")
			at := sec.path
			for _, part := range parts[:len(parts)-1] {
				at += "." + part
				if !strings.HasPrefix(last+".", at+".") {
					fmt.Fprintf(b, "%s%s:\n", indent(at), exampleName(at))
				}
			}
			last = at
			writeSetting(b, s)
		}
		if sec.path == "survivorship" {
			writeRules(b)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write example: %w", err)
	}
	return nil
}

func writeSetting(b *bufio.Writer, s Setting) {
	in := indent(s.Path)
	doc := s.Doc + "."
	if s.Words != nil && len(s.Words) <= 12 {
		doc += " One of " + strings.Join(s.Words, ", ") + "."
	}
	if s.Default != "" {
		doc += " Default: " + s.Default + "."
	}
	if s.Short {
		doc += " May stand alone for the whole section."
	}
	if s.Env != "" {
		doc += fmt.Sprintf(" Overridden by %s and --%s.", s.Env, s.Flag)
	}
	comment(b, in, doc)
	fmt.Fprintf(b, "%s%s: %s\n", in, exampleName(s.Path), s.Example)
}

// exampleName is the last part of a path, or the name that the example gives it.
func exampleName(path string) string {
	switch path {
	case "sources.*":
		return "crm"
	case "fields.*":
		return "work_email"
	case "survivorship.kinds.*":
		return "phone"
	case "survivorship.groups.*":
		return "address"
	case "references.*":
		return "notes.parent_type+parent_id"
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}

func indent(path string) string { return strings.Repeat("  ", strings.Count(path, ".")) }

// ruleExample shows a rule in use: the field's name and the rest of the section.
func ruleExample(name string) string {
	switch name {
	case "most_recent":
		return "by: [email_changed_at]"
	case "newest":
		return "by: [email_changed_at]"
	case "master_fill":
		return "order: newest_created, format: as_is"
	case "most_common":
		return "blank: counts"
	case "longest":
		return "format: best"
	case "largest":
		return "fallback: newest_non_blank"
	case "source_priority":
		return "values: [erp, crm], fallback: most_recent"
	case "value_priority":
		return "values: [customer, opportunity, lead]"
	case "most_complete_record":
		return "with: [billing_city, billing_postcode]"
	case "group":
		return "with: [email_bounced], then: most_recent"
	case "union":
		return `separator: "; ", limit: 255`
	case "concat":
		return `separator: " / ", header: source_date, limit: 32000`
	case "secondary_slots":
		return "slots: [email_2, email_3], then: newest_non_blank"
	case "equivalent":
		return "equivalents: [[Robert, Bob], [Elisabeth, Lili]], prefer: formal"
	case "most_restrictive":
		return "by: [consent_changed_at], true_means: opt_in"
	case "to_note":
		return "note: notes, then: most_recent"
	case "expression":
		return `expression: 'value matches "^A" ? value : values[0]'`
	case "overwrite_if":
		return "if: shorter, then: longest"
	case "manual":
		return `picks: {"1042": Ana Pop}`
	case "constant":
		return "value: quarterly cleanse"
	}
	return ""
}

func criterionExample(name string) string {
	switch name {
	case "most_related":
		return "field: open_contracts"
	case "active_owner":
		return "values: [ana, jean]"
	case "has_login":
		return "field: portal_user"
	case "max", "min":
		return "field: revenue, points: 5"
	case "has_value":
		return "field: erp_number"
	case "value_priority":
		return "field: status, values: [customer, lead]"
	case "source_priority":
		return "values: [erp, crm]"
	case "matches":
		return `if: 'record["status"] == "active"'`
	case "manual":
		return `values: ["1042"]`
	}
	return ""
}

func writeRules(b *bufio.Writer) {
	comment(b, "  ", "The rule of a field, by its name or with settings. The names below are examples; each shows one rule:")
	for _, s := range RuleSettings() {
		comment(b, "    ", s.Path+": "+s.Doc)
	}
	fmt.Fprintf(b, "  fields:\n")
	for _, r := range survivorship.Rules() {
		comment(b, "    ", r.Name+": "+r.Doc+".")
		if rest := ruleExample(r.Name); rest != "" {
			fmt.Fprintf(b, "    example_%s: {rule: %s, %s}\n", r.Name, r.Name, rest)
		} else {
			fmt.Fprintf(b, "    example_%s: %s\n", r.Name, r.Name)
		}
	}
	comment(b, "  ", "Criteria that survivorship.master may list:")
	for _, c := range survivorship.Criteria() {
		example := c.Name
		if rest := criterionExample(c.Name); rest != "" {
			example = fmt.Sprintf("{by: %s, %s}", c.Name, rest)
		}
		fmt.Fprintf(b, "  #   - %s  # %s\n", example, c.Doc)
	}
}

func comment(b *bufio.Writer, in, text string) {
	line := in + "#"
	for _, w := range strings.Fields(text) {
		if len(line)+1+len(w) > 110 {
			fmt.Fprintln(b, line)
			line = in + "#"
		}
		line += " " + w
	}
	fmt.Fprintln(b, line)
}
