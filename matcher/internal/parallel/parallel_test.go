package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// Each index is handed out once, whatever the number of workers.
func TestStridesCoverAll(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 9} {
		for _, n := range []int{0, 1, 10, 1001} {
			seen := make([]atomic.Int32, n)
			err := Strides(t.Context(), workers, n, 10, func() func(int, int, int) error {
				return func(_, lo, hi int) error {
					for i := lo; i < hi; i++ {
						seen[i].Add(1)
					}
					return nil
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			for i := range seen {
				if got := seen[i].Load(); got != 1 {
					t.Errorf("%d workers, %d in all: %d is handed out %d times", workers, n, i, got)
				}
			}
		}
	}
}

func TestStridesStop(t *testing.T) {
	fault := errors.New("fault")
	calls := 0
	err := Strides(t.Context(), 1, 100, 1, func() func(int, int, int) error {
		return func(_, lo, _ int) error {
			if calls++; lo == 3 {
				return fault
			}
			return nil
		}
	})
	if !errors.Is(err, fault) || calls != 4 {
		t.Errorf("error %v after %d calls", err, calls)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = Strides(ctx, 2, 100, 1, func() func(int, int, int) error {
		return func(int, int, int) error { t.Error("called"); return nil }
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
