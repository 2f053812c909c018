package series

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// The forms of a header over the years: "ALBANIA (Tier 2)", "THAILAND: Tier 3*",
// "KENYA: TIER 2", "HAITI (TIER 2 - WATCH LIST)", "SOMALIA: SPECIAL CASE", "SPECIAL
// CASE: LIBYA", "SOMALIA (not rated)", "HONDURAS: Nivel 2". Behind it may stand where
// the text is from: "[Extracted from U.S. State Dept Trafficking in Persons Report,
// June 2009]"; and before it, what the site is called, in brackets.
const (
	longestName      = 80  // bytes of a country's name
	longestSource    = 140 // bytes of a line that says where a text is from
	longestBeginning = 80  // bytes of what tells that a line begins as a rating does
)

var (
	siteName    = regexp.MustCompile(`^\[[^\]]{1,60}\]\s*`)
	sourceTail  = regexp.MustCompile(`^(?i)[–—-]?\s*[\[(]?\s*(?:extracted|excerpted|taken|reprinted|source)\b`)
	sourceEnd   = regexp.MustCompile(`(?i)(?:\breport\b(?:\s*[–—-].{1,40})?|(?:19|20)\d\d)\s*[\])]?\s*$`)
	sourceYear  = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	specialLine = regexp.MustCompile(`^(?:special case|caso especial|cas special|cas particulier) ?[:-] ?`)
)

// tipHeader reads a line as a header. A name that is no country's is taken for one
// only where nothing else stands in the line, and it is written as a name is.
func tipHeader(line string) (h Header, ok bool) {
	line = strings.TrimSpace(line)
	line = line[len(siteName.FindString(line)):]
	head := line[:prose.Boundary(line, 2*longestSource)]
	folded := prose.FoldString(head)
	if !ratesWithin(folded, longestName+20) && !specialLine.MatchString(folded) {
		return h, false
	}
	f := prose.Fold(head)
	if h, ok = specialHeader(line, f); ok {
		return h, ok
	}
	for at := range f.Text {
		if at == 0 || at > longestName+20 || wordBefore(f.Text, at) {
			continue
		}
		tier, length, r := ratingAt(f.Text[at:])
		if r == nil {
			continue
		}
		s := f.Span(prose.Span{Start: at, End: at + length})
		return headerOf(line, s, tier, r)
	}
	return h, false
}

// ratesWithin reports whether what a rating begins with stands in a folded text, no
// further than that many bytes from its beginning.
func ratesWithin(folded string, most int) bool {
	for at := range folded[:min(len(folded), most+1)] {
		if mayRate(folded[at:]) {
			return true
		}
	}
	return false
}

// wordBefore reports whether a letter or digit stands right before a place.
func wordBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// headerOf makes a header of a line whose rating is at s.
func headerOf(line string, s prose.Span, tier string, r *reading) (h Header, ok bool) {
	name := strings.TrimRight(line[:s.Start], " \u00a0(:–—-*[,")
	between := line[len(name):s.Start]
	rest := strings.TrimLeft(line[s.End:], " \u00a0*†)]")
	h = Header{Name: prose.OneLine(name), Tier: tier, Unrated: tier == "", Rest: rest}
	h.sourced()
	first, _ := utf8.DecodeRuneInString(name)
	parted := strings.ContainsAny(between, "(:–—-[,")
	if !unicode.IsLetter(first) || len(name) > longestName || !parted && !(prose.InCapitals(name) && h.Bare) {
		return h, false
	}
	if short := countryIn(r, h.Name); short != "" {
		h.Name = short
		return h, h.Bare || strings.ContainsAny(between, "(:–—-[")
	}
	named := strings.ContainsAny(between, "(:") && capitalized(h.Name) && !strings.ContainsAny(h.Name, ".;") && !isTIPHeading(h.Name)
	_, _, rates := ratingAt(prose.FoldString(h.Name))
	return h, h.Bare && named && rates == nil
}

// sourced takes where the text is from off what stands behind a header.
func (h *Header) sourced() {
	rest := strings.Trim(h.Rest, " –—-")
	switch {
	case rest == "":
		h.Rest, h.Bare = "", true
	case sourceTail.MatchString(h.Rest) && len(h.Rest) <= longestSource:
		h.Bare, h.Sourced = true, sourceEnd.MatchString(h.Rest)
		h.Year, _ = strconv.Atoi(sourceYear.FindString(h.Rest))
		h.Rest = ""
	}
}

// specialHeader reads "SPECIAL CASE: LIBYA". Text may follow on the same line.
func specialHeader(line string, f prose.Folded) (h Header, ok bool) {
	m := specialLine.FindString(f.Text)
	if m == "" {
		return h, false
	}
	rest := line[f.Span(prose.Span{Start: 0, End: len(m)}).End:]
	words := strings.Fields(rest)
	for n := min(len(words), 7); n > 0; n-- {
		name := strings.TrimRight(strings.Join(words[:n], " "), "*:–—-")
		for _, r := range readings {
			if short := countryIn(r, name); short != "" {
				h = Header{Name: short, Tier: "Special Case", Rest: strings.Join(words[n:], " ")}
				h.sourced()
				return h, true
			}
		}
	}
	return h, false
}

// capitalized reports whether every longer word begins with a capital, as those
// of a name do.
func capitalized(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if r := []rune(w)[0]; len(w) > 3 && unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// tipRating reads a line that holds the rating alone: "TIER 2 WATCH LIST", "(Tier
// 3)", "Special Case".
func tipRating(line string) (tier string, ok bool) {
	line = strings.Trim(strings.TrimSpace(line), "()[]*:– ")
	if !mayRate(prose.FoldString(line[:prose.Boundary(line, longestBeginning)])) {
		return "", false
	}
	folded := prose.FoldString(line)
	tier, length, r := ratingAt(folded)
	return tier, r != nil && tier != "" && strings.Trim(folded[length:], " *)") == ""
}

// tipOpening reads the sentence that gives a country its tier: "therefore Kenya
// remained on Tier 2". Its own words are Opening.Said.
func tipOpening(paragraph string) (o Opening, ok bool) {
	if !rates(prose.FoldString(paragraph)) {
		return o, false
	}
	f := prose.Fold(paragraph)
	for _, r := range readings {
		for _, m := range r.therefore.FindAllStringIndex(f.Text, -1) {
			if o, ok = placedIn(paragraph, f, m[0], m[1], r.placed); ok {
				return o, true
			}
		}
	}
	for _, r := range readings {
		if r.holding != nil {
			if o, ok = placedIn(paragraph, f, 0, 0, r.holding); ok {
				return o, true
			}
		}
	}
	return o, false
}

// rates reports whether a rating stands behind a space in a folded text.
func rates(folded string) bool {
	for at := 1; at < len(folded); at++ {
		if folded[at-1] == ' ' {
			if tier, _, r := ratingAt(folded[at:]); r != nil && tier != "" {
				return true
			}
		}
	}
	return false
}

var placedName = regexp.MustCompile(`(?i)^therefore,?\s+(?:the\s+)?(.{2,60}?)\s+(?:remain|is\b|was\b|has\b|again\b)`)

// placedIn finds a rating in the folded sentence that goes on at after, with what
// placed matches right before it.
func placedIn(paragraph string, f prose.Folded, from, after int, placed *regexp.Regexp) (o Opening, ok bool) {
	end := len(f.Text)
	if from < after { // the rest of one sentence
		if i := strings.IndexAny(f.Text[after:], ".;"); i >= 0 {
			end = after + i
		}
	}
	for at := after + 1; at < end; at++ {
		if f.Text[at-1] != ' ' {
			continue
		}
		tier, length, r := ratingAt(f.Text[at:])
		if r == nil || tier == "" || !placed.MatchString(f.Text[max(0, at-80):at]) {
			continue
		}
		if from == after {
			from = max(0, strings.LastIndexAny(f.Text[:at], ".;")+1)
		}
		o = Opening{Tier: tier, Said: strings.TrimSpace(f.Span(prose.Span{Start: from, End: at + length}).In(paragraph))}
		if m := placedName.FindStringSubmatch(o.Said); m != nil {
			if short, code := corpus.CountryName(m[1]); code != "" {
				o.Country = short
			}
		}
		return o, true
	}
	return o, false
}
