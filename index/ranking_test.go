package index

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/search"
	"verbatim/search/enginetest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// A ranked question is a block of testdata/rankings.txt: what is asked and
// which passage should come first, and then, written by -update, what comes.
// A block that asks nothing is a comment.
type ranked struct {
	input []string // the lines that people write
	query string
	mode  search.Mode
	wants []string // the target is the first passage that has one of these
	rank  int      // of the target; 0 for none
}

// readRanked reads the lines that people write in a block.
func readRanked(block string) (r ranked) {
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		name, value, _ := strings.Cut(line, ":")
		switch value = strings.TrimSpace(value); {
		case strings.HasPrefix(line, "#"):
		case name == "query":
			r.query = value
		case name == "mode":
			r.mode = search.Mode(value)
		case name == "want":
			r.wants = append(r.wants, value)
		default:
			continue
		}
		r.input = append(r.input, line)
	}
	return r
}

// ask returns the block as it should be, with the first passages and the target.
func (r *ranked) ask(t *testing.T, s *search.Searcher) string {
	t.Helper()
	const looked, shown, width = search.MaxSize, 3, 100
	results, err := s.Search(t.Context(), search.Request{Text: r.query, Mode: r.mode, Size: looked})
	if err != nil {
		t.Fatalf("%s: %v", r.query, err)
	}
	place := "none"
	var lines []string
	for i, hit := range results.Hits {
		text := inLine(hit)
		isTarget := r.rank == 0 && slices.ContainsFunc(r.wants, func(want string) bool { return strings.Contains(text, want) })
		if isTarget {
			r.rank, place = i+1, strconv.Itoa(i+1)
		}
		if cut := []rune(text); len(cut) > width {
			text = string(cut[:width]) + "…"
		}
		if i < shown || isTarget {
			lines = append(lines, fmt.Sprintf("%d. %.3f  %s", i+1, hit.Score, text))
		}
	}
	rank := fmt.Sprintf("rank: %s of %d", place, results.Total)
	return strings.Join(slices.Concat(r.input, []string{rank}, lines), "\n")
}

// inLine is a passage in a line.
func inLine(hit search.Result) string {
	where := fmt.Sprintf("%s %d", hit.Narrative.Country, hit.Narrative.Year)
	if hit.Passage.Section != "" {
		where += ", " + hit.Passage.Section
	}
	return where + ": " + strings.Join(strings.Fields(hit.Text), " ")
}

// summarize returns how well the targets rank, and their mean reciprocal rank.
func summarize(questions []ranked) (block string, mrr float64) {
	lines := []string{fmt.Sprintf("targets: %d", len(questions))}
	for _, r := range questions {
		if r.rank > 0 {
			mrr += 1 / float64(r.rank) / float64(len(questions))
		}
	}
	for _, first := range []int{1, 3, 5, 10, search.MaxSize} {
		n := 0
		for _, r := range questions {
			if r.rank > 0 && r.rank <= first {
				n++
			}
		}
		lines = append(lines, fmt.Sprintf("in the first %d: %d", first, n))
	}
	lines = append(lines, fmt.Sprintf("mean reciprocal rank: %.3f", mrr))
	return strings.Join(lines, "\n"), mrr
}

// TestRanking asks real questions of real reports: of the demonstration collection,
// and of more reports where the data folder has them. A change of the ranking shows
// as a change of the golden file, to be rescored by a person. The mean reciprocal
// rank must not fall below a floor: what was measured, rounded down.
func TestRanking(t *testing.T) {
	t.Run("demo", func(t *testing.T) { checkRanking(t, "rankings-demo.txt", 0.49, demo(t)) })
	if testing.Short() {
		return
	}
	var all []string
	for _, name := range []string{corpustest.Factbook, corpustest.Actions, "upr-recommendations-2008-2014.jsonl.gz"} {
		path, ok := corpustest.Collection(t, name)
		if !ok {
			return
		}
		all = append(all, path)
	}
	t.Run("all", func(t *testing.T) {
		lib := enginetest.Library(t, all...)
		checkRanking(t, "rankings.txt", 0.66, search.NewSearcher(lib, newIndex(t, lib)))
	})
}

func checkRanking(t *testing.T, name string, floor float64, searcher *search.Searcher) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	file, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var before, after []string
	var questions []ranked
	for block := range strings.SplitSeq(strings.TrimSpace(string(file)), "\n\n") {
		switch r := readRanked(block); {
		case r.query != "":
			after = append(after, r.ask(t, searcher))
			questions = append(questions, r)
		case len(r.input) > 0:
			after = append(after, strings.Join(r.input, "\n"))
		}
		before = append(before, strings.TrimSpace(block))
	}
	summary, mrr := summarize(questions)
	after = append(after, summary)
	if mrr < floor {
		t.Errorf("the mean reciprocal rank is %.3f; it was at least %.2f", mrr, floor)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(strings.Join(after, "\n\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if changes := changedBlocks(before, after); changes != "" {
		t.Errorf("the ranking has changed (-update rewrites %s):\n%s", golden, changes)
	}
}

// changedBlocks shows the blocks that differ, line by line.
func changedBlocks(before, after []string) string {
	var out strings.Builder
	for i := range max(len(before), len(after)) {
		var was, is []string
		if i < len(before) {
			was = strings.Split(before[i], "\n")
		}
		if i < len(after) {
			is = strings.Split(after[i], "\n")
		}
		if slices.Equal(was, is) {
			continue
		}
		for _, line := range was {
			if slices.Contains(is, line) {
				fmt.Fprintf(&out, "  %s\n", line)
			} else {
				fmt.Fprintf(&out, "- %s\n", line)
			}
		}
		for _, line := range is {
			if !slices.Contains(was, line) {
				fmt.Fprintf(&out, "+ %s\n", line)
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// TestQuestionsHaveAWayOn asks as people ask, for all of the words: where no passage
// has them all, the answer offers a question that finds some.
func TestQuestionsHaveAWayOn(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("testdata", "questions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	searcher := demo(t)
	for question := range strings.Lines(string(file)) {
		question = strings.TrimSpace(question)
		results, err := searcher.Search(t.Context(), search.Request{Text: question})
		if err != nil {
			t.Errorf("%s: %v", question, err)
			continue
		}
		if results.Total == 0 && len(results.Offers) == 0 {
			t.Errorf("%s: nothing is found, nor offered", question)
		}
		for _, o := range results.Offers {
			t.Logf("%s: %s: %d: %s", question, o.Label, o.Total, o.Query)
			again, err := searcher.Search(t.Context(), search.Request{Text: o.Query, Mode: o.Mode})
			if err != nil || again.Total != o.Total || o.Total == 0 {
				t.Errorf("%s: %s offers %d passages, and finds %+v, error %v", question, o.Label, o.Total, again, err)
			}
		}
	}
}

// Of passages that were read when they were found, the first few are the first of all: their
// upper bounds leave out none.
func TestFirstOfWhatWasRead(t *testing.T) {
	lib := enginetest.Library(t, corpustest.Demo(t, corpustest.Actions)...)
	x := newIndex(t, lib)
	for _, text := range []string{"victims /s government", "government NEAR/5 trafficking", "victims PRE/9 services", "human* /p support*", "law /s labor"} {
		q, err := search.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		question := search.Question{Query: q.In(search.ModeAll), Sort: search.SortRelevance, Limit: 1 << 20}
		all, err := x.Find(t.Context(), question)
		if err != nil {
			t.Fatal(err)
		}
		question.Limit = 5
		first, err := x.Find(t.Context(), question)
		if err != nil {
			t.Fatal(err)
		}
		if len(all.Hits) < 20 || !reflect.DeepEqual(first.Hits, all.Hits[:5]) {
			t.Errorf("%s: %v, want the first of %d: %v", text, first.Hits, len(all.Hits), all.Hits[:min(5, len(all.Hits))])
		}
		for _, v := range x.newest.parts {
			if e, err := v.evaluate(t.Context(), question, 0, x.newest.vocabularies(t.Context())[0], &memory{}); err != nil || e.read == nil {
				t.Errorf("%s: is not read, error %v", text, err)
			}
		}
	}
}

// TestHaving counts the passages that have each word, in two words or not: what is counted
// of a stem is kept, unless some passages have it in two words alone.
func TestHaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.md")
	if err := os.WriteFile(path, []byte("# Mali 1999\n\nA checkpoint is a check point.\n\nA hotline or a check point.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g := newIndex(t, enginetest.Imported(t, path)).newest
	p := g.parts[0]
	kept, others := 0, 0
	for n := range p.forward.Vocabulary.Len() {
		q, err := search.Parse(p.forward.Vocabulary.At(uint32(n)))
		if err != nil {
			continue
		}
		term := loneTerm(q)
		if term == nil || term.Apart == nil {
			continue
		}
		e := p.begin(t.Context(), q, g.vocabularies(t.Context())[0], newScratch(p.forward.Passages()))
		r := &ranking{generation: g, parts: []*evaluation{e}}
		inTwo, want := e.apart(term), p.count(e.term(term))
		for range 2 {
			if got, err := r.Having(term); err != nil || got != want {
				t.Errorf("%s: %d passages, want %d: %v", term, got, want, err)
			}
		}
		stem, known := p.forward.StemNumber(term.Stems[0])
		if known && inTwo.IsEmpty() != (p.stemCounts[stem].Load() > 0) {
			t.Errorf("%s: %d passages have it in two words; kept: %t", term, inTwo.GetCardinality(), !inTwo.IsEmpty())
		}
		if inTwo.IsEmpty() {
			kept++
		} else {
			others++
		}
	}
	if kept == 0 || others == 0 {
		t.Errorf("%d words in one word alone, %d in two: too few to tell", kept, others)
	}
}
