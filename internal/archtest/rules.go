package archtest

// Arrow says what the packages of From may import of this module. From and May
// are paths below the module; "x/..." is x and everything below it, "x/*" is
// the folders right below x with everything in them, which are siblings and
// never import each other. The most specific arrow holds.
type Arrow struct {
	From string
	May  []string
	Why  string
}

// Trade says that only some packages may use a library.
type Trade struct {
	Library string // import path with everything below it, or "path.Name" for one name of it
	Only    []string
	Why     string
}

// House returns the arrows and trades of Onefold.
func House() ([]Arrow, []Trade) {
	groups := []string{"cmd/onefold", "cmd/onefold/app", "cmd/onefold/change", "cmd/onefold/match", "cmd/onefold/quality"}
	rooms := []string{"record", "connectors/...", "normalize/...", "rules/...", "matcher/..."}
	return []Arrow{
		{"record/...", nil, "everything stands on record; it stands on the standard library alone"},

		{
			"matcher",
			[]string{"record", "matcher/..."},
			"the linker sees normalized columns; who made them is not its affair",
		},
		{"matcher/*", []string{"record", "matcher/internal/..."}, "stages of the matcher are composed by their parent, never by each other"},
		{
			"normalize",
			[]string{"record", "normalize/..."},
			"standardising a value needs no matcher, no rule and no connector",
		},
		{"normalize/*", []string{"record", "normalize/internal/..."}, "kinds are put together by their parent, never by each other"},
		{"rules", []string{"record", "rules/..."}, "rules judge records; how these were read or matched is not their affair"},
		{"rules/*", []string{"record", "rules/internal/..."}, "validity and survivorship are separate subjects"},
		{
			"connectors",
			[]string{"record", "connectors/internal/..."},
			"a connector moves records; what they mean is not its affair",
		},
		{
			"connectors/*",
			[]string{"record", "connectors", "connectors/internal/..."},
			"systems don't know each other; what they share is below connectors/internal",
		},
		{"connectors/all", []string{"record", "connectors/..."}, "the registry lists every connector"},

		{"internal/term", nil, "the voice of the terminal knows nothing of what is said"},
		{"internal/archtest", nil, "the check of the house must not depend on the house"},
		{"internal/suite", nil, "any test may be measured against a suite; it knows cases, not what is measured"},
		{"internal/config/...", append([]string{"internal/config/...", "internal/profile/..."}, rooms...), "the policy file puts the rooms' own Config together; it runs nothing"},
		{"internal/profile/...", []string{"record", "normalize/...", "internal/profile/..."}, "a profile looks at columns; it asks normalize what is valid"},
		{"internal/report/...", []string{"record", "internal/report/..."}, "a report shows numbers that it is handed; it computes none"},
		{"internal/decisions/...", []string{"record"}, "what people decided is read and kept without knowing who heeds it"},
		{"internal/workspace/...", []string{"record"}, "what outlives a run is stored without knowing what it means"},
		{"internal/seal", nil, "a vault keeps keys; what they seal is not its affair"},
		{"internal/journal", []string{"internal/seal"}, "a journal keeps bytes durable; what they mean is not its affair"},
		{"internal/ledger/...", []string{"record", "internal/ledger/...", "internal/seal"}, "history is written the same whatever made it"},
		{"internal/idmap", []string{"record", "internal/workspace"}, "which record became which is a list of facts; who merged them is not its affair"},
		{"internal/references/...", []string{"record", "connectors/...", "internal/references/..."}, "what points where is found in a catalogue and its rows; what a merge makes of it is not its affair"},
		{"internal/comparison/...", []string{"record", "connectors/...", "internal/comparison/...", "internal/references"}, "before and after are compared as rows; what made the one of the other is not its affair"},
		{
			"internal/plan/...",
			[]string{
				"record", "connectors/...", "internal/plan/...", "internal/ledger", "internal/journal", "internal/seal", "internal/idmap", "internal/workspace",
				"internal/references", "internal/decisions",
			},
			"the one door for writes knows sinks, what points where, and history, not why a change was wanted",
		},
		{
			"internal/pipeline/...", append([]string{
				"internal/pipeline/...", "internal/config", "internal/profile/...", "internal/report/...",
				"internal/workspace", "internal/plan/...", "internal/references/...", "internal/ledger", "internal/decisions",
			}, rooms...), "the pipeline composes the rooms; nothing below the command line is above it",
		},
		{
			"internal/review/...",
			[]string{"record", "internal/review/...", "internal/plan", "internal/ledger", "internal/workspace", "internal/report"},
			"the steward's page shows and decides; every write goes through a plan",
		},
		{
			"internal/server/...",
			[]string{"record", "internal/server/...", "internal/pipeline", "internal/plan", "internal/ledger", "internal/workspace", "internal/config"},
			"the server offers what the command line offers",
		},

		{"cmd/onefold", append([]string{"internal/...", "cmd/onefold/..."}, rooms...), "the program puts its groups of commands together"},
		{"cmd/onefold/app", append([]string{"internal/..."}, rooms...), "what commands share knows none of them"},
		{
			"cmd/onefold/*",
			append([]string{"internal/...", "cmd/onefold/app", "cmd/onefold/view"}, rooms...),
			"a command is flags, one call and one rendering; it may call anything but the commands of another group",
		},
		{"cmd/onefold/view", append([]string{"internal/..."}, rooms...), "a view lays results out for the terminal; which command asked is not its affair"},
		{"scripts/...", append([]string{"internal/..."}, rooms...), "scripts of the task runner use the program and its rooms; nothing imports them"},
	}, []Trade{
		{"github.com/spf13/cobra", append([]string{"internal/term"}, groups...), "only the command line knows its library"},
		{"github.com/schollz/progressbar/v3", []string{"internal/term"}, "only the terminal draws progress"},
		{"golang.org/x/term", []string{"internal/term"}, "only the terminal asks about the terminal"},
		{"github.com/spf13/viper", []string{"cmd/onefold/app", "internal/config"}, "settings are layered in one place"},
		{"filippo.io/age", []string{"internal/seal"}, "personal values are sealed in one place"},
		{"golang.org/x/mod/sumdb", []string{"internal/ledger/..."}, "only the ledger proves history"},
		{"modernc.org/sqlite", []string{"internal/workspace", "internal/ledger", "connectors/sqlite"}, "the state has one owner"},
		{"github.com/jackc/pgx/v5", []string{"connectors/postgres"}, "how PostgreSQL speaks is its connector's affair"},
		{"github.com/go-sql-driver/mysql", []string{"connectors/mysql"}, "how MySQL speaks is its connector's affair"},
		{"github.com/rogpeppe/go-internal", nil, "a library of tests"},
		{"pgregory.net/rapid", nil, "a library of tests"},
		{"github.com/google/go-cmp", nil, "a library of tests"},
		{"os.Exit", []string{"cmd/onefold", "scripts/..."}, "libraries return errors; main decides how the program ends"},
		{"os.Stdout", []string{"cmd/onefold", "scripts/..."}, "libraries are handed a writer"},
		{"os.Stderr", []string{"cmd/onefold", "scripts/..."}, "libraries are handed a writer"},
		{"os.Stdin", []string{"cmd/onefold"}, "libraries are handed a reader"},
		{"fmt.Print", nil, "results go through internal/term"},
		{"fmt.Printf", nil, "results go through internal/term"},
		{"fmt.Println", nil, "results go through internal/term"},
		{"log", nil, "libraries never print"},
	}
}

// The sizes from which a file or a package is split by subject. Tests and
// generated files are not counted.
const (
	MaxFileLines    = 500
	MaxPackageLines = 2000
)

// badNames are names of packages that say nothing.
var badNames = [...]string{"util", "utils", "common", "helper", "helpers", "misc", "shared"}
