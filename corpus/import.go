package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
		state.File = file
		before := state
		tell := func(read int64, narratives int) {
			state.Done, state.Narratives = before.Done+read, before.Narratives+narratives
			if progress != nil {
				progress(state)
			}
		}
		if err := l.importFile(ctx, file, &report, tell); err != nil {
			return report, fmt.Errorf("import %s: %w", file, err)
		}
	}
	return report, nil
}

// find lists the files of the paths. What is not there is reported.
func (r *ImportReport) find(paths []string) []string {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err == nil && !info.IsDir() {
			files = append(files, path)
			continue
		}
		if err == nil {
			err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
				hidden := strings.HasPrefix(d.Name(), ".") && p != path
				switch _, _, known := readerOf(p); {
				case err != nil:
					r.Failed = append(r.Failed, &ImportError{p, reason(err)})
				case hidden && d.IsDir():
					return fs.SkipDir
				case d.IsDir() || hidden:
				case known:
					files = append(files, p)
				default:
					r.Skipped = append(r.Skipped, p)
				}
				return nil
			})
		}
		if err != nil {
			r.Failed = append(r.Failed, &ImportError{path, reason(err)})
		}
	}
	// A file that is named twice, itself and within its folder, is read once.
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(f string) bool {
		full, err := filepath.Abs(f)
		again := err == nil && seen[full]
		seen[full] = true
		return again
	})
}

// reason takes the path out of an error that is shown behind the path.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

func totalSize(files []string) (total int64) {
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			total += info.Size()
		}
	}
	return total
}

// importFile puts the narratives of a file into the library.
func (l *Library) importFile(ctx context.Context, path string, report *ImportReport, tell func(read int64, narratives int)) error {
	outcome := ImportReport{Files: 1}
	ordinals := map[string]int{} // narratives of the same report, year and country so far
	var bytes int64
	count := 0
	err := l.inTransaction(ctx, func(im *Import) error {
		for n, err := range read(path, func(n int64) { bytes = n; tell(n, count) }) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				outcome.Failed = append(outcome.Failed, err)
				continue
			}
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
