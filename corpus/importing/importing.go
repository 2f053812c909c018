// Package importing reads files of reports into a library: it finds the files, reads
// each as a document, recognizes what it is about, and parts its text into sections
// and passages. Start with Files, which imports, or ReadFiles, which only reads; the
// sample and the demonstration collection are here too.
package importing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"verbatim/corpus"
	"verbatim/corpus/library"
)

// A Report says what an import did.
type Report struct {
	Files     []FileReport // in the order in which they were read
	Added     int          // narratives that were not there
	Replaced  int          // narratives whose text or description has changed
	Unchanged int
	Conflicts []string // IDs of narratives that stand beside another one of the same report, year and country that came from another file
	Skipped   []string // files within the folders that are of no known kind
	Failed    []error  // *ImportError: what could not be read
}

// A FileReport says what became of one file, or of one in an archive.
type FileReport struct {
	Path       string
	Status     Status
	Narratives []string // their IDs
	Repairs    []string // what was mended in the text, and what is not known of it, in words
	Words      Words
	Errors     []error // *ImportError: what of it could not be read
}

// A Status says what became of a file.
type Status string

// The outcomes of files.
const (
	Imported  Status = "imported"  // it brought narratives that were not there
	Revised   Status = "revised"   // it brought other texts of narratives that were there
	Unchanged Status = "unchanged" // all it has was there
	Failed    Status = "failed"    // nothing of it could be read
)

// Changed reports whether the library is another one than before.
func (r Report) Changed() bool { return r.Added+r.Replaced+len(r.Conflicts) > 0 }

// A Progress says how far an import is.
type Progress struct {
	File        string // which is being read
	Done, Total int64  // bytes of all files
	Narratives  int
	Finished    []FileReport // what became of the files that are safe in the library since the last call
}

// Options say how files are imported.
type Options struct {
	Said  Metadata // of all files, by hand
	Table string   // a table that says what files are, as metadata.csv does; or empty
}

// Files imports files without options.
func Files(ctx context.Context, l *library.Library, paths []string, progress func(Progress)) (Report, error) {
	return Options{}.Files(ctx, l, paths, progress)
}

// Files reads files, and the files of known kinds within folders, into
// the library. Each file is one transaction: it is in the library as far as it
// can be read, or, if ctx ends, not at all. What cannot be read is in the
// report and does not end the import; the error is for what does, and the
// report then says what was done until then. The caller holds the lock.
func (o Options) Files(ctx context.Context, l *library.Library, paths []string, progress func(Progress)) (Report, error) {
	var report Report
	files := report.find(paths, o)
	state := Progress{Total: totalSize(files), Finished: report.Files}
	tell := func() {
		if progress != nil {
			progress(state)
		}
		state.Finished = nil
	}
	for file, readings := range ahead(ctx, files) {
		state.File = file.path
		before := state
		within := func(read int64, narratives int) {
			state.Done, state.Narratives = before.Done+read, before.Narratives+narratives
			tell()
		}
		first := len(report.Files)
		if err := importFile(ctx, l, file, readings, &report, within); err != nil {
			return report, fmt.Errorf("import %s: %w", file.path, err)
		}
		state.Finished = report.Files[first:]
		tell()
	}
	tell()
	return report, ctx.Err()
}

// Read reads files, and the files of known kinds within folders, as Files does, and
// changes nothing. It calls each with the narratives that would be added, with the IDs
// that they would have in an empty library, and done with what became of each file,
// after its narratives. An error of either ends it. The report is of all files.
func (o Options) Read(ctx context.Context, paths []string, each func(*corpus.Narrative) error, done func(FileReport) error) (Report, error) {
	var report Report
	files := report.find(paths, o)
	told := 0
	tell := func(until int) error {
		for ; told < until; told++ {
			if err := done(report.Files[told]); err != nil {
				return err
			}
		}
		return nil
	}
	for _, readings := range ahead(ctx, files) {
		for r := range readings {
			if r.err != nil {
				report.fail(r)
			} else {
				library.NameAll(r.Narrative, library.BaseID(r.Narrative))
				report.record(r, library.Added)
			}
			if err := tell(len(report.Files) - 1); err != nil {
				return report, err
			}
			if r.err == nil {
				if err := each(r.Narrative); err != nil {
					return report, err
				}
			}
		}
		if err := tell(len(report.Files)); err != nil {
			return report, err
		}
	}
	if err := tell(len(report.Files)); err != nil {
		return report, err
	}
	return report, ctx.Err()
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
func importFile(ctx context.Context, l *library.Library, file foundFile, readings <-chan readResult, report *Report, tell func(read int64, narratives int)) error {
	var outcome Report
	ordinals := map[string]int{} // narratives of the same report, year, country and source so far
	count := 0
	err := l.InTransaction(ctx, func(im *library.Tx) error {
		for r := range readings {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if r.err != nil {
				outcome.fail(r)
				continue
			}
			key := library.BaseID(r.Narrative) + "\x00" + r.Source.Name
			said, err := im.Said(ctx, r.Narrative, ordinals[key])
			if err != nil {
				return err
			}
			if said != nil {
				Metadata(said).Correct(r.Narrative)
			}
			done, err := im.Add(ctx, r.Narrative, ordinals[key])
			if err != nil {
				return err
			}
			ordinals[key]++
			outcome.record(r, done)
			count++
			tell(r.read, count)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if len(outcome.Files) == 0 { // an archive without files, or a file without lines
		empty := readResult{file: file.path, err: &Error{file.path, errors.New("it contains no file that can be read")}}
		outcome.fail(empty)
	}
	report.merge(outcome)
	return nil
}

// file returns the report of the file that a reading is of: the last one, or a
// new one.
func (r *Report) file(path string) *FileReport {
	if n := len(r.Files); n == 0 || r.Files[n-1].Path != path {
		r.Files = append(r.Files, FileReport{Path: path, Status: Failed})
	}
	return &r.Files[len(r.Files)-1]
}

func (r *Report) fail(of readResult) {
	f := r.file(of.file)
	f.Errors = append(f.Errors, of.err)
	r.Failed = append(r.Failed, of.err)
}

func (r *Report) record(of readResult, done library.Outcome) {
	f := r.file(of.file)
	f.Narratives = append(f.Narratives, of.ID)
	f.Words.add(of.Narrative)
	for _, repair := range of.Repairs {
		if !slices.Contains(f.Repairs, repair) {
			f.Repairs = append(f.Repairs, repair)
		}
	}
	switch done {
	case library.Added:
		r.Added++
	case library.Replaced:
		r.Replaced++
	case library.Unchanged:
		r.Unchanged++
	case library.Conflict:
		r.Conflicts = append(r.Conflicts, of.ID)
	}
	f.Status = worthier(f.Status, done)
}

// worthier returns the outcome of a file with one more narrative: new ones say
// most, and unchanged ones least.
func worthier(so Status, done library.Outcome) Status {
	switch {
	case done == library.Added || done == library.Conflict || so == Imported:
		return Imported
	case done == library.Replaced || so == Revised:
		return Revised
	}
	return Unchanged
}

func (r *Report) merge(s Report) {
	r.Files = append(r.Files, s.Files...)
	r.Added += s.Added
	r.Replaced += s.Replaced
	r.Unchanged += s.Unchanged
	r.Conflicts = append(r.Conflicts, s.Conflicts...)
	r.Failed = append(r.Failed, s.Failed...)
}
