package importing

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// maxLine bounds a line of JSON: the longest report known has 1.2 MB.
const maxLine = 64 << 20

// readJSONLines reads one narrative a line: an object with report, publisher,
// country, year, title, tier, url, language and markdown, or text without marks.
// Unknown members are ignored. A line that is wrong is an error that names it; the others are read.
func readJSONLines(ctx context.Context, r io.Reader) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 0, 1<<20), maxLine)
		number := 0
		for lines.Scan() {
			if ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			number++
			line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
			if len(line) == 0 {
				continue
			}
			n, err := parseJSONLine(line)
			if err != nil {
				err = fmt.Errorf("line %d: %w", number, err)
			}
			if !yield(n, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, fmt.Errorf("line %d: %w", number+1, err))
		}
	}
}

// jsonNarrative is the outside form of a narrative.
type jsonNarrative struct {
	Report    string `json:"report"`
	Publisher string `json:"publisher"`
	Country   string `json:"country"`
	Year      int    `json:"year"`
	Title     string `json:"title"`
	Tier      string `json:"tier"`
	URL       string `json:"url,omitempty"`
	Language  string `json:"language,omitempty"`
	Markdown  string `json:"markdown,omitempty"`
	Text      string `json:"text,omitempty"` // instead of Markdown: a line is a paragraph, if no blank lines part them
}

func parseJSONLine(line []byte) (*corpus.Narrative, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("not UTF-8")
	}
	var j jsonNarrative
	if err := json.Unmarshal(line, &j); err != nil {
		return nil, explainJSON(err)
	}
	return j.narrative()
}

// narrative makes a narrative of its outside form.
func (j jsonNarrative) narrative() (*corpus.Narrative, error) {
	if strings.TrimSpace(j.Markdown) == "" {
		j.Markdown = paragraphs(j.Text)
	}
	if err := j.check(); err != nil {
		return nil, err
	}
	n := &corpus.Narrative{
		Report: prose.OneLine(j.Report), Publisher: prose.OneLine(j.Publisher), Title: prose.OneLine(j.Title), Year: j.Year,
		Tier: series.Tier(j.Tier), Language: prose.OneLine(j.Language), URL: strings.TrimSpace(j.URL), Text: j.Markdown,
	}
	n.Country, n.CountryCode = corpus.CountryName(j.Country)
	if n.Language == "" {
		n.Language = "en"
	}
	if n.Title == "" {
		n.Title = narrativeTitle(n.Year, n.Report, n.Country)
	}
	n.Passages = segmentMarkdown(n.Text, n.Report)
	if len(n.Passages) == 0 {
		return nil, errors.New("markdown: contains no text")
	}
	return n, nil
}

// paragraphs returns a text with blank lines between its paragraphs.
func paragraphs(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if strings.Contains(strings.TrimSpace(text), "\n\n") {
		return text
	}
	return strings.ReplaceAll(text, "\n", "\n\n")
}

func (j jsonNarrative) check() error {
	switch {
	case j.Year != 0 && (j.Year < 1000 || j.Year > 9999):
		return fmt.Errorf("year: want four digits, got %d", j.Year)
	case strings.TrimSpace(j.Markdown) == "":
		return errors.New("markdown or text: missing")
	case strings.ContainsRune(j.Markdown, 0):
		return errors.New("markdown: contains a zero character")
	}
	return nil
}

// explainJSON says what is wrong with a line in the words of its members.
func explainJSON(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && t.Field != "" {
		return fmt.Errorf("%s: want %s, got %s", t.Field, t.Type, t.Value)
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("want an object, got %s", t.Value)
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON at byte %d: %w", s.Offset, err)
	}
	return err
}
