package follow

import (
	"container/heap"
	"context"
	"fmt"
	"math"
	"slices"

	"verbatim/search"
)

// A wording is linked to one of an earlier edition if they are at least so similar;
// each edition between them without it costs some more.
const (
	leastSimilar = 0.35
	gapCost      = 0.08
)

// sameSection is added where two wordings stand in one section: of several that say the same,
// that one goes on.
const sameSection = 0.001

// link links the nodes into threads: each has at most one before it and one after
// it, of another edition, and the sum of the similarities above the least one is
// the largest that there is. That is a maximum weight path cover of an acyclic
// graph, and so an assignment of nodes to nodes before them (Fulkerson, "Note on
// Dilworth's Decomposition Theorem for Partially Ordered Sets", 1956), for all
// editions at once: a greedy choice between two years would take a partner away
// from one that fits better later.
func link(ctx context.Context, nodes []*node) error {
	edges, err := edgesOf(ctx, nodes)
	if err != nil {
		return err
	}
	for _, part := range components(len(nodes), edges) {
		chosen, err := assign(ctx, part)
		if err != nil {
			return err
		}
		for _, e := range chosen {
			a, b := nodes[e.from], nodes[e.to]
			a.after, b.before, b.similarToBefore = b, a, e.similarity
		}
	}
	return nil
}

// An edge leads from a node to one of a later edition.
type edge struct {
	from, to           int
	weight, similarity float64
}

// edgesOf returns the edges between nodes that are similar enough. The nodes are
// in the order of their editions.
func edgesOf(ctx context.Context, nodes []*node) (edges []edge, err error) {
	before := newOverlaps(nodes)
	for to, b := range nodes {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for from, o := range before.of(to) {
			if o.product == 0 {
				continue // they have no word in common
			}
			a := nodes[from]
			s := a.similarityBy(b, o)
			// Equal wording is always linked, however long it was gone.
			if w := s - leastSimilar - gapCost*float64(b.edition-a.edition-1); w > 0 || s == 1 {
				w = max(w, 0.01)
				if a.member.Passage.Section == b.member.Passage.Section {
					w += sameSection
				}
				edges = append(edges, edge{from, to, w, s})
			}
		}
	}
	return edges, nil
}

// components parts edges into those that have no node in common. A node counts
// twice: as one that has something after it, and as one that has something before.
func components(nodes int, edges []edge) (parts [][]edge) {
	leader := make([]int, 2*nodes)
	for i := range leader {
		leader[i] = i
	}
	find := func(i int) int {
		for leader[i] != i {
			leader[i] = leader[leader[i]]
			i = leader[i]
		}
		return i
	}
	for _, e := range edges {
		leader[find(e.from)] = find(nodes + e.to)
	}
	place := map[int]int{}
	for _, e := range edges {
		l := find(e.from)
		at, known := place[l]
		if !known {
			at = len(parts)
			place[l] = at
			parts = append(parts, nil)
		}
		parts[at] = append(parts[at], e)
	}
	return parts
}

// assign chooses edges of which no two begin or end at the same node, with the
// largest sum of weights: the Hungarian method by shortest augmenting paths, along the
// edges that there are (Jonker and Volgenant, "A Shortest Augmenting Path Algorithm for
// Dense and Sparse Linear Assignment Problems", 1987).
func assign(ctx context.Context, edges []edge) (chosen []edge, err error) {
	rows, columns := numbered(edges, func(e edge) int { return e.from }), numbered(edges, func(e edge) int { return e.to })
	if n := len(rows); n*(n+len(columns)) > mostAssigned {
		return nil, &search.SyntaxError{Pos: -1, Msg: fmt.Sprintf("%d passages are too like one another to be followed at once: name a section", n)}
	}
	a := newAssignment(len(rows), len(columns))
	for k, e := range edges {
		a.ways[rows[e.from]] = append(a.ways[rows[e.from]], way{columns[e.to], -e.weight, k})
	}
	for row := range a.ways {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.augment(row)
	}
	for _, taken := range a.taken[:len(columns)] {
		if taken.row >= 0 {
			chosen = append(chosen, edges[taken.edge])
		}
	}
	slices.SortFunc(chosen, func(a, b edge) int { return a.to - b.to })
	return chosen, nil
}

// mostAssigned bounds the rows times all columns of an assignment: some 2,800 passages
// that may all go on with one another.
const mostAssigned = 1 << 24

func numbered(edges []edge, of func(edge) int) map[int]int {
	numbers := map[int]int{}
	for _, e := range edges {
		if _, known := numbers[of(e)]; !known {
			numbers[of(e)] = len(numbers)
		}
	}
	return numbers
}

// An assignment gives each row a column, so that the costs are least. A row that is better
// left alone has a column of its own, behind the others, that costs nothing.
type assignment struct {
	ways     [][]way   // of each row: the columns that it may have
	taken    []place   // of each column
	has      []int     // of each row: its column, or -1
	u, v     []float64 // the potentials of rows and columns
	distance []float64 // of each column that a search reached
	from     []place   // the last step on the way to it
	settled  []bool
	reached  []int // columns
	nearest  steps
}

// A way leads from a row to a column.
type way struct {
	column int
	cost   float64
	edge   int
}

// A place is a row with the edge by which it has a column; the row is -1 where there is
// none.
type place struct{ row, edge int }

func newAssignment(rows, columns int) *assignment {
	all := columns + rows
	a := &assignment{
		ways: make([][]way, rows), taken: make([]place, all), has: make([]int, rows), u: make([]float64, rows), v: make([]float64, all),
		distance: make([]float64, all), from: make([]place, all), settled: make([]bool, all),
	}
	for row := range a.ways {
		a.ways[row], a.has[row] = []way{{columns + row, 0, -1}}, -1
	}
	for j := range all {
		a.taken[j].row, a.distance[j] = -1, math.Inf(1)
	}
	return a
}

// augment finds the cheapest way to give a row a column, in which rows that have one may
// move to another, and takes it: the search is Dijkstra's, by costs that the potentials
// keep from being negative.
func (a *assignment) augment(row int) {
	a.u[row] = math.Inf(1)
	for _, w := range a.ways[row] {
		a.u[row] = min(a.u[row], w.cost-a.v[w.column])
	}
	a.follow(row, 0)
	column, least := -1, 0.0
	for {
		next := heap.Pop(&a.nearest).(step)
		if a.settled[next.column] {
			continue
		}
		column, least = next.column, next.distance
		a.settled[column] = true
		if a.taken[column].row < 0 {
			break
		}
		a.follow(a.taken[column].row, least)
	}
	a.u[row] += least
	for _, j := range a.reached {
		if other := a.taken[j].row; a.settled[j] && other >= 0 {
			a.u[other] += least - a.distance[j]
			a.v[j] -= least - a.distance[j]
		}
	}
	for column >= 0 {
		last := a.from[column]
		a.taken[column] = last
		column, a.has[last.row] = a.has[last.row], column
	}
	for _, j := range a.reached {
		a.distance[j], a.settled[j] = math.Inf(1), false
	}
	a.reached, a.nearest = a.reached[:0], a.nearest[:0]
}

// follow goes from a row, which is at a distance, to the columns that it may have.
func (a *assignment) follow(row int, at float64) {
	for _, w := range a.ways[row] {
		d := at + w.cost - a.u[row] - a.v[w.column]
		if a.settled[w.column] || d >= a.distance[w.column] {
			continue
		}
		if math.IsInf(a.distance[w.column], 1) {
			a.reached = append(a.reached, w.column)
		}
		a.distance[w.column], a.from[w.column] = d, place{row, w.edge}
		heap.Push(&a.nearest, step{w.column, d})
	}
}

// A step is a column at a distance; steps are a heap of them.
type step struct {
	column   int
	distance float64
}

type steps []step

func (s steps) Len() int           { return len(s) }
func (s steps) Less(i, j int) bool { return s[i].distance < s[j].distance }
func (s steps) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *steps) Push(x any)        { *s = append(*s, x.(step)) }
func (s *steps) Pop() any {
	last := len(*s) - 1
	x := (*s)[last]
	*s = (*s)[:last]
	return x
}
