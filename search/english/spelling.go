package english

import (
	"regexp"
	"slices"
	"strings"
)

// SameSpelling reports whether two words, in small letters, are one word in
// American and British spelling: labor and labour, criminalized and
// criminalised, traveled and travelled. Equal words are not.
func SameSpelling(a, b string) bool {
	if a == b {
		return false
	}
	if slices.Contains(Variants(a, Stem(a)), b) {
		return true
	}
	if slices.Contains(Variants(b, Stem(b)), a) {
		return true
	}
	return inZ(a) == inZ(b) || oneL(a) == oneL(b)
}

// withS is a word in -ise or one made of it.
var withS = regexp.MustCompile(`^(\pL{3,})is(e|ed|es|er|ers|ing|ation|ations|ational)$`)

func inZ(word string) string { return withS.ReplaceAllString(word, "${1}iz$2") }

// doubled are verbs whose last letter is doubled before an ending by the
// British. Of other words one letter makes another word: filed and filled.
var doubled = setOf(`travel counsel label cancel model fuel quarrel signal total channel level marvel shovel libel
	tunnel unravel rival pencil duel jewel grovel chisel funnel initial panel dial equal bevel`)

// doubledForm is a form of a verb with a doubled l.
var doubledForm = regexp.MustCompile(`^(\pL+l)l(ed|ing|er|ers|or|ors)$`)

// others are words that no rule spells.
var others = map[string]string{
	"fulfil": "fulfill", "fulfils": "fulfills", "fulfilment": "fulfillment", "enrolment": "enrollment", "enrolments": "enrollments",
	"instalment": "installment", "instalments": "installments", "skilful": "skillful", "wilful": "willful", "wilfully": "willfully",
	"ageing": "aging", "acknowledgement": "acknowledgment", "adviser": "advisor", "advisers": "advisors", "tyre": "tire", "tyres": "tires",
	"cheque": "check", "cheques": "checks", "likeable": "likable", "sizeable": "sizable",
}

// oneL spells a word with the letter once.
func oneL(word string) string {
	if other, ok := others[word]; ok {
		return other
	}
	if m := doubledForm.FindStringSubmatch(word); m != nil && doubled[m[1]] {
		return m[1] + m[2]
	}
	return word
}

// Closed returns a folded name without the apostrophes in it, as it is also written:
// qur'an as quran, o'brien's as obrien's. Any other word stays, as it does where that is
// another word (sa'id, said).
func Closed(word string) string {
	closed := word
	for i := strings.IndexByte(closed, '\''); i > 0 && i < len(closed)-1; i = strings.IndexByte(closed, '\'') {
		if contracted[closed[i+1:]] {
			break
		}
		closed = closed[:i] + closed[i+1:]
	}
	bare, _, _ := strings.Cut(closed, "'")
	if handStems[bare] != "" || otherWithout[bare] {
		return word
	}
	return closed
}

// contracted are endings that stand behind an apostrophe and are no part of a name.
var contracted = setOf("s t d m ll re ve em er all clock")

// otherWithout are words that are not a name without its apostrophe.
var otherWithout = setOf("ai air hail hair la man raid shed")

// IsDegree reports whether a folded word with stops between letters, two together, is the
// abbreviation of an academic degree or the like: ph.d, m.sc. Without their stops these
// are also written, and no rule tells them from two sentences without a space.
func IsDegree(word string) bool { return degrees[word] }

var degrees = setOf(`ph.d ed.d th.d sc.d psy.d pharm.d eng.d d.sc d.phil d.min m.sc m.ed m.phil m.eng m.tech m.com m.div m.th th.m
	b.sc b.ed b.eng b.tech b.com b.th b.arch m.arch b.pharm m.pharm d.eng d.ed ll.b ll.d ll.m dr.ph dip.ed`)
