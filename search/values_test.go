package search

import "testing"

func TestNearestValues(t *testing.T) {
	years := []string{"2000", "2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2009", "2010", "2011", "2012"}
	for wanted, want := range map[string]string{
		"1980":       "the nearest of 13 are 2000, 2001, 2002, 2003, 2004",
		"2015":       "the nearest of 13 are 2012, 2011, 2010, 2009, 2008",
		"1980..1999": "the nearest of 13 are 2000, 2001, 2002, 2003, 2004",
	} {
		if got := nearestValues(wanted, append([]string(nil), years...)); got != want {
			t.Errorf("%s: %s, want %s", wanted, got, want)
		}
	}
	if got := nearestValues("Kenia", []string{"Nepal", "Kenya"}); got != "the library has Kenya, Nepal" {
		t.Errorf("Kenia: %s", got)
	}
}
