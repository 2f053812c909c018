package quotetest

import (
	"math/rand/v2"
	"strings"
)

// hostileUnits are what texts are made of that take long to read if anything in
// reading them takes the square of their length: marks that open and close, what
// is not seen, what joins words, what may end a sentence or be left out.
var hostileUnits = []string{
	"“", "”", "‘", "’", `"`, "'", "«", "»", "„", "(", ")", "[", "]", "[a]", "[a] ", "[…]", "…", "...", ". . ", "***",
	"\u0301", "\u200d", "\u00ad", "\u200b", "\ufe0f", " ", "\t", "\n", "\n\n", "\n\n“", "\n\n\"a", "\n> ", "-", "—", "–\n", "_", "|", "* ", "•",
	"a", "a ", "a. ", "A. ", "U.S. ", "a.a", "a-a", "a’", "s’ ", "1,", "1. ", "5. ", "Mr. ", "the ", "of the ", "of the … ", "in the “ to the ” ",
	"ﬁ", "Ω", "没", "ก", "👩\u200d", "\U0001F1E6", "(sic)", "[sic] ", "(emphasis added) ", "\x00", "\xff", "a\u00ad-\n",
}

// hostileFrames stand before and behind what is repeated: what is read as one
// quotation, or as an article with quotations in it.
var hostileFrames = [][2]string{{"", ""}, {"“", "”"}, {"a", "a"}, {"a. ", " a"}, {"\"a", ""}, {"5.", "5"}, {"He said “it is so here”. ", ""}}

// Hostile returns texts of about size bytes that take long to read if reading takes
// the square of their length: some that did, and n more at random.
func Hostile(random *rand.Rand, size, n int) []string {
	third := size / 3
	fill := func(unit string, bytes int) string { return strings.Repeat(unit, max(1, bytes/len(unit))) }
	texts := []string{
		fill("“‘", size/2) + " labor is here " + fill("’”", size/2),
		fill("“ ", size/2) + "labor is here" + fill(" ”", size/2),
		"a" + fill("\u0301", size) + " b",
		"a" + fill("\u200d", size) + "b",
		"5." + fill(" ", size) + "5",
		"labor" + fill(" (emphasis added)", size),
		fill("\n\n\"a", size),
		fill("\n\n> a", size),
		fill("[a]", size),
		"a" + fill(". ", size) + "a",
		fill("of the … in the … to the … and the … by the … for the … ", min(size, 900)),
		fill("“of the … in the … to the … and the … by the …” ", size),
	}
	for range n {
		frame := hostileFrames[random.IntN(len(hostileFrames))]
		var b strings.Builder
		b.WriteString(frame[0])
		for range 1 + random.IntN(3) {
			var unit strings.Builder
			for range 1 + random.IntN(3) {
				unit.WriteString(hostileUnits[random.IntN(len(hostileUnits))])
			}
			b.WriteString(fill(unit.String(), third))
		}
		texts = append(texts, b.String()+frame[1])
	}
	return texts
}
