package prose

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/corpustest"
)

// sentencesOf returns the sentences of text with single spaces in them.
func sentencesOf(text string) []string {
	var found []string
	for _, s := range Sentences(text) {
		found = append(found, oneSpaced(s.In(text)))
	}
	return found
}

func oneSpaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// A ‖ marks where a sentence ends in the texts of this table.
func TestSentences(t *testing.T) {
	tests := []struct{ rule, text string }{
		{"plain", "The law bans it. ‖ Courts do not. ‖ Why? ‖ Nobody knows! ‖ That is all"},
		{"lower case goes on", "It ended in Jan. and began anew. ‖ It was over! he said."},
		{"semicolons", "It trained police; It fined nobody; the end."},
		{"titles", "Police arrested Dr. Kim and Lt. Col. Ali Hassan. ‖ Gen. Park, Mr. He, and Rep. Smith left."},
		{"initials", "Charged were S. K. Sinha and Jay Y. Lee. ‖ J. Smith and Robert F. Kennedy were not."},
		{"an initial at the end", "They were members of Group A. ‖ The others were not."},
		{"letters behind marks", "It opposed FGM/C. ‖ Officials in Sana’a. ‖ You and I. ‖ Nobody else."},
		{"acronyms", "The U.S. Government and the U.K. Home Office met in the U.S. ‖ The others met in Washington, D.C. ‖ However, no one came."},
		{"plural acronyms", "They fought the RMGs. ‖ Militias fled the RS. ‖ Numerous NGOs. ‖ Police came."},
		{"companies", "It sued Pohang Iron & Steel Co. in May and Acme Inc. ‖ The court fined Beta Corp. Limited."},
		{"short and without a vowel", "He lived on Sunset Blvd. Nearby, Md. Manik waited."},
		{"numbers follow", "See Art. 5, Sec. 3(a), No. 5, nos. 169 and 189, p. 55, and Decree No. UP-6275 of Jan. 5. ‖ He said no. ‖ Police came."},
		{"decimals and money", "It rose 3.5 percent to $1.2 million. ‖ 30 left. ‖ €5 remained, or Rs. 3520."},
		{"sections", "Abuse went on (see section 7.d.). ‖ Courts ruled (see section 1.c.) ‖ Nothing changed under 2.a. ‖ Police left."},
		{"always bound", "Some crops, e.g. Cocoa, i.e. Beans, cf. Smith v. Jones, and tea vs. Coffee, etc. ‖ Others not."},
		{"et cetera", "They sold rice, wheat, etc. ‖ Children sold them."},
		{"time of day", "They worked from 10 p.m. to 6 a.m. ‖ Children did too. ‖ It closed at 5 p.m. Friday. ‖ At 5 a.m. Mr. Smith went."},
		{"footnotes", "Cocoa and fishing.(1-12) ‖ In August.[7][8] ‖ The approaches.11 12 ‖ Take another (1987).1 ‖ According to it."},
		{"footnotes behind a space", "It was amended. (2,3,14-16) ‖ NGOs said so. (20) ‖ In 2014, no."},
		{"sources", "Submit the reports. (Czech Republic; Accepted) ‖ Ratify them. (Norway; Noted)"},
		{"sentences in brackets", "It was so. ‖ (The government denied it.) ‖ Courts agreed (or said so. They did not) in May."},
		{"insertions", "“They […] left [sic!] It was over,” he said. ‖ He wrote [...] Nothing."},
		{"quotations", "He said, “It is over. We leave.” ‖ She stayed. ‖ “Why?” she asked. ‖ \"Go! Now!\" they cried. ‖ It was “training.” ‖ Courts left."},
		{"single quotation marks", "It banned ‘the workers’ rights. All of them’ in May. ‖ He wrote 'No one. Not I.' in red. ‖ The '90s. ‖ The girls' school."},
		{"a quotation begins", "It fell. ‖ “They knew. All of them.” ‖ \"So did we.\" ‖ ‘Yes.’"},
		{"never closed", "He said, “It is over. ‖ They left (in May. ‖ No one stayed."},
		{"ellipses", "He waited ... Then no more … and more. ‖ She stopped... ‖ They left. ‖ The rest…I mean the most… I forget."},
		{"omissions", "They were poor . . . and sick. ‖ . . . The end was near. . . ."},
		{"numbered paragraphs", "1. Enforce the law. ‖ 2. Train police. ‖ IV. PROSECUTION. ‖ B. Courts. ‖ Table 2. Workers by Sector"},
		{"numbers in the sentence", "They must: (1) train police; (2) fund shelters; and (3) count. ‖ So they did. ‖ They must: 1. Train police. ‖ 2. Fund shelters."},
		{"items in the line", "(1) Enforce it. ‖ (2) Fund it. (7) ‖ • Train ‖ • Count\n\n‖ 1) Train police ‖ 2) Fund shelters ‖ 3) Count"},
		{"space missing", "It ended child labor.‖The government agreed. ‖ See Taiga.Info, a@b.Com, www.State.Gov and Node.js files."},
		{"wrapped lines", "The government of the Republic\nof Korea\ndid not. ‖ It\r\nended on\r\nMay 31. ‖ The\nU.S. Army left."},
		{"paragraphs", "No stop here\n \n‖ and none there\r\n\r\n‖ (2) nor here"},
		{"list items on lines", "It must:\n‖ - train police\n‖ - count\n‖ (a) at once\n‖ (b) and well"},
		{"headings", "Prioritized Recommendations of the Report\n‖ Enforce the law. ‖ # Prevention\n‖ It did nothing."},
		{"no case, other stops", "al-Shabaab fled. ‖ al-Shabaab left. ‖ 终。 ‖ 好！ ‖ Ça va. ‖ Étienne ok."},
		{"signs of notes", "So it is. ‖ † Age is calculated. ‖ ‡ No data."},
		{"white space", " \n\u00a0 One. \u2003 ‖ Two.\u2028\n"},
	}
	for _, test := range tests {
		var want []string
		for sentence := range strings.SplitSeq(test.text, "‖") {
			want = append(want, oneSpaced(sentence))
		}
		text := strings.ReplaceAll(strings.ReplaceAll(test.text, "‖ ", ""), "‖", "")
		if got := sentencesOf(text); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", test.rule, strings.Join(got, " ‖ "), strings.Join(want, " ‖ "))
		}
	}
	for _, empty := range []string{"", " \n\t\u00a0"} {
		if got := Sentences(empty); len(got) != 0 {
			t.Errorf("Sentences(%q) = %v, want none", empty, got)
		}
	}
}

// Work must grow with the text and not with its square, whatever the text.
func TestSentencesLinear(t *testing.T) {
	for _, unit := range []string{".", ". ", "(", "[(", "“", " \"a", "'a ", "\n", "•\n", "• ", "a\n", "1) ", "A.", ". (1)", ".(", " . .", ".1", "！", "...\n ", "\xe2", "Mr.\n", ". ["} {
		start := time.Now()
		Sentences(strings.Repeat(unit, 1<<18/len(unit)))
		if took := time.Since(start); took > 5*time.Second { // a quarter of a second at most, on an idle machine
			t.Errorf("a quarter megabyte of %q took %v", unit, took)
		}
	}
}

// The cases are the golden rules of the pragmatic segmenter and more from its
// tests. Those whose text it changed say nothing about where sentences end.
func TestSentencesGold(t *testing.T) {
	const floor = 82
	file, err := os.Open(filepath.Join(corpustest.Folder(t, "sentences"), "english.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	right, total := 0, 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var test struct {
			Name, Text string
			Expected   []string
			Lossless   bool
		}
		if err := json.Unmarshal(lines.Bytes(), &test); err != nil {
			t.Fatal(err)
		}
		if !test.Lossless {
			continue
		}
		total++
		for i, sentence := range test.Expected {
			test.Expected[i] = oneSpaced(sentence)
		}
		if got := sentencesOf(test.Text); slices.Equal(got, test.Expected) {
			right++
		} else {
			t.Logf("%s:\n got %s\nwant %s", test.Name, strings.Join(got, " ‖ "), strings.Join(test.Expected, " ‖ "))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d right", right, total)
	if right < floor {
		t.Errorf("%d of %d right, want at least %d", right, total, floor)
	}
}

func FuzzSentences(f *testing.F) {
	f.Add(benchmarkText)
	f.Add("1) a 2) b.\xff\xe2\x80 \u2028(“'. . . .'”) • \r\n\r\n- \u00a0U.S.1 A.a")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range Sentences(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%v behind %d in %q", s, end, text)
			}
			if outside := text[end:s.Start]; strings.TrimSpace(outside) != "" {
				t.Fatalf("left out %q of %q", outside, text)
			}
			if sentence := s.In(text); strings.TrimSpace(sentence) != sentence {
				t.Fatalf("white space around %q of %q", sentence, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(s.In(text)) {
				t.Fatalf("%v cuts a rune of %q", s, text)
			}
			end = s.End
		}
		if outside := text[end:]; strings.ContainsFunc(outside, func(r rune) bool { return !unicode.IsSpace(r) }) {
			t.Fatalf("left out %q of %q", outside, text)
		}
	})
}

const benchmarkText = `The government did not report any law enforcement efforts. As reported over the past five years, ` +
	`human trafficking is prevalent (see section 7.c.). Traffickers exploit victims in the U.S. and abroad, e.g. in ` +
	`agriculture, construction, and fishing.(1-12) In August 2014, Gen. Ali said, “We will act. No one is above the ` +
	`law.” On Jan. 5, Dr. Kim cited Art. 5 of Law No. 12; the penalty was $1.5 million. (3,4) The court's ` +
	"decision:\n\n- Enforce the law.\n- Train police, prosecutors, and judges.\n\n"

func BenchmarkSentences(b *testing.B) {
	text := strings.Repeat(benchmarkText, 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Sentences(text)
	}
}
