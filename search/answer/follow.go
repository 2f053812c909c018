package answer

import (
	"context"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/follow"
)

// Threads are wordings of a country's report over the years.
type Threads struct {
	Country string   `json:"country"`
	Report  string   `json:"report"`
	Years   []int    `json:"years"` // that have a narrative
	Threads []Thread `json:"threads"`
	Notes   []string `json:"notes"`
}

// A Thread is one wording over the years.
type Thread struct {
	First    int             `json:"first"`
	Last     int             `json:"last"`
	Status   follow.Status   `json:"status"`
	Passages []ThreadPassage `json:"passages"`
}

// A PassageThread is the thread of one passage.
type PassageThread struct {
	Country string   `json:"country"`
	Report  string   `json:"report"`
	Years   []int    `json:"years"` // that have a narrative
	Notes   []string `json:"notes"`
	Thread
}

// NewPassageThread makes the answer of threads that are the one of a passage.
// The error is that of ctx.
func NewPassageThread(ctx context.Context, t *follow.Threads) (PassageThread, error) {
	return PassageThread{
		Country: t.Country, Report: t.Report, Years: append([]int{}, t.Years...), Notes: append([]string{}, t.Notes...),
		Thread: newThread(ctx, t.Threads[0]),
	}, ctx.Err()
}

// A ThreadPassage is the wording of one year, and what became of it since the one
// before.
type ThreadPassage struct {
	Passage    string        `json:"passage"`
	Year       int           `json:"year"`
	Section    string        `json:"section"`
	Text       string        `json:"text"`
	Change     follow.Change `json:"change"`
	From       []string      `json:"from"`
	Similarity float64       `json:"similarity"`
	Moved      bool          `json:"moved,omitempty"` // from another section
	Edits      []WordEdit    `json:"edits"`
	Link       string        `json:"link"`
}

// Twins are the passages that say the same as one.
type Twins struct {
	Passage   string   `json:"passage"`
	Total     int      `json:"total"`
	Exact     int      `json:"exact"` // of these
	Years     []int    `json:"years"`
	Countries []string `json:"countries"`
	Alike     []Twin   `json:"alike"`
}

// A Twin is one of them.
type Twin struct {
	Passage    string     `json:"passage"`
	Country    string     `json:"country"`
	Year       int        `json:"year"`
	Report     string     `json:"report"`
	Section    string     `json:"section"`
	Text       string     `json:"text"`
	Exact      bool       `json:"exact"`
	Similarity float64    `json:"similarity"`
	Edits      []WordEdit `json:"edits"`
	Link       string     `json:"link"`
}

// NewTwins makes the answer. The error is that of ctx.
func NewTwins(ctx context.Context, own library.Entry, twins []follow.Twin) (Twins, error) {
	answer := Twins{Passage: own.Passage.ID, Total: len(twins), Years: []int{}, Countries: []string{}, Alike: []Twin{}}
	for _, t := range twins {
		n := t.Entry.Narrative
		twin := Twin{
			Passage: t.Entry.Passage.ID, Country: n.Country, Year: n.Year, Report: n.Report, Section: t.Entry.Section, Text: t.Entry.Text,
			Exact: t.Exact, Similarity: math.Round(t.Similarity*100) / 100, Edits: []WordEdit{}, Link: search.Link(t.Entry.Passage.ID),
		}
		if t.Exact {
			answer.Exact++
		} else {
			twin.Edits = WordEdits(ctx, own.Text, t.Entry.Text)
		}
		answer.Alike = append(answer.Alike, twin)
		answer.Years = append(answer.Years, n.Year)
		answer.Countries = append(answer.Countries, n.Country)
	}
	slices.Sort(answer.Years)
	slices.Sort(answer.Countries)
	answer.Years, answer.Countries = slices.Compact(answer.Years), slices.Compact(answer.Countries)
	return answer, ctx.Err()
}

// A WordEdit is a difference between two wordings.
type WordEdit struct {
	Op     string `json:"op"` // insert, delete or replace
	Before string `json:"before"`
	After  string `json:"after"`
}

// NewThreads makes the answer. The error is that of ctx.
func NewThreads(ctx context.Context, t *follow.Threads) (Threads, error) {
	answer := Threads{
		Country: t.Country, Report: t.Report, Years: append([]int{}, t.Years...), Threads: []Thread{}, Notes: append([]string{}, t.Notes...),
	}
	for _, thread := range t.Threads {
		answer.Threads = append(answer.Threads, newThread(ctx, thread))
	}
	return answer, ctx.Err()
}

func newThread(ctx context.Context, t follow.Thread) Thread {
	thread := Thread{First: t.First, Last: t.Last, Status: t.Status, Passages: []ThreadPassage{}}
	for _, m := range t.Passages {
		p := ThreadPassage{
			Passage: m.Passage.ID, Year: m.Year, Section: m.Passage.Section, Text: m.Text, Change: m.Change, From: append([]string{}, m.From...),
			Similarity: math.Round(m.Similarity*100) / 100, Moved: m.Moved, Edits: []WordEdit{}, Link: search.Link(m.Passage.ID),
		}
		if m.Before != "" && m.Change != follow.ChangeUnchanged {
			p.Edits = WordEdits(ctx, m.Before, m.Text)
		}
		thread.Passages = append(thread.Passages, p)
	}
	return thread
}

// WordEdits says how one text became another, as Changes does.
func WordEdits(ctx context.Context, before, after string) []WordEdit {
	edits := []WordEdit{}
	for _, c := range Changes(ctx, before, after) {
		last := len(edits) - 1
		switch {
		case !c.Out && !c.Into:
			edits = append(edits, WordEdit{}) // parts what stands before it from what follows
		case c.Out && last >= 0 && edits[last].Op == "insert":
			edits[last].Op, edits[last].Before = "replace", c.Text
		case c.Into && last >= 0 && edits[last].Op == "delete":
			edits[last].Op, edits[last].After = "replace", c.Text
		case c.Out:
			edits = append(edits, WordEdit{Op: "delete", Before: c.Text})
		default:
			edits = append(edits, WordEdit{Op: "insert", After: c.Text})
		}
	}
	kept := edits[:0]
	for _, e := range edits {
		if e.Op != "" {
			kept = append(kept, e)
		}
	}
	return kept
}

// InWords says an edit in words.
func (e WordEdit) InWords() string {
	switch e.Op {
	case "insert":
		return "+ “" + e.After + "”"
	case "delete":
		return "− “" + e.Before + "”"
	}
	return "“" + e.Before + "” → “" + e.After + "”"
}

// WriteThreads writes a row for each passage of each thread as CSV.
func WriteThreads(w io.Writer, answers []Threads) error {
	head := []string{"country", "report", "thread", "first", "last", "status", "year", "change", "edits", "text", "passage"}
	return writeTable(w, head, func(yield func([]string) bool) {
		for _, a := range answers {
			for i, t := range a.Threads {
				for _, p := range t.Passages {
					var edits []string
					for _, e := range p.Edits {
						edits = append(edits, e.InWords())
					}
					row := []string{
						a.Country, a.Report, strconv.Itoa(i + 1), strconv.Itoa(t.First), strconv.Itoa(t.Last), string(t.Status),
						corpus.YearText(p.Year), string(p.Change), strings.Join(edits, "; "), prose.OneLine(p.Text), p.Passage,
					}
					if !yield(row) {
						return
					}
				}
			}
		}
	})
}
