package search

import (
	"fmt"
	"regexp"
)

// reference is how people cite a paragraph of a document with a symbol: "A/HRC/28/15 ¶
// 115.12", "A/HRC/28/15, para. 115.12 (a)".
var reference = regexp.MustCompile(`^\s*([A-Z]{1,8}(?:/[\w.]+){2,})\s*,?\s*(?:¶|§|(?i:paragraph|para)\.?)\s*\(?(\d+(?:\.\d+)*|[a-z])\)?\.?\s*$`)

// withReference returns the question for the passage that a text cites by symbol and
// number, and any other text as it is.
func withReference(text string) string {
	if m := reference.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf(`symbol:"%s" number:"%s"`, m[1], m[2])
	}
	return text
}
