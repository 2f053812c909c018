package importing

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/corpus/corpustest"
)

// sameNarrative compares what is read in one pass with what encoding/json reads.
func sameNarrative(t *testing.T, line string) (quick bool) {
	t.Helper()
	if !utf8.ValidString(line) {
		return false
	}
	got, ok := quickNarrative([]byte(line))
	if !ok {
		return false
	}
	if want, err := anyNarrative([]byte(line)); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\ngot  %+v\nwant %+v %v", line, got, want, err)
	}
	return true
}

// jsonPieces are what an object is made of, and what may go wrong in one.
var jsonPieces = []string{
	`"year"`, `"Year"`, `"text"`, `"markdown"`, `"other"`, `"s\u0074h"`, `""`, `"a\nb"`, `"\\\"\/\b\f\r\t"`, `"\u00e9"`, `"\uD83D\ude00"`, `"\ud83d"`, `"\ud83dx"`, `"\u12"`,
	`"\u+123"`, `"\x"`, `"é"`, "\"a\tb\"", "\"\x7f\"", `"open`, `2019`, `02`, `0`, `-1`, `20191`, `2.5`, `1e3`, `2019x`, `null`, `nullx`, `true`, `[1]`, `{}`, ":", ",", "{", "}", " ", "\n", "\u00a0", "\x00", "x",
}

func TestQuickNarrative(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	piece := func() string { return jsonPieces[random.IntN(len(jsonPieces))] }
	quick := 0
	for range 50_000 {
		var line strings.Builder
		line.WriteString("{")
		for i := range 1 + random.IntN(4) {
			if i > 0 {
				line.WriteString(",")
			}
			line.WriteString(piece() + ":" + piece())
			if random.IntN(8) == 0 {
				line.WriteString(piece())
			}
		}
		line.WriteString("}")
		if random.IntN(8) == 0 {
			line.WriteString(piece())
		}
		if sameNarrative(t, line.String()) {
			quick++
		}
		if t.Failed() {
			return
		}
	}
	if quick < 100 {
		t.Errorf("%d objects were read in one pass", quick)
	}
}

// All lines of the collections are read in one pass.
func TestQuickNarrativeReal(t *testing.T) {
	for _, path := range corpustest.Collections(t) {
		for line := range corpustest.Lines(t, path, 25, 60) {
			if !sameNarrative(t, string(line)) {
				t.Errorf("%s: %.80s is not read in one pass", path, line)
			}
		}
	}
}

func FuzzQuickNarrative(f *testing.F) {
	f.Add(`{"year": 2019, "markdown": "a\n\u00e9", "tier": null}`)
	f.Fuzz(func(t *testing.T, line string) { sameNarrative(t, line) })
}
