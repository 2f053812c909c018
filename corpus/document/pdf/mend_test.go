package pdf

import (
	"strings"
	"testing"
)

// linesOf sets text in lines.
func linesOf(texts ...string) (lines []line) {
	s := &style{size: 10}
	for _, text := range texts {
		var words []word
		for i, field := range strings.Fields(text) {
			w := word{text: field, style: s}
			if i > 0 {
				w.space = " "
			}
			words = append(words, w)
		}
		lines = append(lines, newLine(words))
	}
	return lines
}

func TestMender(t *testing.T) {
	for name, test := range map[string]struct{ file, lines, want string }{
		"broken":                    {"", "the traf-|ficking of", "the trafficking of"},
		"broken, known with hyphen": {"a high-risk area", "of high-|risk areas", "of high-risk areas"},
		"broken, known without":     {"nongovernmental work", "a non-|governmental group", "a nongovernmental group"},
		"broken, known both ways":   {"anti-drug anti-drug antidrug", "the anti-|drug law", "the anti-drug law"},
		"two words":                 {"the border, the crossing", "at border-|crossing points", "at border-crossing points"},
		"compound head":             {"", "self-|employed", "self-employed"},
		"compound tail":             {"", "community-|based care", "community-based care"},
		"prefix of a solid word":    {"", "un-|affected", "unaffected"},
		"capital":                   {"", "in Guinea-|Bissau", "in Guinea-Bissau"},
		"abbreviation":              {"", "an NGO-|run shelter", "an NGO-run shelter"},
		"number":                    {"", "in 2013-|2014", "in 2013-2014"},
		"range":                     {"", "in 2017–|2021", "in 2017–2021"},
		"dash":                      {"", "boys—|and girls", "boys—and girls"},
		"dash with spaces":          {"", "boys –|and girls", "boys – and girls"},
		"suspended":                 {"", "medium- and long-|term, short-|and long", "medium- and long-term, short- and long"},
		"soft hyphen":               {"", "traf\u00ad|ficking", "trafficking"},
		"address":                   {"", "http://a.org/b-|c.html and www.|b.org", "http://a.org/b-c.html and www.b.org"},
		"address and sentence":      {"", "see http://a.org.|The next", "see http://a.org. The next"},
		"slash":                     {"", "Decree 0651/PR/|MTEPS", "Decree 0651/PR/MTEPS"},
		"ligature unknown":          {"", "xy�z", "xy�z"},
		"ligature that is certain":  {"", "tra�cking in the o�ce", "trafficking in the office"},
		"ligature that is known":    {"a fluffy dog", "the flu�y dog", "the fluffy dog"},
		"ligature lost to a space":  {"law of the land", "con ict and of ce", "conflict and office"},
		"words of their own":        {"con man, ict sector", "con ict", "con ict"},
		"ligature characters stay":  {"", "conﬂict", "conﬂict"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMender()
			lines := linesOf(strings.Split(test.lines, "|")...)
			m.learn(linesOf(test.file + " ."))
			m.learn(lines)
			if got, _ := m.text(lines, 0); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
