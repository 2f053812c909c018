package forward

import "bytes"

// A head is what is asked of nearly each passage that is read, side by side, so that memory
// is waited for once: where its words begin in tokens, and a number for the title of its
// section, if SetTitles has set it.
type head struct{ start, title uint32 }

func newHeads(starts []uint32) []head {
	heads := make([]head, len(starts))
	for i, start := range starts {
		heads[i].start = start
	}
	return heads
}

// SetTitles numbers the titles of the passages' sections, given a number for each value
// of the field. It is called before others use the index.
func (c *Index) SetTitles(of []uint32) {
	sections := &c.Fields[sectionField]
	for doc := range c.heads[:c.Passages()] {
		c.heads[doc].title = of[sections.At(uint32(doc))]
	}
}

// Title returns the number that SetTitles has given the title of a passage's section.
func (c *Index) Title(doc uint32) uint32 { return c.heads[doc].title }

// units are the numbers of a passage's words as secTokens has them.
func (c *Index) units(doc uint32) []uint16 {
	return c.tokens[c.heads[doc].start:c.heads[doc+1].start]
}

// Size is how many units of two bytes the words of a passage take: most take one.
func (c *Index) Size(doc uint32) int { return int(c.heads[doc+1].start - c.heads[doc].start) }

// Same reports whether two passages have the same words and stand in sections of the same
// title. Then their digests are the same as well.
func (c *Index) Same(a, b uint32) bool {
	return c.Title(a) == c.Title(b) && bytes.Equal(asBytes(c.units(a)), asBytes(c.units(b)))
}

// Digest is a number of 12 bits that is made of some of a passage's words.
func (c *Index) Digest(doc uint32) uint32 {
	units := c.units(doc)
	if len(units) == 0 {
		return 0
	}
	return (uint32(units[0])<<16 + uint32(units[len(units)-1]) + uint32(len(units))) * 0x9E3779B1 >> 20
}

// Touch reads of a passage what a reader waits for most: its head, and the first of its
// words. Who touches several passages before reading them waits for all at once, and not
// for one after the other. The number says nothing.
func (c *Index) Touch(doc uint32) uint16 {
	if at := c.heads[doc].start; at < uint32(len(c.tokens)) {
		return c.tokens[at]
	}
	return 0
}

// TouchAll does so with several passages, and with all that most have of words, for who goes
// through them: they take several lines of the memory's cache.
func (c *Index) TouchAll(docs []uint32) (sum uint16) {
	const line = 32            // units
	for _, doc := range docs { // first where the words are, so that nothing below waits for it
		sum += uint16(c.heads[doc].start)
	}
	for _, doc := range docs {
		start, end := c.heads[doc].start, c.heads[doc+1].start
		for at, most := start, min(end, start+4*line); at < most; at += line {
			sum += c.tokens[at]
		}
	}
	return sum
}

// TouchSentences does so with where its sentences begin.
func (c *Index) TouchSentences(doc uint32) uint16 {
	if at := c.heads[doc].start / 64; at < uint32(len(c.sentences)) {
		return uint16(c.sentences[at])
	}
	return 0
}
