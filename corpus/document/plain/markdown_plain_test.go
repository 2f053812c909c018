package plain

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/document"
)

// sameUnmarked compares what becomes of a text with paragraphs taken whole and without.
func sameUnmarked(t *testing.T, body string) {
	t.Helper()
	got, want := &document.Document{}, &document.Document{}
	gotErr, wantErr := addParsed(t.Context(), got, body, commonMark), addParsed(t.Context(), want, body, newParser())
	if !reflect.DeepEqual(got, want) || (gotErr == nil) != (wantErr == nil) {
		t.Errorf("%q:\ngot  %+v %v\nwant %+v %v", body, got, gotErr, want, wantErr)
	}
}

// pieces are what Markdown is made of, for texts in which any stands beside any other.
var pieces = []string{
	"word", "Two words", "(a) point", "\"said\"", "'t", "é", "•", "• bullet", "\u00a0", "\u2028", "1. one", "2) two", "-", "- ", "- a b", "- a b\n", "- (c) d\n- e", "# A b", "## B\n\n", "### c #", "- e\n\n", "- item", "* star", "+ plus", "# head",
	"## ", "===", "---", "--- | ---", "a | b", "| a | b |", "> quote", "    code", "\t", " ", "  ", "   ", "\n", "\n", "\n\n", "\n\n", "\n \n", "\\", "`", "```", "~~~", "~~",
	"*", "**", "***bold***", "_", "__x__", "[", "]", "[a]", "[^1]", "[^1]: note", "[a]: /url", "[3]: Ibid.", "<", ">", "<br>", "<div>", "</div>", "<!--", "-->", "<script>",
	"&amp;", "&", ";", ":", "!", "![", "](x)", "http://a.b", "<http://a.b>", ".", "\r", "\f", "\v", "- [ ] task", "Section 1.", "%", "{#id}", "^", "=", "$",
}

// A paragraph without mark-up that is taken whole becomes what the parser makes of it.
func TestUnmarked(t *testing.T) {
	n := 20_000
	if testing.Short() {
		n = 5_000
	}
	texts := rand.New(rand.NewPCG(1, 2))
	for range n {
		var body strings.Builder
		for range 1 + texts.IntN(14) {
			body.WriteString(pieces[texts.IntN(len(pieces))])
			if texts.IntN(4) == 0 {
				body.WriteByte('\n')
			}
		}
		sameUnmarked(t, body.String())
		if t.Failed() {
			return
		}
	}
}

// The same for real narratives.
func TestUnmarkedReal(t *testing.T) {
	for _, path := range corpustest.Collections(t) {
		for line := range corpustest.Lines(t, path, 25, 60) {
			var n struct{ Markdown string }
			if err := json.Unmarshal(line, &n); err != nil {
				t.Fatal(err)
			}
			sameUnmarked(t, n.Markdown)
		}
	}
}

func FuzzUnmarked(f *testing.F) {
	f.Add("A paragraph\nof two lines.\n\n- and an item\n\nand text")
	f.Fuzz(func(t *testing.T, body string) { sameUnmarked(t, body) })
}
