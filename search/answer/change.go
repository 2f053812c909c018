package answer

import (
	"context"
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"verbatim/corpus/prose"
)

// A Change is a stretch of a text that is as it was, left out, or new.
type Change struct {
	Text      string
	Out, Into bool
}

// Changes returns how one text became another, word by word: Myers, "An O(ND)
// Difference Algorithm and Its Variations" (1986), with words for lines. Single
// words that stay between others that do not are counted among these. A space
// stands for any white space. Of texts as long as a book that differ throughout, and
// when ctx has ended, what is between the first and the last difference is one change.
func Changes(ctx context.Context, before, after string) (changes []Change) {
	differ := diffmatchpatch.New()
	differ.DiffTimeout = 0 // the best answer: it is bounded by mostCompared
	a, b, words := differ.DiffLinesToRunes(wordPerLine(before), wordPerLine(after))
	var diffs []diffmatchpatch.Diff
	if start, end := commonEnds(a, b); ctx.Err() != nil || (len(a)-start-end)*(len(b)-start-end) > mostCompared {
		diffs = coarse(a, b, start, end)
	} else {
		diffs = differ.DiffCleanupSemantic(differ.DiffMainRunes(a, b, false))
	}
	for _, d := range differ.DiffCharsToLines(diffs, words) {
		changes = append(changes, Change{prose.OneLine(d.Text), d.Type == diffmatchpatch.DiffDelete, d.Type == diffmatchpatch.DiffInsert})
	}
	return changes
}

// mostCompared is how many pairs of words are compared at most: those of passages of
// 3,000 words, which takes a tenth of a second.
const mostCompared = 3000 * 3000

// commonEnds returns how many words two texts begin and end with alike.
func commonEnds(a, b []rune) (start, end int) {
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return start, end
}

// coarse makes one change of all that is between two ends that are alike.
func coarse(a, b []rune, start, end int) []diffmatchpatch.Diff {
	return slices.DeleteFunc([]diffmatchpatch.Diff{
		{Type: diffmatchpatch.DiffEqual, Text: string(a[:start])},
		{Type: diffmatchpatch.DiffDelete, Text: string(a[start : len(a)-end])},
		{Type: diffmatchpatch.DiffInsert, Text: string(b[start : len(b)-end])},
		{Type: diffmatchpatch.DiffEqual, Text: string(a[len(a)-end:])},
	}, func(d diffmatchpatch.Diff) bool { return d.Text == "" })
}

func wordPerLine(text string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(text) {
		b.WriteString(word + "\n")
	}
	return b.String()
}
