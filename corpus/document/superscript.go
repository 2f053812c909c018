package document

import "strings"

// superscripts are the raised forms of figures.
var superscripts = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")

// Superscript writes the figures of a text that stands raised as Unicode's
// superscripts, which part words: "2020" and a raised "14" are not the number
// 202014. All other characters stay.
func Superscript(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return superscripts[r-'0']
		}
		return r
	}, text)
}
