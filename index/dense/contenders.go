package dense

// Contenders are passages that may be among the first, with what their scores are at most by
// the terms that were weighed.
type Contenders struct {
	Docs   []uint32
	Bounds []Bound // of each
}

// A Bound is what a score is at most, in little memory, since there may be many: its
// sum is rounded, and the terms that are there stand as bits, of the first 32.
type Bound struct {
	Sum float32
	Has uint32
}

// Most is what the score is at most. A sum of up to 512 terms errs by less than
// 512 times half the last of the 24 bits of a float32.
func (b Bound) Most() float64 { return float64(b.Sum) * (1 + 2e-5) }

// A Weight is what a term adds at most to the passages that have it.
type Weight struct {
	Having, Often Set             // Often are those that may have it more than once; nil for none
	Bit           uint32          // for Bound.Has
	Adds          [2][256]float32 // to those that have it once, and to Often, by length in words; the last stands for all that are longer
}

// Become makes the contenders some passages of which nothing was weighed, in memory that has
// room for their bounds.
func (c *Contenders) Become(docs []uint32, room []Bound) {
	c.Docs, c.Bounds = docs, room[:len(docs)]
	clear(c.Bounds)
}

// Add adds a term to the bounds; lengths are those of all passages.
func (c *Contenders) Add(w *Weight, lengths []uint8) {
	often := w.Often
	if often == nil {
		for i, doc := range c.Docs {
			if w.Having.Has(doc) {
				c.Bounds[i].Sum += w.Adds[0][lengths[doc]]
				c.Bounds[i].Has |= w.Bit
			}
		}
		return
	}
	for i, doc := range c.Docs {
		if w.Having.Has(doc) {
			c.Bounds[i].Sum += w.Adds[often[doc/64]>>(doc%64)&1][lengths[doc]]
			c.Bounds[i].Has |= w.Bit
		}
	}
}

// Leave leaves the contenders that may reach a score.
func (c *Contenders) Leave(score float64) {
	n := 0
	for i, b := range c.Bounds {
		if b.Most() >= score {
			c.Docs[n], c.Bounds[n] = c.Docs[i], b
			n++
		}
	}
	c.Docs, c.Bounds = c.Docs[:n], c.Bounds[:n]
}

// Twice adds the passages of a set that are in another one as well, and those to the
// other that are not.
func (s Set) Twice(before, set Set) {
	for i, w := range set[:len(s)] {
		s[i] |= before[i] & w
		before[i] |= w
	}
}
