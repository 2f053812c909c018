package style

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
	"verbatim/search/english"
)

// same reports whether two runs of tokens stand for each other.
func same(a, b []token) bool {
	if len(a) == 1 && len(b) == 1 && sameWord(a[0].text, b[0].text) {
		return true
	}
	if x, ok := percent(a); ok {
		y, ok := percent(b)
		return ok && x == y
	}
	if x, ok := numberOf(a); ok {
		y, ok := numberOf(b)
		return ok && x == y
	}
	for _, read := range []func([]token) (string, bool){fractionOf, rangeOf} {
		if x, ok := read(a); ok {
			y, ok := read(b)
			return ok && x == y
		}
	}
	if len(a) == 1 && len(b) > 1 {
		return solid(a[0], b)
	}
	return len(b) == 1 && len(a) > 1 && solid(b[0], a)
}

// sameWord reports whether two words are one, in another spelling at most.
func sameWord(a, b string) bool {
	a, b = strings.ReplaceAll(a, "’", "'"), strings.ReplaceAll(b, "’", "'")
	if strings.EqualFold(a, b) {
		return !strings.Contains(a, ".") || a == b || isUpper(a) == isUpper(b)
	}
	if stem, ok := cutPossessive(a); ok {
		other, ok := cutPossessive(b)
		return ok && sameWord(stem, other)
	}
	x, y := strings.ToLower(a), strings.ToLower(b)
	return otherForms[x] == y || otherForms[y] == x || sameAbbreviation(a, b) || sameUnaccented(a, b) || english.SameSpelling(x, y)
}

// otherForms are words that houses write in one of two ways.
var otherForms = map[string]string{
	"&": "and", "toward": "towards", "afterward": "afterwards", "among": "amongst", "amid": "amidst", "while": "whilst",
	"spelled": "spelt", "burned": "burnt", "protester": "protestor", "protesters": "protestors",
}

func cutPossessive(word string) (string, bool) {
	for _, end := range []string{"'s", "’s"} {
		if stem, ok := strings.CutSuffix(word, end); ok {
			return stem, true
		}
	}
	return word, false
}

// initials is an abbreviation with stops in it.
var initials = regexp.MustCompile(`^(?:\p{Lu}\p{Ll}?\.)+\p{Lu}?\.?$`)

// sameAbbreviation reports whether one is the other without its stops. Capitals
// count: US is not us.
func sameAbbreviation(a, b string) bool {
	plain, other := strings.ReplaceAll(a, ".", ""), strings.ReplaceAll(b, ".", "")
	if plain != other || a == b {
		return false
	}
	for _, s := range []string{a, b} {
		if strings.Contains(s, ".") && !initials.MatchString(s) && s != "a.m." && s != "p.m." && s != "e.g." && s != "i.e." && !stopped[strings.TrimSuffix(s, ".")] {
			return false
		}
	}
	return true
}

func isUpper(s string) bool { return strings.ToUpper(s) == s }

// otherWords are words that an accent makes others.
var otherWords = setOf("resume resumes expose exposes rose pate mate lame pique")

// sameUnaccented reports whether two words differ in accents alone.
func sameUnaccented(a, b string) bool {
	folded := prose.FoldString(a)
	if folded != prose.FoldString(b) || !onlyLatin(a) || !onlyLatin(b) || otherWords[folded] {
		return false
	}
	return loans[folded] || startsUpper(a) && startsUpper(b)
}

// loans are words of other languages that English has with and without their
// accents. In those languages an accent may make another word of it (publie,
// publié), but hardly in names.
var loans = setOf(`naive naively naivete cafe cafes cliche cliches facade facades fiance fiancee role roles elite elites detente regime regimes
	protege proteges emigre emigres communique communiques deja decor debut debuts creche creches premiere melee nee etat attache attaches
	entree cortege seance`)

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

func onlyLatin(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool {
		return !unicode.In(r, unicode.Latin, unicode.M) && r != '\'' && r != '’'
	}) < 0
}

// solid reports whether a word written as one is the same as its parts with
// hyphens or spaces between.
func solid(one token, parts []token) bool {
	joined, hyphened := "", true
	for i, p := range parts {
		if i > 0 && p.sep != "-" && p.sep != " " || denies[p.low] || p.text == "%" {
			return false
		}
		hyphened = hyphened && (i == 0 || p.sep == "-")
		joined += p.low
	}
	if joined != one.low || strings.ContainsAny(joined, ".0123456789") || len(parts) > 3 {
		return false
	}
	head, rest := parts[0].low, joined[len(parts[0].low):]
	switch {
	case head == "re":
		return len(parts) == 2 && hyphened && againIsOneWord(rest)
	case solidPrefixes[head]:
		return len(rest) >= 3 && !startsWithAny(rest, otherBehind[head])
	}
	return compound(parts, hyphened)
}

// compound reports whether parts that are words by themselves make a word that
// means the same: with hyphens nearly all do, with spaces few.
func compound(parts []token, hyphened bool) bool {
	for _, p := range parts {
		if len(p.low) < 3 || smallWords[p.low] || ambiguousPrefix[p.low] {
			return false
		}
	}
	return hyphened || len(parts) == 2 && closing[parts[1].low]
}

// solidPrefixes are written with a hyphen, with a space or as one word.
var solidPrefixes = setOf(`anti non co counter pre post sub inter multi micro macro semi mid under over cyber bio socio
	geo hydro electro neo infra intra ultra mini mega`)

// otherBehind are starts of what behind a prefix makes another word with it:
// pre-position and preposition.
var otherBehind = map[string][]string{
	"pre":     strings.Fields("sent serv positi dict ced cept scri ven ten judic dominat miss cis text fer par limin"),
	"post":    strings.Fields("age al er ure pon man ing card"),
	"sub":     strings.Fields("ject stan mit mar scri sid sequen tle urb due"),
	"co":      strings.Fields("unt mm rr ver ll st"),
	"inter":   strings.Fields("est val view pret rupt cept ior n"),
	"counter": strings.Fields("feit"),
	"over":    strings.Fields("come look see take t"),
	"under":   strings.Fields("stand stood take took going go went"),
	"mid":     strings.Fields("st dle wif"),
	"multi":   strings.Fields("pl"),
	"anti":    strings.Fields("c qu"),
	"semi":    strings.Fields("nar"),
}

// ambiguousPrefix begin words that a hyphen makes others.
var ambiguousPrefix = setOf("re un in im dis de ex pro mis out off on up")

// againIsOneWord reports whether re- before a word means "again" whether there
// is a hyphen or not: re-elect, re-open, and not re-form, re-sign, re-act.
func againIsOneWord(rest string) bool {
	if startsWithAny(rest, strings.Fields("victimi traffick traumat negotiat train build built settle visit arrest appl appear appoint introduc integrat instat offend patriat hous habilitat locat employ")) {
		return true
	}
	return len(rest) >= 4 && strings.ContainsRune("eoiu", rune(rest[0])) && !startsWithAny(rest, strings.Fields("eve"))
}

func startsWithAny(s string, starts []string) bool {
	for _, p := range starts {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// closing are second words that are written behind a space, a hyphen or nothing:
// "policy makers", "work place".
var closing = setOf(`care maker makers making place places wide line lines site sites base bases keeper keepers keeping
	holder holders owner owners worker workers writer writers`)

// smallWords make another word when they are joined: everyday, sometime, notable,
// maybe, overtime, the rapist.
var smallWords = setOf(`the and for not any some every all may can one with who was are but day way time more
	now here where when what how than then that this her his our its out off`)
