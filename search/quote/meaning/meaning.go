// Package meaning tells where a cut or a bracket in a quotation may change what
// its source means: a negation or a qualifier that is left out, a sentence that
// goes on, words that the source does not have. It works on the words of a few
// stretches of text and knows nothing of where they stand.
package meaning

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// setOf returns the words of a text as a set.
func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// The words of each kind, in small letters. Contractions with n't are negations as
// well, and words with digits numbers.
var (
	negations  = setOf(`not no never none neither nor nobody nothing nowhere without cannot hardly scarcely barely`)
	numbers    = setOf(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion dozen dozens`)
	ordinals   = setOf(`first second third fourth fifth sixth seventh eighth ninth tenth once twice`)
	quantities = setOf(`some all any every each both either most many much more less least few fewer several half
		majority minority numerous multiple various countless enough only mostly largely partly partially
		entirely fully wholly nearly almost approximately about roughly`)
	modals = setOf(`may might must shall should can could will would ought`)
)

// IsNegation, IsNumber, IsQuantity and IsModal tell words in small letters with
// straight apostrophes.
func IsNegation(word string) bool { return negations[word] || strings.HasSuffix(word, "n't") }

// IsNumber reports whether a word is a number, in figures or words.
func IsNumber(word string) bool {
	return strings.ContainsAny(word, "0123456789") ||
		slices.ContainsFunc(strings.Split(word, "-"), func(s string) bool { return numbers[s] || ordinals[s] })
}

// IsOrdinal reports whether a word says which or how often: first, once.
func IsOrdinal(word string) bool { return ordinals[word] }

// IsQuantity reports whether a word says how much: some, all, most.
func IsQuantity(word string) bool { return quantities[word] }

// IsModal reports whether a word is may, must or their like.
func IsModal(word string) bool { return modals[word] }

// wordsOf returns the words of a text as written, without the marks around them,
// and with straight apostrophes.
func wordsOf(text string) (words []string) {
	text = strings.NewReplacer("’", "'", "‑", "-", "‐", "-").Replace(text)
	for w := range strings.FieldsSeq(text) {
		if w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' }); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// lower returns words in small letters; the month May stays as it is.
func lower(words []string) []string {
	low := make([]string, len(words))
	for i, w := range words {
		if low[i] = strings.ToLower(w); w == "May" {
			low[i] = w
		}
	}
	return low
}

// Negations counts the negations of a text.
func Negations(text string) (n int) {
	for _, w := range lower(wordsOf(text)) {
		if IsNegation(w) {
			n++
		}
	}
	return n
}

// qualifiers take force from what a sentence says.
var qualifiers = setOf(`allegedly alleged alleges allege reportedly purportedly purported supposedly supposed apparently claimed claims claim claiming
	only except excluding some most mostly few unless nearly almost partially partly sometimes occasionally rarely seldom suspected`)

// hedges are followed by what is hedged, perhaps behind helpers: "may have".
var (
	hedges  = setOf(`may might could`)
	helpers = setOf(`have be been also not only well then even reportedly`)
)

// denying ends a stretch that denies what stands behind it without a negation: "failed
// to", "rather than", "was barred from".
var denying = regexp.MustCompile(`(?i)\b(?:(?:fail(?:s|ed|ing|ure)?|refus(?:es?|ed|ing|al)|declin(?:es?|ed|ing)|neglect(?:s|ed|ing)?|unable|unwilling|ceas(?:es?|ed)|forb(?:ids?|ade|idden)|omit(?:s|ted)?|inability|yet|forgot)\s+to|(?:prevent(?:s|ed|ing)?|prohibit(?:s|ed|ing)?|ban(?:s|ned)?|bar(?:s|red)?|stop(?:s|ped)?|exempt(?:s|ed)?|refrain(?:s|ed)?|far|abstain(?:s|ed)?)(?:\s+\S+){0,3}?\s+from|lack(?:s|ed|ing)?(?:\s+of)?|absence\s+of|instead\s+of|rather\s+than|other\s+than|anything\s+but)(?:\s+(?:be|been|being|have|even|\pL+ly|\pL+ing|any|the|an?)){0,2}[\s,]*$`)

// Denied reports whether a stretch that was left out ends by denying what stands
// behind it.
func Denied(out string) bool { return denying.MatchString(out) }

// Qualified reports whether a stretch that was left out has a qualifier of what
// is quoted around it. Quoted is what stands in its place.
func Qualified(out, quoted string) bool {
	words, instead := lower(wordsOf(out)), lower(wordsOf(quoted))
	for i, w := range words {
		switch {
		case slices.Contains(instead, w):
		case qualifiers[w], w == "according" && i+1 < len(words) && words[i+1] == "to":
			return true
		case hedges[w] && !slices.ContainsFunc(words[i+1:], func(s string) bool { return !helpers[s] && !strings.HasSuffix(s, "ly") }):
			return true
		}
	}
	return false
}

// limits are words that say of how many something is said, where it begins a sentence.
var limits = setOf(`several certain half many various selected`)

// clauseEnd ends a clause within a sentence.
var clauseEnd = regexp.MustCompile(`[,;:—–()]\s|\s(?:and|but|or)\s`)

// lastClause returns the end of a text from where its last clause begins.
func lastClause(text string) string {
	if at := clauseEnd.FindAllStringIndex(text, -1); at != nil {
		return text[at[len(at)-1][1]:]
	}
	return text
}

// near is how many words beside a cut are looked at.
const near = 8

// CutBefore reports whether what stands before a quotation in its clause denies
// or qualifies it.
func CutBefore(lead string) (negated, qualified bool) {
	negated = Denied(lead)
	words := lower(wordsOf(lastClause(lead)))
	words = words[max(0, len(words)-near):]
	for i, w := range words {
		close := len(words)-i <= 2
		switch {
		case IsNegation(w), w == "nor", w == "denied", w == "denies", w == "false", w == "untrue":
			negated = true
		case quantities[w]:
			qualified = qualified || close && qualifiers[w]
		case qualifiers[w], hedges[w] && close:
			qualified = true
		}
	}
	return negated, qualified
}

// CutBehind reports whether the words right behind a quotation deny it.
func CutBehind(tail string) (negated bool) {
	if strings.TrimLeft(tail, " ") == "" || strings.ContainsAny(tail[:1], ",;:.—–(") {
		return false
	}
	for i, w := range lower(wordsOf(tail)) {
		switch {
		case i == 3 || w == "and" || w == "but" || w == "or":
			return false
		case IsNegation(w):
			return true
		}
	}
	return false
}

var (
	says = `(?:claim(?:ed|ing)|alleg(?:es?|ed|ing)|sa(?:ys?|id)|stat(?:es|ed)|report(?:ed|edly)|assert(?:s|ed)?|argu(?:es?|ed)|insist(?:s|ed)?|maintain(?:s|ed)?|den(?:y|ies|ied)|believ(?:es?|ed)|suspected|accus(?:es?|ed)|contend(?:s|ed)?|suggest(?:s|ed)?|estimated|announc(?:es?|ed)|complain(?:s|ed)?|noted|told|thought|doubted|pretend(?:s|ed)?|hoped?|feared|promised|pledged|threatened)`
	// nouny are verbs that are nouns as well, behind which no comma stands.
	nouny = `(?:claims?|reports?|suspects?|estimates?|doubts?|state\s+that)`
	// frames end what stands before a quotation that is not the source's own
	// statement.
	frames = regexp.MustCompile(`(?i)(?:\bthat|\b` + says + `(?:\s+(?:that|how))?|\b(?:if|unless|whether|although|though|while|whereas|despite|lest|until|not because|because)|\b(?:not|never|no|neither|without|hardly|barely|scarcely)|n[’']t)[\s,:"“‘]*$|\b` + nouny + `(?:\s+(?:that|how))?[\s:"“‘]*$`)
	// framing is followed by when or where, before what is said.
	framing = regexp.MustCompile(`(?i)\b` + says + `\s+that,?\s+(?:in|during|on|after|before|as|when|while|since|by|for|at|under|of|among|until|following|despite|although|if)\b[^.;:]*,[\s"“‘]*$`)
	// opening frames a whole sentence.
	opening   = regexp.MustCompile(`(?i)^\W*(?:according to|reportedly|allegedly|supposedly|purportedly|apparently|in theory)\b[^.;]*,[\s"“‘]*$`)
	takesBack = `but|however|although|though|except|excepting|excluding|unless|until|if|only|yet|while|whereas|despite|nevertheless|nonetheless|notwithstanding|albeit|without|subject to|provided|according to|allegedly|reportedly|supposedly|purportedly|apparently|none|neither|nor|not|never|rarely|seldom|in (?:theory|principle|name)|on paper|nominally|with the exceptions? of|apart from|aside from|other than|barring|as long as|so long as|in spite of|contrary to|rather than|instead of|as alleged|as claimed`
	// contrast begins what takes back what stands before it.
	contrast = regexp.MustCompile(`(?i)^[\s,;:—–(-]*(?:(?:at least |but |even |and )?(?:` + takesBack + `))\b`)
	within   = regexp.MustCompile(`(?i)[,;:—–-]\s*(?:but|however|although|though|except|unless|yet|whereas|nevertheless|nonetheless|notwithstanding|albeit|despite|none of)\b`)
	// denial says further on that what stands before is not so.
	denial  = regexp.MustCompile(`(?i)[,;:—–]\s(?:[^.]{0,80}\b)?(?:which|an? (?:claim|charge|allegation|report)|(?:claim|charge|allegation|report)s)\b[^.]{0,80}\b` + denied + `\b|[;:—–]\s[^.]{0,80}\b` + denied + `\s+(?:it|this|that|them|these|the|those|any|such)\b`)
	denied  = `(?:den(?:y|ies|ied)|disput(?:es?|ed)|reject(?:s|ed)?|refut(?:es?|ed)|contradict(?:s|ed)?|disprove[dn]?)`
	ofThe   = regexp.MustCompile(`(?i)\s+of(?:\s+(?:the|these|those|its|their|his|her|all|them|whom|which))?\s*$`)
	speaker = regexp.MustCompile(`(?i)^\s*[,—–-]\s*(?:[^,;]{1,60}\s)?(?:` + says + `|` + nouny + `|according to)\b[^,;]{0,60}$`)
)

// GoesOnBefore reports whether a quotation that begins like a sentence is in its
// source the matter of another: of "It is not true that", "The government
// claimed", "Although".
func GoesOnBefore(lead string) bool {
	return strings.TrimSpace(lead) != "" && (frames.MatchString(lead) || framing.MatchString(lead) || opening.MatchString(lead))
}

// LimitedBefore reports whether the words right before a quotation deny or limit
// it: "No local", "Few of the", "Only".
func LimitedBefore(lead string) (negated, qualified bool) {
	words := lower(wordsOf(ofThe.ReplaceAllString(lastClause(numero.ReplaceAllString(lead, "number")), "")))
	for _, w := range words[max(0, len(words)-2):] {
		negated = negated || IsNegation(w)
		qualified = qualified || qualifiers[w] || limits[w]
	}
	return negated || Denied(lead), qualified
}

// GoesOnBehind reports whether what follows a quotation in its sentence takes it
// back, or says that it is someone else's claim.
func GoesOnBehind(tail string) bool {
	return contrast.MatchString(tail) || within.MatchString(tail) || denial.MatchString(tail) || speaker.MatchString(strings.TrimRight(tail, ".!?\"”’ "))
}
