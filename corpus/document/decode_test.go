package document_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"verbatim/corpus/document"
)

func TestDecode(t *testing.T) {
	const text = "Côte d’Ivoire: “forced labor”\n"
	wide := func(order binary.AppendByteOrder, mark bool) (data []byte) {
		if mark {
			data = order.AppendUint16(data, 0xfeff)
		}
		for _, u := range utf16.Encode([]rune(text)) {
			data = order.AppendUint16(data, u)
		}
		return data
	}
	for name, data := range map[string][]byte{
		"UTF-8":                 []byte(text),
		"UTF-8 with mark":       []byte("\ufeff" + text),
		"carriage returns":      []byte(strings.ReplaceAll(text, "\n", "\r\n")),
		"Windows-1252":          []byte("C\xf4te d\x92Ivoire: \x93forced labor\x94\n"),
		"UTF-16LE with mark":    wide(binary.LittleEndian, true),
		"UTF-16BE with mark":    wide(binary.BigEndian, true),
		"UTF-16LE without mark": wide(binary.LittleEndian, false),
		"UTF-16BE without mark": wide(binary.BigEndian, false),
	} {
		if got, _, err := document.Decode(data); err != nil || got != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, _, err := document.Decode([]byte("PK\x03\x04\x00\x00 archive")); err == nil {
		t.Error("zero bytes are no error")
	}
}

// TestDecodeStray mends bytes that were pasted into a text in UTF-8, and takes
// many of them for another encoding.
func TestDecodeStray(t *testing.T) {
	for in, want := range map[string]string{
		"São Paulo \x93police\x94 in Côte d’Ivoire":    "São Paulo “police” in Côte d’Ivoire",
		"São Paulo, a\xe2\x80 cut character":           "São Paulo, a\ufffd cut character",
		"S\xe3o Paulo":                                 "São Paulo",
		"S\xe3o Paulo, Bel\xe9m, Goi\xe2nia, \xc3\xa9": "São Paulo, Belém, Goiânia, Ã©",
	} {
		got, repairs, err := document.Decode([]byte(in))
		if err != nil || got != want || len(repairs) != 1 {
			t.Errorf("%q: %q, %q, %v", in, got, repairs, err)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  two\n\t words ": "two words",
		"a\u00a0b\u00a0":   "a\u00a0b",
		"\u00a0\u200b":     "",
	} {
		if got := document.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}
