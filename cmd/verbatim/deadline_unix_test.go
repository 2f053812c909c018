//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index/store"
	"verbatim/search/quote/quotetest"
)

// grace is how long after its deadline, or after who asked has left, an answer may go
// on. It is processor time: the machine may have other things to do.
const grace = 200 * time.Millisecond

// A dearLibrary is a library in which much takes long: a country with thousands of
// recommendations that are alike, a passage as long as a book that was replaced by
// another, and so many passages of the same few words that nothing is rare.
type dearLibrary struct {
	session
	store         *store.Store
	handler       http.Handler
	long, retired string // the long passage, and what it was before
}

func newDearLibrary(t *testing.T) *dearLibrary {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var all bytes.Buffer
	for year := 2010; year < 2020; year++ {
		var b strings.Builder
		b.WriteString("## Prioritized Recommendations\n\n")
		for range 600 {
			b.WriteString("- " + sentenceOf(random, 25) + "\n")
		}
		addNarrative(t, &all, "Long Report", "Fiji", year, b.String())
	}
	for i := range 40 {
		var b strings.Builder
		for range 60 {
			b.WriteString(sentenceOf(random, 60) + "\n\n")
		}
		addNarrative(t, &all, "Wide Report", fmt.Sprintf("Land %d", i), 2000+i%20, b.String())
	}
	d := &dearLibrary{session: session{t: t, library: filepath.Join(t.TempDir(), "library")}}
	book := func() string {
		var line bytes.Buffer
		addNarrative(t, &line, "Book", "Fiji", 2020, "## Book\n\n"+sentenceOf(random, 40_000)+"\n\nThe end of the book.\n")
		return d.file("book.jsonl", line.String())
	}
	files := []string{d.file("all.jsonl", all.String()), book()}
	var err error
	d.store, err = store.Open(t.Context(), d.library, func(ctx context.Context, l *library.Library) error {
		_, err := importing.Files(ctx, l, files, nil)
		return err
	}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.store.Close() })
	d.retired = d.longest("book-2020-fiji")
	if _, err := importing.Files(t.Context(), d.store.Library, []string{book()}, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Refresh(t.Context(), d.store.Library, store.Options{}); err != nil {
		t.Fatal(err)
	}
	if d.long = d.longest("book-2020-fiji"); d.long == d.retired {
		t.Fatal("the book was not replaced")
	}
	time.Sleep(1100 * time.Millisecond) // an index looks for its next generation each second
	d.handler = (&app{errOut: io.Discard}).handler(d.store, "")
	return d
}

func addNarrative(t *testing.T, to *bytes.Buffer, report, country string, year int, markdown string) {
	t.Helper()
	line, err := json.Marshal(map[string]any{"report": report, "country": country, "year": year, "markdown": markdown})
	if err != nil {
		t.Fatal(err)
	}
	to.Write(append(line, '\n'))
}

// longest returns the identifier of a narrative's longest passage.
func (d *dearLibrary) longest(narrative string) (id string) {
	d.t.Helper()
	n, err := d.store.Library.Narrative(d.t.Context(), narrative)
	if err != nil {
		d.t.Fatal(err)
	}
	most := 0
	for _, p := range n.Passages {
		if p.Span.Len() > most {
			id, most = p.ID, p.Span.Len()
		}
	}
	return id
}

// sentenceOf makes a sentence of so many words, most of them frequent.
func sentenceOf(random *rand.Rand, words int) string {
	var b strings.Builder
	b.WriteString("Increase")
	for range words - 1 {
		b.WriteString(" " + frequent[random.IntN(len(frequent))])
		if random.IntN(8) == 0 {
			fmt.Fprintf(&b, "%c", 'a'+random.IntN(26))
		}
	}
	return b.String() + "."
}

var frequent = strings.Fields("the of and in to labor children trafficking government education inspectors police victims law services")

// A dearRequest is the dearest that an entry point can be asked.
type dearRequest struct {
	name, method, path, mediaType, body string
}

// requests are the dearest questions of every entry point.
func (d *dearLibrary) requests() (all []dearRequest) {
	get := func(name, path string, values url.Values) {
		all = append(all, dearRequest{name: path + " " + name, method: http.MethodGet, path: path + "?" + values.Encode()})
	}
	queries := dearQueries()
	for _, name := range slices.Sorted(maps.Keys(queries)) {
		q := queries[name]
		for _, path := range []string{"/search", "/api/v1/search"} {
			get(name+", by relevance", path, url.Values{"q": {q}, "size": {"100"}, "matches": {"1"}, "explain": {"1"}})
			get(name+", newest, any", path, url.Values{"q": {q}, "sort": {"newest"}, "mode": {"any"}, "size": {"100"}})
		}
		get(name, "/n/book-2020-fiji", url.Values{"q": {q}})
		get(name, "/n/long-2015-fiji", url.Values{"q": {q}})
		get(name, "/p/"+d.long, url.Values{"q": {q}})
		get(name, "/api/v1/counts", url.Values{"q": {q}, "by": {"country,year,report,section,tier,kind,narrative"}})
		get(name, "/api/v1/counts.csv", url.Values{"q": {q}, "by": {"narrative"}, "unit": {"matches"}})
		for _, sort := range []string{"right", "country"} {
			get(name+", by "+sort, "/api/v1/concordance", url.Values{"q": {q}, "sort": {sort}, "context": {"50"}, "size": {"1000"}})
		}
		get(name, "/api/v1/concordance.csv", url.Values{"q": {q}, "context": {"50"}})
		get(name, "/api/v1/collocates", url.Values{"q": {q}, "window": {"50"}, "min": {"1"}, "size": {"1000"}})
		get(name, "/api/v1/collocates.csv", url.Values{"q": {q}, "within": {"sentence"}, "form": {"stem"}})
		for _, page := range []string{"/counts", "/trends", "/trends.svg", "/map", "/map.svg", "/concordance", "/collocates"} {
			get(name, page, url.Values{"q": {q}, "rows": {"section"}, "lines": {"charts"}})
		}
		get(name, "/search.atom", url.Values{"q": {q}})
		get(name, "/api/v1/changes", url.Values{"q": {q}, "since": {"0"}, "size": {"1000"}})
		for _, extension := range []string{"csv", "jsonl", "bib"} {
			get(name, "/search."+extension, url.Values{"q": {q}, "mode": {"any"}})
		}
		all = append(all,
			toolCall("search", name, map[string]any{"query": q, "limit": 20, "mode": "any"}),
			toolCall("count", name, map[string]any{"queries": []string{q, q + " the"}, "by": []string{"narrative", "section"}}))
	}
	return append(append(all, d.pages()...), d.texts()...)
}

func toolCall(tool, name string, in any) dearRequest {
	return dearRequest{name: "/mcp " + tool + " " + name, method: http.MethodPost, path: "/mcp", mediaType: "application/json", body: toolBody(tool, in)}
}

// dearQueries take long by each of the language's means.
func dearQueries() map[string]string {
	alternatives := "(" + strings.Join(frequent, " OR ") + ")"
	edits := make([]string, 60)
	for i := range edits {
		edits[i] = frequent[i%len(frequent)] + string(rune('a'+i%26)) + "~2"
	}
	queries := map[string]string{
		"word":      "the",
		"near":      alternatives + " NEAR/100 " + alternatives,
		"edits":     strings.Join(edits, " OR "),
		"sentence":  alternatives + " /s " + alternatives,
		"nested":    alternatives + " NEAR/50 (" + alternatives + " NEAR/50 " + alternatives + ")",
		"wildcards": strings.Repeat("t* OR ", 60) + "*e",
		"phrase":    `"t* o* a* i* t*"`,
		"not":       "the NOT (" + alternatives + " NEAR/2 police)",
		"all":       "kind:paragraph OR kind:recommendation",
	}
	if testing.Short() {
		maps.DeleteFunc(queries, func(name, _ string) bool { return name != "sentence" && name != "edits" })
	}
	return queries
}

// pages are what is asked without a query.
func (d *dearLibrary) pages() (all []dearRequest) {
	recommendation := d.longest("long-2015-fiji")
	unknown := strings.Repeat("long-2015-", 5000)
	for _, path := range []string{
		"/", "/narratives", "/language", "/check", "/saved", "/programs", "/healthz", "/readyz", "/metrics", "/openapi.json", "/opensearch.xml", "/static/style.css",
		"/api/v1/narratives?size=100", "/api/v1/library", "/api/v1/narratives/long-2015-fiji", "/narratives/long-2015-fiji", "/n/" + unknown, "/p/" + unknown,
		"/p/" + d.retired, "/p/" + d.long + "/chicago.txt", "/p/" + d.long + "/passage.bib", "/p/" + d.long + "/selector.json",
		"/api/v1/passages/" + d.long, "/api/v1/passages/" + d.retired,
		"/api/v1/passages/" + d.long + "/thread", "/api/v1/passages/" + recommendation + "/thread",
		"/api/v1/passages/" + d.long + "/alike", "/api/v1/passages/" + d.longest("wide-2005-land-5") + "/alike",
		"/api/v1/keywords?year=2005&against.year=2006&min=1&narratives=1&size=1000",
		"/api/v1/keywords?year=2005&against.year=2006&form=opening&kind=paragraph&against.kind=paragraph&min=1&narratives=1",
		"/api/v1/keywords.csv?year=2005&against.year=2006&form=stem&min=1&narratives=1&size=1000",
		"/keywords?year=2005&against.year=2006&form=stem&narratives=1", "/keywords?q=labor+OR+the+NEAR%2F9+police&year=2005&against.year=2006",
		"/api/v1/threads?country=Fiji&report=Long+Report",
		"/follow?country=Fiji&report=Long+Report", "/follow.csv?country=Fiji&report=Long+Report", "/follow?passage=" + recommendation, "/follow?passage=" + d.long,
	} {
		all = append(all, dearRequest{name: path, method: http.MethodGet, path: path})
	}
	return append(all,
		toolCall("follow", "", map[string]string{"country": "Fiji", "report": "Long Report"}),
		toolCall("read_narrative", "", map[string]string{"narrative": "book-2020-fiji"}),
		toolCall("cite", "", map[string]string{"passage": d.long}))
}

// texts are bodies of about the greatest size that is read.
func (d *dearLibrary) texts() (all []dearRequest) {
	post := func(name, path, mediaType string, body []byte) {
		all = append(all, dearRequest{path + " " + name, http.MethodPost, path, mediaType, string(body)})
	}
	var codes []map[string]string
	for i := range 500 {
		codes = append(codes, map[string]string{"name": fmt.Sprint(i), "q": "(labor OR the) NEAR/9 x" + fmt.Sprint(i)})
	}
	codebook, _ := json.Marshal(map[string]any{"queries": codes, "by": []string{"narrative"}})
	post("codebook", "/api/v1/counts", "application/json", codebook)
	texts := quotetest.Hostile(rand.New(rand.NewPCG(1, 2)), 1_200_000, 0)
	if testing.Short() {
		texts = texts[:3]
	}
	for i, text := range texts {
		name := fmt.Sprint("text ", i)
		form := []byte(url.Values{"text": {text}}.Encode())
		for _, path := range []string{"/check", "/check.html", "/check.csv"} {
			post(name, path, "application/x-www-form-urlencoded", form)
		}
		body, _ := json.Marshal(map[string]string{"text": text})
		post(name, "/api/v1/check", "application/json", body)
		all = append(all, toolCall("check_quotation", name, map[string]string{"text": text[:min(len(text), 40_000)]}))
	}
	return all
}

// TestNothingGoesOnWithoutItsReader asks every entry point the dearest that it can be
// asked, with little time, or a reader who leaves: the answer ends soon after.
func TestNothingGoesOnWithoutItsReader(t *testing.T) {
	if testing.Short() {
		t.Skip("it gives each kind of request its time")
	}
	d := newDearLibrary(t)
	const stays = 100 * time.Millisecond
	asked := gin.New() // has the routes that are asked
	dear := 0
	all := d.requests()
	for i, r := range all {
		took, late := d.ask(t, r, stays, i%2 == 0)
		if late > grace {
			t.Errorf("%s: ended %v after its reader had left", r.name, late)
		}
		if took >= stays {
			dear++
		}
	}
	t.Logf("%d of %d took longer than %v", dear, len(all), stays)
	if dear < len(all)/10 {
		t.Errorf("%d of %d requests are dear: this test tests little", dear, len(all))
	}
	for _, route := range d.handler.(*gin.Engine).Routes() {
		if route.Method == http.MethodHead {
			continue
		}
		asked.Handle(route.Method, route.Path, func(c *gin.Context) { c.String(http.StatusOK, c.FullPath()) })
	}
	missing := map[string]bool{}
	for _, route := range asked.Routes() {
		missing[route.Method+" "+route.Path] = true
	}
	for _, r := range all {
		answer := httptest.NewRecorder()
		asked.ServeHTTP(answer, httptest.NewRequest(r.method, r.path, nil))
		delete(missing, r.method+" "+answer.Body.String())
	}
	for route := range missing {
		t.Errorf("%s is not asked", route)
	}
}

// ask asks with a deadline, or as one who leaves. It returns how long it took, and how
// much processor time went into it after that.
func (d *dearLibrary) ask(t *testing.T, r dearRequest, stays time.Duration, leaves bool) (took, late time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), stays)
	if leaves {
		ctx, cancel = context.WithCancel(t.Context())
	}
	defer cancel()
	request := httptest.NewRequestWithContext(ctx, r.method, r.path, strings.NewReader(r.body))
	request.Header.Set("Accept", "application/json, text/event-stream")
	request.Host = "localhost"
	if r.mediaType != "" {
		request.Header.Set("Content-Type", r.mediaType)
	}
	atDeadline := make(chan time.Duration, 1)
	timer := time.AfterFunc(stays, func() { atDeadline <- quotetest.Spent(); cancel() })
	start := time.Now()
	func() {
		defer func() {
			if cause := recover(); cause != nil && cause != http.ErrAbortHandler {
				panic(cause)
			}
		}()
		d.handler.ServeHTTP(httptest.NewRecorder(), request)
	}()
	took = time.Since(start)
	if !timer.Stop() {
		late = quotetest.Spent() - <-atDeadline
	}
	return took, late
}
