package importing

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/document/plain"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// maxLine bounds a line of JSON: the longest report known has 1.2 MB.
const maxLine = 64 << 20

// readJSONLines reads one narrative a line: an object with report, publisher,
// country, year, title, tier, url, language and markdown, or text without marks.
// Other members are left out, and said to be. A line that is wrong is an error that names it; the others are read.
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
			n, err := parseJSONLine(ctx, line)
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
	Text      string `json:"text,omitempty"` // instead of Markdown, without marks: see plainText

	others []document.LeftOut // members that are not read
}

func parseJSONLine(ctx context.Context, line []byte) (*corpus.Narrative, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("not UTF-8")
	}
	j, err := parseNarrative(line)
	if err != nil {
		return nil, err
	}
	return j.narrative(ctx)
}

// narrative makes a narrative of its outside form.
func (j jsonNarrative) narrative(ctx context.Context) (*corpus.Narrative, error) {
	if err := j.check(); err != nil {
		return nil, err
	}
	d, err := j.document(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkAccount(d); err != nil {
		return nil, err
	}
	d.LeftOut = append(d.LeftOut, j.others...)
	n := &corpus.Narrative{
		Report: prose.OneLine(j.Report), Publisher: prose.OneLine(j.Publisher), Title: prose.OneLine(j.Title), Year: j.Year,
		Tier: series.Tier(j.Tier), Language: prose.OneLine(j.Language), URL: strings.TrimSpace(j.URL),
		Repairs: d.Repairs, LeftOut: leftOut(d),
	}
	n.Country, n.CountryCode = corpus.CountryName(j.Country)
	if n.Language == "" {
		n.Language = "en"
	}
	if n.Title == "" {
		n.Title = narrativeTitle(n.Year, n.Report, n.Country)
	}
	c := &composer{}
	for _, b := range d.Blocks {
		c.add(b)
	}
	n.Text = c.text.String()
	if n.Passages = passagesOf(n.Text, n.Report, c.elements); len(n.Passages) == 0 {
		return nil, document.ErrNoText
	}
	return n, checkComposed(n, d.Blocks)
}

// document reads the text of a narrative.
func (j jsonNarrative) document(ctx context.Context) (d *document.Document, err error) {
	if strings.TrimSpace(j.Markdown) == "" {
		return plainText(unixLines(j.Text)), nil
	}
	if d, err = plain.Markdown(ctx, unixLines(j.Markdown)); err != nil {
		return nil, fmt.Errorf("markdown: %w", err)
	}
	return d, nil
}

func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// plainText makes a document of a text without marks, except that a line which begins with
// a bullet is a list item. Blank lines part paragraphs; where there are none, each line is
// one.
func plainText(text string) *document.Document {
	if text = strings.TrimSpace(text); !strings.Contains(text, "\n\n") {
		text = strings.ReplaceAll(text, "\n", "\n\n")
	}
	d := &document.Document{Letters: prose.Letters(text)}
	for _, block := range prose.Blocks(text, prose.Span{Start: 0, End: len(text)}) {
		parts, bullet := prose.Items(text, block)
		for i, part := range parts {
			b := document.Block{Text: part.In(text)}
			if bullet[i] {
				b.Kind = document.Item
			}
			d.Add(b)
		}
	}
	return d
}

func (j jsonNarrative) check() error {
	switch {
	case j.Year != 0 && (j.Year < 1000 || j.Year > 9999):
		return fmt.Errorf("year: want four digits, got %d", j.Year)
	case strings.TrimSpace(j.Markdown+j.Text) == "":
		return errors.New("markdown or text: missing")
	case strings.ContainsRune(j.Markdown+j.Text, 0):
		return errors.New("markdown or text: contains a zero character")
	}
	return nil
}
