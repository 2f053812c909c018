package follow

import (
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
	compared := 0
	for to, b := range nodes {
		for from, a := range nodes[:to] {
			if a.edition == b.edition {
				break
			}
			if compared++; compared%pairsPerLook == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			s := a.similarity(b)
			// Equal wording is always linked, however long it was gone.
			if w := s - leastSimilar - gapCost*float64(b.edition-a.edition-1); w > 0 || s == 1 {
				edges = append(edges, edge{from, to, max(w, 0.01), s})
			}
		}
	}
	return edges, nil
}

// pairsPerLook is how many pairs of passages are compared between two looks at the time.
const pairsPerLook = 256

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
// largest sum of weights: the Hungarian method by shortest augmenting paths (Jonker
// and Volgenant, "A Shortest Augmenting Path Algorithm for Dense and Sparse Linear
// Assignment Problems", 1987). A row that is better left alone takes a column of
// its own that costs nothing.
func assign(ctx context.Context, edges []edge) (chosen []edge, err error) {
	rows, columns := numbered(edges, func(e edge) int { return e.from }), numbered(edges, func(e edge) int { return e.to })
	n, m := len(rows), len(columns)+len(rows)
	if n*m > mostAssigned {
		return nil, &search.SyntaxError{Pos: -1, Msg: fmt.Sprintf("%d passages are too like one another to be followed at once: name a section", n)}
	}
	costs := make([][]float64, n)
	at := make([][]int, n) // which edge
	for i := range costs {
		costs[i], at[i] = make([]float64, m), make([]int, m)
		for j := range at[i] {
			at[i][j] = -1
			if j < len(columns) {
				costs[i][j] = 1 // worse than to be left alone
			}
		}
	}
	for k, e := range edges {
		costs[rows[e.from]][columns[e.to]], at[rows[e.from]][columns[e.to]] = -e.weight, k
	}
	rowOf, err := hungarian(ctx, costs, m)
	if err != nil {
		return nil, err
	}
	for j, i := range rowOf {
		if i >= 0 && at[i][j] >= 0 {
			chosen = append(chosen, edges[at[i][j]])
		}
	}
	slices.SortFunc(chosen, func(a, b edge) int { return a.to - b.to })
	return chosen, nil
}

// mostAssigned bounds the table of costs, which takes 16 bytes for each: some 2,800
// passages that may all go on with one another.
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

// hungarian returns for each of m columns the row that it is assigned to, or -1, so
// that each row has a column and the costs are least. There are at least as many
// columns as rows.
func hungarian(ctx context.Context, costs [][]float64, m int) (rowOf []int, err error) {
	rowOf = make([]int, m)
	for j := range rowOf {
		rowOf[j] = -1
	}
	u, v := make([]float64, len(costs)), make([]float64, m)
	for i := range costs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		augment(costs, i, rowOf, u, v)
	}
	return rowOf, nil
}

// augment finds the cheapest way to give a row a column, in which rows that have
// one may move to another, and takes it. u and v are the potentials of rows and
// columns.
func augment(costs [][]float64, row int, rowOf []int, u, v []float64) {
	m := len(rowOf)
	distance, before, done := make([]float64, m), make([]int, m), make([]bool, m)
	for j := range distance {
		distance[j], before[j] = math.Inf(1), -1
	}
	column, i := -1, row // the row at the end of the way, and the column that led there
	for {
		nearest, least := -1, math.Inf(1)
		for j := range m {
			if done[j] {
				continue
			}
			if d := costs[i][j] - u[i] - v[j]; d < distance[j] {
				distance[j], before[j] = d, column
			}
			if distance[j] < least {
				nearest, least = j, distance[j]
			}
		}
		u[row] += least
		for j := range m {
			if done[j] {
				u[rowOf[j]] += least
				v[j] -= least
			} else {
				distance[j] -= least
			}
		}
		column, done[nearest] = nearest, true
		if rowOf[column] < 0 {
			break
		}
		i = rowOf[column]
	}
	for before[column] >= 0 {
		rowOf[column] = rowOf[before[column]]
		column = before[column]
	}
	rowOf[column] = row
}
