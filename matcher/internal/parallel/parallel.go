// Package parallel runs loops on several processors.
package parallel

import (
	"context"
	"sync"
)

// Strides splits [0,n) into strides and hands them to workers. start is called
// once in each worker and returns what is done with a stride. It returns the
// first error, or that of the context.
func Strides(ctx context.Context, workers, n, stride int, start func() func(worker, lo, hi int) error) error {
	workers = max(1, workers)
	var (
		mu    sync.Mutex
		next  int
		first error
		wg    sync.WaitGroup
	)
	for w := range workers {
		wg.Go(func() {
			do := start()
			for {
				mu.Lock()
				lo := next
				next += stride
				stop := first != nil || lo >= n || ctx.Err() != nil
				mu.Unlock()
				if stop {
					return
				}
				if err := do(w, lo, min(lo+stride, n)); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	if first == nil {
		first = ctx.Err()
	}
	return first
}
