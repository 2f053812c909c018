package enginetest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"verbatim/search"
	"verbatim/search/alike"
)

// sayings say which passages of the collection say the same: each has a wording of its
// own, and every two are compared, when it is first asked for.
type sayings struct {
	once   sync.Once
	of     map[*passage]uint32
	others [][]uint32
}

func (s *sayings) Len() int { return len(s.others) }

func (s *sayings) Others(wording uint32, visit func(uint32)) {
	for _, other := range s.others[wording] {
		visit(other)
	}
}

// Alike implements search.Engine.
func (n *Naive) Alike(ctx context.Context, row int64) (rows []int64, err error) {
	s := n.sayings()
	for i, p := range n.passages {
		if p.Row == row {
			for _, other := range s.others[i] {
				rows = append(rows, n.passages[other].Row)
			}
		}
	}
	slices.Sort(rows)
	return rows, ctx.Err()
}

// checkAlike compares which passages say the same as some do, and as one that is not
// there.
func (s *suite) checkAlike() {
	s.Helper()
	alike := 0
	rows := []int64{search.MaxRow}
	for range alikeAsked {
		rows = append(rows, s.naive.passages[s.rand.IntN(len(s.naive.passages))].Row)
	}
	for _, row := range rows {
		want, _ := s.naive.Alike(s.ctx, row)
		if got, err := s.engine.Alike(s.ctx, row); err != nil || !slices.Equal(got, want) {
			s.differ("alike to row %d: got %v, error %v\nwant %v", row, got, err, want)
			return
		}
		alike += len(want)
	}
	s.Logf("%d passages are alike to %d", alike, len(rows))
}

// alikeAsked is of how many passages it is asked which say the same.
const alikeAsked = 200

// sayings compares all passages with all.
func (n *Naive) sayings() *sayings {
	n.alike.once.Do(func() {
		n.alike.of, n.alike.others = map[*passage]uint32{}, make([][]uint32, len(n.passages))
		compared, numbers := make([]wording, len(n.passages)), map[string]uint32{}
		for i, p := range n.passages {
			n.alike.of[p] = uint32(i)
			compared[i] = wordingOf(p, numbers)
		}
		for i := range n.passages {
			for j := range i {
				if saySame(compared[i], compared[j]) {
					n.alike.others[i] = append(n.alike.others[i], uint32(j))
					n.alike.others[j] = append(n.alike.others[j], uint32(i))
				}
			}
		}
	})
	return &n.alike
}

// A wording is what passages are compared by.
type wording struct {
	words  []uint32 // the number of each
	sorted []uint32
	near   bool // otherwise, only the same words say the same
}

// wordingOf returns the words of a passage with what stands for names and numbers; and
// as they are if only the same words say the same. Each word gets a number.
func wordingOf(p *passage, numbers map[string]uint32) wording {
	var words, compared []string
	ordinary := 0
	for i, t := range p.tokens {
		words = append(words, t.Word)
		first := []rune(t.Span.In(p.Text))[0]
		switch {
		case strings.ContainsFunc(t.Word, unicode.IsDigit):
			compared = append(compared, "NUMBER")
		case i > 0 && t.Sentence == p.tokens[i-1].Sentence && unicode.IsUpper(first):
			if len(compared) == 0 || compared[len(compared)-1] != "NAME" {
				compared = append(compared, "NAME")
			}
		default:
			ordinary++
			compared = append(compared, t.Word)
		}
	}
	w := wording{near: ordinary >= 4 && 3*ordinary >= len(compared)}
	if !w.near {
		compared = words
	}
	for _, word := range compared {
		if _, ok := numbers[word]; !ok {
			numbers[word] = uint32(len(numbers))
		}
		w.words = append(w.words, numbers[word])
	}
	w.sorted = slices.Sorted(slices.Values(w.words))
	return w
}

// saySame reports whether so much of the longer of two passages stands in the other, in
// order, as package alike wants. In any order they have at least as much in common.
func saySame(a, b wording) bool {
	if a.near != b.near || !a.near {
		return a.near == b.near && slices.Equal(a.words, b.words)
	}
	least := alike.Least*float64(max(len(a.words), len(b.words))) - 1e-9
	return float64(inAnyOrder(a.sorted, b.sorted)) >= least && float64(InOrder(a.words, b.words)) >= least
}

// inAnyOrder is how many words two passages have in common, given their sorted words.
func inAnyOrder(a, b []uint32) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch c := cmp.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// fold leaves of passages, in their order, those that none of the ones left before
// says, and puts each of the others to the first that does.
func (n *Naive) fold(passages []*passage, folded map[*passage][]search.Folded) (left []*passage) {
	s := n.sayings()
	for _, p := range passages {
		says := func(head *passage) bool { return slices.Contains(s.others[s.of[head]], s.of[p]) }
		if at := slices.IndexFunc(left, says); at >= 0 {
			country, year := search.FieldCountry, search.FieldYear
			folded[left[at]] = append(folded[left[at]], search.Folded{Row: p.Row, Country: country.Shown(p.value(country)), Year: year.Shown(p.value(year))})
			continue
		}
		left = append(left, p)
	}
	return left
}

// InOrder is how many words two passages have in common, in the same order: by the
// textbook's table.
func InOrder(a, b []uint32) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, w := range a {
		for j, v := range b {
			if row[j+1] = max(before[j+1], row[j]); w == v {
				row[j+1] = before[j] + 1
			}
		}
		before, row = row, before
	}
	return before[len(b)]
}
