package input

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/onefold/onefold/connectors"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	// HeadSize is how many decompressed bytes are looked at before reading.
	HeadSize = 256 << 10
	// zstdMemory bounds the window that a zstd file may ask for. Level 19 uses
	// 8 MiB, --ultra --long=27 uses 128 MiB.
	zstdMemory = 128 << 20
	readSize   = 256 << 10
)

// Input is a file or standard input. It is used by one goroutine at a time.
type Input struct {
	name        string
	path        string  // "" when it can't be opened again
	stream      *Reader // the one reader of an input that can't be opened again
	compression string  // "gzip", "zstd" or ""
	head        []byte  // the first HeadSize bytes, decompressed
	whole       bool    // head is everything there is
	closed      bool
}

// Open opens a path, or stdin for "-", and looks at its first bytes.
func Open(ctx context.Context, ref string, stdin io.Reader) (*Input, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	in := &Input{name: ref}
	var r *Reader
	if ref == "-" {
		if stdin == nil {
			return nil, &connectors.Fault{Place: ref, Cause: "there is no standard input here", Hint: "give the path of a file", Err: connectors.ErrOption}
		}
		in.name = "standard input"
		var err error
		if r, err = in.reader(io.NopCloser(stdin)); err != nil {
			return nil, err
		}
		in.stream = r
	} else {
		f, err := os.Open(ref)
		if err != nil {
			return nil, openFault(ref, err)
		}
		st, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, openFault(ref, err)
		}
		if st.IsDir() {
			f.Close()
			return nil, &connectors.Fault{Place: ref, Cause: "is a directory", Hint: "give the path of a file in it", Err: connectors.ErrDirectory}
		}
		if r, err = in.reader(f); err != nil {
			f.Close()
			return nil, err
		}
		if st.Mode().IsRegular() {
			in.path = ref
			defer r.Close()
		} else {
			in.stream = r // a pipe is gone once read
		}
	}
	head := make([]byte, HeadSize)
	n, err := io.ReadFull(r, head)
	switch {
	case err == nil:
	case errors.Is(err, io.EOF) || err == io.ErrUnexpectedEOF: //nolint:errorlint // ReadFull's own, not the decompressor's
		in.whole = true
	default:
		r.Close()
		return nil, err
	}
	in.head = head[:n:n]
	if in.stream != nil {
		r.replay = in.head
	}
	return in, nil
}

func openFault(ref string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &connectors.Fault{Place: ref, Cause: "no such file", Hint: "check the path; relative paths start at the current directory", Err: fs.ErrNotExist}
	case errors.Is(err, fs.ErrPermission):
		return &connectors.Fault{Place: ref, Cause: "no permission to read it", Hint: "check the rights of the file and of its folders", Err: fs.ErrPermission}
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &connectors.Fault{Place: ref, Cause: err.Error(), Err: err}
}

// Name returns the name for places in errors.
func (in *Input) Name() string { return in.name }

// Compression returns "gzip", "zstd" or "".
func (in *Input) Compression() string { return in.compression }

// Head returns the first bytes, and whether there are no more.
func (in *Input) Head() (head []byte, whole bool) { return in.head, in.whole }

// Rereadable tells whether Reader may be called more than once.
func (in *Input) Rereadable() bool { return in.path != "" }

// Reader returns a reader of all decompressed bytes from the start. The caller
// closes it.
func (in *Input) Reader() (*Reader, error) {
	if in.closed {
		return nil, connectors.ErrClosed
	}
	if in.path == "" {
		r := in.stream
		if r == nil {
			return nil, &connectors.Fault{Place: in.name, Cause: "can be read only once", Hint: "save it to a file first", Err: connectors.ErrConsumed}
		}
		in.stream = nil
		return r, nil
	}
	f, err := os.Open(in.path)
	if err != nil {
		return nil, openFault(in.path, err)
	}
	r, err := in.reader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

// Scan is Reader without the digest, for looking through a file that can be
// opened again.
func (in *Input) Scan() (*Reader, error) {
	r, err := in.Reader()
	if err == nil {
		r.raw.off = true
	}
	return r, err
}

// Close releases what is held. It is idempotent.
func (in *Input) Close() error {
	in.closed = true
	if r := in.stream; r != nil {
		in.stream = nil
		return r.Close()
	}
	return nil
}

// Reader reads decompressed bytes and hashes the raw ones.
type Reader struct {
	in     *Input
	raw    *hashing
	from   io.Reader
	end    func()
	file   io.Closer
	replay []byte
	text   int64 // decompressed bytes read
	close  sync.Once
}

func (in *Input) reader(f io.ReadCloser) (*Reader, error) {
	r := &Reader{in: in, file: f, raw: &hashing{from: f, sum: sha256.New()}, end: func() {}}
	// The window is small: a plain file is read past it, straight into the
	// caller's buffer.
	buf := bufio.NewReaderSize(r.raw, 4096)
	magic, err := buf.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, openFault(in.name, err)
	}
	switch {
	case len(magic) >= 2 && magic[0] == 0x1f && magic[1] == 0x8b:
		in.compression = "gzip"
		z, err := gzip.NewReader(bufio.NewReaderSize(buf, readSize))
		if err != nil {
			return nil, r.fault(err)
		}
		r.from, r.end = z, func() { z.Close() }
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		in.compression = "zstd"
		z, err := zstd.NewReader(bufio.NewReaderSize(buf, readSize), zstd.WithDecoderMaxMemory(1<<40), zstd.WithDecoderMaxWindow(zstdMemory), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, r.fault(err)
		}
		r.from, r.end = z, z.Close
	default:
		r.from = buf
	}
	return r, nil
}

// Read reads decompressed bytes. A damaged or truncated file is a Fault.
func (r *Reader) Read(p []byte) (int, error) {
	if len(r.replay) > 0 {
		n := copy(p, r.replay)
		r.replay = r.replay[n:]
		return n, nil
	}
	n, err := r.from.Read(p)
	r.text += int64(n)
	if err != nil && err != io.EOF { //nolint:errorlint // a wrapped EOF is a failure
		err = r.fault(err)
	}
	return n, err
}

func (r *Reader) fault(err error) error {
	var known *connectors.Fault
	if errors.As(err, &known) {
		return err
	}
	if r.in.compression == "" || r.raw.err != nil {
		return openFault(r.in.name, err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &connectors.Fault{
			Place: r.in.name,
			Cause: fmt.Sprintf("%s data ends early, after %d bytes of text", r.in.compression, r.text),
			Hint:  "the file was not copied whole: fetch it again", Err: connectors.ErrTruncated,
		}
	}
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return &connectors.Fault{
			Place: r.in.name, Cause: fmt.Sprintf("zstd data asks for a window above %d MiB", zstdMemory>>20),
			Hint: "compress it again without --long", Err: connectors.ErrCorrupt,
		}
	}
	return &connectors.Fault{
		Place: r.in.name,
		Cause: fmt.Sprintf("%s data is damaged after %d bytes of text", r.in.compression, r.text),
		Hint:  "fetch the file again, or decompress it by hand to see what is left", Err: connectors.ErrCorrupt,
	}
}

// Digest returns the SHA-256 and the number of raw bytes read; after io.EOF
// these are of the whole input.
func (r *Reader) Digest() (sha string, size int64) {
	return hex.EncodeToString(r.raw.sum.Sum(nil)), r.raw.size
}

// Close ends the reading. It is idempotent.
func (r *Reader) Close() error {
	var err error
	r.close.Do(func() {
		r.end()
		err = r.file.Close()
	})
	return err
}

type hashing struct {
	from io.Reader
	sum  hash.Hash
	size int64
	off  bool  // nobody wants the digest
	err  error // of the file itself, not of what decompresses it
}

func (h *hashing) Read(p []byte) (int, error) {
	n, err := h.from.Read(p)
	if !h.off {
		h.sum.Write(p[:n])
	}
	h.size += int64(n)
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader's contract
		h.err = err
	}
	return n, err
}
