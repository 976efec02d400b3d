package rewrite

import "strings"

// List replaces ids in a list: 1,2,3 or {1,2} or |1|2|, however it is separated.
// An id that is there already is not there twice.
func List(text, separator string, m Map) (string, bool) {
	if separator == "" {
		separator = separatorOf(text)
	}
	head, tail, body := "", "", text
	if n := len(text); n > 1 && (text[0] == '{' && text[n-1] == '}' || text[0] == '[' && text[n-1] == ']') {
		head, tail, body = text[:1], text[n-1:], text[1:n-1]
	}
	items := []string{body}
	if separator != "" {
		items = strings.Split(body, separator)
	}
	changed := false
	to := make([]string, len(items))
	there := map[string]bool{}
	for i, item := range items {
		to[i] = item
		bare := strings.Trim(item, "\"'^ \t\r\n")
		if id, ok := m(bare); ok && bare != "" && id != bare {
			to[i] = strings.Replace(item, bare, id, 1)
			changed = true
		} else if bare != "" {
			there[bare] = true
		}
	}
	if !changed {
		return text, false
	}
	kept := make([]string, 0, len(to))
	for i, item := range to {
		bare := strings.Trim(item, "\"'^ \t\r\n")
		if item != items[i] {
			if there[bare] {
				continue
			}
			there[bare] = true
		}
		kept = append(kept, item)
	}
	return head + strings.Join(kept, separator) + tail, true
}

// separatorOf finds the separator as the discovery does.
func separatorOf(text string) string {
	sep := byte(0)
	for i := range len(text) {
		switch c := text[i]; c {
		case ',', ';', '|', '/', '^', '\n':
			if sep == 0 || (sep == '^' && c == ',') {
				sep = c
			}
		}
	}
	if sep == 0 {
		return ""
	}
	return string(sep)
}
