package forward

import (
	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// Take adds the passages of another forward index but those to drop.
func (w *Writer) Take(c *Index, drop *roaring.Bitmap) {
	stems := c.StemsOfWords()
	words := newTranslation(c.Vocabulary.Len(), func(n uint32) uint32 { return uint32(w.Word(c.Vocabulary.At(n), c.stems.At(stems[n]))) })
	fields := make([]translation, len(search.Fields))
	for f := range fields {
		fields[f] = newTranslation(c.values.Len(), func(n uint32) uint32 { return w.Value(f, c.values.At(c.fieldStart[f]+n)) })
	}
	values := make([]uint32, len(fields))
	var tokens []Token
	for doc := range uint32(c.Passages()) {
		if drop != nil && drop.Contains(doc) {
			continue
		}
		tokens = c.appendTokens(doc, tokens[:0])
		for i, t := range tokens {
			tokens[i] = t&^wordOf | Token(words.of(uint32(t&wordOf)))
		}
		for f := range fields {
			values[f] = fields[f].of(c.Fields[f].At(doc))
		}
		w.Add(c.Rows.At(doc), tokens, values)
	}
}

// appendTokens appends the tokens of a passage.
func (c *Index) appendTokens(doc uint32, to []Token) []Token {
	for i := c.heads[doc].start; i < c.heads[doc+1].start; i++ {
		at, t := int(i), Token(c.tokens[i])
		if t == Escape {
			t = Token(c.tokens[i+1])<<16 | Token(c.tokens[i+2])
			i += 2
		}
		if c.names.at(at) {
			t |= Name
		}
		if c.sentences.at(at) {
			t |= Begins
		}
		to = append(to, t)
	}
	return to
}

// A translation has the numbers that things have elsewhere. Only those that
// are asked for get one.
type translation struct {
	known  []uint32 // and one more; 0 if it was not asked for yet
	number func(uint32) uint32
}

func newTranslation(size int, number func(uint32) uint32) translation {
	return translation{make([]uint32, size), number}
}

func (t translation) of(n uint32) uint32 {
	if t.known[n] == 0 {
		t.known[n] = t.number(n) + 1
	}
	return t.known[n] - 1
}
