package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"verbatim/corpus"
)

// A Token is one word of a text.
type Token struct {
	Span     corpus.Span // bytes of the text
	Word     string      // the word folded (see corpus.Fold): "People’s" is "people's"
	Stem     string      // its English stem: "peopl"
	Sentence int         // the number of its sentence in the text, from 0
}

// AnalysisVersion changes whenever Analyze gives other tokens than before, so
// that an index made with the older ones is known to be stale.
const AnalysisVersion = 1

// Analyze gives the words of a text in order: the only definition of what a
// word and its stem are. Words are those of Unicode's UAX #29 that hold a
// letter or a digit; a hyphen parts words, an apostrophe does not. There is no
// stop list.
func Analyze(text string) []Token { return AppendTokens(nil, text) }

// AppendTokens is Analyze into a slice that the caller reuses.
func AppendTokens(dst []Token, text string) []Token {
	return appendTokens(dst, text, corpus.Sentences(text), nil)
}

// appendTokens is AppendTokens, given the sentences. If initials is not nil, the
// tokens of words that begin with another letter than those may lack Word and
// Stem.
func appendTokens(dst []Token, text string, sentences []corpus.Span, initials *initials) []Token {
	sentence := 0
	for seg := words.FromString(text); seg.Next(); {
		raw := seg.Value()
		if !wordLike(raw) {
			continue
		}
		form := form{word: raw}
		if initials == nil || initials.may(raw) {
			form = formOf(raw)
		}
		if form.word == "" {
			continue
		}
		for sentence+1 < len(sentences) && seg.Start() >= sentences[sentence].End {
			sentence++
		}
		if form.several {
			dst = appendParts(dst, raw, seg.Start(), sentence)
			continue
		}
		dst = append(dst, Token{corpus.Span{Start: seg.Start(), End: seg.End()}, form.word, form.stem, sentence})
	}
	return dst
}

// initials are the letters, in lower case, that words begin with.
type initials [utf8.RuneSelf]bool

// may says whether a word of a text may be, folded, one that begins so: it tells
// those of plain letters and digits by the first, and is not sure of others.
// Stemming leaves the first letter as it is.
func (i *initials) may(raw string) bool {
	for at := range len(raw) {
		if c := raw[at]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return true
		}
	}
	return i[lower(raw[0])]
}

// lower gives an ASCII letter in lower case.
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
	folded := corpus.Fold(raw)
	end := 0
	for seg := words.FromString(folded.Text); seg.Next(); {
		form := formOf(seg.Value())
		span := folded.Span(corpus.Span{Start: seg.Start(), End: seg.End()})
		if form.word == "" || form.several || span.Start < end || !wordLike(seg.Value()) {
			continue // a second word of one character
		}
		end = span.End
		dst = append(dst, Token{corpus.Span{Start: at + span.Start, End: at + span.End}, form.word, form.stem, sentence})
	}
	return dst
}

// wordLike tells words from spaces and marks. Most segments are told by their
// first byte.
func wordLike(raw string) bool {
	if c := raw[0]; c < 0x80 {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			return true
		}
		if len(raw) == 1 {
			return false
		}
	}
	return strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// A form is what a word as it stands in a text is folded and stemmed to.
type form struct {
	word, stem string
	several    bool // folded, it is not one word
}

// forms remembers words that were seen: a stem costs a microsecond, and the
// same words come again and again. It is emptied when it grows too large, so
// that no text can fill the memory.
var forms struct {
	sync.RWMutex
	m map[string]form
}

const maxForms = 1 << 19

func formOf(raw string) form {
	forms.RLock()
	f, ok := forms.m[raw]
	forms.RUnlock()
	if ok {
		return f
	}
	f.word = strings.Trim(corpus.FoldString(raw), "_ ")
	if f.word != "" && !wordLike(f.word) {
		f.word = "" // ʼ is a letter, and folded a mark
	}
	if f.word != "" {
		f.stem = stem(f.word)
	}
	if f.stem == "" {
		f.stem = f.word
	}
	first := words.FromString(f.word)
	f.several = first.Next() && first.End() < len(f.word)
	forms.Lock()
	if forms.m == nil || len(forms.m) >= maxForms {
		forms.m = make(map[string]form, 1<<12)
	}
	forms.m[strings.Clone(raw)] = f
	forms.Unlock()
	return f
}
