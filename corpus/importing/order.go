package importing

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

const (
	manyCountries = 10  // countries that a report has at least that is parted by its headings alone
	maxNameLine   = 120 // bytes of a line that names a country
	maxNameLines  = 3   // lines of a country's name, with its official name
)

// labeled is a line that says by itself that it names a country.
// What stands behind the name is no part of it: "(territory of Australia)", "{Yemen
// (Sanaa) or North Yemen}".
var labeled = regexp.MustCompile(`(?s)^(?:Country|Territory|State)(?: name)?\s*:\s*(\p{Lu}[^;:{]{2,80}?)(?:\s*(?:\{|\(\p{Ll}).*)?$`)

// countryAt returns the chapter that may begin at a block: one that names a country,
// alone or with its official name behind it or below, as in "ANGOLA REPUBLIC OF ANGOLA".
func countryAt(blocks []document.Block, at int) (c chapter, ok bool) {
	c.at = at
	if m := labeled.FindStringSubmatch(blocks[at].Text); m != nil && blocks[at].Kind <= document.Heading {
		c.header = header{written: m[1], labeled: true, blocks: 1}
		c.country, c.code = corpus.CountryName(prose.OneLine(m[1]))
		return c, true
	}
	lines := nameLines(blocks, at)
	for n := len(lines); n > 0; n-- {
		joined := strings.Join(lines[:n], " ")
		if c.country, c.code = countryIn(joined); c.code != "" {
			c.written, c.blocks = joined, n
			return c, true
		}
	}
	return c, false
}

// nameLines returns the lines from a block on that may be a country's name: headings,
// and short lines in capitals.
func nameLines(blocks []document.Block, at int) (lines []string) {
	for _, b := range blocks[at:min(len(blocks), at+maxNameLines)] {
		if !isNameLine(b) {
			break
		}
		lines = append(lines, fromLetter(b.Text))
	}
	return lines
}

// fromLetter is a line without what stands before its first letter, and without the
// letter of a book's edge: "E ERITREA".
func fromLetter(line string) string {
	line = strings.TrimLeftFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && r != '(' })
	if len(line) > 2 && line[1] == ' ' && line[0] == line[2] {
		line = line[2:]
	}
	return line
}

func isNameLine(b document.Block) bool {
	switch {
	case b.Kind == document.Heading:
		return true
	case b.Kind != document.Paragraph || len(b.Text) > maxNameLine:
		return false
	case prose.InCapitals(b.Text):
		return true
	}
	first, rest, _ := strings.Cut(fromLetter(b.Text), " ") // "BOLIVIA Plurinational State of Bolivia"
	return startsInCapitals(b.Text) && strings.HasSuffix(corpus.CountryKey(rest), corpus.CountryKey(first))
}

func startsInCapitals(line string) bool {
	first, _, _ := strings.Cut(fromLetter(line), " ")
	return len(first) >= 4 && prose.InCapitals(first)
}

// isPlainName reports whether a block is a line in capitals that may be a name that no
// table has: it has no figures, and more than a letter.
func isPlainName(b document.Block) bool {
	return isNameLine(b) && len(b.Text) >= 4 && len(b.Text) <= maxNameLine && !strings.ContainsAny(b.Text, "0123456789")
}

// countryIn returns the country that a line names, alone or twice. Of a name and an
// official one that contains it, the latter says more: "CONGO DEMOCRATIC REPUBLIC OF THE CONGO".
func countryIn(line string) (name, code string) {
	if name, code = corpus.CountryName(line); code != "" || len(line) > maxNameLine {
		return name, code
	}
	words := strings.Fields(line)
	if len(words) == 0 || !prose.InCapitals(line) && !slices.Contains(words[1:], words[0]) && !prose.InCapitals(words[0]) {
		return "", ""
	}
	for i := 1; i < len(words); i++ {
		short := strings.Join(words[:i], " ")
		name, code = corpus.CountryName(short)
		official, other := corpus.CountryName(strings.Join(words[i:], " "))
		if other == "" {
			if code != "" && i <= len(words)-i && strings.EqualFold(short, strings.Join(words[len(words)-i:], " ")) {
				return name, code // "ROMANIA REPUBLIC OF ROMANIA"
			}
			continue
		}
		if code == other {
			return name, code
		}
		within := len(words)-i > i && strings.Contains(" "+corpus.CountryKey(official+" "+strings.Join(words[i:], " "))+" ", " "+corpus.CountryKey(short)+" ")
		if within {
			return official, other
		}
	}
	return "", ""
}

// byCountries returns the chapters that lines with a country's name begin: any, if the
// title is of a series that is known, and else only many in alphabetical order.
func byCountries(d *document.Document, countries []chapter) (found []chapter) {
	var lines []chapter // that say that they name one
	for _, c := range countries {
		if c.labeled {
			lines = append(lines, c)
		}
	}
	if len(inOrder(lines)) >= manyCountries {
		return lines
	}
	if series.Named(d.Title) != nil {
		return rated(d.Blocks, highest(d.Blocks, headings(d.Blocks, countries)))
	}
	countries = once(withText(d.Blocks, countries))
	for level := 0; level <= 6; level++ { // 0: whatever their level, in capitals
		ordered := inOrder(slices.DeleteFunc(slices.Clone(countries), func(c chapter) bool {
			b := d.Blocks[c.at]
			return level == 0 && !prose.InCapitals(b.Text) || level > 0 && b.Level != level
		}))
		if len(ordered) > len(found) {
			found = ordered
		}
	}
	if len(found) < manyCountries {
		return nil
	}
	return rated(d.Blocks, withSiblings(d.Blocks, withAlike(d.Blocks, withSwapped(found, countries))))
}

// headings keeps of chapters those that begin with a heading.
func headings(blocks []document.Block, found []chapter) (kept []chapter) {
	for _, c := range found {
		if blocks[c.at].Kind == document.Heading {
			kept = append(kept, c)
		}
	}
	return kept
}

// once keeps of chapters in a row that are of one country the first, which begins it.
func once(found []chapter) []chapter {
	return slices.CompactFunc(slices.Clone(found), func(a, b chapter) bool { return a.country == b.country })
}

// withAlike adds the chapters whose text begins as that of most others does, with "Head
// of state": also those of names that no table of countries has. Chapters are in the
// order of the text.
func withAlike(blocks []document.Block, found []chapter) []chapter {
	counts := map[string]int{}
	most := ""
	for _, c := range found {
		if begins := beginning(blocks, c.at+c.blocks); begins != "" {
			if counts[begins]++; counts[begins] > counts[most] {
				most = begins
			}
		}
	}
	if counts[most] < manyCountries || 2*counts[most] < len(found) {
		return found
	}
	known := map[int]bool{}
	for _, c := range found {
		for i := range c.blocks {
			known[c.at+i] = true
		}
	}
	capitals := prose.InCapitals(blocks[found[0].at].Text)
	for i := range blocks {
		start := i
		for start > 0 && i-start < maxNameLines && isPlainName(blocks[start-1]) && (!capitals || startsInCapitals(blocks[start-1].Text)) {
			start--
		}
		if start < i && !known[start] && !known[i-1] && beginning(blocks, i) == most {
			found = append(found, named(blocks, start, i))
		}
	}
	slices.SortFunc(found, func(a, b chapter) int { return cmp.Compare(a.at, b.at) })
	return once(found)
}

// withSwapped adds those of all chapters that stand before their neighbor instead of
// behind it, as two that begin on one page may.
func withSwapped(found, all []chapter) []chapter {
	kept := map[int]bool{}
	for _, c := range found {
		kept[c.at] = true
	}
	for i := len(found) - 3; i >= 0; i-- {
		before, behind, last := found[i], found[i+1], found[i+2]
		for _, c := range all {
			key := prose.FoldString(c.written)
			if !kept[c.at] && before.at < c.at && c.at < behind.at && prose.FoldString(behind.written) < key && key < prose.FoldString(last.written) {
				found = slices.Insert(found, i+1, c)
				break
			}
		}
	}
	return found
}

// beginning returns the first two words of a block, folded; empty if it has none.
func beginning(blocks []document.Block, at int) string {
	if at >= len(blocks) {
		return ""
	}
	text := fromLetter(blocks[at].Text)
	words := strings.Fields(prose.FoldString(text[:min(len(text), maxNameLine)]))
	if len(words) < 2 {
		return ""
	}
	return words[0] + " " + words[1]
}

// named is the chapter with the header from one block to another, of the country that
// its last lines name, or of the name as it is written.
func named(blocks []document.Block, at, end int) chapter {
	for i := end - 1; i >= at; i-- {
		c, ok := countryAt(blocks, i)
		if !ok || i+c.blocks != end {
			continue
		}
		if above, ok := countryAt(blocks, at); ok && above.code != c.code && above.blocks < end-at {
			at = i // another country's line, with no text of its own
		}
		c.at, c.blocks = at, end-at
		return c
	}
	name := prose.OneLine(fromLetter(blocks[at].Text))
	if last := prose.OneLine(fromLetter(blocks[end-1].Text)); strings.HasPrefix(last, name) { // "PALESTINIAN", and all of it below
		name = last
	}
	written := name
	if prose.InCapitals(name) {
		name = cases.Title(language.English).String(name)
	}
	return chapter{header: header{country: name, written: written, blocks: end - at}, at: at}
}

// withSiblings adds the chapters of other headings of the level that the countries have,
// where no other headings have it: those that stand in their order.
func withSiblings(blocks []document.Block, found []chapter) (all []chapter) {
	level, others := blocks[found[0].at].Level, 0
	begins := map[int]bool{}
	for _, c := range found {
		for i := range c.blocks {
			begins[c.at+i] = true
		}
		if blocks[c.at].Level != level {
			return found
		}
	}
	last := found[len(found)-1].at
	for i := found[0].at; i < last; i++ {
		if blocks[i].Level == level && !begins[i] {
			others++
		}
	}
	if level == 0 || 10*others > len(found) {
		return found
	}
	for n, c := range found {
		all = append(all, c)
		if n+1 == len(found) {
			break
		}
		next := found[n+1]
		for i := c.at + c.blocks; i < next.at; i++ {
			key := prose.FoldString(blocks[i].Text)
			if blocks[i].Level == level && len(key) <= maxNameLine && prose.FoldString(c.written) < key && key < prose.FoldString(next.written) {
				all = append(all, named(blocks, i, i+1))
			}
		}
	}
	return all
}

// inOrder keeps of chapters the most that there are in alphabetical order: a report on
// all countries has them so, and a heading that names a country elsewhere is of
// somebody else's text. None is kept if fewer than half are in order. The longest
// increasing subsequence is found as by Fredman, "On Computing the Length of Longest
// Increasing Subsequences" (1975).
func inOrder(found []chapter) (kept []chapter) {
	keys := make([]string, len(found))
	for i, c := range found {
		keys[i] = prose.FoldString(c.written)
	}
	var ends []int // of the subsequences of each length: the place of the least last one
	before := make([]int, len(found))
	for i, key := range keys {
		at, _ := slices.BinarySearchFunc(ends, key, func(end int, key string) int { return cmp.Compare(keys[end], key) })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else if keys[i] != keys[ends[at]] { // of two of one country, the first begins its chapter
			ends[at] = i
		}
	}
	if len(ends) == 0 || 2*len(ends) < len(found) {
		return nil
	}
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		kept = append(kept, found[i])
	}
	slices.Reverse(kept)
	return kept
}
