package forward

import (
	"strings"
	"testing"

	"verbatim/search"
)

// writeValues writes passages with a value of each field, and opens their forward index.
func writeValues(t *testing.T, passages [][]string) (*Index, error) {
	t.Helper()
	w := NewWriter(NewWords())
	for doc, values := range passages {
		numbers := make([]uint32, len(search.Fields))
		for f := range numbers {
			numbers[f] = w.Value(f, values[f])
		}
		w.Add(uint64(doc), []Token{w.Word("word", "stem")}, numbers)
	}
	return written(t, w)
}

// valuesOf returns a value of each field: of a narrative, but for those that passages have.
func valuesOf(narrative, passage string) (values []string) {
	for _, f := range search.Fields {
		if f.OfNarrative() {
			values = append(values, string(f)+" of "+narrative)
		} else {
			values = append(values, string(f)+" of "+passage)
		}
	}
	return values
}

func TestValuesComeBack(t *testing.T) {
	passages := [][]string{valuesOf("Zambia", "1"), valuesOf("Zambia", "2"), valuesOf("Angola", "1"), valuesOf("Kenya", "3")}
	c, err := writeValues(t, passages)
	if err != nil {
		t.Fatal(err)
	}
	all := []uint32{0, 1, 2, 3}
	for f := range search.Fields {
		of, want := c.ValuesOf(f), map[string]int{}
		for doc, values := range passages {
			want[values[f]]++
			if got := of[c.Fields[f].At(uint32(doc))]; got != values[f] {
				t.Errorf("passage %d has %q, want %q", doc, got, values[f])
			}
		}
		if byNarrative(f) {
			continue
		}
		counts := make([]int, len(of))
		c.Fields[f].Count(all, counts)
		for n, value := range of {
			if counts[n] != want[value] {
				t.Errorf("%q is counted %d times, want %d", value, counts[n], want[value])
			}
		}
	}
}

// What a narrative has is written once: another value of a passage would be lost.
func TestPassagesOfANarrativeThatDiffer(t *testing.T) {
	other := valuesOf("Kenya", "2")
	other[0] = "another country"
	_, err := writeValues(t, [][]string{valuesOf("Kenya", "1"), other})
	if err == nil || !strings.Contains(err.Error(), "differ in "+string(search.Fields[0])) {
		t.Errorf("%v, want an error that names the field", err)
	}
}
