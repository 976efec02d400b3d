package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// bench makes contacts and measures the main job on them. It prints figures
// and never fails on one. With a peer it runs onefold before and after that one:
// what a machine is busy with changes, and hits both alike then.
func (b *bench) bench(ctx context.Context, size, seed int, peer bool) error {
	c, err := b.contacts(ctx, size, seed)
	if err != nil {
		return err
	}
	t := table{head: []string{"tool", "records", "precision", "recall", "F1", "wall s", "CPU s", "CPU µs a record", "peak MB"}}
	row := func(tool string, s scores, u usage) {
		t.add(tool, fmt.Sprint(c.rows), f4(s.Pairs.Precision), f4(s.Pairs.Recall), f4(s.Pairs.F1),
			seconds(u.Wall.Seconds()), seconds(u.CPU.Seconds()), seconds(u.CPU.Seconds()*1e6/float64(max(1, c.rows))), megabytes(u.RSS))
	}
	var own []usage
	once := func() error {
		got, u, err := b.dedupe(ctx, c)
		if err != nil {
			return fmt.Errorf("measure %d contacts: %w", size, err)
		}
		row("onefold", got, u)
		own = append(own, u)
		return nil
	}
	if err := once(); err != nil {
		return err
	}
	var than string
	if peer {
		got, u, err := b.splink(ctx, c)
		if err != nil {
			return fmt.Errorf("measure Splink: %w", err)
		}
		row("Splink", got, u)
		if err := once(); err != nil {
			return err
		}
		than = ratio(own, u)
	}
	t.print(b.out)
	fmt.Fprint(b.out, than)
	fmt.Fprintf(b.out, "\n%d processors; load before and after is not known to this program: compare runs of a quiet machine\n", runtime.NumCPU())
	return nil
}

// contacts makes contacts, once, and makes them ready.
func (b *bench) contacts(ctx context.Context, size, seed int) (*cut, error) {
	generator := filepath.Join(b.shared, "bench", "gen.py")
	if _, err := os.Stat(generator); b.shared == "" || err != nil {
		return nil, errors.New("the generator bench/gen.py is not in ONEFOLD_SHARED (default ../shared)")
	}
	name := fmt.Sprintf("generated_%d_seed_%d", size, seed)
	c := b.cut("bench", name)
	made := filepath.Join(filepath.Dir(c.records), "made.csv")
	if _, err := os.Stat(made); err != nil {
		if err := generate(ctx, generator, made, size, seed); err != nil {
			return nil, err
		}
	}
	return b.without(made, c)
}

// ratio says how the means of own runs compare with a peer's run.
func ratio(own []usage, peer usage) string {
	var cpu, rss float64
	for _, u := range own {
		cpu += u.CPU.Seconds() / float64(len(own))
		rss += float64(u.RSS) / float64(len(own))
	}
	if cpu == 0 || peer.RSS == 0 {
		return ""
	}
	return fmt.Sprintf("\nSplink takes %.1f times the processor time; onefold takes %.2f of its memory\n", peer.CPU.Seconds()/cpu, rss/float64(peer.RSS))
}

// generate makes contacts. The generator needs numpy; it is fetched when it is
// missing.
func generate(ctx context.Context, generator, to string, size, seed int) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if _, _, err := run(ctx, nil, "python3", "-c", "import numpy"); err != nil {
		if _, _, err := run(ctx, nil, "python3", "-m", "pip", "install", "--quiet", "numpy"); err != nil {
			return fmt.Errorf("install numpy: %w", err)
		}
	}
	half := to + ".part"
	if _, _, err := run(ctx, nil, "python3", generator, fmt.Sprint(size), half, "--seed", fmt.Sprint(seed)); err != nil {
		return fmt.Errorf("make contacts: %w", err)
	}
	return os.Rename(half, to)
}

// splink runs Splink with the model that the shared benchmark gives it.
func (b *bench) splink(ctx context.Context, c *cut) (s scores, u usage, err error) {
	if err := exec.CommandContext(ctx, "python3", "-c", "import splink, duckdb").Run(); err != nil {
		return s, u, errors.New("splink can't be imported: pip install 'splink<5' duckdb")
	}
	out := filepath.Join(filepath.Dir(c.records), "splink.csv")
	script := filepath.Join(b.shared, "bench", "splink_1m.py")
	told, u, err := run(ctx, nil, "python3", script, c.records, out)
	if err != nil {
		return s, u, err
	}
	u = timed(u, told)
	// It names the file after the threshold and the columns in its own way.
	found, err := filepath.Glob(out + ".*")
	if err != nil || len(found) == 0 {
		return s, u, errors.New("it wrote no clusters")
	}
	clusters := out + ".clusters"
	if err := renamed(found[0], clusters); err != nil {
		return s, u, err
	}
	s, err = b.evaluate(ctx, clusters, c.truth)
	return s, u, err
}

// The script counts the pairs of its blocking rules when its work is done; what
// it says of itself before that is what counts.
var (
	splinkEnd  = regexp.MustCompile(`(?m)^write\S* \(([0-9.]+), ([0-9.]+)\)`)
	splinkPeak = regexp.MustCompile(`(?m)^rss_MB ([0-9]+)`)
)

// timed returns what Splink took up to its result, as far as it tells.
func timed(u usage, told []byte) usage {
	number := func(s []byte) float64 {
		v, _ := strconv.ParseFloat(string(s), 64)
		return v
	}
	if m := splinkEnd.FindSubmatch(told); m != nil {
		u.Wall, u.CPU = time.Duration(number(m[1])*float64(time.Second)), time.Duration(number(m[2])*float64(time.Second))
	}
	if m := splinkPeak.FindSubmatch(told); m != nil {
		u.RSS = int64(number(m[1])) << 20
	}
	return u
}

// renamed copies a CSV file, with the header that evaluate wants.
func renamed(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	r := bufio.NewReader(in)
	head, err := r.ReadString('\n')
	if err != nil {
		return err
	}
	head = strings.NewReplacer("unique_id", "id", "cluster_id", "cluster").Replace(head)
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	_, err = bytes.NewBufferString(head).WriteTo(w)
	if err == nil {
		_, err = r.WriteTo(w)
	}
	return errors.Join(err, w.Flush(), f.Close())
}
