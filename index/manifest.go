package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"verbatim/search"
)

// An index is a folder:
//
//	manifest        which part makes up the present generation, and from what
//	part-…/         an immutable part: bleve/ (one Bleve segment) and tokens
//	aside-…/        a part that is being built
//
// The manifest is replaced atomically; what it does not name is not in use.
const (
	manifestFile = "manifest"
	columnFile   = "tokens"
	bleveDir     = "bleve"
	asidePrefix  = "aside-"
	partPrefix   = "part-"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// formatVersion changes with the layout of the files.
const formatVersion = 1

// ErrStale says that the index is missing, damaged, or not of the library's
// present state: it is to be rebuilt from the library.
var ErrStale = errors.New("the index is not up to date")

// ErrNone is in an ErrStale that says only that no index was made yet.
var ErrNone = errors.New("there is none yet")

func stale(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrStale, fmt.Sprintf(format, args...))
}

// A manifest names the part that makes up an index.
type manifest struct {
	Format     int      `json:"format"`
	Analysis   int      `json:"analysis"`
	Generation string   `json:"generation"` // the part's folder
	Library    string   `json:"library"`    // the library's identity
	Revision   int64    `json:"revision"`   // of the library
	Part       partInfo `json:"part"`
}

// A partInfo describes a part.
type partInfo struct {
	Passages int        `json:"passages"`
	Words    int        `json:"words"`  // of all passages
	Values   [][]string `json:"values"` // of each of search.Fields, by number
	Files    []fileInfo `json:"files"`
}

// A fileInfo tells whether a file is whole.
type fileInfo struct {
	Name     string `json:"name"` // within the part's folder
	Size     int64  `json:"size"`
	Checksum uint32 `json:"checksum"` // CRC-32C
}

// readManifest gives the manifest of the index in dir; errors are ErrStale.
func readManifest(dir string) (manifest, error) {
	var m manifest
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%w: %w", ErrStale, ErrNone)
	}
	if err == nil {
		err = m.decode(data)
	}
	switch {
	case err != nil:
		return m, stale("its manifest cannot be read: %v", err)
	case m.Format != formatVersion || m.Analysis != search.AnalysisVersion || len(m.Part.Values) != len(search.Fields):
		return m, stale("it was made by another version of the program")
	case !strings.HasPrefix(m.Generation, partPrefix) || !filepath.IsLocal(m.Generation):
		return m, stale("its manifest names the part %q", m.Generation)
	}
	return m, nil
}

// encode gives the manifest as JSON, and its checksum on a line of its own.
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

// publish makes the part that was built aside the present generation.
func publish(dir, aside string, m manifest) error {
	var err error
	if m.Part.Files, err = describe(aside); err != nil {
		return err
	}
	m.Format, m.Analysis = formatVersion, search.AnalysisVersion
	m.Generation = partPrefix + strings.TrimPrefix(filepath.Base(aside), asidePrefix)
	if err := os.Rename(aside, filepath.Join(dir, m.Generation)); err != nil {
		return err
	}
	data, err := m.encode()
	if err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(dir, manifestFile), data); err != nil {
		return err
	}
	return sweep(dir)
}

// replaceFile writes a file so that at any moment either the old or the new
// content is there, also after the power was cut.
func replaceFile(path string, data []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), asidePrefix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}

// syncPath makes a file or the names in a folder durable.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	// Not every system can sync a folder; renaming is atomic all the same.
	_ = f.Sync()
	return f.Close()
}

// sweep removes what the manifest does not name: parts that were replaced, and
// what a build left behind that died. Whoever has such files open keeps them.
func sweep(dir string) error {
	m, _ := readManifest(dir) // an unreadable manifest names nothing
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		ours := strings.HasPrefix(e.Name(), asidePrefix) || strings.HasPrefix(e.Name(), partPrefix)
		if ours && e.Name() != m.Generation {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// describe lists the files of a part with their checksums, and makes them
// durable.
func describe(part string) (files []fileInfo, err error) {
	err = filepath.WalkDir(part, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(part, path)
		if err != nil {
			return err
		}
		info, err := describeFile(path, name)
		files = append(files, info)
		return errors.Join(err, syncPath(path))
	})
	return files, err
}

func describeFile(path, name string) (info fileInfo, err error) {
	file, err := os.Open(path)
	if err != nil {
		return info, err
	}
	defer file.Close()
	sum := crc32.New(castagnoli)
	size, err := io.Copy(sum, file)
	return fileInfo{filepath.ToSlash(name), size, sum.Sum32()}, err
}

// verify says whether all files of a part are as they were written.
func verify(part string, files []fileInfo) error {
	for _, want := range files {
		got, err := describeFile(filepath.Join(part, filepath.FromSlash(want.Name)), want.Name)
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s is damaged", want.Name)
		}
	}
	return nil
}
