package meaning

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/search/english"
	"verbatim/search/quote/style"
)

// The words that tell what a bracket does, in small letters.
var (
	articles = setOf(`the a an`)
	// pronouns stand for what an author may name instead of them.
	pronouns = setOf(`he she it they him her them his hers its their theirs i me my mine we us our ours you your yours this that these those who whom whose
		which one ones there here then himself herself itself themselves ourselves myself`)
	// pointers make a noun stand for something that was named before.
	pointers = setOf(`the this that these those such his her its their our my your said same former latter`)
	// prepositions and conjunctions, of which one put in for another makes another
	// sense.
	prepositions = setOf(`of in on at to for from by with within into onto over under between among through during after before since until against about across toward towards around near per via upon`)
	// harmless are small words that put nothing in by themselves.
	harmless  = setOf(`of in on at to for with and as that who which whose whom`)
	auxiliary = setOf(`is are was were be been being am has have had having do does did done can could may might must shall should will would`)
	// past are forms of verbs that no ending tells.
	past = setOf(`shot beat beaten held sent took taken gave given found kept left lost made put said saw seen sold bought
		told fled fought hung led met paid slain slew stole stolen struck threw thrown went gone won wrote written broke broken burnt
		drove driven fell fallen hid hidden knew known ran rose sought spoke stood swore taught thought wore began begun chose chosen hurt bled bound`)
	// verbs are common ones in such reports, of which the form in -s is a verb too.
	verbs = setOf(`arrest kill execute torture detain release charge convict sentence imprison deport abuse rape beat shoot punish fine
		free fire hire force coerce threaten harass prosecute investigate acquit hang murder attack assault kidnap abduct
		expel ban prohibit allow permit deny refuse reject fail continue begin stop end increase decrease reduce
		improve worsen cut raise double ignore exploit traffic recruit pay sell buy destroy burn bomb accept admit
		require provide report identify protect support enforce prevent include remain receive make take give hold find lack
		exist occur operate work live use employ train conduct face`)
	// noVerbs end like verbs and are none.
	noVerbs = setOf(`united armed hundred sacred naked indeed wicked red bed need seed speed feed breed reed weed deed unaccompanied alleged so-called related`)
	// governing are words for those who govern, which stand for each other.
	governing = setOf(`government governments authorities authority officials administration administrations state ministry regime cabinet leadership`)
	// vague nouns stand, behind a pointer, for what was named before.
	vague = setOf(`country countries nation group groups organization organizations organisation company companies firm person persons people individual individuals
		institution institutions body entity entities facility facilities place places area areas region regions location site thing things measure measures
		law laws act document report reports practice practices problem issue situation incident incidents event events case cases period year years month months
		week day days time program programs programme project agreement others offense offence crime former latter same`)
	// collective nouns are named by no one's name.
	collective = setOf(`police military army militia navy people public opposition media press government security staff personnel group team family judiciary resistance`)
	titles     = setOf(`president prime minister mr mrs ms dr general king queen judge justice prince senator ambassador pope reverend father colonel captain
		secretary chancellor governor mayor`)
	// times are words for when, which a year or month may be put in for.
	times = setOf(`year month day then time now period week today yesterday tomorrow since spring summer autumn winter`)
	// families are forms of one word that no stem joins.
	families = []map[string]bool{setOf(`is are was were be been being am`), setOf(`has have had having`), setOf(`do does did done`),
		setOf(`will would`), setOf(`can could`), setOf(`may might`), setOf(`the a an this that these those`),
		setOf(`it its they their them he him his she her hers theirs we us our ours i me my`), governing,
		setOf(`country nation`), setOf(`person persons people individuals individual`), setOf(`ngo ngos`)}
)

// sameRoot reports whether two words are one, in another form or spelling, or
// stand for each other.
func sameRoot(a, b string) bool {
	if a == b || style.Pairs(a, b) != nil {
		return true
	}
	a, b = notPossessive(a), notPossessive(b)
	if slices.ContainsFunc(families, func(f map[string]bool) bool { return f[a] && f[b] }) {
		return true
	}
	if IsNumber(a) || IsNumber(b) || IsNegation(a) || IsNegation(b) || IsModal(a) || IsModal(b) {
		return false
	}
	return a == b || english.Stem(a) == english.Stem(b)
}

// notPossessive returns a word without the ending of a possessive.
func notPossessive(word string) string {
	return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "'")
}

// isName reports whether a word is a name.
func isName(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !isSmall(strings.ToLower(word))
}

// isSmall reports whether a word, in small letters, only joins others or stands for one.
func isSmall(w string) bool {
	return articles[w] || pronouns[w] || prepositions[w] || harmless[w]
}

// isVerb reports whether words[i] is a verb, as far as its form and what is beside
// it tell.
func isVerb(words []string, i int) bool {
	w := strings.ToLower(words[i])
	switch {
	case auxiliary[w] || past[w]:
		return true
	case i > 0 && strings.ToLower(words[i-1]) == "to" && verbs[w]:
		return true
	}
	return endsLikeVerb(w) && !modifies(words, i)
}

func endsLikeVerb(w string) bool {
	return strings.HasSuffix(w, "ed") && len(w) > 3 && !noVerbs[w] && !strings.Contains(w, "-")
}

// modifies reports whether words[i] stands in front of a noun behind an article:
// "the detained journalists".
func modifies(words []string, i int) bool {
	if i+1 >= len(words) {
		return false
	}
	next := strings.ToLower(words[i+1])
	noun := !isSmall(next) && !IsNumber(next)
	return noun && (i == 0 || articles[strings.ToLower(words[i-1])] || pointers[strings.ToLower(words[i-1])])
}

// mayBeVerb reports whether a word may be one, in any place.
func mayBeVerb(w string) bool {
	return auxiliary[w] || past[w] || endsLikeVerb(w) || verbs[w] || verbs[strings.TrimSuffix(w, "s")] || verbs[strings.TrimSuffix(w, "es")]
}

// isNoun reports whether words[i], which may be a verb, is a noun by the word before
// it: "the report", "of abuse".
func isNoun(words []string, i int) bool {
	if i == 0 || auxiliary[strings.ToLower(words[i])] {
		return false
	}
	before := strings.ToLower(words[i-1])
	return articles[before] || pointers[before] || prepositions[before] && before != "to"
}

// isAcronym reports whether a word is made of initials: NGO, U.N.
func isAcronym(word string) bool {
	return len(word) > 1 && strings.ToUpper(word) == word && !IsNumber(word)
}

// plain returns an acronym without stops, and not as a plural.
func plain(acronym string) string {
	return strings.TrimSuffix(strings.ReplaceAll(acronym, ".", ""), "s")
}

// initials returns the first letters of the words that have a capital.
func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
