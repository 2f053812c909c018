package quote

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// A reading is what a quotation claims of its source: fragments that stand
// there in this order, and between them gaps that its author marked.
type reading struct {
	quote     string // the quotation without the marks around it
	fragments []fragment
	gaps      []gap // gaps[i] stands before fragments[i], the last one behind all; zero where there is none
	remarked  bool  // a remark such as "(emphasis added)" was taken off
}

// A fragment is a stretch of text that the quotation says is the source's.
type fragment struct {
	text string
	at   []int // of each byte of text its place in the quotation
}

// span returns the place in the quotation of a span of the fragment.
func (f fragment) span(s prose.Span) prose.Span {
	return prose.Span{Start: f.at[s.Start], End: f.at[s.End-1] + 1}
}

// ends returns the stretch of the quotation between gaps at its start and end.
func (r *reading) ends() prose.Span {
	s := prose.Span{End: len(r.quote)}
	if first := r.gaps[0]; first.is() {
		s.Start = first.at.End
	}
	if last := r.gaps[len(r.gaps)-1]; last.is() {
		s.End = last.at.Start
	}
	return s
}

// A gap is where an author marked that words are left out, or are his own.
type gap struct {
	mark string // as written: "…", "[the government]", "… [the government]"
	own  string // the words in brackets
	// head and tail are what stands outside the brackets of a word of which
	// only a part is the author's: "work[ed]" has the head "work".
	head, tail string
	at         prose.Span // of mark in the quotation
}

func (g gap) is() bool { return g.mark != "" }

// whole reports whether there is no gap.
func (r *reading) whole() bool {
	return len(r.fragments) == 1 && !r.gaps[0].is() && !r.gaps[1].is()
}

// An author's marks. Spaces within an ellipsis may be no-break spaces.
var (
	dots     = `(?:…(?:[\s\x{a0}]?\.)?|\.{3,}|\.[\s\x{a0}]\.[\s\x{a0}]\.(?:[\s\x{a0}]?\.)*)`
	omission = regexp.MustCompile(`\[\s*` + dots + `\s*\]|\(\s*` + dots + `\s*\)|` + dots + `|\*\s?\*\s?\*`)
	bracket  = regexp.MustCompile(`\[([^\[\]]*)\]`)
	authors  = regexp.MustCompile(omission.String() + `|` + bracket.String())
	// remark stands in brackets within a quotation, or in any behind it, and is
	// no part of what is quoted.
	remark     = regexp.MustCompile(`(?i)^(?:sic!?|(?:emphasis|italics|citations?|footnotes?|references?|internal quotation marks)(?: (?:is|are|were))? (?:added|mine|ours|in (?:the )?original|omitted))\.?$`)
	lastRemark = regexp.MustCompile(`\s*[(\[]([^()\[\]]*)[)\]]\.?\s*$`)
)

// read reads a quotation: it takes off the quotation marks around it, and finds
// what its author marked.
func read(text string) *reading {
	r := &reading{}
	r.quote, r.remarked = unwrap(text)
	p := parts{reading: r}
	at := 0
	for _, m := range authors.FindAllStringSubmatchIndex(r.quote, -1) {
		switch {
		case m[0] < at:
		case m[2] < 0:
			p.text(at, m[0])
			p.gap(gap{at: prose.Span{Start: m[0], End: m[1]}})
			at = m[1]
		default:
			at = p.bracket(at, m[0], m[1])
		}
	}
	p.text(at, len(r.quote))
	p.end()
	return r
}

// parts collects the fragments and gaps of a reading.
type parts struct {
	*reading
	under []byte   // the text of the fragment under way
	at    []int    // and its places
	open  gap      // before it, without its own words
	own   []string // the own words of open
}

// text adds quote[start:end] to the fragment under way.
func (p *parts) text(start, end int) {
	p.under = append(p.under, p.quote[start:end]...)
	for i := start; i < end; i++ {
		p.at = append(p.at, i)
	}
}

// end ends the fragment under way, if it has a word, and then the gap before
// it.
func (p *parts) end() {
	p.fragment()
	p.gaps = append(p.gaps, p.opened())
}

// opened returns the gap before the fragment under way, with its own words.
func (p *parts) opened() gap {
	g := p.open
	g.own = strings.TrimSpace(strings.Join(p.own, " "))
	return g
}

func (p *parts) fragment() {
	if text := string(p.under); hasWord(text) {
		end := len(strings.TrimRightFunc(text, unicode.IsSpace))
		start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
		p.fragments = append(p.fragments, fragment{text[start:end], p.at[start:end]})
		p.gaps = append(p.gaps, p.opened())
		p.open, p.own = gap{}, nil
	}
	p.under, p.at = nil, nil
}

// gap ends the fragment under way with a gap. Gaps with no word between them
// are one.
func (p *parts) gap(g gap) {
	p.fragment()
	if g.own != "" {
		p.own = append(p.own, g.own)
	}
	if p.open.is() {
		g = gap{at: prose.Span{Start: p.open.at.Start, End: g.at.End}}
	}
	g.mark = g.at.In(p.quote)
	p.open = g
}

// bracket reads the brackets at quote[start:end]; text before at is read. It
// returns how far it has read.
func (p *parts) bracket(at, start, end int) int {
	inner := strings.TrimSpace(p.quote[start+1 : end-1])
	before, behind := p.quote[at:start], p.quote[end:]
	next, _ := utf8.DecodeRuneInString(behind)
	switch {
	case remark.MatchString(inner):
		p.text(at, at+len(strings.TrimRight(before, " ")))
		return end
	case utf8.RuneCountInString(inner) == 1 && unicode.IsLetter(next) && !endsInWord(before):
		p.text(at, start) // [T]he
		p.text(start+1, end-1)
		return end
	}
	head := before[len(strings.TrimRightFunc(before, isPartRune)):]
	tail := behind[:len(behind)-len(strings.TrimLeftFunc(behind, isPartRune))]
	if strings.ContainsFunc(inner, unicode.IsSpace) {
		head, tail = "", "" // the space is missing before or behind the bracket
	}
	end += len(tail)
	apostrophe := possessive.FindString(p.quote[end:]) // [the ministry]’s
	end += len(apostrophe)
	p.text(at, start-len(head))
	p.gap(gap{own: head + inner + tail + apostrophe, head: head, tail: tail, at: prose.Span{Start: start - len(head), End: end}})
	return end
}

// possessive is the end of a word that stands behind brackets.
var possessive = regexp.MustCompile(`^['’]s\b`)

// isPartRune reports whether a rune may stand in a word outside its brackets.
func isPartRune(r rune) bool { return isWordRune(r) || r == '-' }

func endsInWord(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return isWordRune(r)
}

// maxLayers is how many layers are taken off a quotation, of marks around it and
// remarks behind it. Each is a walk through the whole text: without a bound,
// thousands of marks in each other would take the square of their number. Marks
// that are left over matter little, since normal forms are compared without the
// marks at their ends.
const maxLayers = 8

// unwrap takes off a remark such as "(emphasis added)" behind the quotation,
// and the quotation marks around it. Remarked reports whether there was a remark.
func unwrap(text string) (quote string, remarked bool) {
	quote = strings.TrimSpace(text)
	for range maxLayers {
		if m := lastRemark.FindStringSubmatchIndex(quote); m != nil && remark.MatchString(quote[m[2]:m[3]]) && quote[m[2]:m[3]] != "sic" {
			quote, remarked = strings.TrimSpace(quote[:m[0]]), true
			continue
		}
		inner, ok := unquote(quote)
		if !ok {
			break
		}
		quote = strings.TrimSpace(inner)
	}
	return quote, remarked
}

// pairs are the quotation marks by the one that opens.
var pairs = map[rune]string{'“': "”", '"': `"`, '«': "»", '„': "“”", '‘': "’", '»': "«", '”': "”", '\'': "'"}

// unquote takes off the quotation marks around a text, if they belong together.
// A mark that opens each paragraph goes as well.
func unquote(text string) (string, bool) {
	open, w := utf8.DecodeRuneInString(text)
	last, wl := utf8.DecodeLastRuneInString(text)
	closing, ok := pairs[open]
	if !ok || len(text) < w+wl || !strings.ContainsRune(closing, last) {
		return text, false
	}
	inner := paragraphMark.ReplaceAllStringFunc(text[w:len(text)-wl], func(s string) string {
		return strings.TrimSuffix(s, string(open))
	})
	if !balanced(inner, open, closing) { // “moral crimes” and “honor”
		return text, false
	}
	return inner, true
}

// paragraphMark is a quotation mark that begins a paragraph.
var paragraphMark = regexp.MustCompile(`\n\s*["“«„‘'»]`)

// balanced reports whether the quotation marks of one kind that stand within a
// text belong to each other.
func balanced(text string, open rune, closing string) bool {
	depth := 0
	for i, r := range text {
		closes := strings.ContainsRune(closing, r)
		if r != open && !closes {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		single := r == '’' || r == '\''
		switch {
		case single && depth == 0 && isWordRune(before): // an apostrophe
		case r == open && (!closes || depth == 0):
			if closes && i > 0 && (isWordRune(before) || unicode.IsPunct(before)) && !strings.ContainsRune("([—–-", before) {
				return false // a straight mark that can only close
			}
			depth++
		default:
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}
