package search

import (
	"strings"
	"testing"
	"time"
)

// FuzzParseTakesNoTime parses queries of the greatest size that is read, made of one
// piece again and again: what takes the square of their length, or more, is found by
// its time. Of three tries the quickest counts, since a machine has other things to do.
func FuzzParseTakesNoTime(f *testing.F) {
	for _, piece := range []string{
		"(", "a OR ", "NOT ", "\"a ", "a NEAR/5 ", "a /s (", "a~2 ", "t* ", "a-", "'", "“a” ", "\u0301", "[", "country:", "1 ", "labor/", "U.S. ", "(a OR b) /s ", "a, ", "?", "\\", "A/HRC/28/15 ",
	} {
		f.Add(piece, "", "")
		f.Add(piece, "(", ")")
		f.Add(piece, "\"", "\"")
	}
	f.Fuzz(func(t *testing.T, piece, before, after string) {
		if piece == "" || len(piece)+len(before)+len(after) > maxQuery {
			return
		}
		text := before + strings.Repeat(piece, (maxQuery-len(before)-len(after))/len(piece)) + after
		least := time.Hour
		for range 3 {
			start := time.Now()
			_, _ = Parse(text)
			if least = min(least, time.Since(start)); least < mostToParse {
				return
			}
		}
		t.Errorf("a query of %q… takes %v", text[:min(len(text), 60)], least)
	})
}

// mostToParse is how long a query of the greatest size may take.
const mostToParse = 150 * time.Millisecond
