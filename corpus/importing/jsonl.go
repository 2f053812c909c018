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
	"strconv"
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

var errLong = fmt.Errorf("%w: a narrative of more than %d MB", document.ErrLimit, maxLine>>20)

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
		if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
			yield(nil, fmt.Errorf("line %d: %w", number+1, errLong))
		} else if err != nil {
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
	c := newComposer(d.Blocks)
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

// parseNarrative reads an object with the members of a narrative, in capital or small
// letters, each once. Other members are left out.
func parseNarrative(line []byte) (jsonNarrative, error) {
	j, ok := quickNarrative(line)
	if !ok {
		var err error
		if j, err = anyNarrative(line); err != nil {
			return j, err
		}
	}
	if strings.TrimSpace(j.Markdown) != "" {
		j.leaveOut("text, which is not read beside markdown", j.Text)
	}
	return j, nil
}

// anyNarrative reads an object with the members of a narrative, or says what is wrong with it.
func anyNarrative(line []byte) (j jsonNarrative, err error) {
	members := json.NewDecoder(bytes.NewReader(line))
	start, err := members.Token()
	if err != nil {
		return j, explainJSON(err)
	}
	if start != json.Delim('{') {
		return j, fmt.Errorf("want an object, got %s", kindOfJSON(line))
	}
	given := map[string]bool{}
	for members.More() {
		key, err := members.Token()
		if err != nil {
			return j, explainJSON(err)
		}
		written, _ := key.(string)
		name := strings.ToLower(written)
		if given[name] {
			return j, fmt.Errorf("%s: it is there twice", written)
		}
		given[name] = true
		if err := j.member(members, name, written); err != nil {
			return j, err
		}
	}
	if _, err := members.Token(); err != nil {
		return j, explainJSON(err)
	}
	if _, err := members.Token(); !errors.Is(err, io.EOF) {
		return j, fmt.Errorf("not JSON at byte %d: something follows the object", members.InputOffset())
	}
	return j, nil
}

// member reads the value of one member.
func (j *jsonNarrative) member(from *json.Decoder, name, written string) error {
	if into := j.named(name); into != nil {
		return explainMember(name, from.Decode(into))
	}
	var value json.RawMessage
	if err := from.Decode(&value); err != nil {
		return explainJSON(err)
	}
	if name == "year" {
		return j.year(value)
	}
	j.other(written, textOfJSON(value))
	return nil
}

// other leaves out a member that is no part of a narrative.
func (j *jsonNarrative) other(name, text string) {
	j.leaveOut(fmt.Sprintf("%q, which is no part of a narrative", name), text)
}

// named returns where the member of a name is kept that is a text; nil for any other.
func (j *jsonNarrative) named(name string) *string {
	switch name {
	case "report":
		return &j.Report
	case "publisher":
		return &j.Publisher
	case "country":
		return &j.Country
	case "title":
		return &j.Title
	case "tier":
		return &j.Tier
	case "url":
		return &j.URL
	case "language":
		return &j.Language
	case "markdown":
		return &j.Markdown
	case "text":
		return &j.Text
	}
	return nil
}

// year reads a year: a number, or its digits as a text, of which an empty one is none.
func (j *jsonNarrative) year(value json.RawMessage) error {
	text := strings.TrimSuffix(strings.TrimSpace(textOfJSON(value)), ".0")
	if text == "" {
		return nil
	}
	year, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("year: want four digits, got %s", value)
	}
	j.Year = year
	return nil
}

func (j *jsonNarrative) leaveOut(why, text string) {
	if strings.TrimSpace(text) != "" {
		j.others = append(j.others, document.LeftOut{Why: why, Text: text})
	}
}

// textOfJSON returns what a value says: a text itself, nothing for null, and any other
// value as it is written.
func textOfJSON(value json.RawMessage) string {
	var text *string
	if err := json.Unmarshal(value, &text); err != nil {
		return string(value)
	}
	if text == nil {
		return ""
	}
	return *text
}

// kindOfJSON names the kind of a value by how it begins.
func kindOfJSON(value []byte) string {
	switch value = bytes.TrimSpace(value); {
	case len(value) == 0, bytes.HasPrefix(value, []byte("null")):
		return "nothing"
	case value[0] == '[':
		return "array"
	case value[0] == '"':
		return "string"
	case value[0] == 't', value[0] == 'f':
		return "bool"
	}
	return "number"
}

// explainMember says what is wrong with the value of a member.
func explainMember(name string, err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s: want %s, got %s", name, t.Type, t.Value)
	}
	return explainJSON(err)
}

// explainJSON says what is wrong with a line, and where.
func explainJSON(err error) error {
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON at byte %d: %w", s.Offset, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("not JSON: it ends within the object")
	}
	return err
}
