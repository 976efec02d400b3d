package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/onefold/onefold/internal/term"
)

// settle layers the scalar settings: a flag wins over the environment, as in
// ONEFOLD_WORKERS, and that over the default. Values are read as text and
// parsed here, since viper turns what it can't read into a zero.
func (a *App) settle(cmd *cobra.Command) error {
	v := viper.New()
	v.SetEnvPrefix("onefold")
	for _, name := range []string{"state", "config", "lang", "workers"} {
		flag := cmd.Flags().Lookup(name)
		if flag == nil {
			continue
		}
		if err := v.BindPFlag(name, flag); err != nil {
			return fmt.Errorf("bind flag %s: %w", name, err)
		}
		if err := v.BindEnv(name); err != nil {
			return fmt.Errorf("bind environment of %s: %w", name, err)
		}
	}
	a.Globals.State = v.GetString("state")
	a.Globals.Config = v.GetString("config")

	lang := strings.ToLower(v.GetString("lang"))
	switch base, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-"); base {
	case "", "en", "fr", "ro":
		a.Globals.Lang = base
	default:
		return term.Usagef("--lang: there are no reports in %q", lang).WithHint("one of en, fr, ro")
	}

	workers, err := strconv.Atoi(v.GetString("workers"))
	if err != nil || workers < 0 {
		return term.Usagef("--workers: %q is not a number of processors", v.GetString("workers")).
			WithHint("0 takes all of them")
	}
	a.Globals.Workers = workers
	return nil
}
