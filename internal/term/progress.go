package term

import (
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress shows how far a run has come: one bar, renewed for each stage. It
// is silent when standard error is not a terminal or when Quiet. Safe for
// concurrent use.
type Progress struct {
	t     *Terminal
	mu    sync.Mutex
	stage string
	bar   *progressbar.ProgressBar
}

// Progress returns a Progress on standard error. Close it before talking.
func (t *Terminal) Progress() *Progress { return &Progress{t: t} }

// Report says that done of total units of a stage are done; a total of 0 or
// less stands for unknown. It is cheap enough to be called for every batch.
func (p *Progress) Report(stage string, done, total int64) {
	if p == nil || p.t.Quiet || !p.t.errTTY {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if total <= 0 {
		total = -1
	}
	if p.bar == nil || p.stage != stage {
		p.clear()
		p.stage = stage
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(p.t.Err),
			progressbar.OptionSetDescription(Clean(stage)),
			progressbar.OptionSetWidth(24),
			progressbar.OptionShowCount(),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionSpinnerType(14),
		)
	} else if total > 0 && p.bar.GetMax64() != total {
		p.bar.ChangeMax64(total)
	}
	_ = p.bar.Set64(done) // a bar that can't be drawn is no reason to fail
}

// Close removes the bar.
func (p *Progress) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.bar = nil
}

func (p *Progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
