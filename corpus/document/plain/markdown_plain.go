package plain

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Most paragraphs, headings and items of reports have no mark-up within them.
// unmarkedParser takes such ones whole, where the parser would look at each of their
// characters; what they may stand in is left to the parser, which asks only where a
// paragraph may begin.
type unmarkedParser struct{}

// An unmarked node is a paragraph, a heading or a list of the text without mark-up.
type unmarked struct {
	ast.BaseBlock
	kind  document.Kind
	level int          // of a heading
	parts []prose.Span // of the source: the paragraph, the heading, or the items
}

var kindUnmarked = ast.NewNodeKind("Unmarked")

func (n *unmarked) Kind() ast.NodeKind { return kindUnmarked }

// IsRaw keeps the parser from looking for mark-up in it.
func (n *unmarked) IsRaw() bool { return true }

func (n *unmarked) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// What a byte may do in Markdown.
const (
	inText    = 1 << iota // it is text wherever it stands in a line
	beginning             // it is text at the beginning of a line as well
)

// unmarkedBytes holds that for each byte: what begins or ends mark-up, and all control
// characters, have none of it. Digits, strokes and the like begin lists and rules.
var unmarkedBytes = func() (table [256]byte) {
	for c := range table {
		switch {
		case c >= 0x80 || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '(' || c == '"' || c == '\'':
			table[c] = inText | beginning
		case c >= ' ' && c < 0x7f:
			table[c] = inText
		}
	}
	for _, c := range "\\`*_[]<>&~" {
		table[c] = 0
	}
	return table
}()

func (unmarkedParser) Trigger() (first []byte) {
	for c, may := range unmarkedBytes {
		if may&beginning != 0 {
			first = append(first, byte(c))
		}
	}
	return append(first, '#', '-')
}

// Open takes a paragraph, a heading or a list if nothing in it is mark-up.
func (unmarkedParser) Open(parent ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	if parent.Kind() != ast.KindDocument || at.Padding > 0 || len(line) == 0 {
		return nil, parser.NoChildren
	}
	n, lines := &unmarked{}, 0
	switch source := reader.Source()[at.Start:]; source[0] {
	case '#':
		n.kind = document.Heading
		n.level, n.parts, lines = unmarkedHeading(source)
	case '-':
		n.kind = document.Item
		n.parts, lines = unmarkedItems(source)
	default:
		var length int
		if length, lines = unmarkedUntil(source); length > 0 {
			n.parts = []prose.Span{{Start: 0, End: length}}
		}
	}
	if len(n.parts) == 0 {
		return nil, parser.NoChildren
	}
	for i := range n.parts {
		n.parts[i].Start += at.Start
		n.parts[i].End += at.Start
	}
	for range lines - 1 { // the parser goes behind the last
		reader.AdvanceLine()
	}
	return n, parser.NoChildren
}

// unmarkedLine returns the length of the line that a source begins with, if it could be
// a paragraph of its own without mark-up; 0 if not.
func unmarkedLine(source []byte) (length int) {
	if len(source) == 0 || unmarkedBytes[source[0]]&beginning == 0 {
		return 0
	}
	for length < len(source) && unmarkedBytes[source[length]] != 0 {
		length++
	}
	if length < len(source) && source[length] != '\n' || source[length-1] == ' ' {
		return 0
	}
	return length
}

// unmarkedHeading returns the level and the text of the heading that a source begins
// with; nothing if anything in it may be mark-up.
func unmarkedHeading(source []byte) (level int, parts []prose.Span, lines int) {
	for level < len(source) && source[level] == '#' {
		level++
	}
	if level > 6 || level == len(source) || source[level] != ' ' {
		return 0, nil, 0
	}
	start := level + 1
	length := unmarkedLine(source[start:])
	if length == 0 || bytes.IndexByte(source[start:start+length], '#') >= 0 {
		return 0, nil, 0
	}
	return level, []prose.Span{{Start: start, End: start + length}}, 1
}

// unmarkedItems returns the items of the list that a source begins with, if each is one
// line without mark-up and nothing else is in the list; or nothing.
func unmarkedItems(source []byte) (items []prose.Span, lines int) {
	for at := 0; ; {
		if !bytes.HasPrefix(source[at:], []byte("- ")) {
			return nil, 0
		}
		start := at + len("- ")
		end := start + unmarkedLine(source[start:])
		if end == start {
			return nil, 0
		}
		items = append(items, prose.Span{Start: start, End: end})
		for at = end; at < len(source) && source[at] == '\n'; at++ {
		}
		switch last := at == len(source); {
		case !last && source[at] == '-': // another item
		case last || at-end > 1 && (unmarkedBytes[source[at]]&beginning != 0 || source[at] == '#'):
			return items, 1 + bytes.Count(source[:end], []byte("\n"))
		default: // more of the item, or what the parser is to tell
			return nil, 0
		}
	}
}

// unmarkedUntil returns how many bytes and lines the paragraph has that a source begins
// with; 0 if anything in it may be mark-up. A space at a line's end may be a line break.
func unmarkedUntil(source []byte) (length, lines int) {
	first := true // in a line
	for i, c := range source {
		switch {
		case c == '\n' && first:
			return i - 1, lines
		case c == '\n' && source[i-1] == ' ':
			return 0, 0
		case c == '\n':
			first = true
			lines++
		case unmarkedBytes[c] == 0 || first && unmarkedBytes[c]&beginning == 0:
			return 0, 0
		default:
			first = false
		}
	}
	if first {
		return len(source) - 1, lines
	}
	if source[len(source)-1] == ' ' {
		return 0, 0
	}
	return len(source), lines + 1
}

// Continue ends the paragraph: Open took all of it.
func (unmarkedParser) Continue(ast.Node, text.Reader, parser.Context) parser.State {
	return parser.Close
}

// Close does nothing.
func (unmarkedParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is false: what goes on in a paragraph is not another one.
func (unmarkedParser) CanInterruptParagraph() bool { return false }

// CanAcceptIndentedLine is false: an indented line may be code.
func (unmarkedParser) CanAcceptIndentedLine() bool { return false }
