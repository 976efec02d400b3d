package app

import (
	"os/user"
	"strings"
	"testing"
	"time"
)

// Who is at work is known even where nobody set USER.
func TestActor(t *testing.T) {
	known := "unknown"
	if u, err := user.Current(); err == nil && u.Username != "" {
		known = u.Username
	}
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"ONEFOLD_ACTOR": "night job", "USER": "ana"}, "night job"},
		{map[string]string{"USER": "", "LOGNAME": "ana"}, "ana"},
		{nil, known},
	} {
		a := New(strings.NewReader(""), nil, nil, func(name string) (string, bool) {
			v, ok := c.env[name]
			return v, ok
		}, time.Now)
		if got := a.Actor(); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}
