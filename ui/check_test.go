package ui

import (
	"bytes"
	"encoding/csv"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// post sends the form of the page for quotations.
func post(t *testing.T, handler http.Handler, path string, form url.Values, site string) (status int, header http.Header, body string) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), "POST", path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", site)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	return answer.Code, answer.Header(), strings.Join(strings.Fields(answer.Body.String()), " ")
}

func quotesHandler(t *testing.T) http.Handler {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	return newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
}

const quotesArticle = `The report on North Korea says: “End the use of forced labor as a punishment” and “nobody <b>was</b> ever there at all”. It is “grim”.`

func TestQuotesPage(t *testing.T) {
	handler := quotesHandler(t)
	status, header, body := post(t, handler, "/check", url.Values{"text": {quotesArticle}}, "same-origin")
	if err := checkPage(body); err != nil || status != 200 {
		t.Fatalf("%d: %v", status, err)
	}
	if got := header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control %q, want the reader's browser alone to keep it", got)
	}
	for _, want := range []string{
		"<h2 id=\"found\">3 quotations</h2>",
		"<a href=\"#quotation-1\">1 altered</a>",
		"<strong>✗ altered</strong>", "labor as <ins>a</ins> punishment", "<li>added: “a”</li>",
		"<a href=\"/p/trafficking-in-persons-2023-north-korea.3153aca8f1?mark=0-41\">North Korea, 2023</a>",
		"nobody &lt;b&gt;was&lt;/b&gt; ever", "<strong>✗ not found</strong>", "<strong>– unchecked</strong>",
		"Nothing that you paste is stored or logged.", "formaction=\"/check.csv\"", "“grim”.</textarea>",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s\n%s", want, body)
		}
	}
}

func TestQuotesAreSaved(t *testing.T) {
	handler := quotesHandler(t)
	form := url.Values{"text": {"=End the use of forced labor as punishment"}, "country": {"Kenya"}}
	status, header, body := post(t, handler, "/check.csv", form, "same-origin")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if status != 200 || err != nil || !strings.Contains(header.Get("Content-Disposition"), "quotations.csv") {
		t.Fatal(status, err, header)
	}
	if want := "number,quotation,verdict,warnings"; !strings.HasPrefix(body, "\ufeff"+want) {
		t.Errorf("the table begins with %.60q", body)
	}
	if !strings.Contains(body, "'=End the use") || !strings.Contains(body, "misattributed") || !strings.Contains(body, "http://example.com/p/trafficking") {
		t.Errorf("the table is\n%v", rows)
	}
	status, header, body = post(t, handler, "/check.html", form, "same-origin")
	if status != 200 || !strings.Contains(header.Get("Content-Disposition"), "quotations.html") {
		t.Fatal(status, header)
	}
	for _, want := range []string{"<h1>1 quotation</h1>", `<base href="http://example.com/">`, "found, but not in the country, year or report given"} {
		if !strings.Contains(body, want) {
			t.Errorf("the report lacks %s\n%s", want, body)
		}
	}
	if strings.Contains(body, "<form") || strings.Contains(body, "<script") || strings.Contains(body, "ZgotmplZ") {
		t.Errorf("the report is not one by itself:\n%s", body)
	}
}

func TestQuotesPageRefuses(t *testing.T) {
	handler := quotesHandler(t)
	for name, c := range map[string]struct {
		form   url.Values
		site   string
		status int
		says   string
	}{
		"another site":     {url.Values{"text": {"a"}}, "cross-site", 403, "for readers of this site"},
		"no text":          {url.Values{}, "same-origin", 400, "There is nothing to check"},
		"a year in words":  {url.Values{"text": {"a b c"}, "year": {"last"}}, "same-origin", 400, "The year is not a year"},
		"a long quotation": {url.Values{"text": {strings.Repeat("word ", 1001)}}, "same-origin", 413, "too long for one quotation"},
		"a large paste":    {url.Values{"text": {strings.Repeat("w", maxPasted)}}, "same-origin", 413, "at most 4 megabytes"},
	} {
		if status, _, body := post(t, handler, "/check", c.form, c.site); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, want %d and %s\n%.300s", name, status, c.status, c.says, body)
		}
	}
}

// What is pasted is not logged, whatever goes wrong.
func TestPastedIsNotLogged(t *testing.T) {
	var log bytes.Buffer
	broken := enginetest.Faulty(func() error { return errors.New("the disk is on fire") })
	handler := newHandler(search.NewSearcher(enginetest.Library(t), broken), slog.New(slog.NewTextHandler(&log, nil)))
	status, _, body := post(t, handler, "/check", url.Values{"text": {"a secret source said so"}}, "same-origin")
	if status != 500 || strings.Contains(body, "fire") || !strings.Contains(log.String(), "fire") || strings.Contains(log.String(), "secret") {
		t.Errorf("%d\n%s\n%s", status, log.String(), body)
	}
}
