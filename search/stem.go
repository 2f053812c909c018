package search

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// stem returns the English stem of a folded word: kljensen/snowball's, brought
// up to the current reference (snowballstem.org, "english"), which parts words
// that the older one joined ("organ" and "organization"). Four later rules of
// the reference are added here; each is checked against its vocabulary.
func stem(word string) string {
	if s, ok := stemExceptions[word]; ok {
		return s
	}
	for _, p := range stemRegions {
		if rest, ok := strings.CutPrefix(word, p.prefix); ok && rest != "" {
			if s, ok := strings.CutPrefix(english.Stem(p.like+rest, true), p.like); ok {
				return p.prefix + s
			}
		}
	}
	if base, ok := strings.CutSuffix(strings.TrimSuffix(word, "s"), "ist"); ok && strings.HasSuffix(base, "og") {
		return english.Stem(base+"y", true) // archaeologists as archaeology
	}
	if s, ok := shortDouble(word); ok {
		return s
	}
	return english.Stem(word, true)
}

// stemRegions are the beginnings behind which the reference looks for endings,
// each with a beginning that kljensen/snowball treats so and that ends alike.
var stemRegions = []struct{ prefix, like string }{
	{"univers", "gener"},
	{"organ", "commun"},
	{"emerg", "gener"},
	{"inter", "gener"},
	{"later", "gener"},
	{"past", "gener"},
}

// stemExceptions are words that the reference treats one by one.
var stemExceptions = map[string]string{
	"evening": "evening", "evenings": "evening",
	"emerge": "emerg", "emerges": "emerg", "emerged": "emerg", "emerging": "emerg",
	"universe": "univers", "universes": "univers",
	"vying": "vie", "hying": "hie",
	"'''": "'",
}

// shortDouble keeps the two consonants of add, ebb, err and off before -ed and
// -ing.
func shortDouble(word string) (string, bool) {
	for _, end := range []string{"ed", "ing"} {
		s, ok := strings.CutSuffix(word, end)
		if ok && len(s) == 3 && strings.IndexByte("aeo", s[0]) >= 0 && s[1] == s[2] && strings.IndexByte("bdfgmnprt", s[1]) >= 0 {
			return s, true
		}
	}
	return "", false
}
