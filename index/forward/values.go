package forward

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/search"
)

// Values are the numbers of the values of a field. Those that all passages of a narrative
// share stand once for each narrative.
type Values struct {
	numbers    Packed
	narratives *Packed // the number of each passage's narrative, by which the others stand; nil if these are of passages
}

// narrativeField is the place of the narratives' identifiers among the fields.
var narrativeField = slices.Index(search.Fields, search.FieldNarrative)

// byNarrative reports whether a field's values stand once for each narrative.
func byNarrative(field int) bool {
	return field != narrativeField && search.Fields[field].OfNarrative()
}

// At returns the number of a passage's value.
func (v *Values) At(doc uint32) uint32 {
	if v.narratives != nil {
		doc = v.narratives.At(doc)
	}
	return v.numbers.At(doc)
}

// Count counts the values of some passages. It is not for what narratives have.
func (v *Values) Count(docs []uint32, counts []int) { v.numbers.Count(docs, counts) }

// valuesIn returns what valueSections has written, given where the values of each field
// begin among all.
func valuesIn(b []byte, starts []uint32, passages int) []Values {
	all := make([]Values, max(0, len(starts)-1))
	for f := range all {
		values, n := int(starts[f+1]-starts[f]), passages
		if byNarrative(f) {
			all[f].narratives = &all[narrativeField].numbers
			n = int(starts[narrativeField+1] - starts[narrativeField])
		}
		size := n * width(values)
		all[f].numbers = unpack(b[:size], width(values))
		b = b[padded(size):]
	}
	return all
}

// valueSections writes the values of the fields, and of each passage or narrative.
func (w *Writer) valueSections(content *[sections][]byte) error {
	var values []string
	var numbers []byte
	starts := make([]uint32, 1, len(w.values)+1)
	final := make([][]uint32, len(w.values))
	for f, known := range w.values {
		byAlphabet := Order(len(known.strings), func(a, b uint32) int { return strings.Compare(known.strings[a], known.strings[b]) })
		final[f] = make([]uint32, len(byAlphabet))
		for n, was := range byAlphabet {
			values = append(values, known.strings[was])
			final[f][was] = uint32(n)
		}
		starts = append(starts, uint32(len(values)))
	}
	for f := range w.values {
		of := w.fields[f]
		if byNarrative(f) {
			var err error
			if of, err = w.ofNarratives(f, final[narrativeField]); err != nil {
				return err
			}
		}
		written := make([]uint32, len(of))
		for i, v := range of {
			written[i] = final[f][v]
		}
		numbers = append(numbers, pack(written, len(final[f]))...)
		numbers = append(numbers, make([]byte, padded(len(numbers))-len(numbers))...)
	}
	content[secFieldValues], content[secFields] = asBytes(starts), numbers
	content[secValueStarts], content[secValues] = stringSections(values)
	return nil
}

// ofNarratives returns the value of each narrative, by their final numbers, which all of
// its passages must have.
func (w *Writer) ofNarratives(field int, final []uint32) ([]uint32, error) {
	of, known := make([]uint32, len(final)), make([]bool, len(final))
	for doc, value := range w.fields[field] {
		narrative := w.fields[narrativeField][doc]
		n := final[narrative]
		if known[n] && of[n] != value {
			return nil, fmt.Errorf("the passages of narrative %q differ in %s", w.values[narrativeField].strings[narrative], search.Fields[field])
		}
		of[n], known[n] = value, true
	}
	return of, nil
}
