package quote

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"verbatim/corpus/prose"
)

// A form is a text made comparable, with the way back.
type form struct {
	text string
	// from and to hold, for each byte of text, the bytes of the original that
	// it stands for: original[from:to]. Both are nil where text is the original.
	from, to []int32
}

// span returns the bytes of the original that text[start:end] stands for.
func (f *form) span(start, end int) prose.Span {
	if f.from == nil {
		return prose.Span{Start: start, End: end}
	}
	return prose.Span{Start: int(f.from[start]), End: int(f.to[end-1])}
}

// isBreak reports whether a rune is of the white space that Verbatim folds: spaces, tabs and line
// breaks of ASCII. A no-break space is not among them.
func isBreak(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// squeeze makes one space of each run of spaces and line breaks, and changes
// nothing else.
func squeeze(text string) form {
	if !loose(text) {
		return form{text: text}
	}
	f := form{from: make([]int32, 0, len(text)), to: make([]int32, 0, len(text))}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if isBreak(c) {
			if n := len(out); n > 0 && out[n-1] == ' ' {
				f.to[n-1] = int32(i + 1)
				continue
			}
			c = ' '
		}
		out = append(out, c)
		f.from, f.to = append(f.from, int32(i)), append(f.to, int32(i+1))
	}
	f.text = string(out)
	return f
}

// loose reports whether squeeze changes a text.
func loose(text string) bool {
	for i := 0; i < len(text); i++ {
		if isBreak(text[i]) && (text[i] != ' ' || i > 0 && isBreak(text[i-1])) {
			return true
		}
	}
	return false
}

// normal returns the form that texts share which differ in typography or case
// only. This is all that it folds:
//
//   - case;
//   - quotation marks and apostrophes of all shapes, and single for double ones;
//   - hyphens and dashes, one for several, and the spaces around them;
//   - the ellipsis and three dots, with or without spaces;
//   - spaces of all widths, no-break spaces, line breaks, and the bars between
//     the cells of a table row;
//   - a space before or behind punctuation, unless digits stand on both sides
//     of a stop, comma or colon;
//   - characters that are not seen: soft hyphens, zero-width spaces and joiners;
//   - the ligatures of Latin type (ﬁ, ﬂ, ﬀ, ﬃ, ﬄ, ﬅ, ﬆ), and whether an accented
//     letter is one character or two.
//
// What is left is the wording. So these are other words: with and without an
// accent (Côte, Cote), æ and ae, "high-risk" and "high risk", "1,000" and
// "1000", "U.S." and "US", "state's" and "states", "5%" and "5 percent". A
// comma or quotation mark more or less is a difference as well.
func normal(text string) form {
	f := form{from: make([]int32, 0, len(text)), to: make([]int32, 0, len(text))}
	out := make([]byte, 0, len(text)+8)
	drop := func() {
		n := len(out) - 1
		out, f.from, f.to = out[:n], f.from[:n], f.to[:n]
	}
	behind := pastSpaces{text: text}
	for i, w := 0, 0; i < len(text); i += w {
		var piece string
		if c := text[i]; c < utf8.RuneSelf {
			piece, w = asciiNormal[c:c+1], 1
		} else {
			var r rune
			r, w = utf8.DecodeRuneInString(text[i:])
			piece = normalRune(r)
		}
		if piece != "" && piece != " " && lastOf(out) == ' ' && spaceIsIdle(out[:len(out)-1], piece[0], &behind, i+w) {
			drop()
		}
		if len(piece) == 1 {
			last := lastOf(out)
			if piece == " " && (last == 0 || last == ' ' || spaceIsIdle(out[:len(out)-1], last, &behind, i+w)) {
				continue
			}
			if piece[0] == last && (last == '\'' || last == '-') { // the first stands for all
				f.to[len(out)-1] = int32(i + w)
				continue
			}
		}
		if piece == "" && len(out) > 0 {
			f.to[len(out)-1] = int32(i + w)
		}
		for range len(piece) {
			f.from, f.to = append(f.from, int32(i)), append(f.to, int32(i+w))
		}
		out = append(out, piece...)
	}
	if lastOf(out) == ' ' {
		drop()
	}
	f.text = string(out)
	return f
}

// spaceIsIdle reports whether a space next to the mark does not matter: before is
// what stands before the two, and what follows them begins at a place of behind.
func spaceIsIdle(before []byte, mark byte, behind *pastSpaces, at int) bool {
	switch mark {
	case '.', ',', ':':
		return !(isDigit(lastOf(before)) && isDigit(behind.byteFrom(at)))
	case ';', '?', '!', '(', ')', '[', ']', '/', '%', '\'', '-':
		return true
	}
	return false
}

// pastSpaces looks at what follows spaces. It remembers where a run of them ends,
// so that a long run is not walked through again from each of its spaces.
type pastSpaces struct {
	text     string
	from, to int // text[from:to] are spaces, and text[to] is none
}

// byteFrom returns the first byte from a place on that is no space, or 0.
func (p *pastSpaces) byteFrom(at int) byte {
	if at < p.from || at > p.to {
		p.from = at
		for p.to = at; p.to < len(p.text) && p.text[p.to] == ' '; {
			p.to++
		}
	}
	if p.to == len(p.text) {
		return 0
	}
	return p.text[p.to]
}

// lastOf returns the last byte, or 0.
func lastOf(b []byte) byte {
	if len(b) == 0 {
		return 0
	}
	return b[len(b)-1]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// asciiNormal holds the normal forms of ASCII as one string, to slice from.
var asciiNormal = func() string {
	b := make([]byte, utf8.RuneSelf)
	for i := range b {
		switch c := byte(i); {
		case 'A' <= c && c <= 'Z':
			b[i] = c + 'a' - 'A'
		case isBreak(c), c == '|':
			b[i] = ' '
		case c == '"', c == '`':
			b[i] = '\''
		default:
			b[i] = c
		}
	}
	return string(b)
}()

// normalRune returns the normal form of a character beyond ASCII: nothing for one
// that is not seen.
func normalRune(r rune) string {
	if int(r) >= len(normalCache) {
		return makeNormal(r)
	}
	if p := normalCache[r].Load(); p != nil {
		return *p
	}
	s := makeNormal(r)
	normalCache[r].Store(&s)
	return s
}

// normalCache holds the normal forms of the scripts below the ideographs: they
// cost a microsecond each to make.
var normalCache [0x3000]atomic.Pointer[string]

func makeNormal(r rune) string {
	switch {
	case strings.ContainsRune(quotationMarks, r):
		return "'"
	case strings.ContainsRune(dashes, r):
		return "-"
	case r == '…':
		return "..."
	case unicode.IsSpace(r):
		return " "
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
		return ""
	case 'ﬀ' <= r && r <= 'ﬆ':
		return [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}[r-'ﬀ']
	}
	return cases.Fold().String(norm.NFD.String(string(r)))
}

const (
	quotationMarks = "\"'`‘’‚‛“”„‟«»‹›′″‵‶ʼ´＂＇「」『』"
	dashes         = "-‐‑‒–—―−⸺⸻﹘﹣－"
)

// trimMarks takes off both ends of a normal form what an editor may change
// without a word: quotation marks, and at the end the stop, comma, colon,
// semicolon or dash that the sentence around the quotation wants; at the start
// the mark of a list item. A dash before a number may be its sign and stays.
func trimMarks(s string) string { return trimLead(trimTrail(s)) }

func trimLead(s string) string {
	t := strings.TrimLeft(s, "'-* "+prose.Bullets)
	if t != "" && isDigit(t[0]) && strings.HasSuffix(s[:len(s)-len(t)], "-") {
		return "-" + t
	}
	return t
}

func trimTrail(s string) string { return strings.TrimRight(s, "'.,;:- ") }

// occurrences returns the places of part in f.text that stand on the borders of
// words of original, from left to right, without overlap.
func (f *form) occurrences(original, part string) (spans []prose.Span) {
	if part == "" {
		return nil
	}
	for at := 0; ; {
		i := strings.Index(f.text[at:], part)
		if i < 0 {
			return spans
		}
		start, end := at+i, at+i+len(part)
		if s, ok := f.onBorders(original, start, end); ok {
			spans = append(spans, s)
			at = end
			continue
		}
		_, w := utf8.DecodeRuneInString(f.text[start:])
		at = start + w
	}
}

// onBorders returns the span of the original for f.text[start:end], if it is made
// of whole characters and of whole words.
func (f *form) onBorders(original string, start, end int) (prose.Span, bool) {
	if f.from != nil {
		// A character that became several (ﬁ) is not to be cut.
		if start > 0 && f.from[start] == f.from[start-1] && f.to[start] == f.to[start-1] ||
			end < len(f.to) && f.from[end] == f.from[end-1] && f.to[end] == f.to[end-1] {
			return prose.Span{}, false
		}
	}
	s := f.span(start, end)
	return s, !joined(original, s.Start) && !joined(original, s.End)
}

// hasWord reports whether a text has a letter or digit.
func hasWord(text string) bool {
	return strings.ContainsFunc(text, isWordRune)
}
