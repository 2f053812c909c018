package forward

import "verbatim/search"

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
