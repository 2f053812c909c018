package html

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/document/plain"
)

// end adds the block that was collected.
func (f *flow) end() {
	raw, plainAt, bare := f.text.String(), f.plain, f.bare
	b := document.Block{Kind: f.kind, Level: f.level, Quoted: f.quotations > 0, Opens: f.opens}
	f.opens = f.opens && strings.TrimSpace(raw) == ""
	f.text.Reset()
	f.kind, f.level, f.plain, f.bare = document.Paragraph, 0, -1, false
	if b.Kind == document.Paragraph && f.items > 0 {
		b.Kind = document.Item
	}
	if b.Kind == document.Paragraph && isWrappedText(raw) {
		f.page.Repaired("one paragraph of many lines made into the paragraphs that it holds")
		f.lines(strings.ReplaceAll(raw, string(breakMark), "\n"))
		return
	}
	if head, rest, ok := headingLine(raw, plainAt); ok && b.Kind == document.Paragraph {
		f.put(document.Block{Kind: document.Heading, Level: emphasizedLevel, Text: head, Quoted: b.Quoted, Opens: b.Opens})
		b.Opens = false
		raw, plainAt = rest, 0
	}
	for i, part := range splitAtBreaks(raw, !f.region.certain) {
		b.Text = document.Clean(part)
		if i == 0 {
			f.first(b, document.Clean(raw[:max(plainAt, 0)]), plainAt < 0, bare)
			b.Opens = false
		} else {
			f.put(b)
		}
	}
}

// first adds a block with the heading that may begin it, given the emphasized
// text at its beginning, whether that is all of it, and whether the page says
// that there is a heading without saying where it ends.
func (f *flow) first(b document.Block, emphasized string, all, bare bool) {
	if all {
		emphasized = b.Text
	}
	switch {
	case bare:
		head, _, ok := strings.Cut(b.Text, ": ")
		if ok && len(head) < longestHeading && !strings.Contains(head, ". ") && !strings.Contains(head, "://") {
			b.RunIn = len(head) + 1
		}
		f.put(b)
	case b.Kind == document.Heading, all && b.Kind != document.Paragraph, !strings.HasPrefix(b.Text, emphasized):
		f.put(b)
	default:
		f.count(b)
		f.page.AddEmphasized(b, len(emphasized), emphasizedLevel)
	}
}

// put adds a block.
func (f *flow) put(b document.Block) {
	f.count(b)
	f.page.Add(b)
}

// count bounds the text.
func (f *flow) count(b document.Block) {
	if f.bytes += len(b.Text); f.bytes > document.MaxText && f.err == nil {
		f.err = document.Beyond(int64(f.bytes), document.MaxText, "bytes of text")
	}
}

// headingLine parts a paragraph whose first line is all emphasized and short,
// and so a heading, from the rest.
func headingLine(raw string, plainAt int) (head, rest string, ok bool) {
	before := strings.TrimRight(raw[:max(plainAt, 0)], " \t\r\n")
	line, ok := strings.CutSuffix(before, string(breakMark))
	head = document.Clean(line)
	if !ok || !headingLike(head) || strings.ContainsRune(line, breakMark) {
		return "", raw, false
	}
	return head, raw[plainAt:], true
}

func headingLike(text string) bool {
	return text != "" && len(text) <= longestHeading && !strings.ContainsAny(text[len(text)-1:], ".;,!?")
}

// splitAtBreaks cuts at two line breaks in a row, which end a paragraph, and at one
// that stands between paragraphs as well: behind the end of a sentence, or behind a
// short line such as a heading. Where lines are broken amid their sentences, one
// break is a space, and so it is unless single: the State Department's own pages
// have an element for each paragraph.
func splitAtBreaks(raw string, single bool) (parts []string) {
	lines := strings.Split(raw, string(breakMark))
	single = single && !brokenAmid(lines)
	part := lines[0]
	for i, line := range lines[1:] {
		switch before := document.Clean(lines[i]); {
		case document.Clean(line) == "", single && before != "" && endsLine(before, document.Clean(line)):
			parts, part = append(parts, part), line
		default:
			part += " " + line
		}
	}
	return append(parts, part)
}

// brokenAmid reports whether lines are broken amid their sentences.
func brokenAmid(lines []string) bool {
	for i := 1; i < len(lines); i++ {
		a, b := document.Clean(lines[i-1]), document.Clean(lines[i])
		if a != "" && b != "" && !endsSentence(a) && startsLower(b) {
			return true
		}
	}
	return false
}

// endsLine reports whether a line break between a and b ends a paragraph.
func endsLine(a, b string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(b, `"“‘'([*•`+" "))
	begins := unicode.IsUpper(first) || unicode.IsDigit(first) || !unicode.IsLower(first) && unicode.IsLetter(first)
	if !begins {
		return strings.HasPrefix(b, "•")
	}
	return endsSentence(a) || len(a) <= longestLine && headingLike(a)
}

// longestLine is how long a line is, in bytes, that may stand by itself and is no
// sentence.
const longestLine = 80

func endsSentence(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `"”’')]`))
	return strings.ContainsRune(".!?:;", last)
}

func startsLower(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"“‘'([`))
	return unicode.IsLower(first)
}

// longestHeading is the length of the longest emphasized line that is a
// heading, in bytes.
const longestHeading = 120

// emphasizedLevel is the level of a heading that is a line in bold.
const emphasizedLevel = 5

// isWrappedText reports whether a page's text was put into one paragraph, line by
// line as a PDF has it: far more than any paragraph of a report.
func isWrappedText(raw string) bool {
	return len(raw) > 5000 && strings.Count(raw, "\n") > 40
}

// lines adds text that has its own lines.
func (f *flow) lines(text string) {
	d := plain.Unwrap(text)
	for _, b := range d.Blocks {
		b.Quoted = f.quotations > 0
		f.put(b)
	}
	f.page.LeftOut = append(f.page.LeftOut, d.LeftOut...)
	f.page.Restored += d.Restored
}
