package app

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// WriteFile writes one file of the user's, whole or not at all.
func WriteFile(path string, write func(io.Writer) error) error {
	base := filepath.Base(path)
	st, err := workspace.AtomicFiles(filepath.Dir(path), base)
	if err != nil {
		return err
	}
	defer st.Abort()
	f, err := st.Create(base)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		var of *fs.PathError
		if errors.As(err, &of) && of.Op == "write" { // what was being read may fail, too
			return st.Failed(base, err)
		}
		return err
	}
	return st.Commit()
}

// NotInput checks that the file of a flag can be written, and is not the input.
func NotInput(flag, out, in string) error {
	to, err := os.Stat(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && to.IsDir() {
		return term.Usagef("%s %s: is a folder", flag, out).WithHint("name the file to write, such as %s", filepath.Join(out, "out"))
	}
	from, inErr := os.Stat(in)
	if err == nil && inErr == nil && os.SameFile(from, to) {
		return term.Usagef("%s %s: is the input", flag, out).WithHint("the input is never changed: name another file")
	}
	return nil
}

// WarnOfBytes says when text was lost while reading what is called source.
func WarnOfBytes(t *term.Terminal, source string, i connectors.Info) {
	if i.BadBytes > 0 {
		t.Warn("%s of %s %s not belong to %s and became \"?\" or U+FFFD", term.Plural(i.BadBytes, "byte", "bytes"), source, map[bool]string{true: "does", false: "do"}[i.BadBytes == 1], i.Encoding.Value)
		t.Hint("--encoding says how the input is encoded, such as --encoding windows-1252; --strict refuses such a file")
	}
}
