package count

import (
	"verbatim/search"
)

// A spread counts words, stems or openings, and how many narratives have each.
type spread struct {
	Size
	of        Unit
	narrative uint32           // the last one that was counted, and one more
	lexicons  []*spreadLexicon // of words and stems
	openings  map[string]*spreadCount
	opening   []byte // is used again
}

// A spreadCount is how often a word or opening occurs, and in how many narratives.
type spreadCount struct {
	word              string
	most              int // of a stem, how often word occurs, which is its most frequent form
	count, narratives int
	last              uint32 // the last narrative that had it, and one more
}

// A spreadLexicon counts the words of a lexicon, and the narratives that have each of
// them or, if they are counted by stem, each stem.
type spreadLexicon struct {
	search.Lexicon
	counts     []int32
	keys       []uint32 // of each word, a number for its word or stem
	texts      []string // of each key
	last       []uint32 // of each key, the last narrative that had it, and one more
	narratives []int
}

func newSpread(of Unit) *spread { return &spread{of: of, openings: map[string]*spreadCount{}} }

// add is a search.Visit.
func (s *spread) add(_ *search.Collection, p *search.Scanned) error {
	narrative := p.Values[narrativeField] + 1
	if narrative != s.narrative { // the passages of a narrative stand side by side
		s.narrative = narrative
		s.Narratives++
	}
	if s.of == Openings {
		s.addOpening(p, narrative)
		return nil
	}
	s.Places += len(p.Words)
	if n := len(s.lexicons); n == 0 || s.lexicons[n-1].Lexicon != p.Lexicon {
		s.lexicons = append(s.lexicons, newSpreadLexicon(p.Lexicon, s.of))
	}
	l := s.lexicons[len(s.lexicons)-1]
	for _, n := range p.Words {
		l.counts[n]++
		if key := l.keys[n]; l.last[key] != narrative {
			l.last[key] = narrative
			l.narratives[key]++
		}
	}
	return nil
}

func (s *spread) addOpening(p *search.Scanned, narrative uint32) {
	if len(p.Words) == 0 {
		return
	}
	s.Places++
	s.opening = s.opening[:0]
	for i, n := range p.Words[:min(len(p.Words), openingWords)] {
		if i > 0 {
			s.opening = append(s.opening, ' ')
		}
		s.opening = append(s.opening, p.Lexicon.Word(n)...)
	}
	o := s.openings[string(s.opening)]
	if o == nil {
		o = &spreadCount{word: string(s.opening)}
		s.openings[o.word] = o
	}
	o.count++
	if o.last != narrative {
		o.last = narrative
		o.narratives++
	}
}

func newSpreadLexicon(of search.Lexicon, unit Unit) *spreadLexicon {
	l := &spreadLexicon{Lexicon: of, counts: make([]int32, of.Len()), keys: make([]uint32, of.Len())}
	known := map[string]uint32{}
	for n := range l.keys {
		text := of.Word(uint32(n))
		if unit == Stems {
			text = of.Stem(uint32(n))
		}
		key, is := known[text]
		if !is {
			key = uint32(len(l.texts))
			known[text] = key
			l.texts = append(l.texts, text)
		}
		l.keys[n] = key
	}
	l.last, l.narratives = make([]uint32, len(l.texts)), make([]int, len(l.texts))
	return l
}

// merged returns the counts by word, stem or opening. A narrative is in one lexicon, so
// that none is counted twice.
func (s *spread) merged() map[string]spreadCount {
	all := map[string]spreadCount{}
	for text, o := range s.openings {
		all[text] = *o
	}
	forms := map[string]int{} // of all lexicons
	for _, l := range s.lexicons {
		for n, count := range l.counts {
			if count > 0 {
				forms[l.Word(uint32(n))] += int(count)
			}
		}
	}
	for _, l := range s.lexicons {
		for key, n := range l.narratives {
			if n > 0 {
				c := all[l.texts[key]]
				c.narratives += n
				all[l.texts[key]] = c
			}
		}
		for n, count := range l.counts {
			if count == 0 {
				continue
			}
			key, word := l.texts[l.keys[n]], l.Word(uint32(n))
			c := all[key]
			c.count += int(count)
			if most := forms[word]; most > c.most || most == c.most && word < c.word {
				c.word, c.most = word, most
			}
			all[key] = c
		}
	}
	return all
}
