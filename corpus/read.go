package corpus

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// readers is the table of the formats: a reader yields the narratives of a
// file, or what is wrong with the parts that it cannot read.
var readers = map[string]func(r io.Reader, name string) iter.Seq2[*Narrative, error]{
	".txt":   readText,
	".jsonl": readJSONLines,
}

// An ImportError says which file could not be read, or only in part, and why.
type ImportError struct {
	Path string
	Err  error
}

func (e *ImportError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *ImportError) Unwrap() error { return e.Err }

// readerOf gives the format's reader by a file's name; .gz may follow the
// extension.
func readerOf(path string) (read func(io.Reader, string) iter.Seq2[*Narrative, error], packed, ok bool) {
	name := strings.ToLower(filepath.Base(path))
	plain := strings.TrimSuffix(name, ".gz")
	read, ok = readers[filepath.Ext(plain)]
	return read, plain != name, ok
}

// Formats lists the extensions that can be read.
func Formats() []string {
	return slices.Sorted(maps.Keys(readers))
}

// read yields the narratives of the file at path. Errors are *ImportError; an
// error about one narrative does not end the others. onRead, if not nil, is
// told the bytes of the file read so far.
func read(path string, onRead func(bytes int64)) iter.Seq2[*Narrative, error] {
	return func(yield func(*Narrative, error) bool) {
		fail := func(err error) { yield(nil, &ImportError{path, err}) }
		format, packed, ok := readerOf(path)
		if !ok {
			fail(fmt.Errorf("no reader for this kind of file: want one of %s", strings.Join(Formats(), ", ")))
			return
		}
		file, err := os.Open(path)
		if err != nil {
			fail(reason(err))
			return
		}
		defer file.Close()
		source, err := identify(file)
		if err != nil {
			fail(err)
			return
		}
		var r io.Reader = &countingReader{r: file, told: onRead}
		if packed {
			if r, err = gzip.NewReader(r); err != nil {
				fail(err)
				return
			}
		}
		for n, err := range format(r, filepath.Base(path)) {
			if err != nil {
				n, err = nil, &ImportError{path, err}
			} else {
				n.Source = source
			}
			if !yield(n, err) {
				return
			}
		}
	}
}

// identify gives the name and checksum of a file and leaves it at its start.
func identify(file *os.File) (Source, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return Source{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Source{}, err
	}
	return newSource(filepath.Base(file.Name()), sum.Sum(nil)), nil
}

// newSource describes a file that is imported now.
func newSource(name string, sha256 []byte) Source {
	return Source{Name: name, SHA256: hex.EncodeToString(sha256), Imported: time.Now().UTC().Truncate(time.Second)}
}

type countingReader struct {
	r    io.Reader
	n    int64
	told func(int64)
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.told != nil {
		c.told(c.n)
	}
	return n, err
}
