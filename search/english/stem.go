// Package english knows the words of English: which forms are of one word (Stem),
// how they are spelled elsewhere (Variants), which are written in two (FirstPart),
// and which carry grammar more than matter (IsFunctionWord).
package english

import (
	_ "embed"
	"strings"

	"github.com/kljensen/snowball/english"
)

// Stem returns the English stem of a folded word. Most have that of the stemmer;
// listed words have their own, with or without an 's: what the stemmer joins and
// is not one word (officer, office), and what it parts and is one (woman, women).
func Stem(word string) string {
	if s, ok := handStems[word]; ok {
		return s
	}
	if bare, ok := strings.CutSuffix(strings.TrimSuffix(word, "'"), "'s"); ok {
		if s, ok := handStems[bare]; ok {
			return s
		}
	}
	return snowball(word)
}

// families are the words that the stemmer joins with others and should not, and
// irregular those that it parts: each file says how its lines are read, and why.
var (
	//go:embed families.txt
	families string
	//go:embed irregular.txt
	irregular string
)

// handStems are the stems of the words of both files. An irregular word has the stem
// of the first of its line.
var handStems = func() map[string]string {
	stems := map[string]string{}
	for line := range strings.Lines(families) {
		line, _, _ = strings.Cut(line, "#")
		words, stem, _ := strings.Cut(line, "=")
		for word := range strings.FieldsSeq(words) {
			stems[word] = strings.TrimSpace(stem)
		}
	}
	for line := range strings.Lines(irregular) {
		line, _, _ = strings.Cut(line, "#")
		var stem string
		for i, word := range strings.Fields(line) {
			if i == 0 {
				var known bool
				if stem, known = stems[word]; !known {
					stem = snowball(word)
				}
			}
			stems[word] = stem
		}
	}
	return stems
}()

// Strays are the letters that listed words begin with whose stem begins with
// another: went has the stem go.
var Strays = func() map[string]string {
	letters := map[string]string{}
	for word, stem := range handStems {
		if word[0] != stem[0] && !strings.Contains(letters[stem], word[:1]) {
			letters[stem] += word[:1]
		}
	}
	return letters
}()

// snowball returns the stem by kljensen/snowball, brought up to the current
// reference (snowballstem.org, "english"), which parts words that the older one
// joined ("organ" and "organization"). Four later rules of the reference are added
// here; each is checked against its vocabulary.
func snowball(word string) string {
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
