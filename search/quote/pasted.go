package quote

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
	"verbatim/search"
)

// What comes along where a quotation is pasted from a page: words broken over lines,
// bullets, the numbers of notes, and a citation behind it.
var (
	brokenWord = regexp.MustCompile(`(\pL+)[-‐\x{ad}](?:[ \t\x{a0}]+|[ \t]*\r?\n[ \t]*)(\p{Ll}+)`)
	bullet     = regexp.MustCompile(`(?m)^[ \t]*[-*–][ \t]+|[ \t]*[` + strings.ReplaceAll(prose.Bullets, "·", "") + `\p{Co}]\s*`) // "·" parts words elsewhere
	// noteNumber is the number of a note: in brackets, raised, or glued to a stop.
	noteNumber = regexp.MustCompile(`\s?\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|[\pL)”"’'][.,;:!?][”"’']?\d{1,3}`)
	citation   = regexp.MustCompile(`\s*[(\[](?:[^()\[\]]*\b(?:19|20)\d\d\b[^()\[\]]*|(?i:pp?\.|ibid|op\. cit)[^()\[\]]*)[)\]]\.?$`)
)

// maxBroken is how many words broken over lines are tried both ways, with their
// hyphen and without.
const maxBroken = 3

// A pasted text is a quotation without what came along with it, in one of the ways
// to read it.
type pasted struct {
	text  string
	notes []string
	cited string // the citation that was taken off, or empty
}

// saidBehind reports whether the source has brackets behind the quotation as well, or
// words there that the brackets have which were taken off: then these are another
// wording, and no citation.
func saidBehind(r *Result, cited string) bool {
	has := map[string]bool{}
	for _, w := range wordsOf(cited) {
		has[w.key] = true
	}
	for i := range r.Places {
		p := &r.Places[i]
		behind := strings.TrimLeft(p.Text[p.Spans[len(p.Spans)-1].End:], " .,;:”\"’'")
		if strings.HasPrefix(behind, "(") || strings.HasPrefix(behind, "[") {
			return true
		}
		if next := wordsOf(behind); len(next) > 1 && has[next[0].key] && has[next[1].key] {
			return true
		}
	}
	return false
}

// checkPasted checks a quotation without what came along with it, and returns the
// first reading that stands better than r; r if none does.
func (c *Checker) checkPasted(ctx context.Context, text string, from origin, r *Result) (*Result, error) {
	if r.Verdict == Verbatim || r.Verdict == Normalized {
		return r, nil
	}
	readings, err := c.pastedReadings(ctx, text)
	if err != nil {
		return nil, err
	}
	for _, p := range readings {
		other, err := c.checkQuote(ctx, p.text, from)
		if err != nil {
			return nil, err
		}
		if !other.Verdict.Stands() || !other.Verdict.better(r.Verdict) || p.cited != "" && saidBehind(other, p.cited) {
			continue
		}
		if other.Verdict == Verbatim {
			other.Verdict = Normalized
			for i := range other.Places {
				if other.Places[i].Verdict == Verbatim {
					other.Places[i].Verdict = Normalized
				}
			}
		}
		other.Notes = append(other.Notes, "read without what came along: "+strings.Join(p.notes, "; "))
		r = other
	}
	return r, nil
}

// pastedReadings returns a text without what came along with it, once for each way
// to read the words that are broken.
func (c *Checker) pastedReadings(ctx context.Context, text string) ([]pasted, error) {
	p := pasted{text: text}
	p.drop(citation, "the citation %s", func(match, _ string) bool { return strings.ContainsFunc(match, unicode.IsLetter) })
	if len(p.notes) > 0 {
		p.cited = citation.FindString(text)
	}
	p.drop(noteNumber, "the number of a note, %s", isNoteAt)
	p.drop(bullet, "bullets", func(string, string) bool { return true })
	readings, err := c.unbroken(ctx, p)
	if err != nil || len(p.notes) > 0 {
		return readings, err
	}
	return readings[1:], nil // the first is the text as it is
}

// drop takes out what a pattern matches, where is says so of the match and of what
// follows it.
func (p *pasted) drop(pattern *regexp.Regexp, note string, is func(match, behind string) bool) {
	var b strings.Builder
	at, first := 0, ""
	for _, m := range pattern.FindAllStringIndex(p.text, -1) {
		match := p.text[m[0]:m[1]]
		if !is(match, p.text[m[1]:]) {
			continue
		}
		kept := strings.TrimRight(match, "0123456789")
		if pattern != noteNumber || strings.ContainsAny(match, "[]") || kept == match {
			kept = ""
		}
		b.WriteString(p.text[at:m[0]])
		b.WriteString(kept)
		if pattern == bullet {
			b.WriteByte(' ')
		}
		if at = m[1]; first == "" {
			first = strings.TrimSpace(match[len(kept):])
		}
	}
	if at == 0 {
		return
	}
	b.WriteString(p.text[at:])
	p.text = strings.TrimSpace(b.String())
	p.notes = append(p.notes, strings.Replace(note, "%s", first, 1))
}

// isNoteAt reports whether a number that is followed by a text is that of a note: a
// sentence ends there, or a mark stands there. One in front of a word counts it.
func isNoteAt(match, behind string) bool {
	next, _ := utf8.DecodeRuneInString(behind)
	after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(behind, unicode.IsSpace))
	if strings.ContainsAny(match, "0123456789") && !strings.ContainsAny(match, "[]") {
		return behind == "" || unicode.IsSpace(next) && (!unicode.IsLower(after) || strings.ContainsAny(match, ",;")) || strings.ContainsRune("”\"’'", next)
	}
	return behind == "" || !isWordRune(next) && (!unicode.IsLower(after) || strings.ContainsRune(".,;:!?)”\"’", next)) || strings.ContainsAny(match, "⁰¹²³⁴⁵⁶⁷⁸⁹")
}

// unbroken returns the ways to read the words of a text that are broken: the first
// has them as they are, with their hyphens. A word is read as one if the library has
// it so; where the library has the halves as well, both ways are tried. A file decides by
// its own words (see prose.Lexicon), of which a quotation has too few.
func (c *Checker) unbroken(ctx context.Context, p pasted) ([]pasted, error) {
	readings := []pasted{p}
	broken := brokenWord.FindAllStringSubmatchIndex(p.text, -1)
	if len(broken) == 0 {
		return readings, nil
	}
	known := map[string]bool{}
	is := func(word string) (bool, error) {
		if have, ok := known[word]; ok {
			return have, nil
		}
		terms := search.PhraseOf(word).Terms
		if len(terms) != 1 {
			return false, nil
		}
		counts, err := c.engine.Words(ctx, terms[0])
		known[word] = len(counts) > 0 && counts[0].Count > 0
		return known[word], err
	}
	var sure, doubtful [][]int
	for _, m := range broken {
		left, right := p.text[m[2]:m[3]], p.text[m[4]:m[5]]
		one, err := is(left + right)
		if err != nil {
			return nil, err
		}
		both, err := is(left)
		if err == nil && both {
			both, err = is(right)
		}
		switch {
		case err != nil:
			return nil, err
		case one && both && len(doubtful) < maxBroken:
			doubtful = append(doubtful, m)
		case one:
			sure = append(sure, m)
		}
	}
	for way := range 1 << len(doubtful) {
		joined := append([][]int{}, sure...)
		for i, m := range doubtful {
			if way&(1<<i) != 0 {
				joined = append(joined, m)
			}
		}
		if len(joined) > 0 {
			readings = append(readings, p.joined(joined))
		}
	}
	return readings, nil
}

// joined returns the reading with some broken words as one.
func (p pasted) joined(broken [][]int) pasted {
	join := map[int]bool{}
	var words []string
	for _, m := range broken {
		join[m[0]] = true
		words = append(words, p.text[m[2]:m[3]]+p.text[m[4]:m[5]])
	}
	var b strings.Builder
	at := 0
	for _, m := range brokenWord.FindAllStringSubmatchIndex(p.text, -1) {
		if join[m[0]] {
			b.WriteString(p.text[at:m[3]])
			at = m[4]
		}
	}
	b.WriteString(p.text[at:])
	notes := append(append([]string{}, p.notes...), "the hyphen at the end of a line in "+strings.Join(words, ", "))
	return pasted{b.String(), notes, p.cited}
}
