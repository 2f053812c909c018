package search

import (
	"cmp"
	"context"
	"hash/maphash"
	"iter"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search/english"
)

// A Token is one word of a text.
type Token struct {
	Span     prose.Span // bytes of the text
	Word     string     // the word folded (see corpus.Fold): "People’s" is "people's"
	Stem     string     // its English stem: "peopl"
	Sentence int        // the number of its sentence in the text, from 0
}

// AnalysisVersion changes whenever Analyze returns other tokens than before, so
// that an index made with the older ones is known to be stale.
const AnalysisVersion = 7

// Analyze returns the words of a text in order: the only definition of what a
// word and its stem are. Words are those of Unicode's UAX #29 that hold a
// letter or a digit, but for what wordEnd says; a hyphen parts words, an apostrophe
// does not. An abbreviation has the stem that it has without its stops (U.S., US), and a
// name without its apostrophe (Qur'an, Quran).
// There is no stop list.
func Analyze(text string) []Token { return AppendTokens(nil, text) }

// AppendTokens is Analyze into a slice that the caller reuses.
func AppendTokens(dst []Token, text string) []Token {
	return appendTokens(dst, text, prose.Sentences(text))
}

// appendTokens is AppendTokens, given the sentences.
func appendTokens(dst []Token, text string, sentences []prose.Span) []Token {
	sentence := 0
	for span, _ := nextWord(text, 0); span.Len() > 0; span, _ = nextWord(text, span.End) {
		for sentence+1 < len(sentences) && span.Start >= sentences[sentence].End {
			sentence++
		}
		dst = appendWord(dst, span.In(text), span.Start, sentence)
	}
	return dst
}

// Segments calls visit with each segment of a text that is a word, and mostly one, with its
// place in it and the number of its sentence: AppendWord says which words it is.
func Segments(text string, visit func(raw string, at, sentence int)) {
	sentences, sentence := prose.Sentences(text), 0
	for span, _ := nextWord(text, 0); span.Len() > 0; span, _ = nextWord(text, span.End) {
		for sentence+1 < len(sentences) && span.Start >= sentences[sentence].End {
			sentence++
		}
		visit(span.In(text), span.Start, sentence)
	}
}

// AppendWord adds the word that a segment is which begins at a place of a text: mostly one.
func AppendWord(dst []Token, raw string, at, sentence int) []Token {
	return appendWord(dst, raw, at, sentence)
}

// appendWord adds the word that a segment at a place of a text is: mostly one.
func appendWord(dst []Token, raw string, at, sentence int) []Token {
	switch form := formOf(raw); {
	case form.word == "":
		return dst
	case form.several:
		return appendParts(dst, raw, at, sentence)
	default:
		return append(dst, Token{prose.Span{Start: at, End: at + len(raw)}, form.word, form.stem, sentence})
	}
}

// initials are the letters and digits, in lower case, that words begin with.
// Folding and stemming leave the first as it is in words of plain letters and
// digits; of others they tell nothing.
type initials [utf8.RuneSelf]bool

// lower returns an ASCII letter in lower case.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// appendParts adds the words of a segment that is, when folded, not one word:
// "1⁄2" is folded to "1/2", which has two. So a folded word is always one that
// can be written in a query.
func appendParts(dst []Token, raw string, at, sentence int) []Token {
	folded := prose.Fold(raw)
	end := 0
	for s, _ := nextWord(folded.Text, 0); s.Len() > 0; s, _ = nextWord(folded.Text, s.End) {
		form, span := formOf(s.In(folded.Text)), folded.Span(s)
		if form.word == "" || form.several || span.Start < end {
			continue // a second word of one character
		}
		end = span.End
		dst = append(dst, Token{prose.Span{Start: at + span.Start, End: at + span.End}, form.word, form.stem, sentence})
	}
	return dst
}

// A form is what a word as it stands in a text is folded and stemmed to.
type form struct {
	word, stem string
	several    bool   // folded, it is not one word
	key        uint16 // see keyOf
}

// keyBits is how many bits the key of a stem has.
const keyBits = 12

// keyOf returns a number for a stem: words with other numbers have other stems.
func keyOf(stem string) uint16 { return uint16(maphash.String(formSeed, stem) >> (64 - keyBits)) }

// forms remembers words that were seen: a stem costs a microsecond, and the
// same words come again and again. A word has one place, by its hash, and stays
// until another comes for it; so the memory is bounded, and nobody waits.
var (
	forms    [1 << 18]atomic.Pointer[seen]
	formSeed = maphash.MakeSeed()
)

// maxSeen bounds the words that are remembered, in bytes.
const maxSeen = 64

type seen struct {
	raw string
	form
}

func formOf(raw string) form {
	place := &forms[maphash.String(formSeed, raw)%uint64(len(forms))]
	if s := place.Load(); s != nil && s.raw == raw {
		return s.form
	}
	f := makeForm(raw)
	if len(raw) <= maxSeen {
		place.Store(&seen{strings.Clone(raw), f})
	}
	return f
}

func makeForm(raw string) (f form) {
	f.word = strings.TrimLeft(strings.Trim(prose.FoldString(raw), "_ "), "'")
	if strings.ContainsAny(f.word, ".`‵") {
		f.word = shapes.Replace(f.word)
	}
	if f.word != "" && !wordLike(f.word) {
		f.word = "" // ʼ is a letter, and folded a mark
	}
	f.stem = stemOf(f.word)
	f.several = f.word != "" && wordEnd(f.word, 0) < len(f.word)
	f.key = keyOf(f.stem)
	return f
}

// stemOf returns the stem of a folded word.
func stemOf(word string) (stem string) {
	if word != "" {
		stem = english.Stem(unmarked(word))
	}
	return cmp.Or(stem, word)
}

// shapes are those that folding leaves: of apostrophes, and of initials with spaces.
var shapes = strings.NewReplacer(". ", ".", "`", "'", "‵", "'")

// unmarked returns an abbreviation without its stops, and a name without its
// apostrophe, as they are also written; any other word as it is.
func unmarked(word string) string {
	if i := strings.IndexByte(word, '.'); i > 0 && !digits(word, i, 1) {
		word = strings.ReplaceAll(word, ".", "")
	}
	return english.Closed(word)
}

// An Analysis is a narrative with the words of its passages.
type Analysis struct {
	library.Stored
	Tokens [][]Token // of each passage
}

// Analyzed yields the narratives that are new in a library since a revision, in order, with
// their words.
func Analyzed(ctx context.Context, lib *library.Library, since int64) iter.Seq2[Analysis, error] {
	return EachAdded(ctx, lib, since, func() func(library.Stored) Analysis { return analyzeNarrative })
}

// EachAdded yields what is made of the narratives that are new in a library since a
// revision, in order: what an index is made of. That is made on all processors while those
// before are indexed; each of the goroutines that do so has a function of its own.
func EachAdded[T any](ctx context.Context, lib *library.Library, since int64, newMaker func() func(library.Stored) T) iter.Seq2[T, error] {
	type result struct {
		made T
		err  error
	}
	type job struct {
		stored library.Stored
		result chan result // has room for one
	}
	return func(yield func(T, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		pending, work := make(chan chan result, 8), make(chan job)
		for range runtime.GOMAXPROCS(0) {
			running.Go(func() {
				maker := newMaker()
				for j := range work {
					j.result <- result{made: maker(j.stored)}
				}
			})
		}
		running.Go(func() {
			defer close(pending)
			defer close(work)
			for stored, err := range lib.AddedSince(ctx, since) {
				j := job{stored, make(chan result, 1)}
				select {
				case pending <- j.result:
				case <-ctx.Done():
					return
				}
				if err != nil {
					j.result <- result{err: err}
				} else {
					work <- j
				}
			}
		})
		for r := range pending {
			if r := <-r; !yield(r.made, r.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			var none T
			yield(none, err)
		}
	}
}

func analyzeNarrative(stored library.Stored) Analysis {
	// One array for all: English has a word in about 6 bytes.
	tokens := make([]Token, 0, len(stored.Text)/5)
	a := Analysis{stored, make([][]Token, len(stored.Passages))}
	for i, p := range stored.Passages {
		start := len(tokens)
		tokens = AppendTokens(tokens, p.Span.In(stored.Text))
		a.Tokens[i] = tokens[start:]
	}
	return a
}
