package dense

// Steps lead to the passages that have certain terms together.
type Steps []step

// A step asks whether passages have a term besides those of the steps that it goes on
// from; if that is enough, it leads to them. Where none has it, it is gone on from the
// step skip.
type step struct {
	term, depth int // depth is how many steps it goes on from
	enough      bool
	skip        int
}

// AnyOf returns the steps to the passages that have one of the first n terms.
func AnyOf(n int) (steps Steps) {
	for t := range n {
		steps = append(steps, step{t, 0, true, t + 1})
	}
	return steps
}

// Steps ask for at most MaxCombined terms, and are at most maxSteps, but for those of AnyOf.
const MaxCombined, maxSteps = 10, 48

// Reaching returns the steps to the passages that may reach a score, from what the terms
// from each place on add at most, the first the most: to those that have terms enough. Of
// the last terms it may not be asked whether they are there, so that there are fewer
// steps. Nothing is returned if all passages may reach it.
func Reaching(rests []float64, score float64) (steps Steps) {
	for n := min(MaxCombined, len(rests)-1); n > 0; n-- {
		need := score - rests[n]
		if need <= 0 {
			return nil
		}
		steps = steps[:0]
		var combine func(from, depth int, need float64)
		combine = func(from, depth int, need float64) {
			for t := from; t < n && rests[t]-rests[n] >= need && len(steps) <= maxSteps; t++ {
				at, adds := len(steps), rests[t]-rests[t+1]
				steps = append(steps, step{term: t, depth: depth, enough: adds >= need})
				if adds < need {
					combine(t+1, depth+1, need-adds)
				}
				steps[at].skip = len(steps)
			}
		}
		if combine(0, 0, need); len(steps) <= maxSteps {
			return steps
		}
	}
	return nil
}

// block is how many words of bits all steps are taken with before the next ones: they stay
// next to the processor.
const block = 64

// Follow sets into the passages of a set to which the steps lead; having returns the
// passages that have a term.
func (s Steps) Follow(among, into Set, having func(term int) Set) {
	sets := make([]Set, len(s))
	for k, step := range s {
		sets[k] = having(step.term)
	}
	var left [MaxCombined][block]uint64 // by depth: the passages to which the steps have led
	for first := 0; first < len(among); first += block {
		end := min(first+block, len(among))
		copy(left[0][:], among[first:end])
		reached := into[first:end]
		clear(reached)
		for k := 0; k < len(s); {
			step, set := &s[k], sets[k][first:end]
			if from := left[step.depth][:len(set)]; step.enough {
				orAnd(reached, from, set)
			} else if !and(left[step.depth+1][:len(set)], from, set) {
				k = step.skip
				continue
			}
			k++
		}
	}
}

// orAnd adds what two sets have in common.
func orAnd(into, a, b []uint64) {
	a, b = a[:len(into)], b[:len(into)]
	for i := range into {
		into[i] |= a[i] & b[i]
	}
}

// and makes a set what two others have in common, and reports whether that is anything.
func and(into, a, b []uint64) bool {
	a, b = a[:len(into)], b[:len(into)]
	any := uint64(0)
	for i := range into {
		w := a[i] & b[i]
		into[i] = w
		any |= w
	}
	return any != 0
}
