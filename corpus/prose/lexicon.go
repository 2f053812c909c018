package prose

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Lexicon counts the words of a text, in lower case, with the hyphens in
// them. It tells what a hyphen at the end of a line stands for.
type Lexicon map[string]int

// Words returns the lexicon of a text. A word that a line end may have broken is
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
		if x.broken(lastWord(text), firstWord(line)) {
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

// endings stand behind no hyphen but one that breaks a word: they are no words.
var endings = func() map[string]bool {
	set := make(map[string]bool)
	for ending := range strings.FieldsSeq(`ing ings ed er ers ion ions tion tions sion sions ation ations ment ments ness nesses
		ity ities ly ial ical ible ance ances ence ences ous ive ives ized ised izing ising ization isation ated ating ative`) {
		set[ending] = true
	}
	return set
}()

// broken reports whether left, which ends with a hyphen, and right are one word
// without it: where the text has that word elsewhere and not the one with the
// hyphen, where right is only an ending, or where neither half is a word of the
// text. Else the hyphen stays.
func (x Lexicon) broken(left, right string) bool {
	if address(left) {
		return false
	}
	left = strings.TrimSuffix(left, "-")
	right, _, _ = strings.Cut(right, "-")
	hyphened, joined := x[bare(left+"-"+right)], x[bare(left+right)]
	left = bare(left[strings.LastIndexByte(left, '-')+1:])
	right = bare(right)
	joined = max(joined, x[left+right])
	if hyphened > 0 || joined > 0 {
		return joined > hyphened
	}
	return endings[right] || len(x) >= minLexicon && x[left] == 0 && x[right] == 0
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
