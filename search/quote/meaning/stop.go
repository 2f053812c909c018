package meaning

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A stop may be put where the source has a mark, or goes on with "and", with a
// preposition, an adverb or a time. It parts what belongs together before the rest of
// a phrase, and widens what is said where the rest limits it.

// The words that tell whether a sentence may end between two of them.
var (
	// leading stand in front of what they belong to.
	leading = setOf(`the a an and or but nor than that which who whom whose whether because if as when while although though unless until
		is are was were be been being am has have had having do does did can could may might must shall should will would
		not no of at to from into with upon per its their his my our your every such very more less between among
		through during under against towards toward despite about via also both either neither`)
	// joining begin what limits the noun or completes the verb before them.
	joining = setOf(`of that who whom whose which whether how what than`)
	// loose begin what a sentence can do without.
	loose = setOf(`and or in on at for from by with within into onto over under between among amid through during after before since against about across
		toward towards around near per via upon along throughout outside inside beyond behind because as so then too also again once twice
		together elsewhere abroad there here today yesterday tomorrow now later earlier soon often always sometimes annually last this next each every
		including using citing following regarding concerning compared due thereby thus due to
		monday tuesday wednesday thursday friday saturday sunday such when whenever where once prior based home away back out up down off per how`)
	// demanding are followed by "to" and what is done, without which they say little
	// or something else.
	demanding = setOf(`fail fails failed failing failure refuse refuses refused refusing refusal decline declines declined attempt attempts attempted attempting
		try tries tried trying seek seeks sought seeking plan plans planned intend intends intended promise promises promised agree agrees agreed
		threaten threatens threatened continue continues continued begin begins began start started cease ceased appear appears appeared seem seems seemed
		tend tends tended need needs needed have has had ought used able unable likely unlikely willing unwilling required requires require permitted permits permit
		allowed allows allow forced forces force ordered orders order asked encouraged expected supposed believed said known reported reluctant free
		entitled authorized empowers authorizes compelled compel compels coerced coerce obliged enable enables enabled inability ability right
		neglected insufficient sufficient enough necessary difficult hard easy pledged vowed decided decides hoped wanted want wants managed helped claims claimed pressured urged instructed`)
	// withPreposition are words with the prepositions that they do not stand without.
	withPreposition = map[string]string{
		"based": "on upon in", "depend": "on upon", "depends": "on upon", "depended": "on upon", "rely": "on upon", "relies": "on upon", "relied": "on upon",
		"result": "in from", "resulted": "in from", "resulting": "in from", "results": "in from", "led": "to", "leads": "to", "due": "to", "subject": "to", "related": "to", "amounted": "to",
		"belonged": "to", "belonging": "to", "refer": "to", "refers": "to", "referred": "to", "contributed": "to", "according": "to", "subjected": "to", "prior": "to",
		"responsible": "for", "accounted": "for", "provides": "for", "provide": "for", "provided": "for", "called": "for", "calls": "for",
		"dealt": "with", "complied": "with", "comply": "with", "aimed": "at", "engaged": "in", "engage": "in", "participate": "in", "participated": "in",
		"accused": "of", "consist": "of", "consisted": "of", "consists": "of", "range": "from", "ranged": "from", "ranging": "from", "suffered": "from",
		"prohibits": "from", "prevented": "from", "interfered": "with", "associated": "with", "focused": "on",
	}
	// providing are verbs of laws: what follows says in which case they hold.
	providing = regexp.MustCompile(`(?i)\b(?:may|must|shall|can|could|should|prohibits?|permits?|allows?|requires?|guarantees?|provides?|criminalizes?|entitles?|forbids?)\b`)
	inCases   = regexp.MustCompile(`(?i)^(?:when|whenever|where|wherever|once|in (?:the )?(?:cases?|event|emergenc\w+|circumstances|times?)\b|on (?:the )?(?:condition|grounds?)\b|for (?:those|persons|anyone)\b|based on)`)
	// moment says when, and no more than that the year of the report is meant.
	moment    = regexp.MustCompile(`(?i)^(?:(?:during|in|within|throughout|over|by|since|as of|at|through|on|for|before|after|from|until) (?:the |this |that )?(?:(?:early|late|mid|end of|course of|past|previous|last|first|second|same|entire|reporting|review|calendar|fiscal)[ -])*|(?:the )?(?:last|next|each|every|previous|following|same) )(?:year|period|month|week|day|time|decade|\d{4}|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b(?: (?:under review|covered by (?:the|this) report|of \d{4}|\d{1,2}\b|\d{4}))*[\s.,;:!?”"’)]*`)
	universal = setOf(`all every each any only always anyone everyone everybody entire solely exclusively`)
)

// Tears reports whether a stop between quoted, which is a sentence of the source up to
// where the quotation ends, and tail, the rest of that sentence, parts what belongs
// together, or makes more general what is said: "no reports of torture | by the police".
func Tears(quoted, tail string) bool {
	tail = strings.TrimLeftFunc(tail, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`”’"'`, r) })
	words, rest := wordsOf(quoted), wordsOf(tail)
	if len(words) == 0 || len(rest) == 0 {
		return false
	}
	last, next := strings.ToLower(words[len(words)-1]), strings.ToLower(rest[0])
	if mark, _ := utf8.DecodeRuneInString(tail); !unicode.IsLetter(mark) && !unicode.IsDigit(mark) && mark != '$' && mark != '€' && mark != '£' && mark != '[' {
		return false
	}
	switch {
	case leading[last] || IsQuantity(last) && !loose[next] || strings.HasSuffix(last, "'s") || strings.HasSuffix(last, "s'"):
		return true
	case next == "to":
		return completes(words, rest)
	case joining[next]:
		return true
	case slices.Contains(strings.Fields(withPreposition[last]), next):
		return true
	case beginsWithVerb(rest): // of what stands before it
		return true
	case !loose[next] && !(strings.HasSuffix(next, "ly") && len(next) > 5) && !moment.MatchString(tail):
		return true
	}
	return unfinished(words, next) || narrows(quoted, tail)
}

// completes reports whether "to", which the rest begins with, belongs to a word of
// the last ones: "failed to protect", "led to".
func completes(words, rest []string) bool {
	if slices.Contains(strings.Fields(withPreposition[strings.ToLower(words[len(words)-1])]), "to") {
		return true
	}
	if len(rest) < 2 {
		return true
	}
	object := strings.ToLower(rest[1])
	if isSmall(object) || IsNumber(object) || IsQuantity(object) || isName(rest[1]) || strings.HasSuffix(object, "s") {
		return false
	}
	return slices.ContainsFunc(words[max(0, len(words)-5):], func(w string) bool { return demanding[strings.ToLower(w)] })
}

// unfinished reports whether "and" goes on what needs a second part, or an adverb
// stands before the verb of a sentence that has none yet.
func unfinished(words []string, next string) bool {
	low := lower(words)
	last := func(word string) int {
		for i := len(low) - 1; i >= 0; i-- {
			if low[i] == word {
				return i
			}
		}
		return -1
	}
	switch next {
	case "and":
		if last("between") > last("and") || last("both") > last("and") {
			return true
		}
	case "or":
		if last("either") > last("or") {
			return true
		}
	}
	return !slices.ContainsFunc(low, mayBeVerb)
}

// newClause begins a clause that a negation before it says nothing of.
var newClause = regexp.MustCompile(`[,;:—–()]\s|\s(?:and|but)\s`)

// narrows reports whether a tail without a comma limits what is denied or said of all,
// or says in which case a law holds. A time limits nothing that a report of a year says.
func narrows(quoted, tail string) bool {
	clause := last(newClause, quoted)
	if words := wordsOf(clause); len(words) > 0 && !tells(words) { // "and" joins nouns
		clause = last(clauseMark, quoted)
	}
	if providing.MatchString(clause) && inCases.MatchString(tail) {
		return true
	}
	if !slices.ContainsFunc(lower(wordsOf(clause)), func(w string) bool { return IsNegation(w) && w != "without" || universal[w] }) {
		return false
	}
	tail = moment.ReplaceAllString(tail, "")
	next := wordsOf(tail)
	return len(next) > 0 && prepositions[strings.ToLower(next[0])]
}

// TearsBefore reports whether a capital where a quotation begins, which reads as a whole
// sentence, parts it from what it belongs to: from the subject of its verb ("Guards beat |
// Abused prisoners"), or from the words in front of a noun.
func TearsBefore(lead, quoted string) bool {
	lead = strings.TrimRightFunc(lead, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`“"‘'`, r) })
	clause, words := wordsOf(last(clauseMark, lead)), wordsOf(quoted)
	if len(words) < 2 || len(wordsOf(lead)) == 0 {
		return false
	}
	first := strings.ToLower(words[0])
	if first == "and" || first == "or" || first == "but" {
		return beginsWithVerb(words[1:])
	}
	if beginsWithVerb(words) {
		return true
	}
	if len(clause) == 0 || strings.ContainsAny(lead[len(lead)-1:], ",;:—–") {
		return false
	}
	before := strings.ToLower(clause[len(clause)-1])
	joined := before == "and" || before == "but" || before == "or" || before == "that"
	return first == "to" && mayHaveVerb(clause) || !joined && !moment.MatchString(strings.Join(clause, " ")+" ") && (leading[before] || pointers[before] || strings.HasSuffix(before, "'s"))
}

// clauseMark ends a clause by a mark.
var clauseMark = regexp.MustCompile(`[,;:—–()]\s`)

// PartsSubject reports whether an ellipsis at the start takes out the noun whose verb
// follows: "abuses by | peacekeepers were documented".
func PartsSubject(lead, quoted string) bool {
	clause, words := wordsOf(last(clauseMark, lead)), wordsOf(firstMark.Split(quoted, 2)[0])
	if len(clause) < 2 || len(words) == 0 || beginsWithVerb(words) {
		return false
	}
	before := strings.ToLower(clause[len(clause)-1])
	return (before == "by" || before == "of" || before == "against") && !hasVerb(clause[:1], strings.Join(clause[1:], " "), nil) && !opensAdjunct(clause[0]) && hasVerb(words[:1], strings.Join(words[1:], " "), nil)
}
