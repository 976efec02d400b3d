package config

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Scalars are the settings that a flag or the environment may override, after
// layering: flag, environment, file, default.
type Scalars struct {
	Workers  int    // 0: as many as there are processors
	StateDir string // "": .onefold beside the output
	Memory   int64  // bytes; 0: no limit
	Language string // en, fr, ro; "" from the locale

	origins map[string]string
}

// Origin tells where a setting's value comes from, for people: "flag --workers",
// "environment ONEFOLD_WORKERS", "onefold.yaml:12:3" or "default".
func (s *Scalars) Origin(path string) string { return s.origins[path] }

// Scalars layers the settings of the policy (which may be nil) under the
// process's environment and the flags of a command (nil: none). A command may
// define any of the flags that Settings names. The error is Faults with every
// value that can't be read.
func (p *Policy) Scalars(flags *pflag.FlagSet) (*Scalars, error) {
	out := &Scalars{origins: make(map[string]string)}
	// viper only picks the layer: keys have no dots, values stay texts, so
	// that none of its conversions apply.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	var faults Faults
	for _, s := range Settings() {
		if s.Env == "" {
			continue
		}
		if err := v.BindEnv(s.Path, s.Env); err != nil {
			return nil, fmt.Errorf("bind %s: %w", s.Env, err)
		}
		var flag *pflag.Flag
		if flags != nil {
			flag = flags.Lookup(s.Flag)
		}
		if flag != nil {
			if err := v.BindPFlag(s.Path, flag); err != nil {
				return nil, fmt.Errorf("bind --%s: %w", s.Flag, err)
			}
		}
		place, inFile := placed{}, false
		if p != nil {
			if place, inFile = p.scalars[s.Path]; inFile {
				if err := v.MergeConfigMap(map[string]any{s.Path: place.text}); err != nil {
					return nil, fmt.Errorf("layer %s: %w", s.Path, err)
				}
			}
		}
		origin := "default"
		switch {
		case flag != nil && flag.Changed:
			origin = "flag --" + s.Flag
		case envSet(s.Env):
			origin = "environment " + s.Env
		case inFile:
			origin = p.Where(s.Path)
		}
		out.origins[s.Path] = origin
		if origin == "default" {
			continue
		}
		value, err := s.value(v.GetString(s.Path))
		if err != nil {
			faults = append(faults, Fault{File: origin, Text: s.Path + ": " + err.Error()})
			continue
		}
		out.put(s.Path, value)
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return out, nil
}

func (s *Scalars) put(path string, v any) {
	switch path {
	case "settings.workers":
		s.Workers = v.(int)
	case "settings.state_dir":
		s.StateDir = v.(string)
	case "settings.memory":
		s.Memory = v.(int64)
	case "outputs.language":
		s.Language = v.(string)
	}
}

// envSet reports whether a variable has a value; an empty one counts as unset,
// as it does for viper.
func envSet(name string) bool { return os.Getenv(name) != "" }
