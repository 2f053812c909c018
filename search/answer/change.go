package answer

import (
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
// stands for any white space.
func Changes(before, after string) (changes []Change) {
	differ := diffmatchpatch.New()
	differ.DiffTimeout = 0 // the best answer, however long: a passage is short
	a, b, words := differ.DiffLinesToRunes(wordPerLine(before), wordPerLine(after))
	diffs := differ.DiffCleanupSemantic(differ.DiffMainRunes(a, b, false))
	for _, d := range differ.DiffCharsToLines(diffs, words) {
		changes = append(changes, Change{prose.OneLine(d.Text), d.Type == diffmatchpatch.DiffDelete, d.Type == diffmatchpatch.DiffInsert})
	}
	return changes
}

func wordPerLine(text string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(text) {
		b.WriteString(word + "\n")
	}
	return b.String()
}
