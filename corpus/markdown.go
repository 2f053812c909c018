package corpus

import "strings"

// segmentMarkdown finds the passages of a text whose headings begin with #, its
// list items with -, its table rows with |, and whose paragraphs stand between
// blank lines.
func segmentMarkdown(text, report string) []Passage {
	var elements []element
	for _, block := range blocks(text, Span{0, len(text)}) {
		rest := block
		for line := range lines(text, block) {
			title, is := markdownHeading(line.In(text))
			if !is {
				continue
			}
			elements = appendBlock(elements, text, Span{rest.Start, line.Start})
			elements = append(elements, element{span: line, title: title})
			rest.Start = min(line.End+1, block.End)
		}
		elements = appendBlock(elements, text, rest)
	}
	return segment(text, report, elements)
}

// appendBlock appends the block, unless it is empty.
func appendBlock(elements []element, text string, block Span) []element {
	if block = trim(text, block); block.Len() > 0 {
		elements = append(elements, element{span: block})
	}
	return elements
}

// markdownHeading gives the title of a line such as "## Protection".
func markdownHeading(line string) (title string, ok bool) {
	line = strings.TrimSpace(line)
	title = strings.TrimLeft(line, "#")
	if n := len(line) - len(title); n == 0 || n > 6 || !strings.HasPrefix(title, " ") {
		return "", false
	}
	title = strings.TrimSpace(strings.TrimRight(title, "#"))
	return title, title != ""
}
