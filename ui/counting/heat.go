package counting

import (
	"slices"

	"verbatim/search/count"
)

// A scale gives the numbers of a table that are not zero four colours, about as many
// cells each: where a few numbers are far above the rest, steps of equal width would
// leave all others pale.
type scale struct {
	numbers []float64 // sorted, without zeros
	ends    []float64 // the largest number of each colour
}

const depthsOfScale = 4

func newScale(cells []count.Row, u Unit) (s scale) {
	for _, c := range cells {
		if n := u.of(c); n > 0 {
			s.numbers = append(s.numbers, n)
		}
	}
	slices.Sort(s.numbers)
	for i := range depthsOfScale {
		if len(s.numbers) == 0 {
			break
		}
		end := s.numbers[max((i+1)*len(s.numbers)/depthsOfScale-1, 0)]
		if len(s.ends) == 0 || end > s.ends[len(s.ends)-1] {
			s.ends = append(s.ends, end)
		}
	}
	return s
}

// depth returns the colour of a number: 0 for zero, and the deepest for the largest.
func (s scale) depth(n float64) int {
	if n <= 0 {
		return 0
	}
	i, _ := slices.BinarySearch(s.ends, n)
	return min(i, len(s.ends)-1) + 1 + depthsOfScale - len(s.ends)
}

// legend says which numbers have which colour.
func (s scale) legend(u Unit) (steps []Step) {
	from := 0
	for _, end := range s.ends {
		to, _ := slices.BinarySearch(s.numbers, end)
		for to+1 < len(s.numbers) && s.numbers[to+1] == end {
			to++
		}
		step := Step{Depth: s.depth(end), Label: u.text(s.numbers[from])}
		if most := u.text(end); most != step.Label {
			step.Label += " to " + most
		}
		steps = append(steps, step)
		from = to + 1
	}
	return steps
}
