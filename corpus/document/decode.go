package document

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode returns the text of a file: UTF-8, of which a few stray bytes are mended;
// UTF-16 with a byte order mark or without; or else Windows-1252, as old pages are. It takes the byte order mark
// and carriage returns away. What it mended it says in words. A file with other
// zero bytes is no text file.
func Decode(data []byte) (text string, repairs []string, err error) {
	text = string(data)
	if order, ok := utf16Order(data); ok {
		decoder := unicode.UTF16(order, unicode.UseBOM).NewDecoder()
		if text, err = decoder.String(text); err != nil {
			return "", nil, fmt.Errorf("not UTF-16: %w", err)
		}
		repairs = append(repairs, "read as UTF-16")
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return "", nil, fmt.Errorf("not a text file: byte %d is zero", i)
	}
	if mended, n := mendUTF8(text); n > 0 {
		text = mended
		repairs = append(repairs, fmt.Sprintf("bytes mended that are not UTF-8, as all else is: %d", n))
	} else if !utf8.ValidString(text) {
		if text, err = charmap.Windows1252.NewDecoder().String(text); err != nil {
			return "", nil, fmt.Errorf("neither UTF-8 nor Windows-1252: %w", err)
		}
		repairs = append(repairs, "read as Windows-1252")
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
		repairs = append(repairs, "line ends changed to \\n")
	}
	return text, repairs, nil
}

// mendUTF8 returns a text in UTF-8 without the stray bytes in it, and how many
// there were: 0 if there are none, or so many that the text is in another encoding.
// A stray byte is what it is in Windows-1252, from where it was pasted; of a
// character that was cut off, U+FFFD is left.
func mendUTF8(text string) (mended string, strays int) {
	if utf8.ValidString(text) {
		return text, 0
	}
	characters := 0 // that are more than one byte
	var out strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			if n = cutOff(text[i:]); n == 1 {
				r = charmap.Windows1252.DecodeByte(text[i])
			}
			strays++
		} else if n > 1 {
			characters++
		}
		out.WriteRune(r)
		i += n
	}
	if 2*characters < strays { // a character of several bytes is hardly ever there by chance
		return text, 0
	}
	return out.String(), strays
}

// cutOff returns how many bytes of a character stand at the beginning of a text
// before it breaks off; 1 for a byte that begins none.
func cutOff(text string) int {
	want := 0
	switch b := text[0]; {
	case b >= 0xe0 && b < 0xf0:
		want = 1
	case b >= 0xf0 && b < 0xf5:
		want = 2
	}
	n := 1
	for n < len(text) && n <= want && text[n]&0xc0 == 0x80 {
		n++
	}
	return n
}

// utf16Order recognizes UTF-16 by its byte order mark, or by the zero bytes that
// almost every other byte of a text in Latin letters is.
func utf16Order(data []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	head := data[:min(len(data), 4096)&^1]
	low, high := 0, 0
	for i := 0; i+1 < len(head); i += 2 {
		switch n := binary.BigEndian.Uint16(head[i:]); {
		case n != 0 && n>>8 == 0:
			high++
		case n != 0 && n&0xff == 0:
			low++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs >= 8 && high > pairs*4/5:
		return unicode.BigEndian, true
	case pairs >= 8 && low > pairs*4/5:
		return unicode.LittleEndian, true
	}
	return unicode.LittleEndian, false
}
