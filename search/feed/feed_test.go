package feed_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search/changes"
	"verbatim/search/feed"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// news are two passages that came and one that went.
func news() *changes.Changes {
	change := func(id, country, text string, went bool, spans ...prose.Span) changes.Change {
		n := &corpus.Narrative{ID: "watch-2024", Country: country, Year: 2024, Report: "Watch", Publisher: "The Watchers & Co."}
		return changes.Change{
			Entry: library.Entry{Passage: corpus.Passage{ID: id, Section: "Forced labor"}, Text: text, Narrative: n},
			Spans: spans, When: noon, Went: went,
		}
	}
	none := change("watch-2024.3", "", "No country.", false)
	none.Narrative.Year, none.Narrative.Publisher = 0, ""
	return &changes.Changes{
		Since: 0, Revision: 7, When: noon, Came: 40, Went: 1, Next: "6-12",
		List: []changes.Change{
			change("watch-2024.1", "Chad", "Debt < 5 & \"bonds\" \x01.", false, prose.Span{Start: 0, End: 4}),
			change("watch-2024.2", "Peru", "It is gone.", true),
			none,
		},
	}
}

func written(t *testing.T, f feed.Feed) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := feed.Write(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWrite(t *testing.T) {
	got := written(t, feed.Feed{
		Asked: "debt <5", Origin: "https://reports.example.org", Self: "/search.atom?q=debt&cursor=9-1", Address: "/search.atom?q=debt",
		Search: "/search?q=debt", Changes: news(),
	})
	lines := strings.ReplaceAll(string(got), "><", ">\n<") + "\n"
	want, err := os.ReadFile("testdata/feed.xml")
	if err != nil || lines != string(want) {
		t.Errorf("%v; got\n%s", err, lines)
	}
}

// A passage's entry has the same identifier in each feed, whatever else it is about.
func TestIdentifiers(t *testing.T) {
	type atom struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Entries []struct {
			ID string `xml:"id"`
		} `xml:"entry"`
	}
	read := func(f feed.Feed) (a atom) {
		if err := xml.Unmarshal(written(t, f), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	one := read(feed.Feed{Address: "/search.atom?q=a", Changes: news()})
	other := read(feed.Feed{Address: "/search.atom?q=b", Origin: "https://elsewhere.example.org", Changes: news()})
	if one.ID == other.ID || one.Entries[0].ID != other.Entries[0].ID || one.Entries[0].ID == one.Entries[1].ID {
		t.Errorf("got %+v and %+v", one, other)
	}
	if empty := read(feed.Feed{Address: "/search.atom?q=a", Changes: &changes.Changes{}}); empty.ID != one.ID || empty.Updated != "1970-01-01T00:00:00Z" {
		t.Errorf("an empty feed: %+v", empty)
	}
}
