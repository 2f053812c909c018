package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/index/store"
	"verbatim/search/answer"
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
	Words        int    `json:"words"`
	Reports      int    `json:"reports"`
	Countries    int    `json:"countries"`
	FirstYear    int    `json:"first_year"`
	LastYear     int    `json:"last_year"`
	OlderTexts   int    `json:"older_texts"` // that were replaced, and are kept
	Removed      int    `json:"removed"`     // narratives
	TextBytes    int64  `json:"text_bytes"`
	LibraryBytes int64  `json:"library_bytes"`
	IndexBytes   int64  `json:"index_bytes"`
	Index        string `json:"index"` // "up to date", or why it is not
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
	s := statusAnswer{a.library, stats.Narratives, stats.Passages, stats.Headings, stats.Words, stats.Reports, stats.Countries,
		stats.FirstYear, stats.LastYear, stats.Older, stats.Removed, stats.TextBytes, stats.DiskBytes, 0, ""}
	if s.Index, s.IndexBytes, err = indexStatus(ctx, lib); err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, s)
	}
	a.printStatus(s)
	return nil
}

// indexStatus reports whether the index is up to date, and its size in bytes.
func indexStatus(ctx context.Context, lib *library.Library) (state string, bytes int64, err error) {
	x, err := index.Open(store.IndexFolder(lib))
	switch {
	case errors.Is(err, index.ErrNone):
		return index.ErrNone.Error(), 0, nil
	case errors.Is(err, index.ErrStale):
		return err.Error(), 0, nil
	case err != nil:
		return "", 0, err
	}
	defer x.Close()
	size, err := x.Size()
	if err != nil {
		return "", 0, err
	}
	err = x.Check(ctx, lib)
	if errors.Is(err, index.ErrStale) {
		return err.Error(), size.Bytes, nil
	}
	return "up to date", size.Bytes, err
}

func (a *app) printStatus(s statusAnswer) {
	years := fmt.Sprintf("%d to %d", s.FirstYear, s.LastYear)
	switch s.LastYear {
	case 0:
		years = "none"
	case s.FirstYear:
		years = fmt.Sprint(s.FirstYear)
	}
	for _, line := range [][2]string{
		{"library", s.Library},
		{"narratives", answer.Number(s.Narratives)},
		{"passages", answer.Number(s.Passages)},
		{"headings", answer.Number(s.Headings) + ", not counted among the passages"},
		{"words", answer.Number(s.Words)},
		{"reports", answer.Number(s.Reports)},
		{"countries", answer.Number(s.Countries)},
		{"years", years},
		{"older texts", answer.Number(s.OlderTexts)},
		{"removed", answer.Number(s.Removed)},
		{"text", megabytes(s.TextBytes)},
		{"library size", megabytes(s.LibraryBytes)},
		{"index size", megabytes(s.IndexBytes)},
		{"index", s.Index},
	} {
		fmt.Fprintf(a.out, "%-13s %s\n", line[0], line[1])
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
