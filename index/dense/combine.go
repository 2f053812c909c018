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

// Follow sets into the passages of a set to which the steps lead; having returns the
// passages that have a term.
func (s Steps) Follow(among, into Set, having func(term int) Set) {
	sets := make([]Set, len(s))
	for k, step := range s {
		sets[k] = having(step.term)
	}
	var left [MaxCombined]uint64 // by depth: the passages of a word to which the steps have led
	for i, all := range among {
		var reached uint64
		for k := 0; all != 0 && k < len(s); {
			step, w := &s[k], all
			if step.depth > 0 {
				w = left[step.depth-1]
			}
			switch w &= sets[k][i]; {
			case w == 0:
				k = step.skip
				continue
			case step.enough:
				reached |= w
			default:
				left[step.depth] = w
			}
			k++
		}
		into[i] = reached
	}
}
