package plain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// A line of a text, with what stood around it.
type line struct {
	text   string // without white space at its ends
	indent int    // columns before the text
	gap    int    // empty lines before it
	page   int    // from 1; 0 where the text has no form feeds
	turned bool   // a page ends before it
	rule   byte   // '=' or '-' if such a line is drawn under it
}

const tabWidth = 8

// picture is the character that stands for a picture or a drawn line; what follows it
// stands apart from the text before.
const picture = "\ufffc"

// splitLines returns the lines of a text that are not empty, without the rules drawn
// under headings, and those that it takes away: the heads, feet and numbers of pages.
func splitLines(text string) (lines []line, dropped []droppedLine) {
	page, gap, turned := 0, 0, false
	if strings.Contains(text, "\f") {
		page = 1
	}
	for raw := range strings.SplitSeq(text, "\n") {
		if strings.ContainsAny(raw, "\f"+columnTurn) {
			page, turned = page+strings.Count(raw, "\f"), true
			raw = strings.NewReplacer("\f", "", columnTurn, "").Replace(raw)
		}
		trimmed := strings.TrimSpace(raw)
		if rest := strings.TrimLeft(trimmed, picture); rest != trimmed {
			trimmed, gap = strings.TrimSpace(rest), max(gap, 1)
		}
		if trimmed == "" {
			gap++
			continue
		}
		lines = append(lines, line{text: trimmed, indent: indentOf(raw), gap: gap, page: page, turned: turned})
		gap, turned = 0, false
	}
	lines = dropPageHeads(lines, page, &dropped)
	return mergeBullets(drawRules(dropPageNumbers(lines, &dropped))), dropped
}

func indentOf(raw string) (columns int) {
	for _, r := range raw {
		switch {
		case r == '\t':
			columns += tabWidth - columns%tabWidth
		case unicode.IsSpace(r):
			columns++
		default:
			return columns
		}
	}
	return columns
}

// drawRules takes away the lines that draw a rule, and marks those they
// underline.
func drawRules(lines []line) []line {
	kept := lines[:0]
	gap := 0
	for _, l := range lines {
		if len(l.text) >= 3 && strings.Trim(l.text, l.text[:1]) == "" && strings.Contains("=-_*~#", l.text[:1]) {
			if n := len(kept); n > 0 && l.gap == 0 && len(l.text)*2 >= utf8.RuneCountInString(kept[n-1].text) && strings.Contains("=-", l.text[:1]) {
				kept[n-1].rule = l.text[0]
			}
			gap = 1 // a rule parts what stands above and below
			continue
		}
		l.gap += gap
		gap = 0
		kept = append(kept, l)
	}
	return kept
}

// mergeBullets sets a bullet that stands alone on its line before the next.
func mergeBullets(lines []line) []line {
	kept := lines[:0]
	for _, l := range lines {
		if n := len(kept); n > 0 && l.gap == 0 && loneBullet(kept[n-1].text) {
			kept[n-1].text += " " + l.text
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

func loneBullet(text string) bool {
	r, w := utf8.DecodeRuneInString(text)
	return w == len(text) && prose.IsBullet(r)
}

// Marks that begin a list item beside bullets, which do so by themselves: strokes, stars
// and numbers, only where a line begins anew.
var (
	stroke  = regexp.MustCompile(`^(?:[-–—*+]|o\b) +`)
	counter = regexp.MustCompile(`^(?:\d{1,3}[.)]|[a-z][.)]|[ivx]{1,5}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)) +`)
)

// bullet returns the length of the bullet that the text begins with, and of the
// space behind it.
func bullet(text string) int {
	if r, w := utf8.DecodeRuneInString(text); prose.IsBullet(r) {
		return len(text) - len(strings.TrimLeft(text[w:], " \t\u00a0"))
	}
	return 0
}

// mark returns the length of what begins a list item in text: a bullet, a stroke
// or a counter; and how much of it says nothing. A counter is kept.
func mark(text string) (length, silent int) {
	if n := bullet(text); n > 0 && n < len(text) {
		return n, n
	}
	if m := stroke.FindString(text); m != "" && (m[0] != 'o' || len(text) > len(m) && !startsLower(text[len(m):])) {
		return len(m), len(m)
	}
	return len(counter.FindString(text)), 0
}
