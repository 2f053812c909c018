package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Vocabulary knows the words of a collection of passages by number.
type Vocabulary interface {
	// Words returns the numbers of the words that t accepts (see Term.Accepts).
	Words(t *Term) []uint32
}

// Accepts reports whether a word of a text, with its stem, is one that the term
// asks for.
func (t *Term) Accepts(word, stem string) bool {
	switch t.Kind {
	case Stemmed:
		return slices.Contains(t.Stems, stem)
	case Wildcard:
		return wildcardMatches(t.Text, word)
	case Fuzzy:
		return withinEdits(t.Text, word, t.Edits)
	}
	return t.Text == word
}

// Prefix returns letters that every word begins with that the term accepts; it
// may be empty.
func (t *Term) Prefix() string {
	switch t.Kind {
	case Literal:
		return t.Text
	case Wildcard:
		return t.Text[:strings.IndexAny(t.Text, "*?")]
	}
	return ""
}

// wildcardMatches reports whether the whole word has the form of the pattern, in
// which * stands for any letters and ? for one.
func wildcardMatches(pattern, word string) bool {
	star, mark := -1, 0 // where to go on if the letters behind the last * do not fit
	i, j := 0, 0
	for j < len(word) {
		_, w := utf8.DecodeRuneInString(word[j:])
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, mark = i, j
			i++
		case i < len(pattern) && pattern[i] == '?':
			i++
			j += w
		case i < len(pattern) && pattern[i] == word[j]:
			i++
			j++
		case star >= 0:
			_, w := utf8.DecodeRuneInString(word[mark:])
			mark += w
			i, j = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[i:], "*") == ""
}

// withinEdits reports whether a becomes b by inserting, deleting and replacing at
// most max letters (Levenshtein's distance). max is small: the first letter that
// differs is tried in each of the three ways.
func withinEdits(a, b string, max int) bool {
	if max == 0 {
		return a == b
	}
	common := commonPrefix(a, b)
	a, b = a[common:], b[common:]
	if a == "" || b == "" {
		return utf8.RuneCountInString(a+b) <= max
	}
	_, v := utf8.DecodeRuneInString(a)
	_, w := utf8.DecodeRuneInString(b)
	return withinEdits(a[v:], b[w:], max-1) || withinEdits(a[v:], b, max-1) || withinEdits(a, b[w:], max-1)
}

// commonPrefix returns the length of the letters that two texts begin with alike.
func commonPrefix(a, b string) (length int) {
	for length < len(a) && length < len(b) && a[length] == b[length] {
		length++
	}
	for length > 0 && length < len(a) && !utf8.RuneStart(a[length]) {
		length-- // the letters differ in a later byte
	}
	return length
}

// An Occurrence is where a word stands in a passage: its place among the words, from
// 0, and its number in a vocabulary.
type Occurrence struct{ At, Word uint32 }

// Words is a passage as Match sees it: its words in order, of which only those
// that a term of the query accepts must be there, and where its sentences begin.
type Words struct {
	Places    []Occurrence
	Sentences []uint32           // the place of each sentence's first word, ascending; the first is 0
	Value     func(Field) string // what Filters are compared with; nil if there are none
}

// Sentences returns the places of the first words of the sentences.
func Sentences(tokens []Token) (starts []uint32) {
	for i, t := range tokens {
		if i == 0 || t.Sentence != tokens[i-1].Sentence {
			starts = append(starts, uint32(i))
		}
	}
	return starts
}

// A Range is a stretch of a passage's words: from the word with number Start up
// to the one before End.
type Range struct{ Start, End int }

// A Matcher holds a node bound to a vocabulary: it says which passages match
// and where. It is the only definition of both. It can be used by one
// goroutine at a time.
type Matcher struct {
	root      Node
	accepted  []wordSet // by Term.index
	counting  []uint32  // the words that a term accepts
	found     []Range
	operands  [][]occurrence // memory of operand and
	stretches []stretch      // of Nears within Nears, to be used again
	ended     func() bool    // see Until; nil: it never is
	steps     int
}

// Until has the matcher ask ended, after every so many steps, whether to end early.
// What it says of a passage then is not true.
func (m *Matcher) Until(ended func() bool) { m.ended = ended }

// stepsPerLook is how many comparisons are made between two questions whether to
// end.
const stepsPerLook = 1 << 13

// late reports whether to end early; n steps were taken since the last call.
func (m *Matcher) late(n int) bool {
	if m.steps += n; m.steps < stepsPerLook || m.ended == nil {
		return false
	}
	m.steps = 0
	return m.ended()
}

// Bind prepares the matching of a node of the query in a vocabulary.
func (q *Query) Bind(n Node, v Vocabulary) *Matcher {
	m := &Matcher{root: n, accepted: make([]wordSet, len(q.terms))}
	for _, t := range Terms(n) {
		words := v.Words(t)
		m.accepted[t.index] = newWordSet(words)
		m.counting = append(m.counting, words...)
	}
	return m
}

// Counting are the words of a passage that count for Matches, some maybe twice: a term
// accepts them.
func (m *Matcher) Counting() []uint32 { return m.counting }

// Sentences reports whether Words.Sentences count for Matches: the node has an operator
// that looks at them.
func (m *Matcher) Sentences() (count bool) {
	walk(m.root, func(n Node) {
		if near, ok := n.(*Near); ok && (near.Within == WithinSentence || near.Within == WithinSentenceAfter) {
			count = true
		}
	})
	return count
}

// Terms returns the terms of a node, in the order they are written, each followed
// by those of Apart.
func Terms(n Node) (terms []*Term) {
	walk(n, func(n Node) {
		if p, ok := n.(*Phrase); ok {
			for _, t := range p.Terms {
				terms = append(append(terms, t), t.Apart...)
			}
		}
	})
	return terms
}

// A wordSet is a set of word numbers, made for asking.
type wordSet struct {
	few  []uint32 // the numbers, where many is nil
	many Bits
}

// fewNumbers is up to how many numbers are compared one by one: bits of rare words take
// kilobytes.
const fewNumbers = 8

// Bits are a set of word numbers.
type Bits []uint64

// Has reports whether a number is in the set.
func (b Bits) Has(n uint32) bool {
	return uint64(n/64) < uint64(len(b)) && b[n/64]&(1<<(n%64)) != 0
}

func newWordSet(numbers []uint32) wordSet {
	if len(numbers) <= fewNumbers {
		return wordSet{few: numbers}
	}
	return wordSet{many: BitsOf(numbers)}
}

// BitsOf returns the set of some numbers.
func BitsOf(numbers []uint32) Bits {
	if len(numbers) == 0 {
		return nil
	}
	set := make(Bits, slices.Max(numbers)/64+1)
	for _, n := range numbers {
		set[n/64] |= 1 << (n % 64)
	}
	return set
}

// empty makes the set one of no numbers, to which those below n can be added.
func (s *wordSet) empty(n int) {
	s.many = slices.Grow(s.many[:0], n/64+1)[:n/64+1]
	clear(s.many)
}

func (s *wordSet) add(n uint32) { s.many[n/64] |= 1 << (n % 64) }

func (s *wordSet) has(n uint32) bool {
	if s.many != nil {
		return s.many.Has(n)
	}
	return slices.Contains(s.few, n)
}

// Matches reports whether the passage is one that is asked for.
func (m *Matcher) Matches(w *Words) bool { return m.matches(m.root, w) }

// Ranges returns what is to be marked in a passage that matches: a phrase is one
// range, operands of NEAR and its kin are marked where they take part, and
// what NOT excludes is not marked. Ranges are in order and do not overlap; the
// next call overwrites them.
func (m *Matcher) Ranges(w *Words) []Range {
	m.found = m.found[:0]
	m.mark(m.root, w)
	return merge(m.found)
}

func (m *Matcher) matches(n Node, w *Words) bool {
	switch n := n.(type) {
	case *Phrase:
		found := false
		m.occurrences(n, w, func(Range) bool { found = true; return false })
		return found
	case *And:
		for _, c := range n.Nodes {
			if !m.matches(c, w) {
				return false
			}
		}
		return true
	case *Or:
		for _, c := range n.Nodes {
			if m.matches(c, w) {
				return true
			}
		}
		return false
	case *Not:
		return !m.matches(n.Node, w)
	case *Near:
		if left, right := oneWord(n.Left), oneWord(n.Right); left != nil && right != nil {
			return m.together(n, left, right, w)
		}
		found := false
		m.pairs(n, w, func(_, _ *occurrence) bool { found = true; return false })
		return found
	case *Filter:
		return n.Accepts(w.Value(n.Field))
	}
	return true
}

// mark adds the ranges of a node that matches to those found.
func (m *Matcher) mark(n Node, w *Words) {
	switch n := n.(type) {
	case *Phrase:
		m.occurrences(n, w, func(r Range) bool { m.found = append(m.found, r); return true })
	case *And:
		for _, c := range n.Nodes {
			m.mark(c, w)
		}
	case *Or:
		for _, c := range n.Nodes {
			if m.matches(c, w) {
				m.mark(c, w)
			}
		}
	case *Near:
		room := maxPairs
		m.pairs(n, w, func(l, r *occurrence) bool {
			m.found = append(append(m.found, l.words()...), r.words()...)
			if len(m.found) > room { // in a long sentence nearly every pair counts
				m.found = merge(m.found)
				room = 2*len(m.found) + maxPairs
			}
			return true
		})
	}
}

// inSentence reports whether two words, the first before the last or the same, stand in
// one sentence.
func (w *Words) inSentence(first, last int) bool {
	next, _ := slices.BinarySearch(w.Sentences, uint32(first+1)) // the sentence behind that of the first
	return next == len(w.Sentences) || int(w.Sentences[next]) > last
}

// merge sorts ranges and joins those that overlap.
func merge(ranges []Range) []Range {
	slices.SortFunc(ranges, func(a, b Range) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	kept := ranges[:0]
	for _, r := range ranges {
		if n := len(kept); n > 0 && r.Start < kept[n-1].End {
			kept[n-1].End = max(kept[n-1].End, r.End)
			continue
		}
		kept = append(kept, r)
	}
	return kept
}
