package quotetest

import (
	"strings"
	"unicode"

	"verbatim/corpus"
)

// A Scan answers by reading all texts from end to end, and knows nothing of
// indexes, alignments or normal forms: it is what labels are checked against.
type Scan struct {
	literal []string // each narrative's text, with white space of ASCII folded
	words   []string // its words in lower case, between single spaces
}

// NewScan makes a Scan of narratives; of none it finds nothing anywhere.
func NewScan(narratives []*corpus.Narrative) *Scan {
	s := &Scan{}
	for _, n := range narratives {
		s.literal = append(s.literal, FoldSpace(n.Text))
		s.words = append(s.words, WordsOnly(n.Text))
	}
	return s
}

// FoldSpace makes one space of each run of ASCII white space.
func FoldSpace(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || '\t' <= r && r <= '\r' }), " ")
}

// WordsOnly returns the runs of letters and digits of a text in lower case, each
// between spaces. Marks within words part them, so that it finds more to be
// equal than an editor would.
func WordsOnly(text string) string {
	fields := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return " " + strings.Join(fields, " ") + " "
}

// Literal reports whether any text has these characters, white space folded.
func (s *Scan) Literal(text string) bool {
	text = FoldSpace(text)
	for _, t := range s.literal {
		if strings.Contains(t, text) {
			return true
		}
	}
	return false
}

// Words reports whether any text has these words one after the other, whatever
// stands between them.
func (s *Scan) Words(text string) bool {
	words := WordsOnly(text)
	for _, t := range s.words {
		if strings.Contains(t, words) {
			return true
		}
	}
	return false
}

// Times counts how often these words stand one after the other in all texts.
func (s *Scan) Times(text string) (n int) {
	words := WordsOnly(text)
	for _, t := range s.words {
		n += strings.Count(t, words)
	}
	return n
}

// Order reports whether any text has the words of a and, somewhere behind them,
// those of b.
func (s *Scan) Order(a, b string) bool {
	a, b = WordsOnly(a), WordsOnly(b)
	for _, t := range s.words {
		if i := strings.Index(t, a); i >= 0 && strings.Contains(t[i+len(a)-1:], b) {
			return true
		}
	}
	return false
}

// In reports whether a narrative's text has these words one after the other.
func (s *Scan) In(narrative int, text string) bool {
	return narrative < len(s.words) && strings.Contains(s.words[narrative], WordsOnly(text))
}
