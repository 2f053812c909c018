package meaning

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Bracket is what an author put in brackets, and what stands around it.
type Bracket struct {
	Own      string // the words in brackets
	Replaced string // what the source has in their place
	Before   string // the quotation before the bracket
	Behind   string // the quotation behind it
	// Ends and Begins say that the bracket may stand for the end of Replaced alone, or
	// for its start: the rest is left out.
	Ends, Begins bool
	Near         string                 // what the source has around it
	About        func(word string) bool // whether a word, not as a possessive, names what the whole source is about; may be nil
}

// PutsIn reports whether a bracket says what the source does not: it puts in a
// negation, number, quantity, verb, name or noun, or takes a verb or noun out. What
// it may do is to name what a pronoun or article stands for, or what "the country"
// or "this practice" does, to give a word another form or spelling, to gloss with
// words that the source has nearby, and to put in small words. What is none of
// these for sure is reported.
func PutsIn(b Bracket) bool {
	own, replaced := wordsOf(b.Own), wordsOf(b.Replaced)
	if len(own) == 0 {
		return false
	}
	if !b.Ends && !b.Begins {
		return !b.fits(own, replaced)
	}
	for n := range min(len(replaced), maxStandsFor) + 1 {
		if b.Begins && b.fits(own, replaced[:n]) || b.Ends && b.fits(own, replaced[len(replaced)-n:]) {
			return false
		}
	}
	return true
}

// maxStandsFor is for how many words a bracket stands at the end of what is left out.
const maxStandsFor = 8

// fits reports whether own words say no more and no less than those they stand for.
func (b Bracket) fits(own, replaced []string) bool {
	if b.isNote(own, replaced) || b.isAcronym(own, replaced) {
		return true
	}
	put, out := b.unpaired(own, replaced)
	if takesOut(replaced, out, len(put) < len(own)) {
		return false
	}
	naming := b.mayName(own, replaced, out)
	gone := slices.ContainsFunc(out, func(i int) bool { return prepositions[strings.ToLower(replaced[i])] })
	for _, i := range put {
		low := strings.ToLower(own[i])
		switch {
		case IsNegation(low):
			return false
		case articles[low] || pronouns[low]:
		case prepositions[low]:
			if gone && !b.replacesTime() || len(out) == 0 && !harmless[low] {
				return false
			}
		case harmless[low]:
		case b.isAbout(own[i]):
			if len(out) > 0 && !naming && !governs(replaced, out) {
				return false
			}
		case !b.mayPut(own, i, len(put) == len(own), naming, len(out) == 0):
			return false
		}
	}
	return true
}

// isAcronym reports whether one side is the initials of the other, or the bracket has
// those of the words before it.
func (b Bracket) isAcronym(own, replaced []string) bool {
	switch {
	case len(replaced) == 1:
		return isAcronym(replaced[0]) && initials(own) == plain(replaced[0])
	case len(own) != 1 || !isAcronym(own[0]):
		return false
	case len(replaced) == 0:
		return strings.HasSuffix(initials(wordsOf(b.Before)), plain(own[0]))
	}
	return initials(replaced) == plain(own[0])
}

// mayPut reports whether own[i], which the source has not in its place, may stand
// there: where the bracket names something, or adds to what stands.
func (b Bracket) mayPut(own []string, i int, alone, naming, adds bool) bool {
	low := strings.ToLower(own[i])
	switch {
	case IsQuantity(low):
		return naming && len(own) > 1 && b.near(own, i)
	case IsNumber(low):
		return low == "one" || naming && (isYear(own) && b.replacesTime() || b.near(own, i))
	case auxiliary[low]:
		return !alone && perfect[low] && adds
	case naming:
		return !isVerb(own, i)
	case adds:
		return low == "year" || titles[low] && isName(b.next(own, i)) ||
			!b.Ends && !b.Begins && !isName(own[i]) && !mayBeVerb(low) && b.near(own, i)
	}
	return false
}

// perfect are helpers that put a verb of the source into another tense.
var perfect = setOf(`has have had been`)

func (b Bracket) isAbout(word string) bool { return b.About != nil && b.About(notPossessive(word)) }

// next returns the word behind own[i], in the bracket or behind it.
func (b Bracket) next(own []string, i int) string {
	if i+1 < len(own) {
		return own[i+1]
	}
	if behind := wordsOf(b.Behind); len(behind) > 0 {
		return behind[0]
	}
	return ""
}

// near reports whether a quantity or number of the bracket, with the word behind it,
// stands in the source nearby.
func (b Bracket) near(own []string, i int) bool {
	return containsWord(b.Near, strings.TrimSpace(own[i]+" "+b.next(own, i)))
}

func containsWord(text, words string) bool {
	text, words = " "+strings.Join(lower(wordsOf(text)), " ")+" ", " "+strings.ToLower(words)+" "
	return strings.Contains(text, words)
}

func (b Bracket) replacesTime() bool {
	return slices.ContainsFunc(lower(wordsOf(b.Replaced)), func(w string) bool { return times[w] })
}

// governs reports whether all of the source's words that went mean those who govern.
func governs(replaced []string, out []int) bool {
	return !slices.ContainsFunc(out, func(i int) bool {
		low := strings.ToLower(replaced[i])
		return !governing[low] && !articles[low] && !vague[low] && !pronouns[low]
	})
}

// unpaired sets own words beside those they stand for, in order, and returns which
// of either have no partner.
func (b Bracket) unpaired(own, replaced []string) (put, out []int) {
	low := lower(replaced)
	if len(low) == 1 && articles[low[0]] { // what it stands for may stand behind it
		for i := range own {
			put = append(put, i)
		}
		return put, []int{0}
	}
	at := 0
	for i, w := range lower(own) {
		j := slices.IndexFunc(low[at:], func(r string) bool { return sameRoot(w, r) })
		if j < 0 {
			put = append(put, i)
			continue
		}
		for k := range j {
			out = append(out, at+k)
		}
		at += j + 1
	}
	for ; at < len(low); at++ {
		out = append(out, at)
	}
	return put, out
}

// takesOut reports whether words of the source that have no partner in the bracket
// are missed: a negation, number or quantity; or a verb, but for the helper of one
// that stays in another tense.
func takesOut(replaced []string, out []int, someStay bool) bool {
	for _, i := range out {
		low := strings.ToLower(replaced[i])
		switch {
		case IsNegation(low), IsNumber(low) && low != "one", IsQuantity(low):
			return true
		case mayBeVerb(low) && !(someStay && perfect[low]) && !isNoun(replaced, i) && !modifies(replaced, i):
			return true
		}
	}
	return false
}

// mayName reports whether a bracket names what the source's words that went stand
// for: a pronoun or an article, or a pointer and a vague noun; or, if it puts in a
// name, a pointer and the noun for one.
func (b Bracket) mayName(own, replaced []string, out []int) bool {
	if len(out) == 0 {
		return false
	}
	nouns, points, nameable := 0, false, true
	for k, i := range out {
		low := strings.TrimSuffix(strings.ToLower(replaced[i]), "'s")
		switch {
		case low == "a" || low == "an":
			return false
		case pronouns[low] || articles[low]:
			points = points || k == 0 && pointers[low]
		case prepositions[low] && k == 0 && len(out) > 1: // in that year
		case vague[low]:
			points = points || i > 0 && pointers[strings.ToLower(replaced[i-1])]
			nouns++
			nameable = nameable && points
		default:
			nouns += 2
			nameable = nameable && !collective[low] && !strings.HasSuffix(low, "s") && !isName(replaced[i])
			points = points || i > 0 && pointers[strings.ToLower(replaced[i-1])]
		}
	}
	switch {
	case nouns == 0:
		return true
	case nouns == 1:
		return points
	case nouns == 2:
		named := slices.ContainsFunc(own, func(w string) bool { return isName(w) && !titles[strings.ToLower(w)] })
		return points && nameable && named
	}
	return false
}

func isYear(own []string) bool {
	last := own[len(own)-1]
	return len(own) <= 3 && len(last) == 4 && (strings.HasPrefix(last, "19") || strings.HasPrefix(last, "20"))
}

// isNote reports whether a number in brackets is that of a note: it counts
// nothing behind it, and stands for nothing.
func (b Bracket) isNote(own, replaced []string) bool {
	if len(own) != 1 || len(own[0]) > 3 || len(replaced) > 0 || strings.Trim(own[0], "0123456789") != "" {
		return false
	}
	next := wordsOf(b.Behind)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(b.Behind, " "))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.Before, " "))
	if len(next) == 0 || !unicode.IsLetter(first) && !unicode.IsDigit(first) || strings.ContainsRune(".,;:!?)”\"’", last) {
		return true
	}
	return !counts(own[0], b.Behind)
}

// plurals are such as no s tells, and what figures stand before.
var plurals = setOf(`people persons children women men police percent % million billion thousand hundred`)

// counts reports whether a number counts what stands behind it: a plural within
// three words.
func counts(number, behind string) bool {
	if at := strings.IndexAny(behind, ".,;:!?()—–…"); at >= 0 {
		behind = behind[:at]
	}
	words := lower(wordsOf(behind))
	for i, w := range words[:min(len(words), 3)] {
		if isSmall(w) || auxiliary[w] || w == "or" {
			return false
		}
		if number == "1" && i == 0 || plurals[w] || strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "'s") {
			return true
		}
	}
	return false
}
