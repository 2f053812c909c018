package plain

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// A droppedLine is a line that is no part of the text, and why.
type droppedLine struct {
	line
	why string
}

// A text must have so many pages, and a line stand at the head or foot of so large a
// part of them, to be a page head.
const (
	leastPages = 4
	headedPart = 0.5
)

// dropPageHeads takes away the lines at the beginnings and ends of pages that are the
// same on most, but for their numbers. The first of each stays, since it may be the
// title.
func dropPageHeads(lines []line, pages int, dropped *[]droppedLine) []line {
	if pages < leastPages {
		return lines
	}
	atEdge := func(i int) bool {
		return i == 0 || i+1 == len(lines) || lines[i].page != lines[i-1].page || lines[i].page != lines[i+1].page
	}
	count := map[string]int{}
	for i, l := range lines {
		if atEdge(i) {
			count[headKey(l.text)]++
		}
	}
	var kept []line
	seen := map[string]bool{}
	turned, gap := false, 0
	for i, l := range lines {
		key := headKey(l.text)
		if atEdge(i) && key != "" && !ended(l.text) && float64(count[key]) >= headedPart*float64(pages) {
			if seen[key] {
				*dropped = append(*dropped, droppedLine{l, "page heads"})
				turned, gap = turned || l.turned, gap+l.gap
				continue
			}
			seen[key] = true
		}
		l.turned, l.gap = l.turned || turned, l.gap+gap
		turned, gap = false, 0
		kept = append(kept, l)
	}
	return kept
}

// headKey returns what of a page head is the same on all pages: its letters.
func headKey(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// pageNumber is a line with a page's number and nothing else: "12", "- 12 -",
// "Page 12 of 40".
var pageNumber = regexp.MustCompile(`^(?:[-–—] ?)?(?i:page )?(\d{1,4})(?i: (?:of|/) ?\d{1,4})?(?: ?[-–—])?$`)

// dropPageNumbers takes page numbers away: lines with a number alone, beside a
// page's end or going up by one from page to page.
func dropPageNumbers(lines []line, dropped *[]droppedLine) []line {
	numbers := make(map[int]int) // line → number
	present := make(map[int]bool)
	for i, l := range lines {
		if m := pageNumber.FindStringSubmatch(l.text); m != nil {
			numbers[i], _ = strconv.Atoi(m[1])
			present[numbers[i]] = true
		}
	}
	kept := lines[:0]
	turned, gap := false, 0
	for i, l := range lines {
		n, is := numbers[i]
		atEnd := l.turned || i+1 < len(lines) && lines[i+1].turned
		if is && (atEnd || len(numbers) > 2 && (present[n-1] || present[n+1])) {
			*dropped, turned = append(*dropped, droppedLine{l, "page numbers"}), true
			gap += l.gap
			continue
		}
		l.turned, l.gap = l.turned || turned, l.gap+gap
		turned, gap = false, 0
		kept = append(kept, l)
	}
	return kept
}
