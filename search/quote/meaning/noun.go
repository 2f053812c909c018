package meaning

import (
	"regexp"
	"slices"
	"strings"
)

// What an omission takes out of a phrase of nouns may change what the rest is about: of
// "officials of the [opposition in the] ministry", "police arrested [relatives of]
// journalists", "teachers[, students] and journalists".

var (
	// light heads say how much or which kind of what follows "of".
	light = setOf(`number numbers variety range series kind kinds type types form forms part parts group groups case cases instance instances incident incidents
		act acts practice problem issue crime crimes level levels rate rates amount amounts percent hundreds thousands dozens tens millions lot lots
		majority minority total set period pair couple city town village province state district year years month day area region process field
		topic subject use purpose purposes means ministry department office end beginning course basis`)
	// privative words before a noun make another thing of it.
	privative = setOf(`former so-called would-be attempted proposed planned draft potential prospective aspiring fake false pretended
		self-proclaimed self-styled self-declared self-appointed shadow opposition rebel non-state nonstate unofficial outgoing incoming ex`)
	// offices are what a country has, and others may have as well.
	offices = setOf(`government president authorities officials official army police military forces soldiers troops parliament ministers minister
		leader leaders members member citizens nationals courts court law laws`)
	// others are whose they may be.
	others = setOf(`opposition rebels rebel party company companies group groups militia militias union unions church bank gang gangs cartel cartels
		guerrillas insurgents insurgency separatists movement coalition region neighboring`)
	institution = regexp.MustCompile(`\b(?:Ministry|Department|Agency|Office|Bureau|Commission|Police|Court|Council|Directorate|Service|Institute|Committee|Unit|Force)\b`)
	ownersAside = setOf(`country's government's nation's state's year's ministry's world's`)
	asides      = setOf(`including using citing following regarding concerning such particularly especially notably namely like mainly primarily also along together who which whose whom that where when while if`)
)

// ChangesNoun reports whether an omission changes what the words around it are about: it
// takes out the noun of a phrase, whose is what the phrase names, a word that makes
// another thing of it, or some of a list.
func (c Cut) ChangesNoun() bool {
	words := wordsOf(c.Out)
	if len(words) == 0 || strings.ContainsAny(c.Between, ".!?;:()—–") && len(words) > 1 {
		return false
	}
	return c.shortensList() || !strings.Contains(c.Between, ",") && (c.takesHead(words) || c.takesOwner(words) || c.takesPrivative(words))
}

// shortensList reports whether whole items of a list of nouns are left out: of "teachers,
// students[, judges] and journalists".
func (c Cut) shortensList() bool {
	before, between := strings.TrimRight(c.Before, " "), strings.TrimSpace(c.Between)
	if strings.HasSuffix(before, ",") {
		between = "," + strings.TrimLeft(between, ",")
	}
	if !strings.HasPrefix(between, ",") {
		return false
	}
	behind := wordsOf(firstMark.Split(c.Behind, 2)[0])
	joined := len(behind) > 1 && conjunction[strings.ToLower(behind[0])]
	if joined {
		behind = behind[1:]
	}
	items := strings.Split(strings.Trim(between, ", "), ",")
	if end := wordsOf(items[len(items)-1]); len(end) > 0 && conjunction[strings.ToLower(end[len(end)-1])] {
		joined = true
		if items = items[:len(items)-1]; len(end) > 1 {
			items = append(items, strings.Join(end[:len(end)-1], " "))
		}
	}
	return joined && len(items) > 0 && isItem(firstItem(behind)) && !slices.ContainsFunc(items, func(item string) bool {
		words := wordsOf(item)
		return len(words) > maxItem || !isItem(words)
	})
}

var conjunction = setOf(`and or`)

// maxItem is of how many words an item of a list is.
const maxItem = 5

// firstItem returns the words up to a verb or what else may follow an item of a list:
// "students | who were".
func firstItem(words []string) []string {
	for i, w := range lower(words) {
		if auxiliary[w] || past[w] || isSmall(w) || asides[w] || i > 0 && endsLikeVerb(w) {
			return words[:i]
		}
	}
	return words[:min(len(words), maxItem)]
}

// isItem reports whether words may be an item of a list of nouns: no verb is in them, and
// they begin with no word that begins something else.
func isItem(words []string) bool {
	if len(words) == 0 || beginsWithVerb(words) {
		return false
	}
	first := strings.ToLower(words[0])
	if prepositions[first] || asides[first] || isAdverb(first) || IsNegation(first) || strings.HasSuffix(first, "ing") && len(words) > 2 || subordinate.MatchString(first) {
		return false
	}
	for i, w := range lower(words) {
		if auxiliary[w] || past[w] || i > 0 && endsLikeVerb(w) && (i+1 == len(words) || isSmall(strings.ToLower(words[i+1]))) {
			return false
		}
	}
	return true
}

// takesHead reports whether the noun of a phrase is left out, so that one which it
// governed takes its place: "relatives of".
func (c Cut) takesHead(out []string) bool {
	low := lower(out)
	end := len(low)
	for end > 0 && (articles[low[end-1]] || pointers[low[end-1]]) {
		end--
	}
	behind := wordsOf(c.Behind)
	if len(behind) > 1 && (articles[strings.ToLower(behind[0])] || pointers[strings.ToLower(behind[0])]) {
		behind = behind[1:]
	}
	if end < 2 || !prepositions[low[end-1]] || low[end-1] == "to" || len(behind) == 0 || isSmall(strings.ToLower(behind[0])) {
		return false
	}
	head := low[end-2]
	return !isSmall(low[0]) && !conjunction[low[0]] && !light[head] && !isSmall(head) && !isAdverb(low[0]) && !IsNumber(head) && !IsQuantity(head) &&
		!slices.ContainsFunc(low[:end-1], func(w string) bool { return auxiliary[w] || past[w] || endsLikeVerb(w) || conjunction[w] || asides[w] })
}

// takesOwner reports whether it is left out whose what was named before is, or what is
// named behind: "the government [of South Sudan] arrested", "the [opposition's] leaders".
func (c Cut) takesOwner(out []string) bool {
	low := lower(out)
	before := lower(wordsOf(c.Before))
	if len(before) > 0 && offices[before[len(before)-1]] && (low[0] == "of" || low[0] == "from") {
		foreign := slices.ContainsFunc(out, func(w string) bool { return isName(w) && (c.About == nil || !c.About(notPossessive(w))) })
		return slices.ContainsFunc(low, func(w string) bool { return others[notPossessive(w)] }) || foreign && !institution.MatchString(c.Out)
	}
	i := slices.IndexFunc(low, func(w string) bool { return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "s'") })
	return i >= 0 && !ownersAside[low[i]] && others[notPossessive(low[i])]
}

// takesPrivative reports whether a word is left out that makes another thing of the noun
// behind it: "former", "proposed".
func (c Cut) takesPrivative(out []string) bool {
	behind := wordsOf(c.Behind)
	return len(out) <= 3 && len(behind) > 0 && !isSmall(strings.ToLower(behind[0])) &&
		slices.ContainsFunc(lower(out), func(w string) bool { return privative[w] || strings.HasPrefix(w, "ex-") })
}

// listGoesOn matches the rest of a sentence that begins with items of a list.
var listGoesOn = regexp.MustCompile(`(?i)^((?:,\s+[^,;:.()—–]+)*?),?\s+(?:and|or)\s+([^,;:.()—–]+)`)

// EndsList reports whether a stop between quoted, which ends a sentence of the source that
// goes on with tail, stands within a list of nouns as if it were its end: "teachers,
// students | and journalists".
func EndsList(quoted, tail string) bool {
	m := listGoesOn.FindStringSubmatch(strings.TrimLeft(tail, "”’\"'"))
	if m == nil {
		return false
	}
	if !isItem(firstItem(wordsOf(m[2]))) {
		return false
	}
	var items []string
	if m[1] != "" {
		items = strings.Split(m[1], ",")[1:]
	}
	if at := strings.LastIndex(quoted, ", "); at >= 0 && len(items) == 0 {
		items = append(items, quoted[at+1:])
	}
	return len(items) > 0 && !slices.ContainsFunc(items, func(item string) bool {
		words := wordsOf(item)
		return len(words) > maxItem || !isItem(words) || tells(words)
	})
}
