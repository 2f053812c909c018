package forward

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"verbatim/search"
)

// written returns the forward index of what a writer was given, or why it cannot be written.
func written(t *testing.T, w *Writer) (*Index, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tokens")
	draft, err := w.Draft()
	if err != nil {
		return nil, err
	}
	draft.Lead()
	if err := draft.Write(path, &Alike{}); err != nil {
		return nil, err
	}
	c, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, nil
}

// tokens are those of a passage.
func (p *Passage) tokens() (tokens []Token) {
	for i, n := range p.Words {
		token := Token(n)
		if i < len(p.Names) && p.Names[i] {
			token |= Name
		}
		if slices.Contains(p.Sentences, uint32(i)) {
			token |= Begins
		}
		tokens = append(tokens, token)
	}
	return tokens
}

// What was written of passages comes back, also of those with words whose numbers need
// more than two bytes.
func TestPassagesComeBack(t *testing.T) {
	const words = 90_000
	random := rand.New(rand.NewPCG(1, 1))
	w, values := NewWriter(NewWords()), make([]uint32, len(search.Fields))
	for f := range values {
		values[f] = w.Value(f, "the same everywhere")
	}
	for n := range words {
		w.Word(fmt.Sprintf("word%05d", n), fmt.Sprintf("stem%d", n/3))
	}
	var all []Passage
	for doc := range 3000 {
		var p Passage
		for i := range uint32(random.IntN(90)) {
			p.Words = append(p.Words, uint32((doc*30+random.IntN(60))%words))
			p.Names = append(p.Names, random.IntN(4) == 0)
			if i == 0 || random.IntN(9) == 0 {
				p.Sentences = append(p.Sentences, i)
			}
		}
		w.Add(uint64(10+2*doc), p.tokens(), values)
		all = append(all, p)
	}
	c, err := written(t, w)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(c.tokens, Escape) {
		t.Fatal("all numbers of words have two bytes")
	}
	for doc, want := range all {
		var got Passage
		c.Load(uint32(doc), &got)
		c.LoadNames(uint32(doc), &got)
		if len(got.Words) != len(want.Words) {
			t.Fatalf("passage %d: %d words, want %d", doc, len(got.Words), len(want.Words))
		}
		for i, n := range got.Words {
			if word := fmt.Sprintf("word%05d", want.Words[i]); c.Vocabulary.At(n) != word {
				t.Fatalf("passage %d: word %d is %s, want %s", doc, i, c.Vocabulary.At(n), word)
			}
		}
		if !slices.Equal(got.Sentences, want.Sentences) || !slices.Equal(got.Names, want.Names) || c.Rows.At(uint32(doc)) != uint64(10+2*doc) {
			t.Fatalf("passage %d in row %d: %v, want %v", doc, c.Rows.At(uint32(doc)), got, want)
		}
	}
}
