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

// Decode returns the text of a file: UTF-8; UTF-16 with a byte order mark or
// without; or else Windows-1252, as old pages are. It takes the byte order mark
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
	if !utf8.ValidString(text) {
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
