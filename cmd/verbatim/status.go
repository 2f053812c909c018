package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus/library"
	"verbatim/index/opensearch"
	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

func statusCommand(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "status",
		Short: "Show what is in the library and its index",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.runStatus(c.Context()) },
	})
}

// A statusAnswer is what status --json prints.
type statusAnswer struct {
	Library      string `json:"library"`
	Narratives   int    `json:"narratives"`
	Passages     int    `json:"passages"` // headings are not counted, here and among the words
	Headings     int    `json:"headings"`
	Words        int    `json:"words"` // as a search finds them; 0 while the index is not up to date
	Reports      int    `json:"reports"`
	Countries    int    `json:"countries"`
	FirstYear    int    `json:"first_year"`
	LastYear     int    `json:"last_year"`
	OlderTexts   int    `json:"older_texts"` // that were replaced, and are kept
	Removed      int    `json:"removed"`     // narratives
	TextBytes    int64  `json:"text_bytes"`
	LibraryBytes int64  `json:"library_bytes"`
	IndexBytes   int64  `json:"index_bytes"`
	Index        string `json:"index"`             // "up to date", or why it is not
	Cluster      string `json:"cluster,omitempty"` // with --engine opensearch: what it holds, in words

	Following *followingAnswer `json:"following,omitempty"` // of a library that follows another server's
}

// A followingAnswer is what status says of a library that follows another server's.
type followingAnswer struct {
	library.Following
	Own int64 `json:"own"` // revision of the copy
}

// String says it in words.
func (f *followingAnswer) String() string {
	text := fmt.Sprintf("%s, at revision %d", f.Writer, f.Own)
	if f.Own < f.Revision {
		text += fmt.Sprintf(" of %d", f.Revision)
	}
	if !f.Seen.IsZero() {
		text += ", which answered last at " + f.Seen.Local().Format(time.DateTime)
	}
	if f.Trouble != "" {
		text += ": " + f.Trouble
	}
	return text
}

// followingOf returns how a library fares that follows another; nil for one of its own.
func followingOf(ctx context.Context, lib *library.Library) (*followingAnswer, error) {
	f, err := lib.Following()
	if err != nil || f == nil {
		return nil, err
	}
	own, err := lib.Revision(ctx)
	return &followingAnswer{*f, own}, err
}

func (a *app) runStatus(ctx context.Context) error {
	lib, err := library.Open(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	stats, err := lib.Stats(ctx)
	if err != nil {
		return err
	}
	s := statusAnswer{a.library, stats.Narratives, stats.Passages, stats.Headings, 0, stats.Reports, stats.Countries,
		stats.FirstYear, stats.LastYear, stats.Older, stats.Removed, stats.TextBytes, stats.DiskBytes, 0, "", "", nil}
	if s.Following, err = followingOf(ctx, lib); err != nil {
		return err
	}
	if err := s.addIndex(ctx, lib, a.options()); err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, s)
	}
	a.printStatus(s)
	return nil
}

// addIndex reports whether the index is up to date, or cannot be reached, and its size,
// and counts the words if it is up to date.
func (s *statusAnswer) addIndex(ctx context.Context, lib *library.Library, o store.Options) error {
	x, err := store.OpenIndex(ctx, lib, o)
	if errors.Is(err, search.ErrNone) {
		s.Index = search.ErrNone.Error()
		return nil
	}
	if errors.Is(err, search.ErrStale) || errors.Is(err, search.ErrUnavailable) {
		s.Index = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	defer x.Close()
	size, err := x.Size(ctx)
	if err != nil {
		return err
	}
	s.IndexBytes = size.Bytes
	if x, ok := x.(*opensearch.Index); ok {
		if s.Cluster, err = x.Describe(ctx); err != nil {
			return err
		}
	}
	if err = x.Check(ctx, lib); errors.Is(err, search.ErrStale) {
		s.Index = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	s.Index = "up to date"
	all, err := count.New(search.NewSearcher(lib, x)).Count(ctx, count.Request{Codes: []count.Code{{}}})
	if err == nil {
		s.Words = all.Totals[0].Of.Words
	}
	return err
}

func (a *app) printStatus(s statusAnswer) {
	words := answer.Number(s.Words)
	if s.Words == 0 && s.Passages > 0 {
		words = "not counted: the index is not up to date"
	}
	years := fmt.Sprintf("%d to %d", s.FirstYear, s.LastYear)
	switch s.LastYear {
	case 0:
		years = "none"
	case s.FirstYear:
		years = fmt.Sprint(s.FirstYear)
	}
	follows := ""
	if s.Following != nil {
		follows = s.Following.String()
	}
	for _, line := range [][2]string{
		{"library", s.Library},
		{"narratives", answer.Number(s.Narratives)},
		{"passages", answer.Number(s.Passages)},
		{"headings", answer.Number(s.Headings) + ", not counted among the passages"},
		{"words", words},
		{"reports", answer.Number(s.Reports)},
		{"countries", answer.Number(s.Countries)},
		{"years", years},
		{"older texts", answer.Number(s.OlderTexts)},
		{"removed", answer.Number(s.Removed)},
		{"text", megabytes(s.TextBytes)},
		{"library size", megabytes(s.LibraryBytes)},
		{"index size", megabytes(s.IndexBytes)},
		{"index", s.Index},
		{"cluster", s.Cluster},
		{"follows", follows},
	} {
		if line[1] != "" {
			fmt.Fprintf(a.out, "%-13s %s\n", line[0], line[1])
		}
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
