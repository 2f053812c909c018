package forward

import (
	"slices"

	"verbatim/corpus"
	"verbatim/search"
)

// Leaders are, of each frequent stem, the passages that can be among the first
// LeadersWanted of those that have it, for a question of one of its words, whatever
// statistics score by. The score grows with how often the stem occurs, with how often the
// word does as written, and with a heading that has the stem; it falls with the length (see
// package search). So a passage is before another if it has each of the stem's words as
// often or more, the heading if the other has it, is no longer, and either is shorter or
// stands before it: equal scores are in the order of rows. What has LeadersWanted passages
// before it is left out, since these are among the leaders or have as many before them:
// what is left is known as a skyband (Papadias, Tao, Fu and Seeger, "Progressive Skyline
// Computation in Database Systems", 2005). It follows from a part's passages alone. Of each
// leader that was removed since, one less of the first is sure.
//
// Headings are no leaders, and do not stand before any.
type Leaders struct {
	Starts []uint32 // a stem and one more: where its leaders begin; it has none if it is not frequent
	Docs   []uint32
	Traits []Trait // of each of Docs
}

const (
	// LeadersWanted is more than most pages have, for what is removed.
	LeadersWanted = 16
	// Frequent is in how many passages a stem is at most that has no leaders: so many are
	// scored as soon.
	Frequent = 256
)

// A Trait says of a leader, from the lowest bits on: its length in words, or LongLength if
// it is as long or longer (8 bits); how often the stem occurs, less one, or 7 if that is
// more (3 bits); whether its section's heading has the stem (1 bit); and which of the
// stem's words it has, by its place among them (4 bits): otherForm stands for all those
// behind, and severalForms for more than one.
type Trait uint16

const (
	LongLength   = 255
	otherForm    = 14
	severalForms = 15
)

func newTrait(length uint32, frequency int, heading bool, form int) Trait {
	t := Trait(min(length, LongLength)) | Trait(frequency-1)<<8 | Trait(form)<<12
	if heading {
		t |= 1 << 11
	}
	return t
}

// Length is in words, LongLength if there are as many or more.
func (t Trait) Length() uint8 { return uint8(t) }

// Frequency is how often the stem occurs, search.MaxFrequency if it does so or more often.
func (t Trait) Frequency() int { return int(t>>8&7) + 1 }

// Heading says whether the heading of the passage's section has the stem.
func (t Trait) Heading() bool { return t>>11&1 == 1 }

// Written returns how often one of the stem's words occurs at most, by the place that
// FormOf returns for it, and whether that is how often it does.
func (t Trait) Written(form int) (most int, sure bool) {
	n := t.Frequency()
	switch has := int(t >> 12); {
	case form < 0:
		return 0, true
	case has == severalForms && n < search.MaxFrequency:
		return n - 1, false
	case has == severalForms:
		return n, false
	case has != min(form, otherForm):
		return 0, true
	}
	return n, form < otherForm
}

func (l *Leaders) sections(content *[sections][]byte) {
	content[secLeaderStarts], content[secLeaders], content[secLeaderTraits] = asBytes(l.Starts), asBytes(l.Docs), asBytes(l.Traits)
}

func (l *Leaders) adopt(content [sections][]byte) {
	l.Starts, l.Docs = asNumbers[uint32](content[secLeaderStarts]), asNumbers[uint32](content[secLeaders])
	l.Traits = asNumbers[Trait](content[secLeaderTraits])
}

// Leaders returns those of a stem, by its number; none if it is not frequent.
func (c *Index) Leaders(stem uint32) (docs []uint32, traits []Trait) {
	from, to := c.leaders.Starts[stem], c.leaders.Starts[stem+1]
	return c.leaders.Docs[from:to], c.leaders.Traits[from:to]
}

// FormOf returns the number of a word with a stem, and its place among the words of the
// stem, to be asked of Traits; known reports whether a passage has it. That looks at few
// words, where WordNumber goes through all.
func (c *Index) FormOf(stem uint32, word string) (number uint32, form int, known bool) {
	for form, number := range c.wordsOf(stem) {
		if c.Vocabulary.At(number) == word {
			return number, form, true
		}
	}
	return 0, -1, false
}

// Forms returns how many words a stem has.
func (c *Index) Forms(stem uint32) int { return len(c.wordsOf(stem)) }

// wordsOf returns the numbers of the words of a stem.
func (c *Index) wordsOf(stem uint32) []uint32 {
	return c.stemWords[c.stemStart[stem]:c.stemStart[stem+1]]
}

// Occurrences counts how often a passage has a word, and all its words.
func (c *Index) Occurrences(doc, word uint32) (n, words int) {
	var room [256]uint32
	all := c.appendWords(doc, room[:0])
	for _, other := range all {
		if other == word {
			n++
		}
	}
	return n, len(all)
}

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
	stems    []uint32   // of each word
	form     []uint16   // of each word: its place among those of its stem
	frequent []uint32   // of each stem: its number among the frequent ones, from 1 on; 0 if it is not
	headings []bool     // by kind: whether passages of it are headings
	under    [][]uint32 // of each section: the frequent stems that its heading has
	docs     [][]uint32 // the leaders of each frequent stem
	traits   [][]Trait
	several  [][]mixed  // those of the leaders that have more than one of the stem's words
	some     [][]uint64 // of each of these: a bit for each word that it has, of 64 that words share
	// before counts the leaders that have a word so often, one less, or more often, and
	// whether they have it in the heading or not: those that have it, or all.
	before [][search.MaxFrequency][2]uint8
	stands []occurring // of each frequent stem: in the passage that is met
	words  []uint32    // of the passage that is read
}

// An occurring is a frequent stem in a passage.
type occurring struct {
	doc       uint32 // one more
	heading   uint32 // the passage, one more, if the heading of its section has it
	word      uint32 // the first of its words
	frequency int
	several   bool // it has other words as well
}

// A mixed is how often a leader has each of the words of a stem.
type mixed struct {
	heading bool
	forms   []formCount
}

// A formCount is the place of a word among those of its stem, and how often it stands.
type formCount struct {
	form uint16
	n    uint8
}

func newLeading(c *Index) *leading {
	l := &leading{index: c, stems: c.StemsOfWords(), form: make([]uint16, c.Vocabulary.Len()), frequent: make([]uint32, c.Stems())}
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
	for _, path := range c.ValuesOf(sectionField) {
		var has []uint32
		for _, t := range search.Analyze(search.FieldSection.Shown(path)) {
			if s, known := c.StemNumber(t.Stem); known && l.frequent[s] > 0 {
				has = append(has, l.frequent[s])
			}
		}
		l.under = append(l.under, has)
	}
	l.docs, l.traits, l.several = make([][]uint32, numbers), make([][]Trait, numbers), make([][]mixed, numbers)
	l.some = make([][]uint64, numbers)
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
			if s := l.stems[n]; seen[s] != doc+1 {
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
	lengths := l.index.Lengths
	var docs []uint32
	for doc := range uint32(l.index.Passages()) {
		if !l.isHeading(doc) {
			docs = append(docs, doc)
		}
	}
	slices.SortStableFunc(docs, func(a, b uint32) int { return int(lengths.At(a)) - int(lengths.At(b)) })
	return docs
}

// meet makes a passage a leader of those of its stems that have not enough before it.
func (l *leading) meet(doc uint32) {
	var room [64]uint32
	met := room[:0]
	for _, s := range l.under[l.index.Fields[sectionField].At(doc)] {
		l.stands[s].heading = doc + 1
	}
	l.words = l.index.appendWords(doc, l.words[:0])
	for _, n := range l.words {
		s := l.frequent[l.stems[n]]
		if s == 0 {
			continue
		}
		at := &l.stands[s]
		if at.doc != doc+1 {
			at.doc, at.word, at.frequency, at.several = doc+1, n, 0, false
			met = append(met, s)
		}
		at.frequency++
		at.several = at.several || n != at.word
	}
	for _, s := range met {
		l.offer(doc, s, l.stands[s])
	}
}

// offer makes a passage a leader of a stem if there is room.
func (l *leading) offer(doc, stem uint32, at occurring) {
	often, heading, has := min(at.frequency, search.MaxFrequency), at.heading == doc+1, 0
	if heading {
		has = 1
	}
	if at.several {
		l.offerMixed(doc, stem, often, heading)
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

// offerMixed does so with a passage that has several words of the stem.
func (l *leading) offerMixed(doc, stem uint32, often int, heading bool) {
	var words []uint32
	m, some := mixed{heading: heading}, uint64(0)
	for _, n := range l.words {
		if l.frequent[l.stems[n]] != stem {
			continue
		}
		at := slices.Index(words, n)
		if at < 0 {
			at = len(words)
			words, m.forms = append(words, n), append(m.forms, formCount{l.form[n], 0})
			some |= 1 << (l.form[n] % 64)
		}
		m.forms[at].n = min(m.forms[at].n+1, search.MaxFrequency)
	}
	before := 0
	for i, has := range l.some[stem] {
		if some&^has == 0 && l.several[stem][i].standsBefore(&m) {
			if before++; before == LeadersWanted {
				return
			}
		}
	}
	l.several[stem], l.some[stem] = append(l.several[stem], m), append(l.some[stem], some)
	l.add(doc, stem, newTrait(l.index.Lengths.At(doc), often, heading, severalForms))
	for i, word := range words {
		l.note(word, int(m.forms[i].n), heading)
	}
}

// standsBefore reports whether m, which was met before, has all that another has.
func (m *mixed) standsBefore(other *mixed) bool {
	if other.heading && !m.heading {
		return false
	}
	for _, f := range other.forms {
		if !slices.ContainsFunc(m.forms, func(own formCount) bool { return own.form == f.form && own.n >= f.n }) {
			return false
		}
	}
	return true
}
