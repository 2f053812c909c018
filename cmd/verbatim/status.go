package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"verbatim/corpus"
	"verbatim/index"
)

func statusCommand(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "status",
		Short: "Tell what the library and its index hold",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.runStatus(c.Context()) },
	})
}

// A statusAnswer is what status --json prints.
type statusAnswer struct {
	Library      string `json:"library"`
	Narratives   int    `json:"narratives"`
	Passages     int    `json:"passages"`
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
	library, err := corpus.OpenLibrary(a.library)
	if err != nil {
		return err
	}
	defer library.Close()
	stats, err := library.Stats(ctx)
	if err != nil {
		return err
	}
	s := statusAnswer{a.library, stats.Narratives, stats.Passages, stats.Words, stats.Reports, stats.Countries,
		stats.FirstYear, stats.LastYear, stats.Older, stats.Removed, stats.TextBytes, stats.DiskBytes, 0, ""}
	if s.Index, s.IndexBytes, err = indexStatus(ctx, library); err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, s)
	}
	a.tellStatus(s)
	return nil
}

// indexStatus says whether the index is up to date, and its size in bytes.
func indexStatus(ctx context.Context, library *corpus.Library) (state string, bytes int64, err error) {
	x, err := index.Open(indexDir(library))
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
	err = x.Check(ctx, library)
	if errors.Is(err, index.ErrStale) {
		return err.Error(), size.Bytes, nil
	}
	return "up to date", size.Bytes, err
}

func (a *app) tellStatus(s statusAnswer) {
	years := fmt.Sprintf("%d to %d", s.FirstYear, s.LastYear)
	switch s.LastYear {
	case 0:
		years = "none"
	case s.FirstYear:
		years = fmt.Sprint(s.FirstYear)
	}
	for _, line := range [][2]string{
		{"library", s.Library},
		{"narratives", thousands(int64(s.Narratives))},
		{"passages", thousands(int64(s.Passages))},
		{"words", thousands(int64(s.Words))},
		{"reports", thousands(int64(s.Reports))},
		{"countries", thousands(int64(s.Countries))},
		{"years", years},
		{"older texts", thousands(int64(s.OlderTexts))},
		{"removed", thousands(int64(s.Removed))},
		{"text", megabytes(s.TextBytes)},
		{"library size", megabytes(s.LibraryBytes)},
		{"index size", megabytes(s.IndexBytes)},
		{"index", s.Index},
	} {
		fmt.Fprintf(a.out, "%-13s %s\n", line[0], line[1])
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
