package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// An index is a folder:
//
//	manifest   which parts make up the present generation, and of what
//	part-…/    an immutable part: words.zap and stems.zap (Bleve segments) and
//	           tokens (the forward index)
//	aside-…    what is being written
//
// The manifest is replaced atomically; what it does not name is not in use. It
// is a line of JSON and a line with the checksum of the first. A generation is
// a state of the library; merging parts leaves it what it is.
const (
	manifestFile = "manifest"
	columnFile   = "tokens"
	asidePrefix  = "aside-"
	partPrefix   = "part-"
)

// FormatVersion changes with the layout of the files.
const FormatVersion = 12

// A manifest names the parts that make up an index, in the order of their rows.
type manifest struct {
	Format   int        `json:"format"`   // 0 until it is published
	Analysis int        `json:"analysis"` // search.AnalysisVersion
	Library  string     `json:"library"`  // the library's identity
	Revision int64      `json:"revision"` // of the library
	Parts    []partInfo `json:"parts"`
}

// generation names the state of the library that the parts are of.
func (m manifest) generation() string { return search.GenerationName(m.Library, m.Revision) }

// A partInfo describes a part, and what of it is not in the library any more.
type partInfo struct {
	Name     string     `json:"name"`     // of its folder
	Passages int        `json:"passages"` // with those that were removed
	First    uint64     `json:"first"`    // row
	Last     uint64     `json:"last"`     // row
	Removed  removal    `json:"removed,omitzero"`
	Files    []fileInfo `json:"files"`
}

// live is how many passages of the part are left.
func (p partInfo) live() int { return p.Passages - p.Removed.count() }

// A removal is the set of the passages that were removed from a part; no bitmap
// if none was.
type removal struct{ *roaring.Bitmap }

func (r removal) count() int {
	if r.Bitmap == nil {
		return 0
	}
	return int(r.GetCardinality())
}

// MarshalText writes the set in base64.
func (r removal) MarshalText() ([]byte, error) {
	if r.Bitmap == nil {
		return nil, nil
	}
	text, err := r.ToBase64()
	return []byte(text), err
}

// UnmarshalText is the way back.
func (r *removal) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	r.Bitmap = roaring.New()
	_, err := r.FromBase64(string(text))
	return err
}

// Exists reports whether there is an index in dir, of whatever state.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, manifestFile))
	return err == nil
}

// readManifest returns the manifest of the index in dir; errors are ErrStale.
func readManifest(dir string) (manifest, error) {
	var m manifest
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, search.Stale("%w", search.ErrNone)
	}
	if err == nil {
		err = m.decode(data)
	}
	switch {
	case err != nil:
		return m, search.Stale("its manifest cannot be read: %w", err)
	case m.Format != FormatVersion || m.Analysis != search.AnalysisVersion:
		return m, search.Stale("it was made by another version of the program")
	}
	for _, p := range m.Parts {
		if !strings.HasPrefix(p.Name, partPrefix) || filepath.Base(p.Name) != p.Name {
			return m, search.Stale("its manifest names an invalid part, %q", p.Name)
		}
	}
	return m, nil
}

// encode returns the manifest as JSON, and its checksum on a line of its own.
func (m manifest) encode() ([]byte, error) {
	data, err := json.Marshal(m)
	return fmt.Appendf(data, "\n%08x\n", crc32.Checksum(data, castagnoli)), err
}

func (m *manifest) decode(file []byte) error {
	data, sum, _ := strings.Cut(string(file), "\n")
	if sum != fmt.Sprintf("%08x\n", crc32.Checksum([]byte(data), castagnoli)) {
		return errors.New("it is damaged")
	}
	return json.Unmarshal([]byte(data), m)
}

// publish makes the manifest the one of the folder, and removes what it does
// not name.
func publish(dir string, m manifest) error {
	m.Format, m.Analysis = FormatVersion, search.AnalysisVersion
	data, err := m.encode()
	if err != nil {
		return err
	}
	// The names of the parts must be durable before the manifest names them.
	if err := syncPath(dir); err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(dir, manifestFile), data); err != nil {
		return err
	}
	return Sweep(dir)
}

// Sweep removes what the manifest of the index in dir does not name: parts that
// were merged or replaced, and what was left behind by a process that died.
// Whoever has such files open keeps them. The caller holds the library's lock.
func Sweep(dir string) error {
	names, err := Leftovers(dir)
	for _, name := range names {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, name)))
	}
	return err
}

// Leftovers lists what Sweep would remove. It may be what another process is
// writing.
func Leftovers(dir string) (names []string, err error) {
	m, _ := readManifest(dir) // an unreadable manifest names nothing
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		ours := strings.HasPrefix(e.Name(), asidePrefix) || strings.HasPrefix(e.Name(), partPrefix)
		if ours && !slices.ContainsFunc(m.Parts, func(p partInfo) bool { return p.Name == e.Name() }) {
			names = append(names, e.Name())
		}
	}
	return names, err
}
