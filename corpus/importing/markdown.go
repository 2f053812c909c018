package importing

import (
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// segmentMarkdown finds the passages of a text whose headings begin with #, its
// list items with -, its table rows with |, and whose paragraphs stand between
// blank lines.
func segmentMarkdown(text, report string) []corpus.Passage {
	var elements []element
	for _, block := range prose.Blocks(text, prose.Span{Start: 0, End: len(text)}) {
		rest := block
		for line := range prose.Lines(text, block) {
			title, is := markdownHeading(line.In(text))
			if !is {
				continue
			}
			elements = appendBlock(elements, text, prose.Span{Start: rest.Start, End: line.Start})
			elements = append(elements, element{span: line, title: title})
			rest.Start = min(line.End+1, block.End)
		}
		elements = appendBlock(elements, text, rest)
	}
	return passagesOf(text, report, elements)
}

// appendBlock appends the block, unless it is empty.
func appendBlock(elements []element, text string, block prose.Span) []element {
	if block = prose.Trim(text, block); block.Len() > 0 {
		elements = append(elements, element{span: block})
	}
	return elements
}

// markdownHeading returns the title of a line such as "## Protection".
func markdownHeading(line string) (title string, ok bool) {
	line = strings.TrimSpace(line)
	title = strings.TrimLeft(line, "#")
	if n := len(line) - len(title); n == 0 || n > 6 || !strings.HasPrefix(title, " ") {
		return "", false
	}
	title = strings.TrimSpace(strings.TrimRight(title, "#"))
	return title, title != ""
}
