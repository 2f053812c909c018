package search

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// Each text of match.txt is followed by queries, and by what of the text each
// marks, or "no" where the text does not match. Other lines are for the reader.
func TestMatch(t *testing.T) {
	n := &corpus.Narrative{ID: "trafficking-in-persons-2023-north-korea", Report: "Trafficking in Persons", Country: "North Korea", Year: 2023, Tier: "Tier 3"}
	p := corpus.Passage{Section: series.Protection, Kind: corpus.Paragraph}
	golden(t, "testdata/match.txt", func(file string) string {
		var out strings.Builder
		text := ""
		for line := range strings.Lines(file) {
			line = strings.TrimSuffix(line, "\n")
			if after, ok := strings.CutPrefix(line, "text: "); ok {
				text = after
			}
			query, _, isCase := strings.Cut(line, " => ")
			if !isCase || strings.HasPrefix(line, "#") {
				fmt.Fprintln(&out, line)
				continue
			}
			q, err := Parse(query)
			if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			checkKnown(t, text)
			answer := "no"
			if spans, ok := Match(q, n, p, text); ok {
				answer = marked(t, text, spans)
			}
			fmt.Fprintf(&out, "%s => %s\n", query, answer)
		}
		return out.String()
	})
}

// marked puts brackets around spans of a text, which must be in order and on
// rune boundaries.
func marked(t *testing.T, text string, spans []prose.Span) string {
	t.Helper()
	var out strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) || !utf8.ValidString(text[at:s.Start]) || !utf8.ValidString(s.In(text)) {
			t.Fatalf("%s: bad spans %v", text, spans)
		}
		out.WriteString(text[at:s.Start] + "[" + s.In(text) + "]")
		at = s.End
	}
	return out.String() + text[at:]
}

func TestWildcardMatches(t *testing.T) {
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{"traffick*", []string{"traffick", "trafficker", "trafficking"}, []string{"traffic", "antitrafficking"}},
		{"wom?n", []string{"woman", "women", "womän"}, []string{"womn", "wom", "womaan", "womans"}},
		{"in*ide", []string{"inide", "inside", "inaideide"}, []string{"insides", "inidea", "ide"}},
		{"ab*ab*c", []string{"ababc", "abxabxc", "ababababc"}, []string{"abc", "abab", "ababcd"}},
		{"ab?*", []string{"abc", "abcd", "abé"}, []string{"ab"}},
	} {
		for _, word := range c.yes {
			if !wildcardMatches(c.pattern, word) {
				t.Errorf("%s does not match %s", c.pattern, word)
			}
		}
		for _, word := range c.no {
			if wildcardMatches(c.pattern, word) {
				t.Errorf("%s matches %s", c.pattern, word)
			}
		}
	}
}

func TestWithinEdits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int // the distance
	}{
		{"labor", "labor", 0}, {"labor", "labour", 1}, {"traficking", "trafficking", 1}, {"labor", "labro", 2},
		{"é", "e", 1}, {"", "ab", 2}, {"victim", "victory", 3}, {"abcd", "dcba", 4},
	} {
		for edits := range 5 {
			if got := withinEdits(c.a, c.b, edits); got != (edits >= c.want) {
				t.Errorf("%s and %s within %d edits: %t", c.a, c.b, edits, got)
			}
			if got := withinEdits(c.b, c.a, edits); got != (edits >= c.want) {
				t.Errorf("%s and %s within %d edits: %t", c.b, c.a, edits, got)
			}
		}
	}
}

// Words that differ little, and many that share their letters, against the matrix
// that Levenshtein's distance is defined by.
func TestWithinEditsIsLevenshteinsDistance(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("aabbcéè字")
	word := func() string {
		w := make([]rune, random.IntN(7))
		for i := range w {
			w[i] = letters[random.IntN(len(letters))]
		}
		return string(w)
	}
	within := 0
	for range 200_000 {
		a, b, most := word(), word(), random.IntN(3)
		want := levenshtein([]rune(a), []rune(b)) <= most
		if got := withinEdits(a, b, most); got != want {
			t.Fatalf("%q becomes %q by %d edits: %t, want %t", a, b, most, got, want)
		}
		if want {
			within++
		}
	}
	if within < 10_000 {
		t.Errorf("only %d pairs are near", within)
	}
}

func levenshtein(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			cost := diagonal
			if r != s {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// TestPairsTakeNoMemory marks a long sentence in which nearly every pair of words is a
// match: what is kept of them grows with the words, and not with the pairs.
func TestPairsTakeNoMemory(t *testing.T) {
	text := strings.Repeat("police labor ", 1500)
	for _, query := range []string{"police /s labor", "police NEAR/100 (police NEAR/100 labor)"} {
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		spans, ok := Match(q, &corpus.Narrative{}, corpus.Passage{}, text)
		runtime.ReadMemStats(&after)
		if !ok || len(spans) != 3000 {
			t.Errorf("%s: %t, %d spans, want 3000", query, ok, len(spans))
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 40<<20 {
			t.Errorf("%s: %d MB", query, used>>20)
		}
	}
}

// Whether two words stand as a Near says is what comparing each occurrence of one with each
// of the other says, also where a word is one of both.
func TestMatchOfTwoWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	numbers := vocabularyOf{"labor": {1, 2}, "police": {2, 3}, "women": {4}}
	matching := 0
	for _, query := range []string{"labor NEAR/3 police", "labor PRE/3 police", "police /s labor", "labor PRE/s women", "women /p labor", "labor NEAR/2 labor"} {
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		near := q.Root.(*Near)
		m := q.Bind(near, numbers)
		for range 5000 {
			var w Words
			for at := range uint32(random.IntN(25)) {
				if word := uint32(random.IntN(12)); word > 0 && word < 6 {
					w.Places = append(w.Places, Occurrence{at, word})
				}
				if at == 0 || random.IntN(6) == 0 {
					w.Sentences = append(w.Sentences, at)
				}
			}
			want := false
			m.pairs(near, &w, func(_, _ *occurrence) bool { want = true; return false })
			if got := m.Matches(&w); got != want {
				t.Fatalf("%s in %+v: %t, want %t", query, w, got, want)
			}
			if want {
				matching++
			}
		}
	}
	if matching < 1000 {
		t.Errorf("only %d passages match", matching)
	}
}

// A vocabularyOf has the numbers of the words that terms accept, by their texts.
type vocabularyOf map[string][]uint32

func (v vocabularyOf) Words(t *Term) []uint32 { return v[t.Text] }
