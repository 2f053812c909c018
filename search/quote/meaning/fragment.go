package meaning

import (
	"regexp"
	"strings"
)

// The words that turn the meaning of a few words which are quoted from behind them.
var (
	denials = setOf(`deny denies denied denying false untrue disputed disputes rejected rejects refuted`)
	claims  = setOf(`allegedly alleged alleges allege alleging allegation allegations purportedly purported supposedly supposed reportedly apparently
		claimed claims claim claiming suspected accused accusing rumored pretended`)
	unreal = setOf(`would could might may should ought`)
	wishes = setOf(`sure ensure ensures ensuring recommend recommends recommended recommending demand demands demanded request requests requested urge urges urging
		consider considers considered considering`)
	seldom  = setOf(`few little rarely seldom`)
	unsure  = setOf(`if unless whether lest`)
	intents = setOf(`plan plans planned planning intend intends intended intending promise promises promised promising pledge pledges pledged pledging
		vow vows vowed threaten threatens threatened threatening propose proposes proposed proposing attempt attempts attempted attempting try tries tried trying
		hope hopes hoped want wants wanted agree agrees agreed seek seeks sought order ordered asked urged`)
	// between may stand between those and what is quoted: no credible reports of any.
	between = setOf(`the a an any such of that to there it he she they this these those their its his her one
		be been being have has had having is was were are do does did also yet even ever again still so too longer able
		credible confirmed known official officially public further other additional reports report reported evidence indication indications
		information sign signs cases instances incidents examples knowledge record records data doubt need`)
)

// numero is no negation: Convention No. 182.
var numero = regexp.MustCompile(`\b[Nn]os?\.\s*$`)

// Turned reports whether the words right before a few words that are quoted deny or
// qualify them, so that these alone say something else: "did not", "no reports of",
// "claimed that", "would", "if the". It looks no further back than over words which say
// nothing by themselves, and over the subject of a verb that is quoted: "no reports that
// guards | beat prisoners".
func Turned(lead, quoted string) (negated, qualified bool) {
	clause := last(clauseMark, numero.ReplaceAllString(lead, "number"))
	words := lower(wordsOf(clause))
	if subject := subjectOf(words); subject > 0 && beginsWithVerb(wordsOf(quoted)) {
		words = words[:len(words)-subject]
	}
	negated = Denied(clause)
	for i := len(words) - 1; i >= 0 && i >= len(words)-near; i-- {
		w := words[i]
		switch {
		case w == "not" && i+1 < len(words) && words[i+1] == "only":
			return negated, qualified
		case IsNegation(w) || denials[w]:
			return true, qualified
		case claims[w] || unreal[w] || wishes[w] || seldom[w] || unsure[w], w == "to" && i > 0 && intents[words[i-1]]:
			qualified = true
		case !between[w] && !isAdverb(w):
			return negated, qualified
		}
	}
	return negated, qualified
}

// subjectOf returns how many words at the end of a clause are the subject of what follows,
// behind "that" or "if"; 0 if none are.
func subjectOf(clause []string) int {
	for n := 1; n <= maxItem && n < len(clause); n++ {
		switch w := clause[len(clause)-1-n]; {
		case w == "that" || unsure[w]:
			return n
		case auxiliary[clause[len(clause)-n]] || past[clause[len(clause)-n]]:
			return 0
		}
	}
	return 0
}

// TurnedBehind reports whether the words right behind those that are quoted deny them:
// "prisoners were | not released".
func TurnedBehind(quoted, tail string) bool {
	words, rest := lower(wordsOf(quoted)), lower(wordsOf(tail))
	return len(words) > 0 && len(rest) > 0 && auxiliary[words[len(words)-1]] && IsNegation(rest[0]) &&
		!strings.ContainsAny(strings.TrimLeft(tail, " ")[:1], ",;:.—–(")
}
