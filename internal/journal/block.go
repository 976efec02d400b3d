package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// A file begins with fileHead. Blocks follow, each a heading of headSize bytes
// and a body; numbers are little-endian:
//
//	 0  magic "ofjb"
//	 4  flags (4): 1 the body is zstd, 2 the last block of its batch
//	 8  offset of the block in the file (8)
//	16  durable (8): how much of the file was durable when the block was begun
//	24  length of the body (4)
//	28  length of the body unpacked (4)
//	32  CRC-32C of the body (4)
//	36  CRC-32C of the heading before (4)
//
// The body unpacked is records: length (uvarint), kind (1 byte), content.
const (
	fileHead = "onefold journal 1\n"
	magic    = "ofjb"
	headSize = 40
)

const (
	flagZstd = 1
	flagLast = 2
)

// blockSize is when a batch goes on in another block: small enough to hold one
// in memory twice, large enough for zstd to find what repeats.
const blockSize = 1 << 20

// MaxRecord is the size of the largest record, in bytes.
const MaxRecord = 64 << 20

// maxBody bounds what a damaged heading can make a reader allocate.
const maxBody = blockSize + MaxRecord + 16

type block struct {
	flags   uint32
	offset  int64
	durable int64
	body    []byte // unpacked
	length  int64  // of the block in the file
}

func castagnoli(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// encode returns the block as the file has it. z may be nil.
func (b *block) encode(z *zstd.Encoder) []byte {
	out := make([]byte, headSize, headSize+len(b.body))
	flags := b.flags
	if z != nil {
		out = z.EncodeAll(b.body, out)
		flags |= flagZstd
	}
	if z == nil || len(out)-headSize >= len(b.body) { // what is sealed does not shrink
		out = append(out[:headSize], b.body...)
		flags &^= flagZstd
	}
	copy(out, magic)
	le := binary.LittleEndian
	le.PutUint32(out[4:], flags)
	le.PutUint64(out[8:], uint64(b.offset))
	le.PutUint64(out[16:], uint64(b.durable))
	le.PutUint32(out[24:], uint32(len(out)-headSize))
	le.PutUint32(out[28:], uint32(len(b.body)))
	le.PutUint32(out[32:], castagnoli(out[headSize:]))
	le.PutUint32(out[36:], castagnoli(out[:36]))
	return out
}

// errBlock says that there is no whole block at an offset.
var errBlock = errors.New("no whole block")

// readBlock reads the block at an offset of a file of some size. It returns
// io.EOF at the end and errBlock where there is no whole block.
func readBlock(r io.ReaderAt, offset, size int64, z *zstd.Decoder) (block, error) {
	if offset >= size {
		return block{}, io.EOF
	}
	if size-offset < headSize {
		return block{}, errBlock
	}
	var h [headSize]byte
	if _, err := r.ReadAt(h[:], offset); err != nil {
		return block{}, fmt.Errorf("read the journal: %w", err)
	}
	le := binary.LittleEndian
	b := block{flags: le.Uint32(h[4:]), offset: int64(le.Uint64(h[8:])), durable: int64(le.Uint64(h[16:]))}
	length, unpacked := int64(le.Uint32(h[24:])), int64(le.Uint32(h[28:]))
	if string(h[:4]) != magic || le.Uint32(h[36:]) != castagnoli(h[:36]) || b.offset != offset ||
		length > size-offset-headSize || length > maxBody || unpacked > maxBody {
		return block{}, errBlock
	}
	b.length = headSize + length
	body := make([]byte, length)
	if _, err := r.ReadAt(body, offset+headSize); err != nil {
		return block{}, fmt.Errorf("read the journal: %w", err)
	}
	if castagnoli(body) != le.Uint32(h[32:]) {
		return block{}, errBlock
	}
	if b.flags&flagZstd != 0 {
		var err error
		if body, err = z.DecodeAll(body, make([]byte, 0, unpacked)); err != nil {
			return block{}, errBlock
		}
	}
	if int64(len(body)) != unpacked {
		return block{}, errBlock
	}
	b.body = body
	return b, nil
}

// promised says whether a whole block stands behind offset that was begun when
// what is at offset was durable already: then a fault there is damage, and not
// the tail that a crash leaves.
func promised(r io.ReaderAt, offset, size int64, z *zstd.Decoder) (bool, error) {
	const step = 1 << 20
	buf := make([]byte, step+len(magic)-1)
	for at := offset; at < size; at += step {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, fmt.Errorf("read the journal: %w", err)
		}
		for i := 0; ; i++ {
			next := bytes.Index(buf[i:n], []byte(magic))
			if next < 0 {
				break
			}
			i += next
			b, err := readBlock(r, at+int64(i), size, z)
			if err == nil && b.durable > offset {
				return true, nil
			}
			if err != nil && !errors.Is(err, errBlock) {
				return false, err
			}
		}
	}
	return false, nil
}

func newDecoder() (*zstd.Decoder, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBody))
	if err != nil {
		return nil, fmt.Errorf("make a decoder: %w", err)
	}
	return z, nil
}
