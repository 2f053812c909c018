package main

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A grower makes more text of the kind that there is: the same narratives with
// other names and numbers, of other years. So common words stay as common as
// they are, and the vocabulary grows on as it has grown until here.
type grower struct {
	names map[string]bool // words that are only ever written with a capital
}

// renamed is the share of the names that a copy replaces, which was chosen so
// that the vocabulary grows from n to 10 n passages as it does from n/10 to n.
const renamed = 0.45

var wordOrNumber = regexp.MustCompile(`[\pL\pM]+|\d+`)

func newGrower(narratives []narrative) *grower {
	small := map[string]bool{}
	g := &grower{map[string]bool{}}
	for _, n := range narratives {
		for _, w := range wordOrNumber.FindAllString(n.Markdown, -1) {
			first, _ := utf8.DecodeRuneInString(w)
			if unicode.IsUpper(first) {
				g.names[strings.ToLower(w)] = true
			} else {
				small[strings.ToLower(w)] = true
			}
		}
	}
	for w := range small {
		delete(g.names, w)
	}
	return g
}

// alter returns the nth copy of a narrative.
func (g *grower) alter(n narrative, nth int) narrative {
	n.Markdown = wordOrNumber.ReplaceAllStringFunc(n.Markdown, func(w string) string { return g.other(w, nth) })
	n.Year -= 10 * nth
	n.Title = fmt.Sprintf("%s (%d)", n.Title, n.Year)
	n.URL = fmt.Sprintf("%s?copy=%d", n.URL, nth)
	return n
}

// other returns what stands for a word in a copy: mostly the word itself.
func (g *grower) other(w string, nth int) string {
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%s %d", strings.ToLower(w), nth)
	chance := hash.Sum64()
	switch {
	case w[0] >= '0' && w[0] <= '9':
		return otherNumber(w, nth)
	case !g.names[strings.ToLower(w)] || float64(chance%1000) >= 1000*renamed:
		return w
	}
	syllables := []string{"ba", "de", "fo", "gu", "ki", "lo", "ma", "ne", "pu", "ra", "se", "ti", "vo", "wa", "ye", "zo"}
	return w + syllables[chance>>20%16] + syllables[chance>>40%16]
}

// otherNumber changes the digits of a number; a year stays one.
func otherNumber(w string, nth int) string {
	if len(w) == 4 && (w[:2] == "19" || w[:2] == "20") {
		return w
	}
	digits := []byte(w)
	for i := range digits {
		if i > 0 || len(digits) == 1 {
			digits[i] = '0' + (digits[i]-'0'+byte(nth*(i+3)))%10
		}
	}
	return string(digits)
}
