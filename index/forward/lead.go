package forward

import (
	"slices"

	"verbatim/corpus"
	"verbatim/search"
)

// lead finds the leaders of a part's frequent stems: it goes through the passages by
// their lengths, and so meets first what can stand before others.
func lead(c *Index) *Leaders {
	l := newLeading(c)
	for _, doc := range l.byLength() {
		l.meet(doc)
	}
	found := &Leaders{Starts: make([]uint32, 1, c.Stems()+1)}
	for s := range c.Stems() {
		if at := l.frequent[s]; at > 0 {
			found.Docs = append(found.Docs, l.docs[at]...)
			found.Traits = append(found.Traits, l.traits[at]...)
		}
		found.Starts = append(found.Starts, uint32(len(found.Docs)))
	}
	return found
}

// A leading is the work of finding leaders.
type leading struct {
	index    *Index
	frequent []uint32   // of each stem: its number among the frequent ones, from 1 on; 0 if it is not
	of       []uint32   // of each word: that of its stem
	form     []uint16   // of each word: its place among those of its stem
	headings []bool     // by kind: whether passages of it are headings
	under    [][]uint32 // of each section: the frequent stems that its heading has
	docs     [][]uint32 // the leaders of each frequent stem
	traits   [][]Trait
	several  [][]mixed  // those of the leaders that have more than one of the stem's words
	has      [][]counts // of each of these
	// before counts the leaders that have a word so often, one less, or more often, and
	// whether they have it in the heading or not: those that have it, or all.
	before [][search.MaxFrequency][2]uint8
	stands []occurring // of each frequent stem: in the passage that is met
	words  []uint32    // of the passage that is read
	met    []uint32    // its frequent stems
	mixes  []mixed     // of those of them that have several words: what they have
}

// An occurring is a frequent stem in a passage.
type occurring struct {
	doc       uint32 // one more
	heading   uint32 // the passage, one more, if the heading of its section has it
	word      uint32 // the first of its words
	frequency uint32
	mix       uint32 // the place in mixes, and one more, if it has other words as well
}

// A mixed is how often a passage has each of the words of a stem that it has.
type mixed []formCount

// A formCount is a word, its place among those of its stem, and how often it stands.
type formCount struct {
	word uint32
	form uint16
	n    uint8
}

// counts are a mixed in short, for the first words of a stem: five bits say how often the
// passage has each of them, and five which of the words behind it has most often. The bit
// over them says whether the heading has the stem. One bit above each number is 0.
type counts uint64

const (
	counted          = 12
	inHeading        = 1 << (5 * counted)
	above     counts = 0x2842108421084210
)

func (m mixed) counts(heading bool) (all counts, sure bool) {
	sure = true
	most := counts(0)
	for _, f := range m {
		if f.form < counted-1 {
			all |= counts(f.n) << (5 * f.form)
		} else {
			most, sure = max(most, counts(f.n)), false
		}
	}
	if all |= most << (5 * (counted - 1)); heading {
		all |= inHeading
	}
	return all, sure
}

// coverAll reports whether none of the numbers is less than another's.
func (c counts) coverAll(other counts) bool { return ((c|above)-other)&above == above }

// add counts a word more.
func (m *mixed) add(word uint32, form uint16) {
	for i := range *m {
		if f := &(*m)[i]; f.word == word {
			f.n = min(f.n+1, search.MaxFrequency)
			return
		}
	}
	*m = append(*m, formCount{word, form, 1})
}

// covers reports whether m has all that another has as often.
func (m mixed) covers(other mixed) bool {
	for _, f := range other {
		if !slices.ContainsFunc(m, func(own formCount) bool { return own.form == f.form && own.n >= f.n }) {
			return false
		}
	}
	return true
}

func newLeading(c *Index) *leading {
	l := &leading{index: c, of: c.StemsOfWords(), form: make([]uint16, c.Vocabulary.Len()), frequent: make([]uint32, c.Stems())}
	for s := range uint32(c.Stems()) {
		for i, word := range c.wordsOf(s) {
			l.form[word] = uint16(i)
		}
	}
	for _, value := range c.ValuesOf(kindField) {
		l.headings = append(l.headings, value == string(corpus.Heading))
	}
	numbers := uint32(1)
	for s, passages := range l.count() {
		if passages > Frequent {
			l.frequent[s] = numbers
			numbers++
		}
	}
	for word, stem := range l.of {
		l.of[word] = l.frequent[stem]
	}
	for _, path := range c.ValuesOf(sectionField) {
		var has []uint32
		for _, t := range search.Analyze(search.FieldSection.Shown(path)) {
			if s, known := c.StemNumber(t.Stem); known && l.frequent[s] > 0 {
				has = append(has, l.frequent[s])
			}
		}
		l.under = append(l.under, has)
	}
	l.docs, l.traits = make([][]uint32, numbers), make([][]Trait, numbers)
	l.several, l.has = make([][]mixed, numbers), make([][]counts, numbers)
	l.before, l.stands = make([][search.MaxFrequency][2]uint8, c.Vocabulary.Len()), make([]occurring, numbers)
	return l
}

// fields of passages that matter here.
var kindField, sectionField = slices.Index(search.Fields, search.FieldKind), slices.Index(search.Fields, search.FieldSection)

// count counts the passages that have each stem, without headings.
func (l *leading) count() []uint32 {
	counts, seen := make([]uint32, l.index.Stems()), make([]uint32, l.index.Stems())
	for doc := range uint32(l.index.Passages()) {
		if l.isHeading(doc) {
			continue
		}
		l.words = l.index.appendWords(doc, l.words[:0])
		for _, n := range l.words {
			if s := l.of[n]; seen[s] != doc+1 {
				seen[s] = doc + 1
				counts[s]++
			}
		}
	}
	return counts
}

func (l *leading) isHeading(doc uint32) bool { return l.headings[l.index.Fields[kindField].At(doc)] }

// byLength returns the passages but headings, the shorter first.
func (l *leading) byLength() []uint32 {
	lengths, longest := &l.index.Lengths, uint32(0)
	for doc := range uint32(l.index.Passages()) {
		longest = max(longest, lengths.At(doc))
	}
	var one [1]uint32
	return invert(int(longest)+1, func(visit func(doc uint32, lengths []uint32)) {
		for doc := range uint32(l.index.Passages()) {
			if !l.isHeading(doc) {
				one[0] = lengths.At(doc)
				visit(doc, one[:])
			}
		}
	}).passages
}

// meet makes a passage a leader of those of its stems that have not enough before it.
func (l *leading) meet(doc uint32) {
	for _, s := range l.under[l.index.Fields[sectionField].At(doc)] {
		l.stands[s].heading = doc + 1
	}
	l.met, l.mixes = l.met[:0], l.mixes[:0]
	l.words = l.index.appendWords(doc, l.words[:0])
	for _, n := range l.words {
		s := l.of[n]
		if s == 0 {
			continue
		}
		at := &l.stands[s]
		if at.doc != doc+1 {
			at.doc, at.word, at.frequency, at.mix = doc+1, n, 0, 0
			l.met = append(l.met, s)
		}
		at.frequency++
		if n != at.word && at.mix == 0 {
			at.mix = l.newMix()
		}
	}
	if len(l.mixes) > 0 {
		for _, n := range l.words {
			if at := &l.stands[l.of[n]]; at.doc == doc+1 && at.mix > 0 {
				l.mixes[at.mix-1].add(n, l.form[n])
			}
		}
	}
	for _, s := range l.met {
		l.offer(doc, s, l.stands[s])
	}
}

// newMix begins what a passage has of a stem's words, and returns its place and one more.
func (l *leading) newMix() uint32 {
	n := len(l.mixes)
	l.mixes = slices.Grow(l.mixes, 1)[:n+1]
	l.mixes[n] = l.mixes[n][:0]
	return uint32(n + 1)
}

// offer makes a passage a leader of a stem if there is room.
func (l *leading) offer(doc, stem uint32, at occurring) {
	often, heading, has := min(int(at.frequency), search.MaxFrequency), at.heading == doc+1, 0
	if heading {
		has = 1
	}
	if at.mix > 0 {
		l.offerMixed(doc, stem, often, heading, l.mixes[at.mix-1])
		return
	}
	if l.before[at.word][often-1][has] >= LeadersWanted {
		return
	}
	l.add(doc, stem, newTrait(l.index.Lengths.At(doc), often, heading, min(int(l.form[at.word]), otherForm)))
	l.note(at.word, often, heading)
}

func (l *leading) add(doc, stem uint32, trait Trait) {
	l.docs[stem] = append(l.docs[stem], doc)
	l.traits[stem] = append(l.traits[stem], trait)
}

// note counts a leader as one that can stand before others that have a word.
func (l *leading) note(word uint32, often int, heading bool) {
	for less := range often {
		for has := range l.before[word][less] {
			if n := &l.before[word][less][has]; (heading || has == 0) && *n < LeadersWanted {
				*n++
			}
		}
	}
}

// offerMixed does so with a passage that has several words of the stem. Those that stand
// before one mostly stand before the next too: they are looked at first.
func (l *leading) offerMixed(doc, stem uint32, often int, heading bool, m mixed) {
	all, sure := m.counts(heading)
	before, has, several := 0, l.has[stem], l.several[stem]
	for i, other := range has {
		if !other.coverAll(all) || !sure && !several[i].covers(m) {
			continue
		}
		has[i], has[before] = has[before], has[i]
		several[i], several[before] = several[before], several[i]
		if before++; before == LeadersWanted {
			return
		}
	}
	l.several[stem], l.has[stem] = append(several, slices.Clone(m)), append(has, all)
	l.add(doc, stem, newTrait(l.index.Lengths.At(doc), often, heading, severalForms))
	for _, f := range m {
		l.note(f.word, int(f.n), heading)
	}
}
