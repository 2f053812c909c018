package english

import (
	"strings"
)

// functionWords are the words of English that carry grammar more than matter,
// and those that a question is framed with. They weigh less in ranking, and
// only there: they match, are counted and marked like any other word.
var functionWords = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`
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
		concerning find interested looking please regarding want wanted`) {
		set[w] = true
	}
	return set
}()

// IsFunctionWord reports whether a folded word carries grammar more than matter, or
// frames a question.
func IsFunctionWord(word string) bool { return functionWords[word] }
