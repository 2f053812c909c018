package meaning

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/search/quote/style"
)

// A Bracket is what an author put in brackets, and what stands around it.
type Bracket struct {
	Own      string // the words in brackets
	Replaced string // what the source has in their place
	Behind   string // the quotation behind the bracket
	First    bool   // it begins the quotation
	About    string // names that the whole source is about
}

var (
	// standIns are words that a name or noun may be put in for.
	standIns = SetOf(`he she it they him her them his its their hers theirs i we us our you your this that these those who whom whose which
		the a an one such there here former latter same said itself himself herself themselves`)
	pointers  = SetOf(`the this that these those his her its their such`)
	grammar   = SetOf(`a an the of in on at to for from by with and or as this that these those its their his her which who`)
	auxiliary = SetOf(`is are was were be been being am has have had having do does did done can could may might must shall should will would`)
	// past are forms of verbs that no ending tells.
	past = SetOf(`shot beat beaten held sent took taken gave given found kept left lost made put said saw seen sold bought
		told fled fought hung led met paid slain slew stole stolen struck threw thrown went gone won wrote written broke broken burnt
		drove driven fell fallen hid hidden knew known ran rose sought spoke stood swore taught thought wore began begun chose chosen hurt bled bound`)
	// verbs are common ones in such reports, of which the form in -s is a verb too.
	verbs = SetOf(`arrest kill execute torture detain release charge convict sentence imprison deport abuse rape beat shoot punish fine
		free fire hire force coerce threaten harass prosecute investigate acquit hang murder attack assault kidnap abduct
		expel ban prohibit allow permit deny refuse reject fail continue begin stop end increase decrease reduce
		improve worsen cut raise double ignore deport exploit traffic recruit pay sell buy destroy burn bomb accept admit`)
	// noVerbs end like verbs and are none.
	noVerbs = SetOf(`united armed hundred sacred naked indeed wicked red bed unaccompanied need seed speed feed breed`)
	// families are forms of one word without a common stem.
	families = []map[string]bool{SetOf(`is are was were be been being am`), SetOf(`has have had having`), SetOf(`do does did done`),
		SetOf(`the a an this that these those`), SetOf(`it its they their them he his him she her`)}
)

// PutsIn reports whether a bracket puts in a negation, number, quantity, verb or
// name that the source does not have there. Other forms of the source's words are
// not new, nor is a name for a pronoun, or for what an article points at.
func PutsIn(b Bracket) bool {
	own, replaced := wordsOf(b.Own), lower(wordsOf(b.Replaced))
	pronoun := len(replaced) > 0 && !slices.ContainsFunc(replaced, func(w string) bool { return !standIns[strings.TrimSuffix(w, "'s")] })
	pointed := pronoun || len(replaced) > 1 && len(replaced) <= 5 && pointers[replaced[0]] && !slices.ContainsFunc(wordsOf(b.Replaced)[1:], isWeighty)
	for i, word := range own {
		low := strings.ToLower(word)
		if slices.ContainsFunc(replaced, func(w string) bool { return sameRoot(low, w) }) {
			continue
		}
		switch {
		case IsNegation(low), IsQuantity(low):
			return true
		case IsNumber(low):
			if !isNote(own, replaced, b.Behind) && !(isYear(own) && slices.Contains(replaced, "year")) && low != "one" {
				return true
			}
		case isVerb(own, i, pronoun):
			return true
		case isName(word, i == 0 && b.First) && !pointed && !strings.Contains(strings.ToLower(b.About), strings.TrimSuffix(low, "'s")):
			return true
		}
	}
	return false
}

// isWeighty tells words that an article does not just point at.
func isWeighty(word string) bool {
	low := strings.ToLower(word)
	return IsNegation(low) || IsQuantity(low) || IsNumber(low) || auxiliary[low] || isName(word, false)
}

func isName(word string, first bool) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !first && !grammar[strings.ToLower(word)]
}

func isYear(own []string) bool {
	last := own[len(own)-1]
	return len(own) <= 2 && len(last) == 4 && (strings.HasPrefix(last, "19") || strings.HasPrefix(last, "20"))
}

// isNote reports whether a number in brackets is that of a note: it counts
// nothing behind it, and stands for nothing.
func isNote(own, replaced []string, behind string) bool {
	if len(own) != 1 || len(own[0]) > 3 || len(replaced) > 0 {
		return false
	}
	next := wordsOf(behind)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(behind, " "))
	return len(next) == 0 || !unicode.IsLetter(first) && !unicode.IsDigit(first) || grammar[strings.ToLower(next[0])] || unicode.IsUpper(first)
}

// isVerb reports whether a word of a bracket is a verb.
func isVerb(own []string, i int, pronoun bool) bool {
	w := strings.ToLower(own[i])
	if auxiliary[w] || past[w] {
		return true
	}
	if len(own) == 1 && (verbs[w] || verbs[strings.TrimSuffix(w, "s")] || verbs[strings.TrimSuffix(w, "es")]) && !pronoun {
		return true
	}
	if i > 0 && strings.ToLower(own[i-1]) == "to" && verbs[w] {
		return true
	}
	if !strings.HasSuffix(w, "ed") || len(w) < 5 || noVerbs[w] || strings.Contains(w, "-") {
		return false
	}
	// "the detained journalists": a verb's form in front of a noun is none.
	noun := i+1 < len(own) && !grammar[strings.ToLower(own[i+1])] && !IsNumber(strings.ToLower(own[i+1]))
	return !(noun && (pronoun || i > 0 && grammar[strings.ToLower(own[i-1])]))
}

// sameRoot reports whether two words are one, in another form or spelling.
func sameRoot(a, b string) bool {
	if a == b || style.Pairs(a, b) != nil {
		return true
	}
	for _, f := range families {
		if f[a] && f[b] {
			return true
		}
	}
	if IsNumber(a) || IsNumber(b) || IsNegation(a) || IsNegation(b) {
		return false
	}
	return root(a) == root(b)
}

// root takes the endings off a word.
func root(w string) string {
	w = strings.TrimSuffix(w, "'s")
	for _, end := range []string{"ing", "ied", "ies", "ed", "es", "s", "e", "y"} {
		if r, ok := strings.CutSuffix(w, end); ok && len(r) >= 3 {
			return r
		}
	}
	return w
}
