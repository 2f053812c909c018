package importing

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quickNarrative does what anyNarrative does for an object whose members are texts,
// nulls and a year in figures, as nearly all are, in one pass; encoding/json makes two. It
// returns false for any other, and for one that is wrong. The line is UTF-8.
func quickNarrative(line []byte) (j jsonNarrative, ok bool) {
	s := &quickScanner{rest: line}
	if !s.mark('{') {
		return j, false
	}
	given := map[string]bool{}
	for {
		written, ok := s.text()
		name := strings.ToLower(written)
		if !ok || given[name] || !s.mark(':') || !j.quickMember(s, name, written) {
			return j, false
		}
		given[name] = true
		if !s.mark(',') {
			return j, s.mark('}') && s.next() == 0 && len(s.rest) == 0
		}
	}
}

// quickMember reads the value of one member.
func (j *jsonNarrative) quickMember(s *quickScanner, name, written string) bool {
	switch s.next() {
	case '"':
		text, ok := s.text()
		if into := j.named(name); into != nil {
			*into = text
		} else if name == "year" {
			return false
		} else {
			j.other(written, text)
		}
		return ok
	case 'n':
		return s.null()
	}
	digits, ok := s.digits()
	if !ok || name != "year" {
		return false
	}
	j.Year = digits
	return true
}

// A quickScanner reads JSON, but not all of it.
type quickScanner struct {
	rest   []byte // what is not read yet
	buffer []byte // of text
}

// next returns the byte that comes behind white space; 0 at the end.
func (s *quickScanner) next() byte {
	s.rest = bytes.TrimLeft(s.rest, " \t\r\n")
	if len(s.rest) == 0 {
		return 0
	}
	return s.rest[0]
}

// mark reads a mark, if it is the next.
func (s *quickScanner) mark(c byte) bool {
	if s.next() != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

func (s *quickScanner) null() (ok bool) {
	s.rest, ok = bytes.CutPrefix(s.rest, []byte("null"))
	return ok
}

// digits reads a number of up to four figures.
func (s *quickScanner) digits() (number int, ok bool) {
	n := 0
	for n < len(s.rest) && '0' <= s.rest[n] && s.rest[n] <= '9' {
		n++
	}
	if n == 0 || n > 4 || s.rest[0] == '0' {
		return 0, false
	}
	number, err := strconv.Atoi(string(s.rest[:n]))
	s.rest = s.rest[n:]
	if c := s.next(); c != ',' && c != '}' {
		return 0, false
	}
	return number, err == nil
}

// ends holds what ends a stretch of characters that stand for themselves in a text.
var ends = func() (table [256]bool) {
	for c := range ' ' {
		table[c] = true
	}
	table['"'], table['\\'] = true, true
	return table
}()

// escapes are the characters that a backslash and one letter stand for.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// text reads a text.
func (s *quickScanner) text() (text string, ok bool) {
	if !s.mark('"') {
		return "", false
	}
	if s.buffer == nil {
		s.buffer = make([]byte, 0, len(s.rest))
	}
	out := s.buffer[:0]
	for at := 0; at < len(s.rest); {
		start := at
		for at < len(s.rest) && !ends[s.rest[at]] {
			at++
		}
		out = append(out, s.rest[start:at]...)
		if at+1 >= len(s.rest) {
			break
		}
		switch c, known := escapes[s.rest[at+1]]; {
		case s.rest[at] == '"':
			s.rest = s.rest[at+1:]
			return string(out), true
		case s.rest[at] != '\\':
			return "", false
		case known:
			out = append(out, c)
			at += 2
		default:
			r, n := unicodeEscape(s.rest[at:])
			if n == 0 {
				return "", false
			}
			out = utf8.AppendRune(out, r)
			at += n
		}
	}
	return "", false
}

// unicodeEscape returns the character that \u and four figures stand for, or two of them
// that are a surrogate pair, and how many bytes they have; 0 for anything else.
func unicodeEscape(written []byte) (r rune, n int) {
	unit := func(at int) rune {
		if len(written) < at+6 || written[at] != '\\' || written[at+1] != 'u' {
			return -1
		}
		v, err := strconv.ParseUint(string(written[at+2:at+6]), 16, 16)
		if err != nil {
			return -1
		}
		return rune(v)
	}
	switch first := unit(0); {
	case first < 0:
		return 0, 0
	case !utf16.IsSurrogate(first):
		return first, 6
	default:
		if r := utf16.DecodeRune(first, unit(6)); r != utf8.RuneError {
			return r, 12
		}
		return 0, 0
	}
}
