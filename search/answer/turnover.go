package answer

import (
	"fmt"
	"time"

	"verbatim/search"
	"verbatim/search/changes"
)

// A Turnover is what came into the library and what went, of all that a question
// finds.
type Turnover struct {
	Query    Query            `json:"query"`
	Since    int64            `json:"since"`    // the revision that they are counted from
	Revision int64            `json:"revision"` // up to which; what to ask since the next time
	Came     int              `json:"came"`
	Went     int              `json:"went"`
	Notes    []string         `json:"notes"`
	Changes  []ChangedPassage `json:"changes"` // the newest first
	Next     string           `json:"next"`
}

// A ChangedPassage is a passage that came or went.
type ChangedPassage struct {
	Change   string `json:"change"` // came or went
	Revision int64  `json:"revision"`
	Time     string `json:"time"` // as RFC 3339 writes it
	Passage
	Spans []Span `json:"spans"`
}

// What became of a passage.
const (
	ChangeCame = "came"
	ChangeWent = "went"
)

// NewTurnover makes the answer that changes are; text is the question as typed.
func NewTurnover(text string, found *changes.Changes) Turnover {
	c := Turnover{
		Query: newQuery(text, &search.Results{Query: found.Query}),
		Since: found.Since, Revision: found.Revision, Came: found.Came, Went: found.Went,
		Notes: ChangeNotes(found), Changes: []ChangedPassage{}, Next: found.Next,
	}
	for _, p := range found.List {
		change := ChangeCame
		if p.Went {
			change = ChangeWent
		}
		c.Changes = append(c.Changes, ChangedPassage{
			change, p.Revision, p.When.Format(time.RFC3339), NewPassage(p.Entry), codePoints(p.Text, p.Spans),
		})
	}
	return c
}

// ChangeNotes says what is not known of what went.
func ChangeNotes(c *changes.Changes) []string {
	notes := []string{}
	if c.Deleted > 0 {
		notes = append(notes, fmt.Sprintf("%s removed more than a day ago: the texts are deleted, and it is not known whether they matched",
			Count(c.Deleted, "narrative was", "narratives were")))
	}
	if c.Older > 0 {
		notes = append(notes, fmt.Sprintf("of the passages that went, only the last %s were looked at; %s went before",
			Number(changes.MaxWent), Number(c.Older)))
	}
	return notes
}

// ChangeSentence says how much came and went, in words.
func ChangeSentence(c *changes.Changes) string {
	return fmt.Sprintf("%s came and %s went since revision %d of the library; it is now at revision %d",
		Count(c.Came, "passage", "passages"), Number(c.Went), c.Since, c.Revision)
}
