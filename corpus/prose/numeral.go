package prose

import (
	"strconv"
	"strings"
)

// numerals are the parts of Roman numerals, from the greatest.
var numerals = []struct {
	value int
	text  string
}{
	{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
	{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
}

// Roman returns a number from 1 to 3999 as a Roman numeral in capitals, and any other
// in figures.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var out strings.Builder
	for _, part := range numerals {
		for ; n >= part.value; n -= part.value {
			out.WriteString(part.text)
		}
	}
	return out.String()
}

// RomanValue returns the value of a Roman numeral in capitals or in small letters, as
// Roman writes it; 0 for any other word.
func RomanValue(numeral string) int {
	numeral = strings.ToUpper(numeral)
	n, rest := 0, numeral
	for _, part := range numerals {
		for strings.HasPrefix(rest, part.text) {
			n, rest = n+part.value, rest[len(part.text):]
		}
	}
	if rest != "" || n == 0 || Roman(n) != numeral {
		return 0
	}
	return n
}
