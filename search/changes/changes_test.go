package changes_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/changes"
	"verbatim/search/feed"
)

// A desk is a library that changes, with what finds its changes.
type desk struct {
	*testing.T
	store  *store.Store
	finder *changes.Finder
	dir    string // of the files
	folder string // of the library
}

func newDesk(t *testing.T) *desk {
	d := &desk{T: t, dir: t.TempDir(), folder: t.TempDir()}
	d.open()
	t.Cleanup(func() { d.store.Close() })
	return d
}

func (d *desk) open() {
	d.Helper()
	var err error
	nothing := func(context.Context, *library.Library) error { return nil }
	if d.store, err = store.Open(d.Context(), d.folder, nothing, store.Options{}); err != nil {
		d.Fatal(err)
	}
	d.finder = changes.New(d.store.Searcher())
}

// imports imports a report on a country from a file of its own, as paragraphs.
func (d *desk) imports(country string, paragraphs ...string) {
	d.Helper()
	text := "---\nreport: Watch\ncountry: " + country + "\nyear: 2024\n---\n\n" + strings.Join(paragraphs, "\n\n") + "\n"
	file := filepath.Join(d.dir, country+".md")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
	d.changes(func() error {
		_, err := importing.Files(d.Context(), d.store.Library, []string{file}, nil)
		return err
	})
}

func (d *desk) removes(id string) {
	d.Helper()
	d.changes(func() error {
		return d.store.Library.InTransaction(d.Context(), func(im *library.Tx) error { return im.Remove(d.Context(), id) })
	})
}

// changes changes the library and opens it again: then the index is up to date.
func (d *desk) changes(do func() error) {
	d.Helper()
	if err := errors.Join(store.Locked(d.store.Library, do), d.store.Close()); err != nil {
		d.Fatal(err)
	}
	d.open()
}

// lists compares what has changed since a revision with lines such as "+2 Chad: [Debt]
// bondage": came with revision 2, and what matches in brackets.
func (d *desk) lists(r changes.Request, want ...string) *changes.Changes {
	d.Helper()
	found, err := d.finder.Find(d.Context(), r)
	if err != nil {
		d.Fatal(err)
	}
	var got []string
	for _, c := range found.List {
		sign := "+"
		if c.Went {
			sign = "-"
		}
		got = append(got, fmt.Sprintf("%s%d %s: %s", sign, c.Revision, c.Narrative.Country, marked(c.Text, c.Spans)))
	}
	if !slices.Equal(got, want) {
		d.Errorf("%+v:\ngot  %q\nwant %q", r, got, want)
	}
	return found
}

func marked(text string, spans []prose.Span) string {
	for _, s := range slices.Backward(spans) {
		text = text[:s.Start] + "[" + s.In(text) + "]" + text[s.End:]
	}
	return text
}

func TestFind(t *testing.T) {
	d := newDesk(t)
	d.imports("Chad", "Debt bondage is a crime.", "Wages are paid.")
	d.imports("Peru", "Debts are paid.", "Debt bondage is common.")
	debt := changes.Request{Text: "debt"}
	d.lists(debt, "+2 Peru: [Debts] are paid.", "+2 Peru: [Debt] bondage is common.", "+1 Chad: [Debt] bondage is a crime.")

	d.imports("Chad", "Debt bondage is a crime.", "Wages are late, and debts grow.")
	debt.Since = 2
	d.lists(debt, "+3 Chad: Wages are late, and [debts] grow.")
	d.lists(changes.Request{Since: 2}, "-3 Chad: Wages are paid.", "+3 Chad: Wages are late, and debts grow.")
	d.lists(changes.Request{Text: "wages country:Chad", Since: 2}, "-3 Chad: [Wages] are paid.", "+3 Chad: [Wages] are late, and debts grow.")
	d.lists(changes.Request{Text: "wages", Filters: map[search.Field][]string{search.FieldCountry: {"Peru"}}, Since: 2})

	d.removes("watch-2024-peru")
	d.lists(debt, "-4 Peru: [Debts] are paid.", "-4 Peru: [Debt] bondage is common.", "+3 Chad: Wages are late, and [debts] grow.")
	debt.Since = 4
	d.lists(debt)

	d.imports("Peru", "Debts are paid.") // it is there again, and the other is not
	debt.Since = 3
	found := d.lists(debt, "+5 Peru: [Debts] are paid.", "-4 Peru: [Debt] bondage is common.")
	if found.Came != 1 || found.Went != 1 || found.Revision != 5 || found.When.IsZero() {
		t.Errorf("got %+v, want one each up to revision 5", found)
	}
}

// Pages taken one by one are the whole list.
func TestPages(t *testing.T) {
	d := newDesk(t)
	d.imports("Chad", "Debt one.", "Debt two.", "Debt three.")
	d.imports("Peru", "Debt four.")
	d.imports("Chad", "Debt one.", "Debt five.")
	whole, err := d.finder.Find(t.Context(), changes.Request{Text: "debt"})
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.List) != 5 || whole.Next != "" {
		t.Fatalf("%d changes, next %q, want 5 on one page", len(whole.List), whole.Next)
	}
	r := changes.Request{Text: "debt", Size: 1}
	for i, want := range whole.List {
		page, err := d.finder.Find(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.List) != 1 || page.List[0].ID != want.ID || (page.Next == "") != (i == 4) || page.Came != 3 || page.Went != 2 {
			t.Fatalf("page %d: %+v, want %s", i+1, page, want.ID)
		}
		r.After = page.Next
	}
}

// A feed that is read before and after an import has exactly the new entries, and says of
// those that went that they did.
func TestFeedBeforeAndAfter(t *testing.T) {
	d := newDesk(t)
	d.imports("Chad", "Debt one.", "Debt two.")
	before := d.feed("debt")
	d.imports("Peru", "Debt three.", "Wages.")
	after := d.feed("debt")
	var fresh []string
	for id, title := range after {
		if before[id] == "" {
			fresh = append(fresh, title)
		}
	}
	if len(before) != 2 || len(after) != 3 || len(fresh) != 1 || !strings.HasPrefix(fresh[0], "Peru 2024") {
		t.Errorf("before %v, after %v", before, after)
	}
	d.removes("watch-2024-chad")
	for id := range before {
		if now := d.feed("debt")[id]; !strings.HasPrefix(now, "No longer in the library: Chad") {
			t.Errorf("%s: %q", id, now)
		}
	}
}

// feed reads the titles of a feed's entries by their identifiers.
func (d *desk) feed(query string) map[string]string {
	d.Helper()
	found, err := d.finder.Find(d.Context(), changes.Request{Text: query})
	if err != nil {
		d.Fatal(err)
	}
	var out bytes.Buffer
	if err := feed.Write(&out, feed.Feed{Asked: query, Changes: found}); err != nil {
		d.Fatal(err)
	}
	var read struct {
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(out.Bytes(), &read); err != nil {
		d.Fatal(err)
	}
	titles := map[string]string{}
	for _, e := range read.Entries {
		titles[e.ID] = e.Title
	}
	return titles
}

func TestBadRequests(t *testing.T) {
	d := newDesk(t)
	d.imports("Chad", "Debt one.")
	for _, r := range []changes.Request{{Text: `"debt`}, {After: "x"}, {After: "1-"}, {After: "-1-2"}, {Since: 7}} {
		if found, err := d.finder.Find(t.Context(), r); err == nil {
			t.Errorf("%+v: got %+v, want an error", r, found)
		}
	}
}
