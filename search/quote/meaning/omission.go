package meaning

import (
	"regexp"
	"slices"
	"strings"
)

// A Cut is an omission within a quotation, and what is quoted around it.
type Cut struct {
	Before string // the fragment before the omission
	Out    string // what is left out
	Behind string // the fragment behind it
	Opens  bool   // Before begins where a sentence does

	Between string                 // all that stands there, with the marks beside what is left out
	About   func(word string) bool // whether a word, not as a possessive, names what the whole source is about; may be nil
}

var (
	// subordinate is a clause within another, whose verb is its own.
	subordinate = regexp.MustCompile(`(?i)\b(?:who|whom|whose|which|that|where|when|while|as|because|since|if|unless|until|although|though|after|before|whether|how|what|than)\b[^,;:—–.]*`)
	aside       = regexp.MustCompile(`\([^()]*\)|[—–][^—–]*[—–]`)
	// coordinator begins a clause that may have a subject of its own.
	coordinator = regexp.MustCompile(`(?i)(?:[,;:]\s+)?\b(?:and|but|or|while|whereas|who|which|that)\b|;\s|[.!?]["”’)]*\s+`)
	relative    = regexp.MustCompile(`(?i)\b(?:who|which|that)$`)
	lastStop    = regexp.MustCompile(`[.!?]["”’)]*\s+`)
	firstMark   = regexp.MustCompile(`[,;:—–.!?(]`)
	being       = setOf(`is are was were be been being`)
	// same stand for a subject that was named.
	same = setOf(`he she it they`)
)

// LosesVerb reports whether an omission takes out a verb or its subject, so that what
// is quoted around it says something else: the verb of the subject before it ("The
// government … prosecution of traffickers"), that of what stands behind it ("released
// 12 detainees … 40 prisoners", who were executed), who did what stands behind it
// ("Authorities released 12 detainees … executed 40", which rebels did), or that
// something was done to the subject ("The police … attacked").
func (c Cut) LosesVerb() bool {
	out := strings.TrimSpace(aside.ReplaceAllString(c.Out, " "))
	behind := wordsOf(firstMark.Split(c.Behind, 2)[0])
	own := wordsOf(subordinate.ReplaceAllString(firstMark.Split(c.Behind, 2)[0], " "))
	if len(behind) == 0 || out == "" || strings.ContainsAny(out[len(out)-1:], ".!?") {
		return false
	}
	before := wordsOf(last(lastStop, c.Before))
	opens := c.Opens || lastStop.MatchString(c.Before)
	verb := beginsWithVerb(behind)
	if verb && endsPassive(wordsOf(out)) && participle(behind[0]) {
		return true
	}
	clause := last(coordinator, out)
	lost := hasVerb(before, subordinate.ReplaceAllString(out, " "), behind)
	if !mayHaveVerb(before) {
		switch {
		case !opens || !lost || len(before) == 0:
			return false
		case verb:
			return !opensAdjunct(before[0]) && hasSubject(clause)
		}
		return !tells(own)
	}
	at := coordinator.FindAllString(out, -1)
	if len(at) == 0 {
		return false
	}
	if verb {
		return relative.MatchString(at[len(at)-1]) || hasSubject(clause)
	}
	first := strings.ToLower(behind[0])
	return lost && beginsWithVerb(wordsOf(clause)) && !prepositions[first] && first != "and" && first != "or" && !tells(own)
}

// last returns what stands behind the last match.
func last(pattern *regexp.Regexp, text string) string {
	if at := pattern.FindAllStringIndex(text, -1); at != nil {
		return text[at[len(at)-1][1]:]
	}
	return text
}

// commands begin recommendations, and are what many do.
var commands = setOf(`ensure establish publish develop expand strengthen amend adopt implement enact collect institute create build review consider cooperate
	grant sign ratify accede promote address combat fund engage participate recognize study carry put set pass draft issue eliminate repeal abolish
	accelerate step intensify undertake seek respect guarantee facilitate uphold complete maintain extend design appoint monitor hire inform clarify finalize`)

// mayHaveVerb reports whether some of the words may be a verb, in any place: by their
// form, behind an adverb, or as a command.
func mayHaveVerb(words []string) bool {
	low := lower(words)
	for i, w := range low {
		if mayBeVerb(w) || i > 0 && isAdverb(low[i-1]) && !isSmall(w) && !IsQuantity(w) || commands[w] && !isNoun(words, i) {
			return true
		}
	}
	return false
}

// tells reports whether words have a verb of their own, which is no noun: "the report"
// has none.
func tells(words []string) bool {
	for i, w := range lower(words) {
		if auxiliary[w] || past[w] || endsLikeVerb(w) && i+1 < len(words) && !modifies(words, i) {
			return true
		}
	}
	return false
}

func isAdverb(w string) bool {
	return strings.HasSuffix(w, "ly") && len(w) > 4 || w == "also" || w == "then" || w == "often" || w == "sometimes"
}

// hasVerb reports whether a text has a verb for sure, given the words around it.
func hasVerb(before []string, text string, behind []string) bool {
	words := slices.Concat(before[max(0, len(before)-1):], wordsOf(text))
	n := len(words)
	if !strings.HasSuffix(strings.TrimSpace(text), ",") {
		words = append(words, behind...)
	}
	for i := min(1, len(before)); i < n; i++ {
		if isFinite(words, i) {
			return true
		}
	}
	return false
}

// isFinite reports whether words[i] is the verb of a clause, as far as can be told: a
// form in -ed before a preposition may belong to a noun ("cases reported by").
func isFinite(words []string, i int) bool {
	w := strings.ToLower(words[i])
	if auxiliary[w] {
		return !helping[w]
	}
	if i > 0 && (auxiliary[strings.ToLower(words[i-1])] || prepositions[strings.ToLower(words[i-1])]) || modifies(words, i) {
		return false
	}
	if i+1 == len(words) || prepositions[strings.ToLower(words[i+1])] {
		return false
	}
	return endsLikeVerb(w) || past[w] || strings.HasSuffix(w, "s") && verbs[strings.TrimSuffix(w, "s")] && i > 0 && !isNoun(words, i)
}

// helping are forms that are no verb of a clause by themselves.
var helping = setOf(`be been being having done`)

// beginsWithVerb reports whether words begin with a verb, perhaps behind an adverb.
func beginsWithVerb(words []string) bool {
	for i, w := range lower(words) {
		if isAdverb(w) || IsNegation(w) {
			continue
		}
		return auxiliary[w] || past[w] || endsLikeVerb(w) && (i == 0 || !modifies(words, i)) && !describes(words, i)
	}
	return false
}

// describes reports whether the form in -ed that words[i] is stands before a noun of
// its own, as in "armed groups" and "detained journalists were".
func describes(words []string, i int) bool {
	for _, w := range lower(words[i+1:]) {
		if auxiliary[w] {
			return true
		}
	}
	return false
}

// hasSubject reports whether a clause without its verb is somebody who does something.
func hasSubject(clause string) bool {
	clause = strings.TrimSpace(clause)
	if strings.HasSuffix(clause, ",") || beginsWithVerb(wordsOf(clause)) {
		return false
	}
	return slices.ContainsFunc(lower(wordsOf(clause)), func(w string) bool {
		return !isSmall(w) && !auxiliary[w] && !same[w] && !isAdverb(w) && !IsNegation(w)
	})
}

// endsPassive reports whether words end with a form of "be", perhaps before an adverb.
func endsPassive(words []string) bool {
	for i := len(words) - 1; i >= 0; i-- {
		if w := strings.ToLower(words[i]); !isAdverb(w) {
			return being[w]
		}
	}
	return false
}

func participle(word string) bool {
	w := strings.ToLower(word)
	return endsLikeVerb(w) || past[w]
}

// opensAdjunct reports whether a word begins what says where, when or how, and is no
// subject.
func opensAdjunct(word string) bool {
	w := strings.ToLower(word)
	return prepositions[w] || strings.HasSuffix(w, "ly") || strings.HasSuffix(w, "ing") || subordinate.MatchString(w)
}
