package prose

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// The letters and words of a file are counted several times on its way into the library.
// So ASCII is counted eight characters at a time, one in each byte of a word of the
// processor; a mark is the high bit of a byte.
const (
	eachByte = 0x0101010101010101
	marks    = 0x80 * eachByte
)

// eightAt returns the first eight bytes of a text, the first in the lowest byte.
func eightAt(text string) uint64 {
	_ = text[7]
	return uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
}

// within marks the bytes of eight that are from low to high; all are ASCII.
func within(eight uint64, low, high byte) uint64 {
	return (eight + eachByte*uint64(0x80-low)) &^ (eight + eachByte*uint64(0x7f-high)) & marks
}

// lettersOf marks the letters and digits of eight characters of ASCII.
func lettersOf(eight uint64) uint64 {
	return within(eight, '0', '9') | within(eight|' '*eachByte, 'a', 'z')
}

// spacesOf marks the white space of eight characters of ASCII.
func spacesOf(eight uint64) uint64 { return within(eight, '\t', '\r') | within(eight, ' ', ' ') }

// Letters counts the letters, digits and other numbers of a text, in code points.
func Letters(text string) (n int) {
	for len(text) > 0 {
		if len(text) >= 8 {
			if eight := eightAt(text); eight&marks == 0 {
				n += bits.OnesCount64(lettersOf(eight))
				text = text[8:]
				continue
			}
		}
		r, w := utf8.DecodeRuneInString(text)
		if readable(r) {
			n++
		}
		text = text[w:]
	}
	return n
}

// Words counts the words of a text: what white space parts and has a letter or digit.
func Words(text string) (n int) {
	counted := uint64(0) // 1 if the word that is being read is
	for len(text) > 0 {
		if len(text) >= 8 {
			if eight := eightAt(text); eight&marks == 0 {
				// That a word is counted is carried, as in an addition, from its first letter
				// to the white space behind it.
				letters, goesOn := lettersOf(eight), ^spacesOf(eight)
				sum, carry := bits.Add64(letters, goesOn, counted)
				n += bits.OnesCount64(letters &^ (letters ^ goesOn ^ sum))
				counted, text = carry, text[8:]
				continue
			}
		}
		r, w := utf8.DecodeRuneInString(text)
		switch {
		case unicode.IsSpace(r):
			counted = 0
		case counted == 0 && readable(r):
			counted = 1
			n++
		}
		text = text[w:]
	}
	return n
}

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
