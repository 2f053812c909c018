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
			title, level := markdownHeading(line.In(text))
			if level == 0 {
				continue
			}
			elements = appendBlock(elements, text, prose.Span{Start: rest.Start, End: line.Start})
			elements = append(elements, element{span: spanOf(text, line, title), title: title, level: level})
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

// spanOf returns where a title stands in a line.
func spanOf(text string, line prose.Span, title string) prose.Span {
	at := line.Start + strings.Index(line.In(text), title)
	return prose.Span{Start: at, End: at + len(title)}
}

// markdownHeading returns the title of a line such as "## Protection", and its level;
// 0 if it is no heading.
func markdownHeading(line string) (title string, level int) {
	line = strings.TrimSpace(line)
	title = strings.TrimLeft(line, "#")
	level = len(line) - len(title)
	if level == 0 || level > 6 || !strings.HasPrefix(title, " ") {
		return "", 0
	}
	if title = strings.TrimSpace(strings.TrimRight(title, "#")); title == "" {
		return "", 0
	}
	return title, level
}
