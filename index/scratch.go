package index

import (
	"runtime"

	"verbatim/index/forward"
)

// memory is what a question needs in proportion to the passages: a scratch for
// each part. It is used again for other questions, also of other generations.
type memory struct{ parts []*scratch }

// memories holds what no question has borrowed.
var memories = make(chan *memory, 2*runtime.GOMAXPROCS(0))

func borrowMemory() *memory {
	select {
	case m := <-memories:
		return m
	default:
		return &memory{}
	}
}

func (m *memory) giveBack() {
	select {
	case memories <- m:
	default:
	}
}

// scratch returns the scratch of the part in a place, for so many passages.
func (m *memory) scratch(place, passages int) *scratch {
	for len(m.parts) <= place {
		m.parts = append(m.parts, &scratch{})
	}
	if len(m.parts[place].docs) < passages {
		m.parts[place] = newScratch(passages)
	}
	return m.parts[place]
}

// A scratch is memory for a question in a part. What it has by passage is at least
// as large as the part.
type scratch struct {
	docs, contenders []uint32 // room for the passages found, and for those of them that may be among the first

	runs []foundRun // room for the narratives found

	matching, scoring forward.Filter // of the words that count where passages are matched, and where they are scored

	// For coarse upper bounds.
	has           []group       // by passage: which terms it has; set before it is read
	extraCounts   []extraCounts // by passage; all 0 between uses
	boosted       []uint32      // the passages whose further is not 0
	boostedBounds []float64

	// For upper bounds.
	upperBounds []upperBound // by passage; set before it is read
	frequency   []uint8      // by passage: how often it has a term; all 0 between uses
}

func newScratch(n int) *scratch {
	return &scratch{
		docs: make([]uint32, n), contenders: make([]uint32, n),
		has: make([]group, n), extraCounts: make([]extraCounts, n),
		upperBounds: make([]upperBound, n), frequency: make([]uint8, n),
	}
}
