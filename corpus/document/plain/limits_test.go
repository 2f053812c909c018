package plain_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/document/plain"
)

func TestLimitsOfMarkdown(t *testing.T) {
	var lists strings.Builder
	for i := range 2_000 {
		lists.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	for name, text := range map[string]string{
		"quotations in each other": strings.Repeat("> ", 10_000) + "a",
		"lists in each other":      lists.String(),
		"lists on one line":        strings.Repeat("1. ", 10_000) + "a",
		"brackets":                 strings.Repeat("[a](", 20_000),
		"a wide table":             strings.Repeat("|a", 3_000) + "\n" + strings.Repeat("|-", 3_000) + "\n" + strings.Repeat("|x\n", 3_000),
		"emphasis":                 strings.Repeat("*a_", 20_000),
		"deep front matter":        "---\na: " + strings.Repeat("[", 30_000) + "\n---\nText.\n",
		"front matter of lists":    "---\na:\n  " + strings.Repeat("- ", 30_000) + "x\n---\nText.\n",
		"a large file":             strings.Repeat("A sentence.\n", 2<<20),
	} {
		if _, err := plain.ReadMarkdown(t.Context(), []byte(text)); !errors.Is(err, document.ErrLimit) {
			t.Errorf("%s: %v, want one that is ErrLimit", name, err)
		}
	}
}

func TestLimitsOfText(t *testing.T) {
	if _, err := plain.Read(t.Context(), []byte(strings.Repeat("a\n", document.MaxLines+1))); !errors.Is(err, document.ErrLimit) {
		t.Errorf("too many lines: %v, want one that is ErrLimit", err)
	}
}

func TestErrors(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	for name, read := range readers {
		if _, err := read(t.Context(), []byte(" \n\n")); !errors.Is(err, document.ErrNoText) {
			t.Errorf("%s of nothing: %v", name, err)
		}
		if _, err := read(t.Context(), []byte("PK\x03\x04\x00\x00")); err == nil {
			t.Errorf("%s of an archive: no error", name)
		}
		if _, err := read(ended, []byte("A text.")); !errors.Is(err, context.Canceled) {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
	broken := "---\ntitle: \"no end\nyear: 2023\n---\n\nText.\n"
	if _, err := plain.ReadMarkdown(t.Context(), []byte(broken)); !errors.Is(err, document.ErrDamaged) {
		t.Errorf("front matter that is no YAML: %v", err)
	}
}

var readers = map[string]func(context.Context, []byte) (*document.Document, error){
	"text": plain.Read, "Markdown": plain.ReadMarkdown,
}

func FuzzRead(f *testing.F) { fuzz(f, plain.Read) }

func FuzzReadMarkdown(f *testing.F) { fuzz(f, plain.ReadMarkdown) }

// fuzz wants no panic, and blocks that are as document.Add leaves them.
func fuzz(f *testing.F, read func(context.Context, []byte) (*document.Document, error)) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := read(t.Context(), data)
		if err != nil {
			return
		}
		for _, b := range d.Blocks {
			if b.Text == "" || strings.Contains(b.Text, "\n") || b.RunIn > len(b.Text) || b.Level > 6 || (b.Level > 0) != (b.Kind == document.Heading) {
				t.Errorf("bad block %+v", b)
			}
		}
	})
}

// TestText holds that nothing but line ends, marks of items, rules and page
// numbers is lost: the text's letters come out as they went in.
func TestText(t *testing.T) {
	for _, text := range seeds(t) {
		d, err := plain.Read(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, b := range d.Blocks {
			got.WriteString(b.Text)
		}
		if slices.Contains(d.Repairs, "page numbers removed") {
			continue
		}
		if letters(got.String()) != letters(string(text)) {
			t.Errorf("%q became %q", text, got.String())
		}
	}
}

func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n\t\f-=•*", r) {
			return -1
		}
		return r
	}, text)
}
