package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/corpus/corpustest"
)

// TestReportSite fetches a report of five countries in the State Department's
// template. Its hub has two pages and lists the countries in a menu and in a
// list; Hong Kong is linked from China's page alone.
func TestReportSite(t *testing.T) {
	inSite(t, func(s *site) {
		const report = "/reports/2023-trafficking-in-persons-report/"
		serve := func(path, file string) {
			s.mux.HandleFunc(path+"{$}", func(w http.ResponseWriter, r *http.Request) {
				name := file
				if page := r.URL.Query().Get("page"); page != "" {
					name += "-" + page
				}
				w.Header().Set("ETag", `"`+name+`"`)
				http.ServeFile(w, r, filepath.Join("testdata/site", name+".html"))
			})
		}
		serve(report, "hub")
		for _, country := range []string{"albania", "kenya", "cote-d-ivoire", "china"} {
			serve(report+country+"/", country)
		}
		serve(report+"china/hong-kong/", "hong-kong")
		s.answer("/robots.txt", 200, "User-agent: *\nDisallow: /wp-admin/\n")

		got, err := Fetch(s.Context(), "http://www.state.test"+report, s.folder, s.options)
		if err != nil || len(got.Failed) > 0 {
			t.Fatal(err, failures(got.Failed))
		}
		if got.Saved != 7 || got.PDFs != 1 || len(got.PassedOver) > 0 {
			t.Errorf("%+v, want 7 pages and a PDF left", got)
		}
		hub := "2023-trafficking-in-persons-report"
		want := []struct {
			file, original, url string
			hub                 bool
		}{
			{hub + ".html", "hub", "", true},
			{hub + "-page-2.html", "hub-2", "?page=2", true},
			{"albania.html", "albania", "albania/", false},
			{"kenya.html", "kenya", "kenya/", false},
			{"china.html", "china", "china/", false},
			{"cote-d-ivoire.html", "cote-d-ivoire", "cote-d-ivoire/", false},
			{"hong-kong.html", "hong-kong", "china/hong-kong/", false},
		}
		entries := s.entries()
		for _, w := range want {
			e, ok := entries[w.file]
			if !ok || e.URL != "http://www.state.test"+report+w.url || e.Location != "" || e.Hub != w.hub {
				t.Errorf("%s: %+v", w.file, e)
			}
			if e.Fetched.Location() != time.UTC || e.LastModified == "" || e.ETag != `"`+w.original+`"` || e.ContentType != "text/html; charset=utf-8" {
				t.Errorf("%s: %+v", w.file, e)
			}
			original, err := os.ReadFile("testdata/site/" + w.original + ".html")
			if err != nil {
				t.Fatal(err)
			}
			if saved, err := os.ReadFile(filepath.Join(s.folder, w.file)); err != nil || string(saved) != string(original) {
				t.Errorf("%s is not what was served (%v)", w.file, err)
			}
		}
		if len(entries) != len(want) {
			t.Errorf("%d files, want %d", len(entries), len(want))
		}
		urls := s.asked()
		slices.Sort(urls)
		if twice := slices.Compact(slices.Clone(urls)); len(twice) != len(urls) {
			t.Errorf("asked for twice: %q", urls)
		}
	})
}

// TestMenuOfCountries fetches pages that each have a menu of all countries, whose
// values are the addresses, from a hub that links to one of them: pages made in that
// form, and the State Department's own of 2023 where the data folder has them. Pages
// that are not there are empty here. All other links lead elsewhere on the site.
func TestMenuOfCountries(t *testing.T) {
	t.Run("made", func(t *testing.T) { fetchMenu(t, menuPages(t)) })
	if data, ok := corpustest.HasData(t); ok {
		pages, err := filepath.Glob(filepath.Join(data, "pages/2023/*.html"))
		if err != nil || len(pages) == 0 {
			t.Fatalf("no pages/2023 in %s: %v", data, err)
		}
		t.Run("published", func(t *testing.T) { fetchMenu(t, pages) })
	}
}

// menuPages writes pages of two countries with a menu of 200.
func menuPages(t *testing.T) (paths []string) {
	t.Helper()
	var page strings.Builder
	page.WriteString(`<html><body><nav><a href="https://www.state.gov/reports/">Reports</a></nav><select><option value="">Select</option>`)
	for i := range 198 {
		fmt.Fprintf(&page, `<option value="https://www.state.gov%scountry-%d/">Country %d</option>`, menuReport, i, i)
	}
	for _, name := range []string{"bolivia", "thailand"} {
		fmt.Fprintf(&page, `<option value="https://www.state.gov%s%s/">%s</option>`, menuReport, name, name)
	}
	page.WriteString(`</select><p>Text. <a href="https://www.state.gov/wp-content/uploads/2024/02/REPORT.pdf">PDF</a></p></body></html>`)
	for _, name := range []string{"bolivia", "thailand"} {
		path := filepath.Join(t.TempDir(), name+".html")
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(page.String(), "REPORT", name)), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

const menuReport = "/reports/2023-country-reports-on-human-rights-practices/"

func fetchMenu(t *testing.T, pages []string) {
	const report = menuReport
	below := regexp.MustCompile(`(?:href|value)="https://www\.state\.gov` + report + `([^"]+?)/*"`)
	inSite(t, func(s *site) {
		want := map[string]bool{report: true}
		for _, page := range pages {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range below.FindAllSubmatch(text, -1) {
				want[report+string(match[1])] = true
			}
			name := strings.TrimSuffix(filepath.Base(page), ".html")
			s.mux.HandleFunc(report+name+"/{$}", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, page) })
		}
		s.page(report+"{$}", "bolivia/")
		s.page(report)
		s.options.Limit = 500
		got, err := Fetch(s.Context(), "http://www.state.gov"+report, s.folder, s.options)
		if err != nil || got.Saved != len(want) || got.PDFs != len(pages) || len(got.Failed) > 0 {
			t.Errorf("%d saved, %d PDFs left, %v, %q; want %d, and a PDF left for each of %d pages", got.Saved, got.PDFs, err, failures(got.Failed), len(want), len(pages))
		}
		asked := s.asked()
		for _, url := range asked {
			if !want[strings.TrimSuffix(url, "/")] && url != report {
				t.Errorf("asked for %s", url)
			}
		}
		if len(asked) != len(want) || len(want) < 190 {
			t.Errorf("%d requests for %d pages", len(asked), len(want))
		}
		s.entries()
	})
}

func TestPauses(t *testing.T) {
	for _, c := range []struct {
		robots string
		pause  time.Duration
		want   time.Duration
	}{
		{"", time.Second, time.Second},
		{"", 0, 0},
		{"User-agent: *\nCrawl-delay: 10\n", time.Second, 10 * time.Second},
		{"User-agent: *\nCrawl-delay: 0.5\n", time.Second, time.Second},
		{"User-agent: other\nCrawl-delay: 10\n", time.Second, time.Second},
	} {
		inSite(t, func(s *site) {
			s.answer("/robots.txt", 200, c.robots)
			s.page("/r/{$}", "a", "b", "moved")
			s.page("/r/a")
			s.page("/r/b")
			s.page("/r/there")
			s.mux.Handle("/r/moved", http.RedirectHandler("/r/there", http.StatusMovedPermanently))
			s.options.Pause = c.pause
			if _, err := s.fetch(); err != nil {
				t.Fatal(err)
			}
			if len(s.requests) != 6 {
				t.Fatalf("%d requests, want 6: %v", len(s.requests), s.requests)
			}
			for i, r := range s.requests {
				if r.agent != "verbatim/1.0 (test)" {
					t.Errorf("asked by %q", r.agent)
				}
				if i > 0 && r.at-s.requests[i-1].at != c.want {
					t.Errorf("%q: %v passed before %s, want %v", c.robots, r.at-s.requests[i-1].at, r.url, c.want)
				}
			}
		})
	}
}

func TestRobotsTxt(t *testing.T) {
	ok := func(w http.ResponseWriter, text string) { fmt.Fprint(w, text) }
	for name, c := range map[string]struct {
		robots func(w http.ResponseWriter, r *http.Request)
		asked  []string // besides robots.txt
		failed []string
		err    string
	}{
		"none":      {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(404) }, []string{"/r/", "/r/a", "/r/b?x=1"}, nil, ""},
		"forbidden": {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(403) }, []string{"/r/", "/r/a", "/r/b?x=1"}, nil, ""},
		"moved": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots", http.StatusFound) },
			[]string{"/robots", "/r/", "/r/a", "/r/b?x=1"}, nil, ""},
		"a page": {func(w http.ResponseWriter, r *http.Request) { ok(w, "<html>User-agent: * Disallow: /") },
			[]string{"/r/", "/r/a", "/r/b?x=1"}, nil, ""},
		"some": {func(w http.ResponseWriter, r *http.Request) {
			ok(w, "User-agent: *\nDisallow: /\n\nUser-agent: Verbatim\nDisallow: /*?x=\n")
		},
			[]string{"/r/", "/r/a"}, []string{"/r/b?x=1: robots.txt does not allow it"}, ""},
		"all": {func(w http.ResponseWriter, r *http.Request) { ok(w, "User-agent: *\nDisallow: /r\n") },
			nil, nil, "http://reports.test/r/: robots.txt does not allow it"},
		"broken": {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) },
			nil, nil, "http://reports.test/robots.txt: 503 Service Unavailable, 5 times; verbatim fetches nothing without it"},
		"broken at first": {failing(2, 500, linking()), []string{"/r/", "/r/a", "/r/b?x=1"}, nil, ""},
		"elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://other.test/robots.txt", http.StatusFound)
		},
			nil, nil, "it redirects to another host: http://other.test/robots.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			inSite(t, func(s *site) {
				s.mux.HandleFunc("/robots.txt", c.robots)
				s.answer("/robots", 200, "")
				s.page("/r/{$}", "a", "b?x=1")
				s.page("/r/a")
				s.page("/r/b")
				report, err := s.fetch()
				tried := 0
				for _, r := range s.requests {
					if r.url == "/robots.txt" {
						tried++
					}
				}
				if tried > tries {
					t.Errorf("asked %d times for robots.txt", tried)
				}
				if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
					t.Errorf("error %v, want %q", err, c.err)
				}
				if got := failures(report.Failed); !slices.Equal(got, c.failed) {
					t.Errorf("failed %q, want %q", got, c.failed)
				}
				if got := s.asked(); !slices.Equal(got, c.asked) {
					t.Errorf("asked for %q, want %q", got, c.asked)
				}
			})
		})
	}
}

// failing answers with a status n times before it does as it should.
func failing(n, status int, then http.HandlerFunc, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if n--; n < 0 {
			then(w, r)
			return
		}
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
	}
}

// TestCancel ends the work while it waits.
func TestCancel(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "a", "b")
		s.page("/r/a")
		s.answer("/r/b", 503, "")
		ctx, cancel := context.WithTimeout(s.Context(), 2500*time.Millisecond)
		defer cancel()
		report, err := Fetch(ctx, hubAddress, s.folder, s.options)
		if !errors.Is(err, context.DeadlineExceeded) || report.Saved != 2 || len(report.Failed) > 0 {
			t.Errorf("%+v, %v", report, err)
		}
		s.entries()
	})
}

func TestEndlessPages(t *testing.T) {
	inSite(t, func(s *site) {
		s.mux.HandleFunc("/r/", func(w http.ResponseWriter, r *http.Request) {
			linking(r.URL.Path+"x/", r.URL.Path+"y/")(w, r)
		})
		s.options.Limit = 20
		report, err := s.fetch()
		if !errors.Is(err, ErrLimit) || err.Error() != "stopped at the limit of 20 pages: 21 more are linked" {
			t.Errorf("%v", err)
		}
		if n := len(s.asked()); report.Saved != 20 || n != 20 {
			t.Errorf("%d saved, %d requests; want 20", report.Saved, n)
		}
		s.entries()
		s.options.Limit = 25
		if report, err = s.fetch(); !errors.Is(err, ErrLimit) || report.Saved != 5 || report.Present != 20 {
			t.Errorf("with a higher limit: %+v, %v", report, err)
		}
	})
}

func TestHubsThatLeadNowhere(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "/elsewhere/", "http://other.test/r/a", "javascript:x()", "http://[", "https://u:p@reports.test/r/a")
		if _, err := s.fetch(); !errors.Is(err, ErrNoPages) {
			t.Errorf("%v", err)
		}
		s.mux.Handle("/old/", http.RedirectHandler("/", http.StatusFound))
		s.page("/{$}", "/r/", "/old/a")
		if _, err := Fetch(s.Context(), "http://reports.test/old/", s.folder, s.options); err == nil || !strings.Contains(err.Error(), "which is above it") {
			t.Errorf("a hub that is gone: %v", err)
		}
		if _, err := Fetch(s.Context(), "http://reports.test/nothing/", s.folder, s.options); err == nil || err.Error() != "http://reports.test/nothing/: 404 Not Found" {
			t.Errorf("a hub that is not there: %v", err)
		}
	})
}

func TestHubMoves(t *testing.T) {
	inSite(t, func(s *site) {
		s.mux.Handle("/r", http.RedirectHandler("/report-2023/", http.StatusMovedPermanently))
		s.page("/report-2023/{$}", "a", "/r/old", "/report-2022/a")
		s.page("/report-2023/a")
		if report, err := Fetch(s.Context(), "http://reports.test/r", s.folder, s.options); err != nil || report.Saved != 2 {
			t.Errorf("%+v, %v", report, err)
		}
		if got := s.asked(); !slices.Equal(got, []string{"/r", "/report-2023/", "/report-2023/a"}) {
			t.Errorf("%q", got)
		}
		// The second time it is known from the manifest.
		if report, err := Fetch(s.Context(), "http://reports.test/r/", s.folder, s.options); err != nil || report.Present != 2 {
			t.Errorf("%+v, %v", report, err)
		}
		if got := s.asked(); got != nil {
			t.Errorf("asked again: %q", got)
		}
	})
}

func TestPDFs(t *testing.T) {
	for _, all := range []bool{false, true} {
		inSite(t, func(s *site) {
			pdf := func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/pdf")
				fmt.Fprint(w, "%PDF-1.7\n")
			}
			s.page("/r/{$}", "mali", "annex.PDF", "/files/whole.pdf", "http://other.test/x.pdf")
			s.page("/r/mali", "/files/mali.pdf", "/files/whole.pdf")
			s.mux.HandleFunc("/r/annex.PDF", pdf)
			s.mux.HandleFunc("/files/", pdf)
			s.options.PDF = all
			report, err := s.fetch()
			if err != nil {
				t.Fatal(err)
			}
			entries := s.entries()
			if _, ok := entries["annex.pdf"]; !ok {
				t.Errorf("files %v: the PDF below the hub is missing", s.files())
			}
			_, ok := entries["mali.pdf"]
			if all != ok || all && (len(entries) != 5 || report.PDFs != 0) || !all && (len(entries) != 3 || report.PDFs != 2) {
				t.Errorf("PDF %v: files %v, %d left", all, s.files(), report.PDFs)
			}
		})
	}
}

// TestOneFileForOnePage links to the same pages in many ways, and redirects to
// them.
func TestOneFileForOnePage(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "mali", "mali/", "./mali#top", "/r/x/../mali", "HTTP://REPORTS.test:80/r/mali", "https://reports.test/r/mali",
			"m%61li", "old-mali", "older-mali", "mali?view=print")
		s.page("/r/mali")
		s.mux.Handle("/r/old-mali", http.RedirectHandler("/r/mali", http.StatusMovedPermanently))
		s.mux.Handle("/r/older-mali", http.RedirectHandler("old-mali", http.StatusMovedPermanently))
		report, err := s.fetch()
		if err != nil || report.Saved != 3 {
			t.Errorf("%+v, %v", report, err)
		}
		e := s.entries()["mali.html"]
		if want := []string{"http://reports.test/r/old-mali", "http://reports.test/r/older-mali"}; !slices.Equal(e.Also, want) {
			t.Errorf("also %q, want %q", e.Also, want)
		}
		s.asked()
		if report, err := s.fetch(); err != nil || report.Present != 3 || s.asked() != nil {
			t.Errorf("the second time: %+v, %v", report, err)
		}
	})
}

func TestFilesAreNeverOverwritten(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "mali", "a/mali", "..%2f..%2fevil", "con", "%E6%97%A5%E6%9C%AC/", "a/")
		s.page("/r/")
		s.write("MALI.html", "my own notes")
		s.write(asideName, "left by a process that died")
		if _, err := s.fetch(); err != nil {
			t.Fatal(err)
		}
		var files []string
		for file := range s.entries("MALI.html") {
			files = append(files, file)
		}
		slices.Sort(files)
		if want := []string{"a.html", "con-page.html", "evil.html", "mali-2.html", "mali-3.html", "r.html", "日本.html"}; !slices.Equal(files, want) {
			t.Errorf("%q, want %q", files, want)
		}
	})
}

// TestResume ends the work at each request, in turn, and goes on: no page is
// asked for twice that was saved, and the folder is the same in the end.
func TestResume(t *testing.T) {
	build := func(s *site) {
		s.page("/r/{$}", "a", "b", "?page=2")
		s.page("/r/a", "a/deep", "b")
		s.page("/r/b")
		s.mux.Handle("/r/c", http.RedirectHandler("/r/d", http.StatusFound))
		s.page("/r/d")
		s.page("/r/a/deep", "../c")
	}
	var whole map[string]Entry
	inSite(t, func(s *site) {
		build(s)
		if _, err := s.fetch(); err != nil {
			t.Fatal(err)
		}
		whole = s.entries()
	})
	for end := range 8 {
		inSite(t, func(s *site) {
			build(s)
			ctx, cancel := context.WithTimeout(s.Context(), time.Duration(end)*time.Second+time.Millisecond)
			first, err := Fetch(ctx, hubAddress, s.folder, s.options)
			cancel()
			if err == nil && end < 7 {
				t.Errorf("not ended after %d s", end)
			}
			saved := len(s.asked())
			second, err := s.fetch()
			if err != nil || second.Present != first.Saved || second.Saved != len(whole)-first.Saved {
				t.Errorf("ended after %d s: first %+v, then %+v, %v", end, first, second, err)
			}
			if saved < first.Saved {
				t.Errorf("%d requests, %d saved", saved, first.Saved)
			}
			if got := s.entries(); !sameFiles(got, whole) {
				t.Errorf("ended after %d s: %v", end, got)
			}
			s.asked()
			if third, err := s.fetch(); err != nil || third.Present != len(whole) || len(s.requests) > 0 {
				t.Errorf("the third time: %+v, %v, %v", third, err, s.requests)
			}
		})
	}
}

func sameFiles(a, b map[string]Entry) bool {
	without := func(entries map[string]Entry) map[string]Entry {
		same := map[string]Entry{}
		for file, e := range entries {
			e.Fetched = time.Time{}
			same[file] = e
		}
		return same
	}
	return reflect.DeepEqual(without(a), without(b))
}

func TestDamagedFilesAreFetchedAgain(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "a", "b", "c", "d")
		s.page("/r/")
		if _, err := s.fetch(); err != nil {
			t.Fatal(err)
		}
		s.asked()
		s.write("a.html", "cut")
		b, err := os.ReadFile(filepath.Join(s.folder, "b.html"))
		if err != nil {
			t.Fatal(err)
		}
		s.write("b.html", strings.Replace(string(b), "r", "R", 1)) // of the same size
		if err := os.Remove(filepath.Join(s.folder, "c.html")); err != nil {
			t.Fatal(err)
		}
		report, err := s.fetch()
		if err != nil || report.Restored != 3 || report.Present != 2 || report.Saved != 0 {
			t.Errorf("%+v, %v", report, err)
		}
		if got := s.asked(); !slices.Equal(got, []string{"/r/a", "/r/b", "/r/c"}) {
			t.Errorf("asked for %q", got)
		}
		s.entries()
	})
}

func TestRefresh(t *testing.T) {
	inSite(t, func(s *site) {
		versions := map[string]string{"etag": "1", "dated": "1", "plain": "1", "plain-new": "1", "kind": "1"}
		day := time.Date(2023, 6, 15, 12, 0, 0, 0, time.UTC)
		s.page("/r/{$}", "etag", "dated", "plain", "plain-new", "gone", "kind")
		s.mux.HandleFunc("/r/{page}", func(w http.ResponseWriter, r *http.Request) {
			page := r.PathValue("page")
			version, ok := versions[page]
			switch {
			case !ok && page == "gone" && versions["plain-new"] == "1":
			case !ok:
				w.WriteHeader(http.StatusGone)
				return
			case page == "etag":
				w.Header().Set("ETag", `"`+version+`"`)
			}
			modified := time.Time{}
			if page == "dated" {
				modified = day
			}
			text := "<html>" + page + version
			if page == "kind" && version == "2" {
				text = "%PDF-1.4"
			}
			http.ServeContent(w, r, "page.html", modified, strings.NewReader(text))
		})
		if report, err := s.fetch(); err != nil || report.Saved != 7 {
			t.Fatalf("%+v, %v", report, err)
		}
		before := s.entries()
		versions["plain-new"], versions["kind"] = "2", "2"
		s.options.Refresh = true
		report, err := s.fetch()
		if err != nil || report.Unchanged != 4 || report.Changed != 2 {
			t.Errorf("%+v, %v; want the hub and 3 pages unchanged, 2 changed", report, err)
		}
		if got := failures(report.Failed); len(got) != 1 || !strings.HasPrefix(got[0], "/r/gone: 410 Gone (the copy of ") {
			t.Errorf("%q", got)
		}
		entries := s.entries()
		if !reflect.DeepEqual(entries["etag.html"], before["etag.html"]) {
			t.Errorf("etag: %+v", entries["etag.html"])
		}
		if _, ok := entries["kind.pdf"]; !ok {
			t.Errorf("the page that is a PDF now: %v", s.files())
		}
		versions["etag"], day = "2", day.Add(time.Hour)
		if report, err = s.fetch(); err != nil || report.Changed != 1 || report.Unchanged != 5 {
			t.Errorf("%+v, %v; want etag changed, and dated unchanged as its text is", report, err)
		}
		s.entries()
	})
}

func TestTwoAtOnce(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "a")
		s.page("/r/a")
		f, err := openFolder(s.folder)
		if err != nil {
			t.Fatal(err)
		}
		defer f.close()
		if _, err := s.fetch(); !errors.Is(err, errLocked) {
			t.Errorf("%v", err)
		}
	})
}

// TestForeignManifest leaves a file alone that only has the manifest's name.
func TestForeignManifest(t *testing.T) {
	inSite(t, func(s *site) {
		const narrative = `{"report":"R","country":"Mali","year":2019,"markdown":"Text."}`
		s.write(ManifestName, narrative)
		if _, err := s.fetch(); err == nil || !strings.Contains(err.Error(), "manifest.jsonl: line 1 is not a valid manifest entry") {
			t.Errorf("%v", err)
		}
		if text, err := os.ReadFile(filepath.Join(s.folder, ManifestName)); err != nil || string(text) != narrative || len(s.requests) > 0 {
			t.Errorf("%q, %v, %v", text, err, s.requests)
		}
	})
}
