package plain

import (
	"bytes"
	"regexp"
	"strings"

	"verbatim/corpus/document"
)

// Limits of Markdown. The parser cannot be stopped, and its time and memory
// grow with the square of these.
const (
	maxMarkdown = 16 << 20  // bytes of a file
	maxBrackets = 4_000     // in a block between empty lines
	maxMarks    = 20_000    // of emphasis, in such a block: each stretch of them is one
	maxCells    = 1_000_000 // of tables, those that short rows are filled up with among them
)

var (
	nested    = regexp.MustCompile(`^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)]))+`)
	rule      = regexp.MustCompile(`^[ \t]*(?:[-*_][ \t]*)+$`)
	delimiter = regexp.MustCompile(`^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$`)
)

// withinMeasure refuses Markdown that no report is written in, before it is
// parsed.
func withinMeasure(source []byte) error {
	if len(source) > maxMarkdown {
		return document.Beyond(int64(len(source)), maxMarkdown, "bytes of Markdown")
	}
	brackets, marks, columns, cells := 0, 0, 0, 0
	for line := range bytes.Lines(source) {
		line = bytes.TrimRight(line, "\r\n\t ")
		if len(line) == 0 {
			brackets, marks, columns = 0, 0, 0
			continue
		}
		if brackets += bytes.Count(line, []byte("[")); brackets > maxBrackets {
			return document.Beyond(int64(brackets), maxBrackets, "brackets in a paragraph")
		}
		if marks += emphases(line); marks > maxMarks {
			return document.Beyond(int64(marks), maxMarks, "marks of emphasis in a paragraph")
		}
		if bars := bytes.Count(line, []byte("|")); bars > 0 && delimiter.Match(line) {
			columns = max(columns, bars+1)
		}
		if cells += columns; cells > maxCells {
			return document.Beyond(int64(cells), maxCells, "cells in tables")
		}
		if depth := nesting(line); depth > document.MaxDepth {
			return document.Beyond(int64(depth), document.MaxDepth, "quotations and lists within each other")
		}
	}
	return nil
}

// nesting counts the marks of quotations and lists that begin a line, and the
// lists that it must be in by its indent. A rule of strokes is in none.
func nesting(line []byte) (depth int) {
	marks := nested.Find(line)
	if len(marks) == 0 || rule.Match(line) {
		return 0
	}
	for _, c := range marks {
		if strings.IndexByte(">*+-.)", c) >= 0 {
			depth++
		}
	}
	indent := len(marks) - len(bytes.TrimLeft(marks, " \t"))
	return depth + indent/2
}

// emphases counts the stretches of equal marks of emphasis in a line.
func emphases(line []byte) (n int) {
	if !bytes.ContainsAny(line, "*_~") {
		return 0
	}
	before := byte(0)
	for _, c := range line {
		if c != before && (c == '*' || c == '_' || c == '~') {
			n++
		}
		before = c
	}
	return n
}
