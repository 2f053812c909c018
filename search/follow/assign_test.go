package follow

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The assignment has the weight of the best one that trying all of them finds.
func TestAssignIsTheBest(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		rows, columns := 1+random.IntN(5), 1+random.IntN(5)
		var edges []edge
		for i := range rows {
			for j := range columns {
				if random.IntN(3) > 0 {
					edges = append(edges, edge{from: i, to: 10 + j, weight: random.Float64()})
				}
			}
		}
		if len(edges) == 0 {
			continue
		}
		got, usedFrom, usedTo := 0.0, map[int]bool{}, map[int]bool{}
		chosen, err := assign(t.Context(), edges)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range chosen {
			if usedFrom[e.from] || usedTo[e.to] {
				t.Fatalf("two edges at one node: %v", chosen)
			}
			usedFrom[e.from], usedTo[e.to] = true, true
			got += e.weight
		}
		if want := best(edges, map[int]bool{}); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v: weight %v, want %v", edges, got, want)
		}
	}
}

// best tries each edge with and without.
func best(edges []edge, used map[int]bool) float64 {
	if len(edges) == 0 {
		return 0
	}
	e, rest := edges[0], edges[1:]
	without := best(rest, used)
	if used[e.from] || used[e.to] {
		return without
	}
	used[e.from], used[e.to] = true, true
	with := e.weight + best(rest, used)
	delete(used, e.from)
	delete(used, e.to)
	return max(with, without)
}
