package library_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
)

// TestAlteredTextIsNotShown changes a letter of a text in the library's file: from a
// capital to a small one, which an identifier does not tell, in a passage, in what
// stands between passages, and behind the last one. Nothing of it is shown, and all
// else is. Importing the file again mends it.
func TestAlteredTextIsNotShown(t *testing.T) {
	text := "The Government did not report.\n\nHeading Between\n\nThe Police did.\n\nThe Tail of it."
	narrative := func(country string) *corpus.Narrative {
		second := strings.Index(text, "The Police")
		return &corpus.Narrative{Report: "R", Country: country, Year: 2020, Text: text, Source: corpus.Source{Name: country + ".txt", Imported: time.Now()},
			Passages: []corpus.Passage{
				{Span: prose.Span{End: strings.Index(text, "\n")}, Kind: corpus.Paragraph},
				{Span: prose.Span{Start: second, End: second + len("The Police did.")}, Kind: corpus.Paragraph},
			}}
	}
	for _, altered := range []string{"Government", "Police", "Between", "Tail"} {
		t.Run(altered, func(t *testing.T) {
			dir := t.TempDir()
			add := func(n *corpus.Narrative) library.Outcome {
				l, err := library.Create(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer l.Close()
				tx, err := l.Begin(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				outcome, err := tx.Add(t.Context(), n, 0)
				if err = errors.Join(err, tx.Commit()); err != nil {
					t.Fatal(err)
				}
				return outcome
			}
			whole, damaged := narrative("Chad"), narrative("Mali")
			add(damaged)
			damaged.Text = strings.ToUpper(damaged.Text) // what the test has is no use any more
			alter(t, filepath.Join(dir, "library.db"), altered)
			add(whole)
			l, err := library.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			var refused *library.DamagedError
			if _, err := l.Narrative(t.Context(), damaged.ID); !errors.As(err, &refused) || refused.File != "Mali.txt" {
				t.Errorf("the narrative is shown: %v", err)
			}
			for i, word := range []string{"Government", "Police"} {
				id := damaged.Passages[i].ID
				if _, err := l.PassageByID(t.Context(), id); errors.As(err, &refused) != (word == altered) {
					t.Errorf("passage with %s, where %s is altered: %v", word, altered, err)
				}
			}
			if _, err := l.Narrative(t.Context(), whole.ID); err != nil {
				t.Error(err)
			}
			found, read, err := l.Verify(t.Context(), nil)
			if err != nil || read != 2 || len(found) != 1 || found[0].Narrative != damaged.ID {
				t.Errorf("verify: %v of %d, %v", found, read, err)
			}
			if outcome := add(narrative("Mali")); outcome != library.Replaced {
				t.Errorf("importing it again: %v", outcome)
			}
			if _, err := l.Narrative(t.Context(), damaged.ID); err != nil {
				t.Errorf("after importing it again: %v", err)
			}
		})
	}
}

// alter makes the capital of a word in a file a small letter.
func alter(t *testing.T, path, word string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte(word))
	if at < 0 {
		t.Fatalf("%s is not in %s", word, path)
	}
	data[at] |= 0x20
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
