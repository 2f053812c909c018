package enginetest

import (
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
		compared, near := make([][]string, len(n.passages)), make([]bool, len(n.passages))
		for i, p := range n.passages {
			n.alike.of[p] = uint32(i)
			compared[i], near[i] = comparedWords(p)
		}
		for i := range n.passages {
			for j := range i {
				if saySame(compared[i], compared[j], near[i], near[j]) {
					n.alike.others[i] = append(n.alike.others[i], uint32(j))
					n.alike.others[j] = append(n.alike.others[j], uint32(i))
				}
			}
		}
	})
	return &n.alike
}

// comparedWords returns the words of a passage with what stands for names and numbers;
// and as they are if only the same words say the same.
func comparedWords(p *passage) (compared []string, near bool) {
	var words []string
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
	if ordinary < 4 || 3*ordinary < len(compared) {
		return words, false
	}
	return compared, true
}

// saySame reports whether so much of the longer of two passages stands in the other, in
// order, as package alike wants.
func saySame(a, b []string, nearA, nearB bool) bool {
	if nearA != nearB || !nearA {
		return nearA == nearB && slices.Equal(a, b)
	}
	least := alike.Least * float64(max(len(a), len(b)))
	if float64(min(len(a), len(b))) < least {
		return false
	}
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
		for j := 1; i > 0 && j <= len(b); j++ {
			common[i][j] = max(common[i-1][j], common[i][j-1])
			if a[i-1] == b[j-1] {
				common[i][j] = max(common[i][j], common[i-1][j-1]+1)
			}
		}
	}
	return float64(common[len(a)][len(b)]) >= least-1e-9
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
