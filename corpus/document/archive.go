package document

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Limits of an archive, besides MaxEntries and MaxBytes.
const (
	maxRatio   = 200     // times that a member grows when it is unpacked: a text grows tenfold
	ratioAfter = 1 << 20 // bytes unpacked, below which the ratio may be anything
	MaxNesting = 3       // of archives within archives
)

// An Archive is an open zip file: of reports, or the container of a DOCX, ODT
// or EPUB. Nothing in it is trusted: what is unpacked is counted while it is
// unpacked, over all members and the archives within, whatever the headers say.
// It is for one goroutine at a time.
type Archive struct {
	files   []*Member
	named   map[string]*Member
	left    *int64 // bytes that may yet be unpacked, shared with the archives within
	nesting int
}

// A Member is a regular file of an archive.
type Member struct {
	Name    string // with slashes, cleaned: it stays within the folder
	file    *zip.File
	archive *Archive
	refused error // why it cannot be read whatever it holds
}

// OpenArchive opens a zip file. The error is ErrDamaged if it is none, and
// ErrLimit if it has more than MaxEntries entries.
func OpenArchive(data []byte) (*Archive, error) {
	left := int64(MaxBytes)
	return openArchive(data, &left, 1)
}

func openArchive(data []byte, left *int64, nesting int) (*Archive, error) {
	// The directory is read into memory at once, so its size is bounded
	// first; stored archives within the archive have such signatures too.
	if entries := bytes.Count(data, []byte("PK\x01\x02")); entries > 10*MaxEntries {
		return nil, Beyond(int64(entries), MaxEntries, "entries of an archive")
	}
	directory, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are looked at below
		return nil, fmt.Errorf("%w: not a complete zip file (%w)", ErrDamaged, err)
	}
	if n := len(directory.File); n > MaxEntries {
		return nil, Beyond(int64(n), MaxEntries, "entries of an archive")
	}
	a := &Archive{named: make(map[string]*Member), left: left, nesting: nesting}
	for _, file := range directory.File {
		a.add(file)
	}
	return a, nil
}

// add takes in an entry, unless it is a folder, a link or another thing that is
// no regular file, or one that macOS puts next to a file.
func (a *Archive) add(file *zip.File) {
	name, err := memberName(file)
	if !file.Mode().IsRegular() || strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") {
		return
	}
	m := &Member{Name: name, file: file, archive: a, refused: err}
	switch twin := a.named[name]; {
	case err != nil:
	case twin != nil:
		m.refused = fmt.Errorf("%q: the archive has two files of this name", name)
		twin.refused = m.refused
	case file.Flags&1 != 0:
		m.refused = fmt.Errorf("%q: %w", name, ErrEncrypted)
	case file.Method != zip.Store && file.Method != zip.Deflate:
		m.refused = fmt.Errorf("%q: it is compressed by method %d, which verbatim cannot read", name, file.Method)
	}
	a.files = append(a.files, m)
	if err == nil {
		a.named[name] = m
	}
}

// memberName returns an entry's name as a clean path, or the name as it is and
// why it is refused. Old programs write backslashes for slashes, and names in
// the code page of DOS.
func memberName(file *zip.File) (string, error) {
	name := file.Name
	if !utf8.ValidString(name) {
		name, _ = charmap.CodePage437.NewDecoder().String(name)
	}
	slashed := strings.ReplaceAll(name, `\`, "/")
	folder := strings.HasSuffix(slashed, "/")
	drive := len(slashed) > 1 && slashed[1] == ':'
	if slashed == "" || slashed[0] == '/' || drive || leaves(slashed) {
		return name, fmt.Errorf("%q: the name points outside the archive", name)
	}
	if strings.ContainsFunc(slashed, unicode.IsControl) {
		return name, fmt.Errorf("%q: the name contains control characters", name)
	}
	if slashed = path.Clean(slashed); folder {
		slashed += "/"
	}
	return slashed, nil
}

// leaves reports whether a path goes up, even where it comes back.
func leaves(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// Members yields the regular files in the archive's order. With an error, which
// names it, the member cannot be read; the others can.
func (a *Archive) Members() iter.Seq2[*Member, error] {
	return func(yield func(*Member, error) bool) {
		for _, m := range a.files {
			if !yield(m, m.refused) {
				return
			}
		}
	}
}

// Has reports whether the archive has a member of that name.
func (a *Archive) Has(name string) bool { return a.named[name] != nil }

// Read unpacks the member of that name; see Member.Read. The error is
// fs.ErrNotExist if there is none.
func (a *Archive) Read(ctx context.Context, name string) ([]byte, error) {
	m := a.named[name]
	if m == nil {
		return nil, fmt.Errorf("%q: %w", name, fs.ErrNotExist)
	}
	return m.Read(ctx)
}

// Read unpacks the member. Errors name it: ErrLimit for what grows without
// measure, ErrEncrypted, ErrDamaged, or the context's.
func (m *Member) Read(ctx context.Context) ([]byte, error) {
	if m.refused != nil {
		return nil, m.refused
	}
	packed, err := m.file.Open()
	if err != nil {
		return nil, m.damaged(err)
	}
	defer packed.Close()
	data, err := io.ReadAll(&memberReader{ctx: ctx, m: m, packed: packed})
	if err != nil {
		return nil, err
	}
	return data, nil
}

// Archive opens a member that is an archive itself. What is unpacked from it
// counts as unpacked from the outer one.
func (m *Member) Archive(ctx context.Context) (*Archive, error) {
	if m.archive.nesting >= MaxNesting {
		return nil, fmt.Errorf("%q: %w", m.Name, Beyond(int64(m.archive.nesting)+1, MaxNesting, "archives within each other"))
	}
	data, err := m.Read(ctx)
	if err != nil {
		return nil, err
	}
	inner, err := openArchive(data, m.archive.left, m.archive.nesting+1)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", m.Name, err)
	}
	return inner, nil
}

func (m *Member) damaged(err error) error {
	return fmt.Errorf("%q: %w (%w)", m.Name, ErrDamaged, err)
}

// CheckGrowth returns an ErrLimit if bytes are unpacked to many more than any text is.
func CheckGrowth(unpacked, packed int64) error {
	if unpacked > ratioAfter && unpacked/maxRatio > packed {
		return fmt.Errorf("%w: it unpacks to more than %d times its size", ErrLimit, maxRatio)
	}
	return nil
}

// A memberReader unpacks a member within the limits.
type memberReader struct {
	ctx    context.Context
	m      *Member
	packed io.Reader
	n      int64
}

func (r *memberReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, fmt.Errorf("%q: %w", r.m.Name, err)
	}
	n, err := r.packed.Read(p)
	r.n += int64(n)
	left := r.m.archive.left
	if *left -= int64(n); *left < 0 {
		return 0, fmt.Errorf("%q: %w", r.m.Name, Beyond(MaxBytes-*left, MaxBytes, "bytes unpacked from an archive"))
	}
	if err := CheckGrowth(r.n, int64(r.m.file.CompressedSize64)); err != nil {
		return 0, fmt.Errorf("%q: %w", r.m.Name, err)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, r.m.damaged(err)
	}
	return n, err
}
