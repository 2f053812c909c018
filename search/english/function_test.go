package english

import (
	"strings"
	"testing"
)

func TestOpening(t *testing.T) {
	for _, question := range []string{ // what comes before | is the opening
		"what papers are there on | torture",
		"i'd like to find articles describing | detention",
		"is there any information about | shelters for women",
		"please send details of the | law",
		"| torture in prisons",
		"| information sharing between agencies",
		"| identity papers",
		"| supply chains of cocoa",
		"does the | state supply food",
		"| what information is there",
		"|",
	} {
		opening, matter, _ := strings.Cut(question, "|")
		words := strings.Fields(opening + matter)
		if got := Opening(words); got != len(strings.Fields(opening)) {
			t.Errorf("%s: the first %d words are the opening, want those before |", question, got)
		}
	}
}
