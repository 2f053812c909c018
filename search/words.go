package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"verbatim/corpus/prose"
	"verbatim/search/english"
)

// nextWord returns the next word of a text from at on, and whether it is plain: of
// ASCII letters and digits alone. The span is empty behind the last one; at must be
// the end of a word, or 0. Words begin and end where UAX #29 has them, but for what
// wordEnd says.
//
// Most of a text is plain words and single marks between them, whose ends are
// seen at a glance; the library is asked for each segment where it takes more.
// It looks at nothing before the segment, so that it can begin anywhere.
func nextWord(text string, at int) (span prose.Span, plain bool) {
	for at < len(text) {
		end := at
		for end < len(text) && classes[text[end]] == alphanumeric {
			end++
		}
		if end > at {
			if breaks(text, end) {
				if spaced := initialsEnd(text, at); spaced > end {
					return prose.Span{Start: at, End: spaced}, false
				}
				return prose.Span{Start: at, End: end}, true
			}
		} else if next := gap(text, at); next > at {
			at = next
			continue
		}
		end = wordEnd(text, at)
		if wordLike(text[at:end]) {
			return prose.Span{Start: at, End: end}, false
		}
		at = end
	}
	return prose.Span{Start: at, End: at}, false
}

// breaks reports whether a word of plain letters and digits surely ends at end.
func breaks(text string, end int) bool {
	if end == len(text) {
		return true
	}
	switch classes[text[end]] {
	case separator:
		return true
	case joining: // it needs a letter or digit behind it
		return end+1 == len(text) || classes[text[end+1]] != alphanumeric && text[end+1] < utf8.RuneSelf
	}
	return false
}

// gap returns the end of the segment that begins at at if it is surely no word, and
// else at: it is a mark, or a run of spaces, and nothing beyond ASCII follows.
func gap(text string, at int) (end int) {
	if c := classes[text[at]]; c != separator && c != joining {
		return at
	}
	end = at + 1
	for text[at] == ' ' && end < len(text) && text[end] == ' ' {
		end++
	}
	if end < len(text) && text[end] >= utf8.RuneSelf {
		return at
	}
	return end
}

// wordEnd returns where the segment ends that begins at at. Where UAX #29 would
// break a word, it goes on over characters that are not seen and over shapes of
// the apostrophe (traf\u200Bficking, worker´s). And it ends sooner where a stop or a
// colon stands between two words without a space (labor.The), but not within an
// abbreviation (U.S., Ph.D.); and behind a French or Italian elision (d’Ivoire).
func wordEnd(text string, at int) int {
	end := at + nextBreak(text[at:])
	if !wordLike(text[at:end]) {
		return end
	}
	for next := over(text, end); next > end; next = over(text, end) {
		end = next + nextBreak(text[next:])
	}
	return at + joint(text[at:end])
}

// over returns where a word goes on that ends at end by UAX #29, or end if it does
// not: behind characters that are not seen, or behind one shape of the apostrophe,
// with a letter on both sides.
func over(text string, end int) int {
	next := end
	for strings.HasPrefix(text[next:], zeroWidthSpace) {
		next += len(zeroWidthSpace)
	}
	if next == end {
		r, w := utf8.DecodeRuneInString(text[end:])
		if !strings.ContainsRune("`´′‵", r) {
			return end
		}
		next += w
	}
	before, _ := utf8.DecodeLastRuneInString(text[:end])
	behind, _ := utf8.DecodeRuneInString(text[next:])
	if letterLike(before) && letterLike(behind) {
		return next
	}
	return end
}

const zeroWidthSpace = "\u200B"

// letterLike tells what words are made of.
func letterLike(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }

// joint returns how much of a segment of letters and digits is its first word.
func joint(segment string) int {
	if end := elision(segment); end > 0 {
		return end
	}
	if end := degree(segment); end > 0 {
		return end
	}
	single := true // of the pieces between stops each is a single letter so far
	start := 0     // of the piece
	for i, r := range segment {
		if next, _ := utf8.DecodeRuneInString(segment[min(i+max(1, utf8.RuneLen(r)), len(segment)):]); !parted(next) {
			continue
		}
		switch r {
		case ':', '：', '﹕', '︓':
			if i > 0 && !digits(segment, i, utf8.RuneLen(r)) {
				return i
			}
		case '.', '．', '﹒', '․':
			w := utf8.RuneLen(r)
			if i == 0 || digits(segment, i, w) {
				break
			}
			single = single && oneLetter(segment[start:i])
			start = i + w
			next := segment[start:]
			if stop := strings.IndexAny(next, ".．﹒․'’ʼ:：﹕︓"); stop >= 0 {
				next = next[:stop]
			}
			if !single || !oneLetter(next) {
				return i
			}
		}
	}
	return len(segment)
}

// degree returns the length of the abbreviation of a degree that a segment begins with,
// or of several (Ph.D.s), with what an apostrophe adds; 0 if there is none.
func degree(segment string) int {
	const stops, apostrophes = ".．﹒․", "'’ʼ"
	stop := strings.IndexAny(segment, stops)
	if stop <= 0 || stop > longestDegree {
		return 0
	}
	_, w := utf8.DecodeRuneInString(segment[stop:])
	end := len(segment)
	if next := strings.IndexAny(segment[stop+w:], stops+apostrophes+":"); next >= 0 {
		end = stop + w + next
	}
	word := prose.FoldString(segment[:end])
	if !english.IsDegree(word) && !english.IsDegree(strings.TrimSuffix(word, "s")) {
		return 0
	}
	rest := segment[end:]
	if strings.EqualFold(rest, ".s") {
		return len(segment)
	}
	if next := strings.IndexAny(rest, stops+":"); next >= 0 {
		return end + next
	}
	return len(segment)
}

// longestDegree is how many bytes come before the stop of a degree at most: pharm.d.
const longestDegree = 5

// parted reports whether a word can begin with a character behind a stop: the marks
// that change a letter before them cannot be told from those of the stop.
func parted(r rune) bool {
	return letterLike(r) && !unicode.In(r, unicode.M) && r != 'ﾞ' && r != 'ﾟ'
}

// digits reports whether digits stand on both sides of the w bytes at i.
func digits(segment string, i, w int) bool {
	before, _ := utf8.DecodeLastRuneInString(segment[:i])
	behind, _ := utf8.DecodeRuneInString(segment[i+w:])
	return unicode.IsDigit(before) && unicode.IsDigit(behind)
}

// oneLetter reports whether a piece is a single letter, accents aside.
func oneLetter(piece string) bool {
	n := 0
	for _, r := range piece {
		switch {
		case unicode.IsLetter(r):
			n++
		case !unicode.In(r, unicode.Mn, unicode.Cf):
			return false
		}
	}
	return n == 1
}

// elided are the articles and prepositions that lose their vowel before another.
var elided = []string{"d", "l", "qu", "jusqu", "lorsqu", "puisqu", "dell", "dall", "nell", "sull", "all", "quell", "sant", "un", "c"}

// elision returns the length of the elided word that a segment begins with, if
// another of two letters or more follows its apostrophe; otherwise 0.
func elision(segment string) int {
	at := strings.IndexAny(segment, "'’ʼ´`′‵")
	if at <= 0 || at > len("lorsqu") {
		return 0
	}
	_, w := utf8.DecodeRuneInString(segment[at:])
	rest := segment[at+w:]
	first, width := utf8.DecodeRuneInString(rest)
	second, _ := utf8.DecodeRuneInString(rest[width:])
	if !unicode.IsLetter(first) || !letterLike(second) {
		return 0
	}
	for _, e := range elided {
		if strings.EqualFold(segment[:at], e) {
			return at
		}
	}
	return 0
}

// initialsEnd returns the end of initials that begin at at, each a capital with a
// stop, if a space stands between them (U. S.): they are one word, which ends
// before its last stop. Where there are none, it returns at.
func initialsEnd(text string, at int) int {
	end := at
	for i := at; i+1 < len(text) && 'A' <= text[i] && text[i] <= 'Z' && text[i+1] == '.'; {
		letter := i
		if i += 2; i < len(text) && (text[i] == ' ' || text[i] == '\n') {
			i++
		} else if i < len(text) && classes[text[i]] == alphanumeric && (i+1 == len(text) || text[i+1] != '.') {
			break // J.Smith
		}
		end = letter + 1
	}
	if end == at+1 { // a single one
		return at
	}
	return end
}

// nextBreak returns the length of the first segment of a text that is not empty.
func nextBreak(text string) int {
	segments := words.FromString(text)
	segments.Next()
	return segments.End()
}

// A class is how a byte behaves between words.
type class uint8

const (
	other        class = iota // of a character beyond ASCII, or _, which joins all
	alphanumeric              // ASCII letters and digits
	joining                   // ASCII marks that may join letters or digits on both sides
	separator                 // what else ASCII has
)

var classes = func() (classes [256]class) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case 'a' <= lower(c) && lower(c) <= 'z', '0' <= c && c <= '9':
			classes[c] = alphanumeric
		case strings.IndexByte("'.:,;`", c) >= 0:
			classes[c] = joining
		case c != '_':
			classes[c] = separator
		}
	}
	return classes
}()

// wordLike distinguishes words from spaces and marks. Most segments are recognized by their
// first byte.
func wordLike(raw string) bool {
	return classes[raw[0]] == alphanumeric ||
		strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
