package importing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"verbatim/corpus/document"
)

// parseNarrative reads an object with the members of a narrative, in capital or small
// letters, each once. Other members are left out.
func parseNarrative(line []byte) (j jsonNarrative, err error) {
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
	if strings.TrimSpace(j.Markdown) != "" {
		j.leaveOut("text, which is not read beside markdown", j.Text)
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
	j.leaveOut(fmt.Sprintf("%q, which is no part of a narrative", written), textOfJSON(value))
	return nil
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
