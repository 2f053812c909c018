package prose

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Lexicon counts the words of a text, in lower case, with the hyphens in
// them. It decides what a hyphen at the end of a line stands for.
type Lexicon map[string]int

// NewLexicon returns the lexicon of a text. A word that a line end may have broken is
// not counted.
func NewLexicon(text string) Lexicon {
	x := make(Lexicon)
	broken := false // the word before ends with a hyphen at a line's end
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if broken {
			words = words[1:]
		}
		if broken = strings.HasSuffix(strings.TrimSpace(line), "-"); broken && len(words) > 0 {
			words = words[:len(words)-1]
		}
		for _, word := range words {
			if word = bare(word); word != "" {
				x[word]++
				for part := range strings.SplitSeq(word, "-") {
					if part != word && part != "" {
						x[part]++
					}
				}
			}
		}
	}
	return x
}

// bare returns a word in lower case without what is no letter at its ends.
func bare(word string) string {
	word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(word, "’s"), "'s"))
}

// Append puts the next line of a paragraph behind the text before it: with a
// space between, but for a word that was broken over the line end. It reports
// whether a hyphen was taken out.
func (x Lexicon) Append(text []byte, line string) (joined []byte, mended bool) {
	last, w := utf8.DecodeLastRune(text)
	before, _ := utf8.DecodeLastRune(text[:len(text)-w])
	next, _ := utf8.DecodeRuneInString(line)
	within := alphanumeric(before) && alphanumeric(next)
	switch {
	case last == softHyphen:
		text = text[:len(text)-w]
	case last == '-' && within && suspended[firstWord(line)]: // "pre- and post-election"
		text = append(text, ' ')
	case last == '-' && unicode.IsLetter(before) && unicode.IsLower(next):
		if x.OneWord(lastWord(text), firstWord(line)) {
			text, mended = text[:len(text)-w], true
		}
	case within && (last == '-' || last == '—' || last == '/' && !address(lastWord(text))): // of one word: "mutilation/cutting"
	default:
		text = append(text, ' ')
	}
	return append(text, line...), mended
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

const softHyphen = '\u00ad'

// suspended are the words that may follow a hyphen which stands for a word
// that comes later.
var suspended = map[string]bool{"and": true, "or": true, "to": true}

// minLexicon is how many different words a text must have before it says
// anything that a word is not among them.
const minLexicon = 400

var (
	// endings stand behind no hyphen but one that breaks a word: they are no words.
	endings = set(`ing ings ed er ers ion ions tion tions sion sions ation ations ment ments ness nesses
		ity ities ly ial ical ible ance ances ence ences ous ive ives ized ised izing ising ization isation ated ating ative`)

	// compoundHeads and compoundTails keep their hyphen; solidHeads have none.
	compoundHeads = set(`co non re
		all anti cross deep double ex fast first full half hard high ill large long low mid middle multi
		part quasi second self semi short single small third well
		one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety`)
	compoundTails = set(`affected affiliated aged assisted backed based being border controlled day dependent depth driven
		earning friendly funded generating held hour income intensive led level like long month occupied off old oriented
		owned producing profile prone related risk round run saving scale sector sensitive setting site sized specific
		sponsored supported term third thirds time trafficking up week wide year`)
	solidHeads = set(`com con dis im in inter mis out over pre sub super trans un under up`)
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}

// OneWord reports whether left, which ends with a hyphen at a line's end, and right
// are one word without it. The text itself decides where it has the word elsewhere,
// in either form. Else the hyphen stays beside capitals and digits, in common
// compounds and after non-, re- and co-; it goes after what is hardly ever followed by
// one (over-), before a mere ending, between doubled consonants of what are no words,
// and in a long text if it lacks the halves.
func (x Lexicon) OneWord(left, right string) bool {
	if address(left) {
		return false
	}
	start, _ := utf8.DecodeRuneInString(right)
	left = strings.TrimRight(left, "-\u2010")
	right, _, _ = strings.Cut(right, "-")
	if i := strings.IndexFunc(right, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' }); i > 0 {
		right = right[:i]
	}
	head, tail := bare(left[strings.LastIndexByte(left, '-')+1:]), bare(right)
	hyphened := x[bare(left+"-"+right)]
	joined := max(x[bare(left+right)], x[head+tail])
	if hyphened > 0 || joined > 0 {
		return joined > hyphened
	}
	end, _ := utf8.DecodeLastRuneInString(left)
	switch {
	case !unicode.IsLower(start), !unicode.IsLetter(end), len(head) > 1 && strings.HasSuffix(left, strings.ToUpper(head)):
		return false
	case solidHeads[head]:
		return true
	case compoundHeads[head], compoundTails[tail]:
		return x.related(head, tail)
	case endings[tail]:
		return true
	case start == end && !strings.ContainsRune("aeiou", end) && x[head] == 0 && x[tail] == 0:
		return true
	}
	if x[head] == 0 && x[tail] == 0 && len(head) <= 3 && len(tail) <= 3 {
		return true // "sec-/ond": two such halves are hardly ever a compound
	}
	return len(x) >= minLexicon && (x[head] == 0 || x[tail] == 0 && len(head) < 3)
}

// related reports whether the text has a word that begins as the joined one would:
// "reorganization" for "re-/organized".
func (x Lexicon) related(head, tail string) bool {
	if len(tail) < 6 {
		return false
	}
	for word := range x {
		if strings.HasPrefix(word, head) && strings.HasPrefix(word[len(head):], tail[:6]) {
			return true
		}
	}
	return false
}

// address reports whether a word is of the web or of mail.
func address(word string) bool { return strings.ContainsAny(word, ".@:") }

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

func lastWord(text []byte) string {
	return string(text[bytes.LastIndexByte(text, ' ')+1:])
}
