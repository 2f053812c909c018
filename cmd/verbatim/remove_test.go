package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// importCountries imports a narrative of 2020 for each country, with the word
// wording in one passage.
func (s *session) importCountries(countries ...string) {
	s.t.Helper()
	var lines strings.Builder
	for _, c := range countries {
		fmt.Fprintf(&lines, `{"report":"R","country":%q,"year":2020,"markdown":"Wording of %s."}`+"\n", c, c)
	}
	s.want(0, "import", s.file("countries.jsonl", lines.String()))
}

func TestRemovedNarrativesAreNotFound(t *testing.T) {
	s := newSession(t)
	s.importCountries("Mali", "Chad", "Cuba")
	out, _ := s.want(0, "remove", "r-2020-mali", "r-2020-cuba", "r-2020-mali")
	if want := "removed r-2020-mali\nremoved r-2020-cuba\n2 narratives removed\n"; out != want {
		t.Errorf("%q, want %q", out, want)
	}
	if r := s.search(0, "wording"); r.Total != 1 || r.Hits[0].Narrative.Country != "Chad" {
		t.Errorf("%+v", r)
	}
	if out, _ := s.want(0, "status"); !strings.Contains(out, "narratives    1\n") || !strings.Contains(out, "removed       2\n") ||
		!strings.Contains(out, "up to date") {
		t.Errorf("%s", out)
	}
	s.importCountries("Mali") // it comes back
	if r := s.search(0, "wording"); r.Total != 2 {
		t.Errorf("%+v", r)
	}
}

func TestRemoveNamesWhatIsNotThere(t *testing.T) {
	s := newSession(t)
	s.want(1, "remove", "r-2020-mali") // no library is made
	s.importCountries("Mali", "Chad")
	out, errOut := s.want(1, "remove", "r-2020-chda", "r-2020-mali")
	if out != "removed r-2020-mali\n1 narrative removed\n" ||
		errOut != "not removed: r-2020-chda: there is no such narrative; the nearest are r-2020-chad\n" {
		t.Errorf("%q\n%q", out, errOut)
	}
	s.search(1, `"wording of mali"`)
	out, errOut = s.want(1, "remove", "r-2020-mali")
	if !strings.Contains(errOut, "r-2020-mali: it was removed on 20") || out != "0 narratives removed; the library is as it was\n" {
		t.Errorf("%q\n%q", out, errOut)
	}
	out, _ = s.want(1, "remove", "--json", "r-2020-chad", "r-2021-chad", "北")
	var got removal
	want := removal{[]string{"r-2020-chad"}, []missingNarrative{
		{"r-2021-chad", "there is no such narrative", []string{}}, {"北", "there is no such narrative", []string{}},
	}}
	if err := json.Unmarshal([]byte(out), &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v: %+v, want %+v", err, got, want)
	}
	s.want(2, "remove")
}
