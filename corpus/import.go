package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An ImportReport says what an import did.
type ImportReport struct {
	Files     int // read, wholly or in part
	Added     int // narratives that were not there
	Replaced  int // narratives whose text or description has changed
	Unchanged int
	Beside    []string // IDs of narratives that stand beside another one of the same report, year and country that came from another file
	Skipped   []string // files within the folders that are of no known kind
	Failed    []error  // *ImportError: what could not be read
}

// Changed says whether the library is another one than before.
func (r ImportReport) Changed() bool { return r.Added+r.Replaced+len(r.Beside) > 0 }

// An ImportProgress says how far an import is.
type ImportProgress struct {
	File        string // which is being read
	Done, Total int64  // bytes of all files
	Narratives  int
}

// ImportFiles reads files, and the files of known kinds within folders, into
// the library. Each file is one transaction: it is in the library as far as it
// can be read, or, if ctx ends, not at all. What cannot be read is in the
// report and does not end the import; the error is for what does, and the
// report then says what was done until then. The caller holds the lock.
func (l *Library) ImportFiles(ctx context.Context, paths []string, progress func(ImportProgress)) (ImportReport, error) {
	var report ImportReport
	files := report.find(paths)
	state := ImportProgress{Total: totalSize(files)}
	for _, file := range files {
		state.File = file.path
		before := state
		tell := func(read int64, narratives int) {
			state.Done, state.Narratives = before.Done+read, before.Narratives+narratives
			if progress != nil {
				progress(state)
			}
		}
		if err := l.importFile(ctx, file, &report, tell); err != nil {
			return report, fmt.Errorf("import %s: %w", file.path, err)
		}
	}
	return report, nil
}

// A foundFile is a file to import, under the name that its narratives are known
// to come from: its own, or for one in a folder the way from there.
type foundFile struct{ path, name string }

// find lists the files of the paths, each once. What is not there is reported.
func (r *ImportReport) find(paths []string) (files []foundFile) {
	seen, names := map[string]bool{}, map[string]bool{}
	add := func(path, name string) {
		full, err := filepath.Abs(path)
		if err != nil {
			full = path
		}
		if seen[full] {
			return
		}
		if names[name] { // two files of one name are two sources
			name = filepath.ToSlash(full)
		}
		seen[full], names[name] = true, true
		files = append(files, foundFile{path, name})
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err == nil && info.IsDir():
			r.walk(path, add)
		case err == nil:
			add(path, filepath.Base(path))
		default:
			r.Failed = append(r.Failed, &ImportError{path, reason(err)})
		}
	}
	return files
}

// walk adds the files of known kinds in a folder; hidden ones are left out.
func (r *ImportReport) walk(folder string, add func(path, name string)) {
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			r.Failed = append(r.Failed, &ImportError{path, reason(err)})
			return nil
		}
		hidden := strings.HasPrefix(d.Name(), ".") && path != folder
		switch _, _, known := readerOf(path); {
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden, d.IsDir():
		case known:
			name, err := filepath.Rel(folder, path)
			if err != nil {
				name = filepath.Base(path)
			}
			add(path, filepath.ToSlash(name))
		default:
			r.Skipped = append(r.Skipped, path)
		}
		return nil
	})
}

// reason takes the path out of an error that is shown behind the path.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

func totalSize(files []foundFile) (total int64) {
	for _, f := range files {
		if info, err := os.Stat(f.path); err == nil {
			total += info.Size()
		}
	}
	return total
}

// importFile puts the narratives of a file into the library.
func (l *Library) importFile(ctx context.Context, file foundFile, report *ImportReport, tell func(read int64, narratives int)) error {
	outcome := ImportReport{Files: 1}
	ordinals := map[string]int{} // narratives of the same report, year and country so far
	var bytes int64
	count := 0
	err := l.inTransaction(ctx, func(im *Import) error {
		for n, err := range read(file.path, func(n int64) { bytes = n; tell(n, count) }) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				outcome.Failed = append(outcome.Failed, err)
				continue
			}
			n.Source.Name = file.name
			key := baseID(n)
			done, err := im.Add(ctx, n, ordinals[key])
			if err != nil {
				return err
			}
			ordinals[key]++
			outcome.record(done, n.ID)
			count++
			tell(bytes, count)
		}
		return nil
	})
	if err == nil {
		report.merge(outcome)
	}
	return err
}

func (r *ImportReport) record(done Outcome, id string) {
	switch done {
	case Added:
		r.Added++
	case Replaced:
		r.Replaced++
	case Unchanged:
		r.Unchanged++
	case Beside:
		r.Beside = append(r.Beside, id)
	}
}

func (r *ImportReport) merge(s ImportReport) {
	r.Files += s.Files
	r.Added += s.Added
	r.Replaced += s.Replaced
	r.Unchanged += s.Unchanged
	r.Beside = append(r.Beside, s.Beside...)
	r.Failed = append(r.Failed, s.Failed...)
}

// inTransaction does all of work or nothing.
func (l *Library) inTransaction(ctx context.Context, work func(*Import) error) error {
	im, err := l.Begin(ctx)
	if err != nil {
		return err
	}
	if err := work(im); err != nil {
		return errors.Join(err, im.Rollback())
	}
	return im.Commit()
}
