package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A stopMeaning is what a full stop means by what stands before it.
type stopMeaning int

const (
	plainStop    stopMeaning = iota // the stop ends the sentence if a sentence may begin behind it
	doubtfulStop                    // it ends the sentence only before a word that begins sentences
	numberedStop                    // a number is to follow: Art. 5
	clockStop                       // a.m. and p.m.
	boundStop                       // more always follows: Mr., vs., e.g.
)

// meaning says what the full stop at i means.
func (s *splitter) meaning(i int) stopMeaning {
	word := wordBefore(s.text[s.start:i])
	at := i - len(word)
	first, w := utf8.DecodeRuneInString(word)
	single := w == len(word)
	before := lastRune(s.text[s.start:at])
	switch {
	case word == "":
		return plainStop
	case s.isLabel(at, word):
		return boundStop
	case unicode.IsDigit(first):
		return plainStop
	case single && before == '.':
		return s.acronym(at, word)
	case single && isWordRune(before), single && strings.ContainsRune("'’&/-", before): // man's, R&D, FGM/C
		return plainStop
	case word == "I" && strings.HasSuffix(s.text[s.start:at], " and "): // you and I
		return plainStop
	}
	switch meaning := abbreviation(word); {
	case meaning == numberedStop && numberAt(s.text, skipSpace(s.text, i+1)):
		return boundStop
	case meaning == numberedStop && !isName(word): // no, as a word
		return plainStop
	case meaning == numberedStop, meaning == plainStop && single: // an initial
		return doubtfulStop
	case meaning == plainStop && isName(word) && len(word) <= 4 && !strings.ContainsAny(word, "aeiouyAEIOUY0123456789"):
		return doubtfulStop // nearly always one: Blvd, Md, but not RMGs
	default:
		return meaning
	}
}

// isLabel reports whether the word at i, before a stop, numbers what the sentence
// under way says: "1. Enforce", "IV. PROSECUTION", "Table 2. Workers", or what
// it lists: "must: 1. Enforce".
func (s *splitter) isLabel(i int, word string) bool {
	number := len(word) <= 3 && strings.Trim(word, "0123456789") == ""
	switch {
	case i == s.body:
		return number || utf8.RuneCountInString(word) == 1 || strings.Trim(word, "IVXL") == ""
	case strings.HasSuffix(s.text[s.start:i], ": "):
		return number
	}
	opening := wordAt(s.text, s.body)
	return number && i == s.body+len(opening)+1 && unicode.IsUpper(runeAt(opening, 0))
}

// acronym says what a stop means behind the letter at i that stands behind
// another stop: in U.S. and a.m. and e.g., but also in section 1.d.
func (s *splitter) acronym(i int, letter string) stopMeaning {
	part := wordBefore(s.text[s.start : i-1])
	switch part + "." + letter {
	case "e.g", "i.e", "E.g", "I.e":
		return boundStop
	case "a.m", "p.m", "A.M", "P.M":
		opening := s.text[s.body:i]
		if len(opening) < 32 && strings.Count(opening, " ") < 4 && opensTime(wordAt(opening, 0)) {
			return boundStop // At 5 a.m. Mr. Smith went
		}
		return clockStop
	}
	if unicode.IsLetter(lastRune(part)) {
		return doubtfulStop
	}
	return plainStop
}

// abbreviation says what a stop behind the word means, by the word alone.
// Listed is only what cannot be recognized by shape, as initials and U.S. can. The
// abbreviations that often end a sentence and stand before names as seldom as
// other words do (etc.) are no concern of it.
func abbreviation(word string) stopMeaning {
	var lower [8]byte
	if len(word) > len(lower) {
		return plainStop
	}
	for i := range len(word) {
		lower[i] = word[i]
		if 'A' <= word[i] && word[i] <= 'Z' {
			lower[i] += 'a' - 'A'
		}
	}
	capital := word != "" && word[0] != lower[0]
	switch string(lower[:len(word)]) {
	case "vs", "v", "cf", "viz", "ca", "approx", "incl", "esp":
		return boundStop
	case "mr", "mrs", "ms", "messrs", "mme", "mlle", "dr", "dra", "sra", "lic", "ing", "prof", "fr",
		"gen", "col", "lt", "maj", "capt", "cpl", "sgt", "cmdr", "cdr", "adm", "brig", "insp", "det",
		"supt", "sen", "rep", "reps", "sens", "gov", "pres", "amb", "atty", "rev", "hon", "msgr", "mgr":
		if capital { // "a gen. said" is not written
			return boundStop
		}
	case "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec":
		if capital {
			return numberedStop
		}
	case "no", "nos", "n°", "nº", "nr", "art", "arts", "sec", "secs", "p", "pp", "par", "para", "paras",
		"vol", "vols", "ch", "chap", "fig", "figs", "op", "cl", "reg", "rs", "res", "app", "tel", "ext":
		return numberedStop
	case "al", "co", "inc", "corp", "bros", "assn", "assoc", "univ", "dept", "govt", "dist", "div", "est",
		"min", "max", "ave", "intl", "ret", "sr", "jr", "st", "mt", "ft", "ed", "eds", "trans", "hrs", "yrs":
		return doubtfulStop
	case "ala", "ariz", "ark", "calif", "colo", "conn", "fla", "ind", "kan", "mass", "mich", "minn", "okla",
		"ore", "penn", "tenn", "tex", "va", "wash", "wis", "wyo", "mon", "tue", "tues", "wed", "thurs", "fri":
		if capital {
			return doubtfulStop
		}
	}
	return plainStop
}

// beginsSentences reports whether a capitalised word is one that begins sentences
// and hardly ever a name: behind "U.S." it distinguishes "the U.S. The" from "the U.S.
// Army".
func beginsSentences(word string) bool {
	switch word {
	case "A", "About", "According", "Additionally", "After", "Although", "All", "Also", "Among", "An",
		"And", "Another", "Any", "Approximately", "Are", "As", "At", "Because", "Before", "Between", "Both",
		"But", "By", "Can", "Despite", "Did", "Do", "Does", "Due", "During", "Each", "Even", "Every",
		"Few", "First", "Following", "For", "From", "Further", "Furthermore", "Given", "Has", "Have",
		"He", "Her", "Here", "His", "How", "However", "I", "If", "In", "Instead", "Is", "It", "Its",
		"Last", "Later", "Many", "Meanwhile", "Moreover", "More", "Most", "Much", "My", "Neither",
		"Nevertheless", "No", "None", "Nor", "Not", "Of", "Often", "On", "Once", "One", "Only", "Or", "Other",
		"Others", "Our", "Over", "Prior", "Reportedly", "Reports", "Several", "She", "Similarly", "Since",
		"So", "Some", "Such", "That", "The", "Their", "Then", "There", "Therefore", "These", "They",
		"This", "Those", "Though", "Through", "Throughout", "Thus", "To", "Two", "Under", "Unlike",
		"Until", "Upon", "Was", "We", "Were", "What", "When", "Where", "Whether", "Which", "While", "Who",
		"Why", "Will", "With", "Within", "Without", "Yet", "You", "Your",
		"Authorities", "Children", "Girls", "Men", "NGOs", "Observers", "Traffickers", "Victims", "Women":
		return true
	}
	return false
}

// followsClock reports whether a capitalised word belongs to the time of day
// before it: 5 p.m. Friday.
func followsClock(word string) bool {
	switch word {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
		"GMT", "UTC", "EST", "EDT", "CET", "PST", "Eastern", "Central", "Pacific", "Greenwich":
		return true
	}
	return false
}

// opensTime reports whether a capitalised word may open a phrase of time, which a
// sentence then follows: At 5 a.m. Mr. Smith went.
func opensTime(word string) bool {
	switch word {
	case "At", "On", "By", "From", "Until", "About", "Around", "Before", "After", "Since", "Between":
		return true
	}
	return false
}

// A mark numbers a list item: "2." or "b)" or "(3)". The style is its last
// byte, or '(' for a mark in brackets.
type mark struct {
	style byte
	order int // of letters, the code; of longer Roman numerals, -1
}

// precedes reports whether n is the next mark of the list that m belongs to.
func (m mark) precedes(n mark) bool { return m.style == n.style && m.order > 0 && m.order+1 == n.order }

// markAt returns the mark that text begins with and white space follows, and its
// length: "1." "1)" "1.)" "(1)" "a)" "(iv)". The length is 0 if there is none.
func markAt(text string) (m mark, n int) {
	if strings.HasPrefix(text, "(") {
		n = 1
	}
	word := wordAt(text, n)
	n += len(word)
	switch rest := text[n:]; {
	case text[:n] != word: // a bracket is open
		if !strings.HasPrefix(rest, ")") {
			return mark{}, 0
		}
		m.style = '('
	case strings.HasPrefix(rest, ".)"):
		m.style = ')'
		n++
	case strings.HasPrefix(rest, "."), strings.HasPrefix(rest, ")"):
		m.style = rest[0]
	}
	n++
	if m.style == 0 || word == "" || spaceAt(text, n) == 0 {
		return mark{}, 0
	}
	switch digits := strings.Trim(word, "0123456789") == ""; {
	case digits && len(word) == 1:
		m.order = int(word[0] - '0')
	case digits && len(word) == 2:
		m.order = 10*int(word[0]-'0') + int(word[1]-'0')
	case !digits && len(word) == 1:
		m.order = int(word[0])
	case strings.Trim(word, "ivxl") == "":
		m.order = -1
	default:
		return mark{}, 0
	}
	return m, n
}

// isName reports whether a word has a capital at its beginning and only there.
func isName(word string) bool {
	first, w := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && !strings.ContainsFunc(word[w:], unicode.IsUpper)
}

// numberAt reports whether the word at i holds a digit: 5 or (3) or UP-6275.
func numberAt(text string, i int) bool {
	for _, r := range text[i:min(len(text), i+16)] {
		if unicode.IsSpace(r) {
			break
		}
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// wordBefore returns the letters and digits that text ends with, about 24 bytes
// at most.
func wordBefore(text string) string {
	at := len(text)
	for at > max(0, len(text)-24) {
		r, w := utf8.DecodeLastRuneInString(text[:at])
		if !isWordRune(r) && r != '°' {
			break
		}
		at -= w
	}
	return text[at:]
}

// wordAt returns the letters and digits at i, about 24 bytes at most.
func wordAt(text string, i int) string {
	end := i
	for end < min(len(text), i+24) {
		r, w := utf8.DecodeRuneInString(text[end:])
		if !isWordRune(r) {
			break
		}
		end += w
	}
	return text[i:end]
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// runeAt returns the character at i, or utf8.RuneError where text has ended.
func runeAt(text string, i int) rune {
	r, _ := utf8.DecodeRuneInString(text[min(i, len(text)):])
	return r
}

// lastRune returns the last character of text, or utf8.RuneError if it is empty.
func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// spaceAt returns the length of the white space character at i, or 0.
func spaceAt(text string, i int) int {
	if r, w := utf8.DecodeRuneInString(text[min(i, len(text)):]); unicode.IsSpace(r) {
		return w
	}
	return 0
}

// skipSpace returns the first place from i on that is not white space.
func skipSpace(text string, i int) int {
	for w := spaceAt(text, i); w > 0; w = spaceAt(text, i) {
		i += w
	}
	return i
}

// blankLine reports whether the line behind the line end at i is blank.
func blankLine(text string, i int) bool {
	if strings.HasPrefix(text[i:], "\r\n") {
		i++
	}
	for i++; i < len(text) && (text[i] == ' ' || text[i] == '\t'); i++ {
	}
	return i < len(text) && (text[i] == '\n' || text[i] == '\r')
}
