package pdf

import (
	"cmp"
	"math"
	"slices"
)

// A level is where horizontal rules run at one height: lines, or the edges of
// rectangles.
type level struct {
	y     float64
	spans []span
}

// A span is a stretch of the way from left to right.
type span struct{ left, right float64 }

func (l level) left() float64 { return l.spans[0].left }

func (l level) right() float64 { return last(l.spans).right }

// joints are where one rule ends and the next begins.
func (l level) joints() (joints []float64) {
	for i := 1; i < len(l.spans); i++ {
		joints = append(joints, (l.spans[i-1].right+l.spans[i].left)/2)
	}
	return joints
}

func (l level) covers(x float64) bool {
	return slices.ContainsFunc(l.spans, func(s span) bool { return s.left <= x && x <= s.right })
}

const (
	ruleLength = 6.0  // points, at least
	levelWidth = 30.0 // points, at least: cells can have rules of their own
	sameEdge   = 4.0  // points: rules that begin or end within are taken as aligned
	maxRules   = 2000 // of a page: what has more is a drawing
)

// levels makes levels of a page's lines and rectangles, from the top down.
// Lines under words are no rules.
func levels(drawings []box, lines []line) []level {
	if len(drawings) > maxRules {
		return nil
	}
	var rules []box
	for _, d := range drawings {
		switch {
		case d.width() < ruleLength:
		case d.height() > thin:
			rules = append(rules, box{d.left, d.right, d.top, d.top}, box{d.left, d.right, d.bottom, d.bottom})
		case !underlines(d, lines):
			rules = append(rules, box{d.left, d.right, d.middle(), d.middle()})
		}
	}
	slices.SortFunc(rules, func(a, b box) int { return cmp.Compare(b.top, a.top) })
	var levels []level
	for from, i := 0, 1; i <= len(rules); i++ {
		if i == len(rules) || rules[i-1].top-rules[i].top > 1.5 {
			for _, l := range newLevels(rules[from:i]) {
				if l.right()-l.left() >= levelWidth {
					levels = append(levels, l)
				}
			}
			from = i
		}
	}
	return levels
}

// newLevels makes a level of rules at one height, or several where there are
// gaps: those of tables side by side.
func newLevels(rules []box) (levels []level) {
	slices.SortFunc(rules, func(a, b box) int { return cmp.Compare(a.left, b.left) })
	for _, r := range rules {
		s := span{r.left, r.right}
		if n := len(levels); n > 0 && s.left < levels[n-1].right()+sameEdge {
			l := &levels[n-1]
			if s.left < last(l.spans).right-sameEdge { // drawn over one another
				last(l.spans).right = max(last(l.spans).right, s.right)
			} else {
				l.spans = append(l.spans, s)
			}
			continue
		}
		levels = append(levels, level{y: r.top, spans: []span{s}})
	}
	return levels
}

func underlines(rule box, lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool {
		below, size := l.baseline-rule.middle(), l.style.size
		return -0.1*size < below && below < 0.3*size && rule.left > l.left-1.5 && rule.right < l.right+1.5
	})
}

// withoutPageRules leaves out what runs over all columns at the head or foot of a
// page, where the other levels are of columns: at most one level at either end, far
// wider than all others.
func withoutPageRules(levels []level) []level {
	width := func(l level) float64 { return l.right() - l.left() }
	widest := 0.0
	for _, l := range levels {
		widest = max(widest, width(l))
	}
	inner := levels
	if len(inner) > 0 && width(inner[0]) > 0.9*widest {
		inner = inner[1:]
	}
	if n := len(inner); n > 0 && width(inner[n-1]) > 0.9*widest {
		inner = inner[:n-1]
	}
	if len(inner) < 2 || slices.ContainsFunc(inner, func(l level) bool { return width(l) > 0.62*widest }) {
		return levels
	}
	return inner
}

// stacks puts levels together that lie over one another and share an edge, from
// the top down: what may be tables, and what lies between two tables.
func stacks(levels []level) [][]level {
	type stack struct {
		span
		levels []level
	}
	var stacks []*stack
	for _, l := range withoutPageRules(levels) {
		at := slices.IndexFunc(stacks, func(s *stack) bool {
			inside := l.left() > s.left-sameEdge && l.right() < s.right+sameEdge
			around := l.left() < s.left+sameEdge && l.right() > s.right-sameEdge
			aligned := math.Abs(l.left()-s.left) < sameEdge || math.Abs(l.right()-s.right) < sameEdge
			return aligned && (inside || around)
		})
		if at < 0 {
			at, stacks = len(stacks), append(stacks, &stack{span: span{l.left(), l.right()}})
		}
		s := stacks[at]
		s.span = span{min(s.left, l.left()), max(s.right, l.right())}
		s.levels = append(s.levels, l)
	}
	var grouped [][]level
	for _, s := range stacks {
		if len(s.levels) > 2 {
			grouped = append(grouped, s.levels)
		}
	}
	return grouped
}
