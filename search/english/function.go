package english

import (
	"strings"
)

// functionWords are the words of English that carry grammar more than matter,
// and those that a question is framed with. They weigh less in ranking, and
// only there: they match, are counted and marked like any other word.
var functionWords = setOf(`
		a about above after all also am among an and any are as at
		be because been before being below between both but by
		can could did do does doing done down during each either
		few for from further get gets had has have having he her here hers him his how however
		i if in into is it its itself
		just may me might more most much must my
		no nor not now of off on once one only onto or other our out over own
		per same shall she should since so some such
		than that the their them then there these they this those though through thus to too
		under until up upon us very was we were what when where whether which while who whom whose why will with within without would
		you your
		concerning especially find interested looking particularly please rather regarding want wanted
		e.g etc i.e
		aren't can't couldn't didn't doesn't don't hasn't haven't i'd i'll i'm i've isn't it's
		shouldn't that's there's wasn't weren't what's who's won't wouldn't`)

// askingWords are what a question asks for before it says about what, and words that go
// with them. They are words like any other elsewhere: identity papers, supply chains.
var askingWords = setOf(`
	abstracts anyone anything article articles available deal dealing deals describe describes description descriptions details
	discussion discussions everything example examples exist exists give information know learn like list literature
	material overview paper papers pertaining pertinent read reference references relating relevant send show source sources
	summary supply tell wish`)

// IsFunctionWord reports whether a folded word carries grammar more than matter, or
// frames a question.
func IsFunctionWord(word string) bool { return functionWords[word] }

// Opening returns how many of a question's folded words come before its matter: of
// "what papers are there on dealing with torture" all but the last. They are function
// words, with what is asked for between them. A word that the matter follows at once
// belongs to it: "information sharing".
func Opening(words []string) (n int) {
	for i, w := range words {
		switch {
		case functionWords[w] || w == "describing" || w == "discussing":
			n = i + 1
		case !askingWords[w]:
			return n
		}
	}
	return 0 // there is no matter
}

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
