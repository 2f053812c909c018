package quote_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
	"verbatim/index/indextest"
	"verbatim/search/enginetest"
	"verbatim/search/quote"
	"verbatim/search/quote/quotetest"
)

// The generated quotations can be had of other reports and by chance:
//
//	VERBATIM_DATA        folder with .jsonl.gz files, at any depth; otherwise the demonstration collection
//	VERBATIM_SEED        a number, by which narratives and quotations are chosen
//	VERBATIM_QUOTATIONS  how many quotations, at least
//	VERBATIM_NARRATIVES  of how many narratives of each file, about
func setting(t testing.TB, name string, otherwise int) int {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		return otherwise
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// reports returns narratives of real reports and a checker of them: of the data folder,
// or of the demonstration collection, which has to do in short.
func reports(t testing.TB, each int) ([]*corpus.Narrative, *quote.Checker) {
	t.Helper()
	data, ok := corpustest.HasData(t)
	if !ok || testing.Short() {
		data = filepath.Dir(corpustest.Demo(t)[0])
	}
	file := filepath.Join(t.TempDir(), "sample.jsonl")
	err := quotetest.Sample(data, uint64(setting(t, "VERBATIM_SEED", 1)), setting(t, "VERBATIM_NARRATIVES", each), file)
	if err != nil {
		t.Fatal(err)
	}
	lib := enginetest.Imported(t, file)
	var narratives []*corpus.Narrative
	for n, err := range lib.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		narratives = append(narratives, n.Narrative)
	}
	return narratives, quote.NewChecker(indextest.Searcher(t, lib))
}

// TestGenerated makes quotations whose verdicts are known. 99 of 100 must get
// the right one, and none that differs in a word may be said to stand.
func TestGenerated(t *testing.T) {
	quotations := setting(t, "VERBATIM_QUOTATIONS", 2200)
	if testing.Short() {
		quotations = 250
	}
	narratives, checker := reports(t, 60)
	g := quotetest.NewGenerator(uint64(setting(t, "VERBATIM_SEED", 1)), narratives, quotetest.NewScan(narratives))
	all := g.Generate(quotations)
	var s score
	for _, l := range all {
		start := time.Now()
		r, err := checker.CheckQuote(t.Context(), l.Text, l.Said)
		if err != nil {
			t.Fatalf("%q: %v", l.Text, err)
		}
		s.times = append(s.times, time.Since(start))
		s.add(t, l, r)
	}
	slices.Sort(s.times)
	t.Logf("%d quotations of %d narratives: %d wrong verdicts, %d wrong warnings, %d other kinds; median %v, 99th percentile %v, longest %v",
		len(all), len(narratives), s.verdicts, s.warnings, s.kinds, s.times[len(all)/2], s.times[len(all)*99/100], s.times[len(all)-1])
	if len(all) < quotations*9/10 {
		t.Errorf("only %d quotations", len(all))
	}
	if wrong := s.verdicts + s.warnings; wrong*100 > len(all) {
		t.Errorf("%d of %d are wrong", wrong, len(all))
	}
}

// A score counts what was wrong.
type score struct {
	verdicts, warnings, kinds int
	times                     []time.Duration
}

func (s *score) add(t *testing.T, l quotetest.Labelled, r *quote.Result) {
	if l.Differs && !slices.Contains(l.Want, r.Verdict) && r.Verdict == quote.HouseStyle {
		t.Errorf("%s: house style, although a word differs: %q", l.Class, l.Text)
	}
	if l.Warning != "" && r.Verdict.Stands() && !slices.Contains(r.Warnings, l.Warning) {
		t.Errorf("%s: no warning %s: %q", l.Class, l.Warning, l.Text)
	}
	if l.Differs && (r.Verdict == quote.Verbatim || r.Verdict == quote.Normalized) {
		t.Errorf("%s: %s, although a word differs: %q", l.Class, r.Verdict, l.Text)
	}
	if r.Verdict == quote.Verbatim {
		for _, p := range r.Places {
			if p.Verdict == quote.Verbatim && !strings.Contains(quotetest.FoldSpace(p.Text), quotetest.FoldSpace(r.Quote)) {
				t.Errorf("%s: the place in %s does not contain %q", l.Class, p.Entry.Passage.ID, r.Quote)
			}
		}
	}
	tell := func(what string) {
		t.Logf("%s: %s %s %v, want %v %s: %q\n%s", l.Class, what, r.Verdict, r.Warnings, l.Want, l.Warning, l.Text, printed(brief(r)))
	}
	if !slices.Contains(l.Want, r.Verdict) {
		s.verdicts++
		tell("verdict")
		return
	}
	if !warned(l, r) {
		s.warnings++
		tell("warnings")
	}
	if l.Kind != "" && !touches(r.Places, l.Kind) {
		s.kinds++
		tell("no edit of kind " + string(l.Kind) + ":")
	}
}

// warned reports whether the warnings are right: the wanted one, or none at all.
func warned(l quotetest.Labelled, r *quote.Result) bool {
	if l.Warning != "" {
		return slices.Contains(r.Warnings, l.Warning)
	}
	return !l.Clean || len(r.Warnings) == 0
}

// touches reports whether an edit of some place is of a kind.
func touches(places []quote.Place, kind quote.Kind) bool {
	return slices.ContainsFunc(places, func(p quote.Place) bool {
		return slices.ContainsFunc(p.Edits(), func(d quote.Difference) bool { return d.Kind == kind })
	})
}

// brief leaves three places.
func brief(r *quote.Result) *quote.Result {
	b := *r
	b.Places = b.Places[:min(3, len(b.Places))]
	return &b
}
