// Package analysis finds the words of the passages that an index is made of, as numbers.
// Start with Added.
package analysis

import (
	"context"
	"iter"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/library"
	"verbatim/index/forward"
	"verbatim/search"
)

// A Narrative is a narrative with the words of its passages.
type Narrative struct {
	library.Stored
	Tokens [][]forward.Token // of each passage
}

// Added yields the narratives that are new in a library since a revision, in order, as
// search.Analyzed does: their words, with numbers.
func Added(ctx context.Context, lib *library.Library, since int64, words *forward.Words) iter.Seq2[Narrative, error] {
	return search.EachAdded(ctx, lib, since, func() func(library.Stored) Narrative { return newTokenizer(words).narrative })
}

// A tokenizer finds words, for one goroutine. It remembers those that it has seen as they
// are written: the same come again and again.
type tokenizer struct {
	words  *forward.Words
	seen   table
	tokens []forward.Token // of the passages so far
	room   []search.Token

	// of the passage that is read
	start    int
	sentence int // of the word before
}

func newTokenizer(words *forward.Words) *tokenizer {
	return &tokenizer{words: words, seen: newTable()}
}

func (t *tokenizer) narrative(stored library.Stored) Narrative {
	n := Narrative{Stored: stored}
	// One array for all: English has a word in about 6 bytes.
	t.tokens = make([]forward.Token, 0, len(stored.Text)/5)
	n.Tokens = make([][]forward.Token, len(stored.Passages))
	for i, p := range stored.Passages {
		t.start = len(t.tokens)
		search.Segments(p.Span.In(stored.Text), t.visit)
		n.Tokens[i] = t.tokens[t.start:]
	}
	t.tokens = nil
	return n
}

// visit adds the word that a segment of a passage is, or the words.
func (t *tokenizer) visit(raw string, at, sentence int) {
	token, known := t.seen.get(raw)
	if known {
		t.add(token, sentence)
		return
	}
	t.room = search.AppendWord(t.room[:0], raw, at, sentence)
	for _, word := range t.room {
		written := raw[word.Span.Start-at : word.Span.End-at]
		token := t.words.Word(word.Word, word.Stem)
		if first, _ := utf8.DecodeRuneInString(written); unicode.IsUpper(first) {
			token |= forward.Name
		}
		if len(t.room) == 1 {
			t.seen.put(raw, token)
		}
		t.add(token, sentence)
	}
}

// add adds a word, which may be a name if it begins with a capital: the first of a sentence
// is none (see alike.Names).
func (t *tokenizer) add(token forward.Token, sentence int) {
	if len(t.tokens) == t.start || sentence != t.sentence {
		token = token&^forward.Name | forward.Begins
		t.sentence = sentence
	}
	t.tokens = append(t.tokens, token)
}
