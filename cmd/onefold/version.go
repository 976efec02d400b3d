package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
)

// version is set by the release build: -ldflags "-X main.version=v1.2.3".
var version string

// VersionOptions are what onefold version is asked for.
type VersionOptions struct {
	App *app.App
}

// BuildInfo says which program this is.
type BuildInfo struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"` // built from files that were not committed
	Date     string `json:"date,omitempty"`     // of the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func newVersionCmd(a *app.App, runF func(*VersionOptions) error) *cobra.Command {
	opts := &VersionOptions{App: a}
	return &cobra.Command{
		Use:         "version",
		Short:       "Print the version, and what it was built from",
		Example:     "  onefold version\n  onefold version --json",
		Annotations: app.Notes("None."),
		Args:        app.Arguments(),
		RunE: func(*cobra.Command, []string) error {
			if runF != nil {
				return runF(opts)
			}
			return versionRun(opts)
		},
	}
}

func versionRun(o *VersionOptions) error {
	b := buildInfo()
	t := o.App.Term
	if t.JSON {
		return t.PrintJSON(b)
	}
	text := "onefold " + b.Version
	if b.Commit != "" {
		text += fmt.Sprintf(" (%.12s", b.Commit)
		if b.Modified {
			text += ", modified"
		}
		text += ")"
	}
	return t.Print(text + " " + b.Go + " " + b.Platform + "\n")
}

// buildInfo returns what the linker and the go command recorded.
func buildInfo() BuildInfo {
	b := BuildInfo{Version: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		b.Version = max(b.Version, "devel")
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "vcs.time":
			b.Date = s.Value
		}
	}
	if b.Version == "" {
		b.Version = info.Main.Version
	}
	if b.Version == "" || b.Version == "(devel)" {
		b.Version = "devel"
	}
	return b
}
