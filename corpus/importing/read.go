package importing

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/document"
)

// An Error says which file could not be read, or only in part, and why.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string { return e.Path + ": " + e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// A foundFile is a file to import.
type foundFile struct {
	path   string // as people are told
	name   string // that its narratives are known to come from: its own, or for one in a folder the way from there
	folder string // that it must not leave; empty for one that was named itself
	url    string // where it was fetched from, or empty
	said   said
}

// way is the way to the file as what it is about is read from it: from the folder above
// the one that was named, or above the file.
func (f foundFile) way() string {
	if f.folder != "" {
		return path.Join(filepath.Base(absolute(f.folder)), filepath.ToSlash(f.inFolder()))
	}
	full := absolute(f.path)
	return path.Join(filepath.Base(filepath.Dir(full)), filepath.Base(full))
}

// open opens a file for reading. In a folder, no link leads out of it.
func (f foundFile) open() (*os.File, error) {
	var file *os.File
	var err error
	if f.folder == "" {
		if err = regular(os.Stat(f.path)); err == nil {
			file, err = os.Open(f.path)
		}
	} else {
		root, rootErr := os.OpenRoot(f.folder)
		if rootErr != nil {
			return nil, rootErr
		}
		defer root.Close()
		if err = regular(root.Stat(f.inFolder())); err == nil {
			file, err = root.Open(f.inFolder())
		}
	}
	return file, err
}

func (f foundFile) inFolder() string {
	rel, err := filepath.Rel(f.folder, f.path)
	if err != nil {
		return f.name
	}
	return rel
}

// regular keeps from waiting for ever for what a pipe or a device has to say.
func regular(info fs.FileInfo, err error) error {
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	return err
}

// A readResult is what comes of a file, part by part: a narrative or an error.
type readResult struct {
	file string // the file, or within an archive the archive and the file
	*corpus.Narrative
	err  error
	read int64 // bytes of the file read so far
}

// read yields the narratives of a file, each with its source. Errors are
// *Error; an error about one narrative does not end the others.
func read(ctx context.Context, f foundFile) iter.Seq[readResult] {
	return func(yield func(readResult) bool) {
		r := &reader{ctx: ctx, of: f, yield: yield}
		if err := r.file(f); err != nil && !r.ended {
			r.fail(f.path, err)
		}
	}
}

// A reader hands on what it reads of one file.
type reader struct {
	ctx   context.Context
	yield func(readResult) bool
	count countingReader
	of    foundFile
	ended bool // nobody listens any more
}

func (r *reader) send(at readResult) {
	if !r.ended {
		at.read = r.count.n
		r.ended = !r.yield(at)
	}
}

func (r *reader) fail(path string, err error) {
	r.send(readResult{file: path, err: &Error{path, reason(err)}})
}

// all hands on the narratives of a file that is called path.
func (r *reader) all(path string, source corpus.Source, url string, found iter.Seq2[*corpus.Narrative, error]) {
	count := 0
	for n, err := range found {
		if count++; count > maxNarratives {
			r.fail(path, document.Beyond(int64(count), maxNarratives, "narratives in a file"))
			return
		}
		if err != nil {
			r.fail(path, err)
		} else {
			n.Source = source
			if n.URL == "" {
				n.URL = url
			}
			r.send(readResult{file: path, Narrative: n})
		}
		if r.ended {
			return
		}
	}
}

// told sets on the narratives of a file what is said of it, and notes what is not known
// then.
func (r *reader) told(found iter.Seq2[*corpus.Narrative, error]) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		for n, err := range found {
			if err == nil {
				r.of.said.apply(n)
				n.Repairs = append(n.Repairs, identity{report: n.Report, country: n.Country, year: n.Year}.missing()...)
			}
			if !yield(n, err) {
				return
			}
		}
	}
}

// file reads a file of any known format.
func (r *reader) file(f foundFile) error {
	format, packed, ok := formatOf(f.path)
	if !ok {
		return unknownFormat()
	}
	file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	source, err := identify(file, f.name)
	if err != nil {
		return err
	}
	r.count.r = file
	var content io.Reader = &r.count
	if packed {
		unpacked, err := gzip.NewReader(content)
		if err != nil {
			return fmt.Errorf("%w: %w", document.ErrDamaged, err)
		}
		content = &unpackingReader{packed: &r.count, r: unpacked}
	}
	if format.rows != nil {
		lines := bufio.NewReader(io.LimitReader(content, maxUnpacked))
		head, _ := lines.Peek(sniffed)
		if err := format.check(f.name, head); err != nil {
			return err
		}
		r.all(f.path, source, f.url, r.told(format.rows(r.ctx, lines)))
		return nil
	}
	data, err := readBounded(content)
	if err != nil {
		return err
	}
	if format.archive {
		return r.archive(f, data)
	}
	return r.document(f.path, f.way(), source, f.url, format, data)
}

// What bounds a file whose narratives are read one by one.
const (
	maxUnpacked   = 16 << 30 // bytes
	maxNarratives = 1_000_000
)

// document reads a file that is one document.
func (r *reader) document(path, name string, source corpus.Source, url string, format *format, data []byte) error {
	d, err := readDocument(r.ctx, format, data, name)
	if err != nil {
		return err
	}
	if d.URL == "" {
		d.URL = url
	}
	if err := checkAccount(d); err != nil {
		return err
	}
	switch {
	case len(d.Blocks) > document.MaxBlocks:
		return document.Beyond(int64(len(d.Blocks)), document.MaxBlocks, "paragraphs")
	case len(d.Blocks) == 0 && len(d.LeftOut) > 0:
		return fmt.Errorf("%w but what is left out as %s: “%s”", document.ErrNoText, d.LeftOut[0].Why, sample(d.LeftOut[0].Text))
	}
	r.all(path, source, url, narratives(d, fileOf{name, format.properties, r.of.said}))
	return nil
}

// archive reads the files of known formats in a zip archive.
func (r *reader) archive(f foundFile, data []byte) error {
	if err := zipFormat.check(f.name, data); err != nil {
		return err
	}
	archive, err := document.OpenArchive(data)
	if err != nil {
		return err
	}
	for member, err := range archive.Members() {
		if r.ended || r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err == nil {
			err = r.member(f, member)
		}
		if err != nil {
			r.fail(f.path+"/"+member.Name, err)
		}
	}
	return nil
}

// member reads a file in an archive, if it is of a known format.
func (r *reader) member(f foundFile, m *document.Member) error {
	format, packed, ok := formatOf(m.Name)
	switch {
	case !ok:
		return nil
	case packed || format.archive:
		return errors.New("archives within archives are not read: unpack it first")
	}
	data, err := m.Read(r.ctx)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	inside, source := f.path+"/"+m.Name, newSource(path.Join(f.name, m.Name), sum[:])
	if format.rows != nil {
		r.all(inside, source, "", r.told(format.rows(r.ctx, bytes.NewReader(data))))
		return nil
	}
	return r.document(inside, path.Join(path.Dir(f.way()), source.Name), source, "", format, data)
}

// readBounded reads a file that is read at once.
func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, document.MaxBytes+1))
	switch {
	case errors.Is(err, document.ErrLimit):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", document.ErrDamaged, err)
	case len(data) > document.MaxBytes:
		return nil, fmt.Errorf("%w: more than %d MB", document.ErrLimit, document.MaxBytes>>20)
	case len(data) == 0:
		return nil, errors.New("the file is empty")
	}
	return data, nil
}

// identify returns the source that a file is, and leaves it at its start.
func identify(file *os.File, name string) (corpus.Source, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return corpus.Source{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return corpus.Source{}, err
	}
	return newSource(name, sum.Sum(nil)), nil
}

// newSource describes a file that is imported now.
func newSource(name string, sha256 []byte) corpus.Source {
	return corpus.Source{Name: name, SHA256: hex.EncodeToString(sha256), Imported: time.Now().UTC().Truncate(time.Second)}
}

// reason takes the path out of an error that is shown behind the path.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// An unpackingReader reads what a packed file unpacks to, which must not be too much: as in an
// archive.
type unpackingReader struct {
	packed *countingReader
	r      io.Reader
	n      int64
}

func (u *unpackingReader) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.n += int64(n)
	if err := document.CheckGrowth(u.n, u.packed.n); err != nil {
		return n, err
	}
	return n, err
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
