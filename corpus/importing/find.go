package importing

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"verbatim/corpus/fetch"
)

// find lists the files of the paths, each once. What is not there is reported.
func (r *Report) find(paths []string, o Options) []foundFile {
	s := &finder{report: r, options: o, seen: map[string]bool{}, names: map[string]bool{}, tables: map[string]*table{}}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err == nil && info.IsDir():
			s.walk(path)
		case err == nil:
			s.add(foundFile{path: path, name: filepath.Base(path)})
		default:
			s.lost(path, err)
		}
	}
	return s.files
}

// A finder collects files.
type finder struct {
	report      *Report
	files       []foundFile
	seen, names map[string]bool
	options     Options
	tables      map[string]*table // by path; nil where there is none
}

// saidOf returns what is said of a file by hand and in tables: the one that the
// options name, and those in its folder and the folders above, up to the one that was
// imported. What is nearer to the file counts.
func (s *finder) saidOf(f foundFile) said {
	all := said{hand: s.options.Said, table: Metadata{}, from: TableName}
	use := func(t *table) {
		if t == nil {
			return
		}
		for name, value := range t.of(f.path) {
			if all.table[name] == "" {
				all.table[name] = value
			}
		}
		all.from = t.name
	}
	if s.options.Table != "" {
		use(s.table(s.options.Table))
	}
	for dir := filepath.Dir(absolute(f.path)); ; dir = filepath.Dir(dir) {
		use(s.table(filepath.Join(dir, TableName)))
		if f.folder == "" || dir == absolute(f.folder) || dir == filepath.Dir(dir) {
			return all
		}
	}
}

// table reads a table once; nil if it is not there. One that is wrong is reported.
func (s *finder) table(name string) *table {
	t, known := s.tables[name]
	if known {
		return t
	}
	if _, err := os.Stat(name); err == nil || name == s.options.Table {
		if t, err = loadTable(name); err != nil {
			s.report.fail(readResult{file: name, err: err})
		}
	}
	s.tables[name] = t
	return t
}

func (s *finder) lost(path string, err error) {
	err = &Error{path, reason(err)}
	s.report.fail(readResult{file: path, err: err})
}

func (s *finder) add(f foundFile) {
	full, err := filepath.Abs(f.path)
	if err != nil {
		full = f.path
	}
	if s.seen[full] {
		return
	}
	if s.names[f.name] { // two files of one name are two sources
		f.name = filepath.ToSlash(full)
	}
	s.seen[full], s.names[f.name] = true, true
	f.said = s.saidOf(f)
	s.files = append(s.files, f)
}

// walk adds the files of known kinds in a folder. Hidden ones are left out, and
// what browsers save next to a page.
func (s *finder) walk(folder string) {
	fetched := map[string]map[string]fetch.Entry{} // by folder
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			s.lost(path, err)
			return nil
		}
		hidden := strings.HasPrefix(d.Name(), ".") && path != folder
		switch _, _, known := formatOf(path); {
		case d.IsDir() && (hidden || isSavedBeside(path)):
			return fs.SkipDir
		case d.IsDir():
			// A file of that name that is no manifest is read like any other.
			fetched[path], _ = fetch.ReadManifest(path)
		case strings.EqualFold(d.Name(), TableName):
			s.table(absolute(path))
		case hidden, isOfFetching(fetched[filepath.Dir(path)], d.Name()):
		case !known:
			s.report.Skipped = append(s.report.Skipped, path)
		case !d.Type().IsRegular() && d.Type()&fs.ModeSymlink == 0:
			s.lost(path, errors.New("not a regular file"))
		default:
			name, err := filepath.Rel(folder, path)
			if err != nil {
				name = filepath.Base(path)
			}
			entry := fetched[filepath.Dir(path)][d.Name()]
			s.add(foundFile{path: path, name: filepath.ToSlash(name), folder: folder, url: entry.Address()})
		}
		return nil
	})
}

// isOfFetching recognizes what is in a folder of fetched pages for the fetching
// alone: the manifest, and the pages that list the others.
func isOfFetching(entries map[string]fetch.Entry, name string) bool {
	return entries != nil && (name == fetch.ManifestName || entries[name].Hub)
}

// isSavedBeside recognizes the folder of pictures and scripts that a browser saves
// with a page: "Kenya_files" next to "Kenya.html".
func isSavedBeside(folder string) bool {
	page, ok := strings.CutSuffix(folder, "_files")
	if !ok {
		return false
	}
	for _, extension := range []string{".html", ".htm"} {
		if _, err := os.Stat(page + extension); err == nil {
			return true
		}
	}
	return false
}

// ahead yields the files in order, each with what is read of it. While one is
// used, those behind it are read, as many as there are processors: of each, no
// more is kept than one document and a few narratives.
func ahead(ctx context.Context, files []foundFile) iter.Seq2[foundFile, <-chan readResult] {
	return func(yield func(foundFile, <-chan readResult) bool) {
		ctx, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		started := make(chan (<-chan readResult), runtime.NumCPU()-1)
		running.Go(func() {
			defer close(started)
			for _, f := range files {
				readings := make(chan readResult, 16)
				select {
				case started <- readings:
				case <-ctx.Done():
					return
				}
				running.Go(func() {
					defer close(readings)
					for r := range read(ctx, f) {
						select {
						case readings <- r:
						case <-ctx.Done():
							return
						}
					}
				})
			}
		})
		for _, f := range files {
			readings, ok := <-started
			if !ok || !yield(f, readings) {
				return
			}
		}
	}
}
