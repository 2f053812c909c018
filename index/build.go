package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/corpus/library"
	"verbatim/index/analysis"
	"verbatim/index/forward"
	"verbatim/search"
)

// Build makes the index of a library in dir anew, aside, and puts it in the
// place of the one that is there: until then, and if it is stopped, the old one
// is untouched. The caller holds the library's lock. progress, if not nil, is
// called with the passages indexed so far and their number.
func Build(ctx context.Context, dir string, lib *library.Library, progress func(done, total int)) error {
	b := builder{dir, lib, progress, defaultTiers}
	if err := b.build(ctx); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	return nil
}

// Update brings the index of a library in dir to the library's present state:
// what was added becomes a part, what was removed is taken out of the parts
// that have it, and many parts are merged into few. The time that it takes
// depends on the changes, not on the library. Each step is published when it is
// done: Update may be stopped at any moment, and goes on where it was. An error
// that is ErrStale says that the index must be built anew. The caller holds the
// library's lock. progress is as in Build.
func Update(ctx context.Context, dir string, lib *library.Library, progress func(done, total int)) error {
	b := builder{dir, lib, progress, defaultTiers}
	if err := b.update(ctx); err != nil {
		return fmt.Errorf("update index: %w", err)
	}
	return nil
}

// A builder makes generations of an index.
type builder struct {
	dir      string
	library  *library.Library
	progress func(done, total int) // may be nil
	tiers    tiers
}

func (b *builder) build(ctx context.Context) error {
	if err := b.start(); err != nil {
		return err
	}
	_, err := b.follow(ctx, manifest{Library: b.library.Identity()})
	return err
}

func (b *builder) update(ctx context.Context) error {
	m, err := readManifest(b.dir)
	switch {
	case err != nil:
		return err
	case m.Library != b.library.Identity():
		return search.Stale("it was made from another library")
	}
	if err := b.start(); err != nil {
		return err
	}
	if m, err = b.follow(ctx, m); err != nil {
		return err
	}
	deleted, err := b.library.Deleted(ctx)
	if err != nil {
		return err
	}
	return b.mergeParts(ctx, m, deleted)
}

// start makes sure of the folder, and that nothing is left in it of a process
// that died.
func (b *builder) start() error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	return Sweep(b.dir)
}

// follow publishes a generation with what has changed in the library since the
// one of the manifest, if anything has, and returns its manifest.
func (b *builder) follow(ctx context.Context, m manifest) (manifest, error) {
	changes, err := b.library.ChangesSince(ctx, m.Revision)
	if errors.Is(err, library.ErrNoHistory) {
		err = search.Stale("%w", err)
	}
	if err != nil || changes.Revision == m.Revision && m.Format != 0 {
		return m, err
	}
	since := m.Revision
	m.Revision = changes.Revision
	if m.Parts, err = b.remove(m.Parts, changes.Removed); err != nil {
		return m, err
	}
	added, err := b.add(ctx, since, changes.Passages, m.Parts)
	if err != nil {
		return m, err
	}
	m.Parts = append(m.Parts, added...)
	return m, publish(b.dir, m)
}

// add writes parts of what is new since a revision: so many passages. Mostly it is one part.
// Before are the parts that stand before it.
func (b *builder) add(ctx context.Context, since int64, passages int, before []partInfo) (parts []partInfo, err error) {
	words := forward.NewWords()
	next, stop := iter.Pull2(analysis.Added(ctx, b.library, since, words))
	defer stop()
	for done := 0; done < passages; {
		w, err := newPartWriter(b.dir, words)
		if err != nil {
			return nil, err
		}
		info, err := b.addPart(ctx, w, next, slices.Concat(before, parts), func(more int) {
			if b.progress != nil {
				b.progress(done+more, passages)
			}
		})
		if err != nil {
			return nil, err
		}
		if done += info.Passages; info.Passages == 0 || done > passages {
			return nil, fmt.Errorf("the library changed in the meantime: first it had %d new passages, then %d", passages, done)
		}
		parts = append(parts, info)
	}
	return parts, nil
}

// addPart writes a part of the next narratives; none if there is no passage.
func (b *builder) addPart(ctx context.Context, w *partWriter, next func() (analysis.Narrative, error, bool), before []partInfo, progress func(int)) (info partInfo, err error) {
	defer func() { err = errors.Join(err, w.discard()) }()
	for w.Passages() < b.tiers.largest {
		n, err, more := next()
		if !more {
			break
		}
		if err != nil {
			return info, err
		}
		w.add(n)
		progress(w.Passages())
	}
	if w.Passages() == 0 {
		return info, nil
	}
	others, err := b.open(before)
	defer func() { err = errors.Join(err, closeAll(others)) }()
	if err != nil {
		return info, err
	}
	return w.finish(ctx, others)
}

// open opens the files of parts, and returns those that are open also with an error: what
// is damaged must not be made new.
func (b *builder) open(infos []partInfo) (parts []*part, err error) {
	for _, info := range infos {
		p, err := openFiles(b.dir, info)
		if err != nil {
			return parts, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func closeAll(parts []*part) (err error) {
	for _, p := range parts {
		err = errors.Join(err, p.close())
	}
	return err
}

// remove takes rows out of parts. A part with no passage left is left out.
func (b *builder) remove(parts []partInfo, rows []library.RowRange) ([]partInfo, error) {
	left := slices.Clone(parts)
	for i := range left {
		if err := b.removeFrom(&left[i], rows); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(left, func(p partInfo) bool { return p.live() == 0 }), nil
}

func (b *builder) removeFrom(p *partInfo, rows []library.RowRange) error {
	removed, err := b.passagesIn(*p, rows)
	if err != nil || removed.IsEmpty() {
		return err
	}
	if p.Removed.Bitmap != nil {
		removed.Or(p.Removed.Bitmap)
	}
	removed.RunOptimize()
	p.Removed.Bitmap = removed
	return nil
}

// passagesIn returns the passages of a part that have one of the rows.
func (b *builder) passagesIn(p partInfo, rows []library.RowRange) (*roaring.Bitmap, error) {
	found := roaring.New()
	within := func(r library.RowRange) bool { return uint64(r.End) > p.First && uint64(r.First) <= p.Last }
	if !slices.ContainsFunc(rows, within) {
		return found, nil
	}
	c, err := forward.Open(filepath.Join(b.dir, p.Name, columnFile))
	if err != nil {
		return nil, search.Stale("%w", err)
	}
	for _, r := range rows {
		found.AddRange(c.PassagesIn(r))
	}
	return found, c.Close()
}

// mergeParts merges the parts of an index that are too many, and writes those
// anew that have much or deleted text of passages that were removed. The
// generation stays what it is.
func (b *builder) mergeParts(ctx context.Context, m manifest, deleted []library.RowRange) error {
	due := make([]bool, len(m.Parts))
	for i, p := range m.Parts {
		passages, err := b.passagesIn(p, deleted)
		if err != nil {
			return err
		}
		due[i] = !passages.IsEmpty()
	}
	ranges := b.tiers.toMerge(m.Parts, due)
	if len(ranges) == 0 {
		return nil
	}
	var merged []partInfo
	at := 0
	for _, r := range ranges {
		info, err := b.merge(ctx, m.Parts[r[0]:r[1]], r[0] == 0)
		if err != nil {
			return err
		}
		merged = append(append(merged, m.Parts[at:r[0]]...), info)
		at = r[1]
	}
	m.Parts = append(merged, m.Parts[at:]...)
	return publish(b.dir, m)
}

// merge writes one part of several. First says that no part stands before them.
func (b *builder) merge(ctx context.Context, infos []partInfo, first bool) (info partInfo, err error) {
	parts, err := b.open(infos)
	defer func() { err = errors.Join(err, closeAll(parts)) }()
	if err != nil {
		return partInfo{}, err
	}
	var removed []*roaring.Bitmap
	for _, info := range infos {
		removed = append(removed, info.Removed.Bitmap)
	}
	w, err := newPartWriter(b.dir, forward.NewWords())
	if err != nil {
		return partInfo{}, err
	}
	defer func() { err = errors.Join(err, w.discard()) }()
	return w.merge(ctx, parts, removed, first)
}
