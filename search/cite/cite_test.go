package cite

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

var update = flag.Bool("update", false, "rewrite the citations in testdata")

// passages are cited in testdata, a file each.
var passages = map[string]*corpus.Narrative{
	"north-korea": {
		ID: "trafficking-in-persons-2023-north-korea", Report: "Trafficking in Persons Report", Publisher: "U.S. Department of State",
		Country: "North Korea", Year: 2023, Tier: "Tier 3", Language: "en",
		Text: "Before this.\n\nEnd the use of forced labor as punishment.\n\nAnd after it.",
	},
	"awkward": {
		ID: "r-d-2021-cote-d-ivoire", Report: "R&D: 100% {safe}_work", Publisher: "Office of “Work”, Ltd.",
		Country: "Côte d’Ivoire", Year: 2021, URL: "https://example.org/a_b?c=1&d=%7Be%7D",
		Text: "~ $5\\day # “fair”\nwages^2, 50%\tof all & more",
	},
	"bare": {ID: "list-2019-chad", Report: "List", Country: "Chad", Year: 2019, Text: "كل العمال"},
}

func source(name string) (*corpus.Narrative, Source) {
	n := passages[name]
	p := corpus.Passage{ID: n.ID + ".0123456789", Span: prose.Span{End: len(n.Text)}}
	switch name {
	case "north-korea":
		p.Section = series.Recommendations
		p.Span = prose.Span{Start: 14, End: 56}
	case "awkward":
		p.Section, p.Page = "b. Work & Pay", 12
	}
	return n, Source{
		Entry: library.Entry{Passage: p, Text: p.Span.In(n.Text), Narrative: n},
		Link:  "http://127.0.0.1:8080/p/" + p.ID, Remark: "found by the query wage*",
	}
}

// Each passage is cited as its file in testdata shows.
func TestCitations(t *testing.T) {
	for name := range passages {
		t.Run(name, func(t *testing.T) {
			n, s := source(name)
			record, err := CSL(s)
			if err != nil {
				t.Fatal(err)
			}
			selector, err := Selector(n, s.Passage, s.Link)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, style := range Styles {
				fmt.Fprintf(&b, "-- %s --\n%s\n", style.Title, Quoted(s, style.Write))
			}
			fmt.Fprintf(&b, "-- BibTeX --\n%s-- RIS --\n%s-- CSL-JSON --\n%s-- selector --\n%s-- at the source --\n%s\n",
				BibTeX(s), strings.ReplaceAll(RIS(s), "\r\n", "\n"), record, selector, AtSource(n.URL, s.Text))
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(path); err != nil || string(want) != b.String() {
				t.Errorf("%v; got\n%s", err, b.String())
			}
		})
	}
}

// A selector's words stand in the text, with what it says before and after.
func TestSelector(t *testing.T) {
	for name := range passages {
		n, s := source(name)
		data, err := Selector(n, s.Passage, s.Link)
		var got struct {
			Selector struct{ Type, Exact, Prefix, Suffix string }
		}
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if q := got.Selector; err != nil || q.Exact != s.Text || !strings.Contains(n.Text, q.Prefix+q.Exact+q.Suffix) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestAtSource(t *testing.T) {
	const page = "https://example.org/kenya?a=1&b=2"
	for _, c := range []struct{ page, text, want string }{
		{page, "well-known, this & that", page + "#:~:text=well%2Dknown%2C%20this%20%26%20that"},
		{page, "Côte\nd’Ivoire", page + "#:~:text=C%C3%B4te%20d%E2%80%99Ivoire"},
		{page, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
			page + "#:~:text=one%20two%20three%20four%20five%20six,twelve%20thirteen%20fourteen%20fifteen%20sixteen%20seventeen"},
		{page, " ", page},
		{page + "#", "a b", page + "#:~:text=a%20b"},
		{page + "#here", "a b", page + "#here"},
		{"", "a b", ""},
		{"javascript:alert(1)", "a b", ""},
		{"//example.org", "a b", ""},
	} {
		if got := AtSource(c.page, c.text); got != c.want {
			t.Errorf("AtSource(%q, %q) = %q, want %q", c.page, c.text, got, c.want)
		}
	}
}

// A text directive returns the words that it was made of, and has no
// character that means something to it.
func FuzzDirective(f *testing.F) {
	f.Add("well-known, this & that")
	f.Add("50 % of a+b = «c»")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "?")), " ")
		if text == "" {
			return
		}
		got := directive(strings.Fields(text))
		if back, err := url.PathUnescape(got); err != nil || back != text || strings.ContainsAny(got, "-,&+ #") {
			t.Errorf("directive(%q) = %q, which gives back %q, %v", text, got, back, err)
		}
	})
}

// COinS names what a reference manager reads of a chapter: the members of the book
// format.
func TestCOinS(t *testing.T) {
	for name, want := range map[string]url.Values{
		"north-korea": {
			"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:book"}, "rft.genre": {"bookitem"},
			"rft.atitle": {"North Korea"}, "rft.btitle": {"Trafficking in Persons Report"}, "rft.date": {"2023"},
			"rft.pub": {"U.S. Department of State"}, "rft.aucorp": {"U.S. Department of State"},
		},
		"awkward": {
			"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:book"}, "rft.genre": {"bookitem"},
			"rft.atitle": {"Côte d’Ivoire"}, "rft.btitle": {"R&D: 100% {safe}_work"}, "rft.date": {"2021"}, "rft.pages": {"12"},
			"rft.pub": {"Office of “Work”, Ltd."}, "rft.aucorp": {"Office of “Work”, Ltd."},
			"rft_id": {"https://example.org/a_b?c=1&d=%7Be%7D"},
		},
	} {
		_, s := source(name)
		got, err := url.ParseQuery(COinS(s))
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v\ngot  %v\nwant %v", name, err, got, want)
		}
	}
	_, s := source("bare")
	s.Narrative = &corpus.Narrative{Report: "List"}
	if got := COinS(s); got != "ctx_ver=Z39.88-2004&rft.btitle=List&rft.genre=report&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook" {
		t.Errorf("a report: %s", got)
	}
}

func TestDescribe(t *testing.T) {
	n, _ := source("north-korea")
	got, err := json.Marshal(Describe(n, "https://example.org/n/x"))
	want := `{"@context":"https://schema.org","@type":"Chapter","inLanguage":"en","url":"https://example.org/n/x",` +
		`"about":{"@type":"Country","name":"North Korea"},"isPartOf":{"@type":"Report","name":"Trafficking in Persons Report",` +
		`"datePublished":"2023","publisher":{"@type":"Organization","name":"U.S. Department of State"}}}`
	if err != nil || string(got) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, got, want)
	}
	got, err = json.Marshal(Describe(&corpus.Narrative{Report: "List"}, "/n/y"))
	if err != nil || string(got) != `{"@context":"https://schema.org","@type":"Report","name":"List","url":"/n/y"}` {
		t.Errorf("a report: %v, %s", err, got)
	}
}

// TestUnknown cites passages of narratives without a country or a year, and by their
// symbols and numbers.
func TestUnknown(t *testing.T) {
	cited := func(n corpus.Narrative, number string) Source {
		return Source{Entry: library.Entry{Narrative: &n, Passage: corpus.Passage{Number: number}}}
	}
	review := corpus.Narrative{Report: "Report of the Working Group", Publisher: "United Nations", Country: "Slovenia", Year: 2014, Symbol: "A/HRC/28/15"}
	survey := corpus.Narrative{Report: "Labor Survey"}
	for _, c := range []struct{ got, want string }{
		{Chicago(cited(review, "115.12")), "United Nations, “Slovenia,” in Report of the Working Group (2014), A/HRC/28/15, para. 115.12."},
		{APA(cited(review, "115.12")), "United Nations. (2014). Slovenia. In Report of the Working Group (A/HRC/28/15, para. 115.12)."},
		{Plain(cited(review, "115.12")), "Report of the Working Group, 2014, Slovenia, A/HRC/28/15, para. 115.12 (United Nations)"},
		{Chicago(cited(survey, "")), "Labor Survey (n.d.)."},
		{APA(cited(survey, "")), "Labor Survey. (n.d.)."},
		{Plain(cited(survey, "3")), "Labor Survey, para. 3"},
	} {
		if c.got != c.want {
			t.Errorf("got  %s\nwant %s", c.got, c.want)
		}
	}
	if s := RIS(cited(survey, "")); strings.Contains(s, "PY  -") {
		t.Errorf("a record has a year: %s", s)
	}
}
