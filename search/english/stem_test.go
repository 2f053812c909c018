package english

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
)

func TestStemAgreesWithTheReference(t *testing.T) {
	file, err := os.Open(filepath.Join(corpustest.Folder(t, "stemming"), "english.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for lines := bufio.NewScanner(packed); lines.Scan(); words++ {
		word, want, _ := strings.Cut(lines.Text(), "\t")
		if got := snowball(word); got != want {
			t.Errorf("snowball(%q) = %q, the reference has %q", word, got, want)
		}
		got := Stem(word)
		if _, known := handStems[strings.TrimSuffix(strings.TrimSuffix(word, "'"), "'s")]; got != want && !known && handStems[word] == "" {
			t.Errorf("Stem(%q) = %q, the reference has %q, and it is not listed", word, got, want)
		}
		if word[0] != '\'' && got[0] != word[0] && !strings.Contains(Strays[got], word[:1]) { // what initials rely on
			t.Errorf("Stem(%q) = %q begins with another letter", word, got)
		}
	}
	if words < 42_000 {
		t.Errorf("only %d words read", words)
	}
}

func TestStemPartsUnrelatedWords(t *testing.T) {
	for _, c := range []struct {
		same  []string
		other []string
	}{
		{[]string{"organ", "organs"}, []string{"organized", "organizing", "organizations", "organizer"}},
		{[]string{"international", "internationally"}, []string{"internment", "internal", "intern"}},
		{[]string{"universities", "university"}, []string{"universal", "universe"}},
		{[]string{"traffickers", "trafficking", "trafficked", "trafficker"}, []string{"traffic"}},
	} {
		for _, w := range c.same {
			if Stem(w) != Stem(c.same[0]) {
				t.Errorf("%q and %q have the stems %q and %q", w, c.same[0], Stem(w), Stem(c.same[0]))
			}
		}
		for _, w := range c.other {
			if Stem(w) == Stem(c.same[0]) {
				t.Errorf("%q and %q have one stem, %q", w, c.same[0], Stem(w))
			}
		}
	}
}
