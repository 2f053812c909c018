package enginetest

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// longWord is longer than a byte can count.
var longWord = strings.Repeat("abcdefghij", 26)

// denseWords are all words of a dense text: forms of one word, spellings of one word,
// and words about as long as a byte can count that differ at their end or within.
var denseWords = []string{
	"labor", "labour", "Labors", "child", "children", "forced", "the", "of",
	"anti", "trafficking", "antitrafficking", "anti-trafficking", "U.S.", "US",
	longWord, longWord + "s", longWord + "ing", longWord[:130] + "x" + longWord[130:], longWord[:255], longWord[:256],
}

// askable is up to how many bytes a generated query has: fewer than are allowed, since
// more may be added to it, and since it is longer when it is written in full.
const askable = 1800

// shortText returns a random query that is not too long to be asked.
func (g *Generator) shortText() string {
	for {
		if text := g.Text(); len(text) <= askable {
			return text
		}
	}
}

// Dense writes a file of reports for a test whose passages say few words again and
// again, some of them over 255 letters long, and returns its path.
func Dense(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dense.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 30 {
		var text strings.Builder
		for range 10 {
			if random.IntN(4) == 0 {
				text.WriteString("## " + denseWords[random.IntN(6)] + "\n\n")
			}
			few := 1 + random.IntN(len(denseWords)) // of which the passage has no others
			for range 1 + random.IntN(24) {
				text.WriteString(denseWords[(n+random.IntN(few))%len(denseWords)])
				text.WriteString([]string{" ", " ", " ", " ", ", ", ". The "}[random.IntN(6)])
			}
			text.WriteString("it.\n\n")
		}
		err := json.NewEncoder(file).Encode(map[string]any{
			"report": "Test", "country": []string{"Mali", "Chad", "Togo"}[n%3], "year": 2000 + n/3, "markdown": text.String(),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}
