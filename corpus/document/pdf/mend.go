package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// A mender makes one text of lines. It knows the words of the whole file:
// whether a hyphen at the end of a line belongs to a word, and what a lost
// character was, shows where the word stands elsewhere.
type mender struct {
	words   prose.Lexicon     // those broken over lines aside
	follow  map[[2]string]int // words side by side, where something may be lost between
	joined  int               // words that were broken over lines
	ligated int               // words whose ligature was lost
	letters int               // that were put in
	lost    int               // characters that nobody knows
}

func newMender() *mender {
	return &mender{words: prose.Lexicon{}, follow: map[[2]string]int{}}
}

// learn notes the words of lines that follow one another.
func (m *mender) learn(lines []line) {
	broken := false
	for _, l := range lines {
		before := ""
		for i, w := range l.words {
			ends := i == len(l.words)-1 && hyphen(w.text) != 0
			if key := bare(w.text); key != "" && !ends && !(i == 0 && broken) && !strings.ContainsRune(key, lost) {
				m.words[key]++
				m.follow[[2]string{before, key}]++
				before = key
			}
			broken = ends
		}
	}
}

// bare is a word in lower case without the punctuation around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != lost }))
}

// text makes one line of lines, and returns where its first words end, in bytes.
func (m *mender) text(lines []line, first int) (text string, end int) {
	var out []byte
	var before *word
	n := 0
	for _, l := range lines {
		for i := range l.words {
			w := &l.words[i]
			switch {
			case before == nil:
			case i == 0:
				cut, space := m.breaking(lastWord(out), w.text)
				out = append(out[:len(out)-cut], space...)
			default:
				out = append(out, m.between(before, w)...)
			}
			out = append(out, m.restored(w.text)...)
			before = w
			if n++; n == first {
				end = len(out)
			}
		}
	}
	return string(out), end
}

func lastWord(text []byte) string {
	i := bytes.LastIndexFunc(text, unicode.IsSpace)
	if i < 0 {
		return string(text)
	}
	_, n := utf8.DecodeRune(text[i:])
	return string(text[i+n:])
}

// between is what stands between two words of a line: a space, nothing, or the
// ligature that was lost there.
func (m *mender) between(a, b *word) string {
	space := spaceBetween(a, b)
	if space == " " {
		if found, ok := m.ligature(a.text, b.text); ok {
			return found
		}
	}
	return space
}

// hyphen is the hyphen at a word's end, or 0.
func hyphen(word string) rune {
	switch r, n := utf8.DecodeLastRuneInString(word); r {
	case '-', '\u2010', '\u00ad':
		if n < len(word) {
			return r
		}
	}
	return 0
}

var (
	address     = regexp.MustCompile(`(?i)(https?:|www\.|://|@)`)
	openAddress = regexp.MustCompile(`(?i)([_=&?%]|www\.|://)$`)
	inAddress   = regexp.MustCompile(`^[\pL\pN._-]*[/=%_?&#]`)
)

// breaking says what becomes of the end of a line: how many bytes of its last
// word go, and what stands before the next word.
func (m *mender) breaking(a, b string) (cut int, space string) {
	h := hyphen(a)
	head := strings.TrimSuffix(a, string(h))
	end, n := utf8.DecodeLastRuneInString(head)
	next, _ := utf8.DecodeRuneInString(b)
	inWord := (unicode.IsLetter(end) || unicode.IsDigit(end)) && (unicode.IsLetter(next) || unicode.IsDigit(next))
	switch {
	case h == '\u00ad':
		m.joined++
		return len(string(h)), ""
	case h != 0 && address.MatchString(a):
		return 0, ""
	case h != 0 && inWord && !suspended[bare(b)]:
		if !m.words.OneWord(a, b) {
			return 0, ""
		}
		m.joined++
		return len(string(h)), ""
	case h == 0 && n < len(head) && strings.ContainsRune("–—/\u2011", end) && (unicode.IsLetter(next) || unicode.IsDigit(next)):
		return 0, ""
	case address.MatchString(a) && (openAddress.MatchString(a) || inAddress.MatchString(b) || end == '.' && unicode.IsLower(next)):
		return 0, ""
	}
	return 0, " "
}

var ligatures = []string{"fi", "fl", "ff", "ffi", "ffl", "Th", "tt", "ti"}

// restored puts ligatures where characters were lost, if only one of them makes
// a word that is known.
func (m *mender) restored(word string) string {
	before, after, found := strings.Cut(word, string(lost))
	if !found {
		return word
	}
	if s, ok := m.only(before, after); ok {
		m.ligated++
		m.letters += len(s)
		return m.restored(before + s + after)
	}
	m.lost += strings.Count(word, string(lost))
	return word
}

// ligature says which ligature was lost between two words, if one was: one of
// them must be no word, for it stands nowhere else.
func (m *mender) ligature(a, b string) (string, bool) {
	x, y := bare(a), bare(b)
	n := m.follow[[2]string{x, y}]
	if x == "" || y == "" || m.words[x] > n && m.words[y] > n || !strings.HasSuffix(strings.ToLower(a), x) || !strings.HasPrefix(b, y) {
		return "", false
	}
	s, ok := m.only(a, b)
	if ok {
		m.ligated++
		m.letters += len(s)
	}
	return s, ok
}

// only finds the one ligature that makes a known word of what stands before
// and after it.
func (m *mender) only(before, after string) (found string, ok bool) {
	for _, s := range ligatures {
		if key := bare(before + s + after); m.words[key] > 0 || ligatureWords[key] {
			if ok {
				return "", false
			}
			found, ok = s, true
		}
	}
	return found, ok
}

// report records what was mended.
func (m *mender) report(d *document.Document) {
	d.Restored += m.letters
	for _, r := range []struct {
		n    int
		what string
	}{
		{m.joined, "joined %s broken at line ends"},
		{m.ligated, "restored the lost ligatures of %s"},
	} {
		if r.n > 0 {
			d.Repaired(fmt.Sprintf(r.what, counted(r.n, "word")))
		}
	}
	if m.lost > 0 {
		d.Repaired("left � for " + counted(m.lost, "character") + " that the file does not identify")
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// isBullet recognizes the mark of a list item that says nothing else.
func isBullet(w *word) bool {
	r, n := utf8.DecodeRuneInString(w.text)
	return n == len(w.text) && (strings.ContainsRune(bullets, r) || w.style.symbols())
}

// What is known of words beside those of the file itself.
var (
	// suspended are words after a hyphen that ends one: "medium- and long-term".
	suspended = set("and or to nor und et y")

	// ornaments are what the letters of Zapf Dingbats and Wingdings draw.
	ornaments = map[string]string{"l": "●", "m": "❍", "n": "■", "o": "❏", "q": "❑", "s": "▲", "u": "◆", "v": "❖", "4": "✔", "3": "✓"}

	// ligatureWords are words of such reports that have a ligature, as a second
	// witness beside the file.
	ligatureWords = set(`affairs affect affected affecting affects affiliated afflicted afford baffled benefit benefits
		certificate certificates certified classified classify coefficient coffee conflict conflicts confidential
		confirm confirmed confiscate confiscated confiscation definition definitions deficiencies deficient deficit
		differ difference different difficult difficulties difficulty effect effective effectively effectiveness effects
		efficient efficiently effort efforts field fifteen fifty fight fighting file filed final finally finance financial
		financing find finding findings fine fined fines firm first fish fishermen fishing five fixed flag flagged flaws
		fled flee fleeing flight flooding floor flow flows fluid identification identified identifies identify
		identifying inflict inflicted influence inflow insufficient insufficiently justified justify modified notification
		notified offence offences offend offender offenders offense offenses offer offered offering offers office officer
		officers offices official officially officials profit profits qualified qualifying ratification ratified ratify
		refine reflect reflected refuge satisfy scaffold sacrifice significant significantly specific specifically
		specified specify staff staffed staffing stuff sufficient sufficiently suffer suffered suffering suffers
		traffic trafficked trafficker traffickers trafficking traffics unidentified verified verify workflow`)
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}
