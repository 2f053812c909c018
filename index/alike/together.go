package alike

import "verbatim/index/forward"

// Together is what is known of all parts of an index. Wordings have numbers of their
// own in it: one that several parts have has one.
type Together struct {
	parts []*forward.Index
	base  []uint32            // of each part: the number of its first wording
	same  [][]uint32          // of each part: the numbers of its wordings, if they are not from base on
	more  map[uint32][]uint32 // the wordings that say the same, but for those within the first part
	count int
}

// NewTogether brings parts together, in their order.
func NewTogether(parts []*forward.Index) *Together {
	t := &Together{parts: parts, more: map[uint32][]uint32{}}
	for _, p := range parts {
		t.base = append(t.base, uint32(t.count))
		t.count += len(p.Alike.Keys)
	}
	for place := range parts {
		t.same = append(t.same, t.numbers(place))
	}
	for place, p := range parts[min(1, len(parts)):] {
		place++
		for n := range p.Alike.Keys {
			for _, other := range p.Alike.Same(uint32(n)) {
				t.link(t.number(place, uint32(n)), t.number(place, other))
			}
		}
		for _, link := range p.Alike.Before {
			if other, found := t.before(place, known{link.Length, link.Key}); found {
				t.link(t.number(place, link.Own), other)
				t.link(other, t.number(place, link.Own))
			}
		}
	}
	return t
}

func (t *Together) link(a, b uint32) { t.more[a] = append(t.more[a], b) }

// numbers returns the numbers of the wordings of a part; nil if they are from its base
// on.
func (t *Together) numbers(place int) (numbers []uint32) {
	if place == 0 {
		return nil
	}
	for n, k := range knownIn(t.parts[place]) {
		number, found := t.before(place, k)
		if !found {
			number = t.base[place] + uint32(n)
		}
		numbers = append(numbers, number)
	}
	return numbers
}

// before returns the same wording in the parts before a place.
func (t *Together) before(place int, k known) (number uint32, found bool) {
	for i, p := range t.parts[:place] {
		if wording, found := p.Alike.Find(k.length, k.key); found {
			return t.number(i, wording), true
		}
	}
	return 0, false
}

func (t *Together) number(place int, wording uint32) uint32 {
	if t.same[place] == nil {
		return t.base[place] + wording
	}
	return t.same[place][wording]
}

// Len is more than the number of any wording.
func (t *Together) Len() int { return t.count }

// Wording returns the wording of a passage of a part.
func (t *Together) Wording(place int, doc uint32) uint32 {
	return t.number(place, t.parts[place].Alike.Wordings[doc])
}

// Same calls visit with the passages that say the same as one of a part, itself among
// them: all passages' wordings are looked at, half a million in half a millisecond.
func (t *Together) Same(place int, doc uint32, visit func(place int, doc uint32)) {
	own := t.Wording(place, doc)
	same := make([]bool, t.count)
	same[own] = true
	t.Others(own, func(other uint32) { same[other] = true })
	for place, p := range t.parts {
		for doc, wording := range p.Alike.Wordings {
			if same[t.number(place, wording)] {
				visit(place, uint32(doc))
			}
		}
	}
}

// Others calls visit with the wordings that say nearly the same as one; with some of
// them more than once.
func (t *Together) Others(wording uint32, visit func(other uint32)) {
	if len(t.base) < 2 || wording < t.base[1] {
		for _, other := range t.parts[0].Alike.Same(wording) {
			visit(other)
		}
	}
	for _, other := range t.more[wording] {
		visit(other)
	}
}
