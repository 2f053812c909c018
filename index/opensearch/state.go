package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"verbatim/search"
)

// A state is what is published of an index, in a document of it: the index is what the
// state says, and what is written beyond it does not count yet.
type state struct {
	Version    int       `json:"version"`
	Analysis   int       `json:"analysis"` // search.AnalysisVersion
	Library    string    `json:"library"`  // identity
	Reference  float64   `json:"reference"`
	Vocabulary int       `json:"vocabulary"` // documents of words
	Published  time.Time `json:"published"`
	Kept       []edition `json:"kept"` // the newest first, and the one before
}

// An edition is a revision of the library that questions can be asked about.
type edition struct {
	Revision int64 `json:"revision"`
	Passages int   `json:"passages"` // headings too
	Counted  int   `json:"counted"`  // passages without headings: those that statistics count
	Words    int   `json:"words"`    // of the latter
}

// average is how many words a passage has.
func (e *edition) average() float64 {
	if e.Counted == 0 {
		return 0
	}
	return float64(e.Words) / float64(e.Counted)
}

// metaRouting is where documents are that are no passages, stateID the state's name.
const (
	metaRouting = "verbatim"
	stateID     = "state"
)

func vocabularyID(n int) string { return "words-" + strconv.Itoa(n) }

// resolve returns the index behind an alias. The error is ErrStale and ErrNone if there
// is none.
func (c *client) resolve(ctx context.Context, alias string) (index string, err error) {
	var behind map[string]json.RawMessage
	err = c.do(ctx, http.MethodGet, "/_alias/"+alias+"?local=true", nil, &behind)
	if missing(err) || err == nil && len(behind) == 0 {
		return "", search.Stale("%w", search.ErrNone)
	}
	if err != nil {
		return "", err
	}
	var names []string
	for name := range behind {
		names = append(names, name)
	}
	if len(names) > 1 {
		sort.Strings(names)
		return "", fmt.Errorf("the alias %s stands for several indexes: %s; remove all but one", alias, strings.Join(names, ", "))
	}
	return names[0], nil
}

// blob reads a document that is no passage, as it was written last.
func (c *client) blob(ctx context.Context, index, id string) (string, error) {
	var got struct {
		Found  bool
		Fields fields
	}
	err := c.do(ctx, http.MethodGet, "/"+index+"/_doc/"+id+"?routing="+metaRouting+"&stored_fields="+fieldBlob, nil, &got)
	if err != nil {
		return "", err
	}
	return first(got.Fields.Blob), nil
}

func (c *client) putBlob(ctx context.Context, index, id, text string) error {
	body, err := json.Marshal(object{fieldBlob: text})
	if err != nil {
		return err
	}
	return c.do(ctx, http.MethodPut, "/"+index+"/_doc/"+id+"?routing="+metaRouting, body, nil)
}

// state reads what is published of an index. Errors are ErrStale if that is nothing, or
// of another version.
func (c *client) state(ctx context.Context, index string) (*state, error) {
	text, err := c.blob(ctx, index, stateID)
	if said, ok := errors.AsType[*answerError](err); ok && said.Status == http.StatusNotFound && said.Type != "index_not_found_exception" {
		return nil, search.Stale("the index %s has no state", index)
	}
	if err != nil {
		return nil, err
	}
	s := &state{}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		return nil, search.Stale("the state of the index %s cannot be read: %w", index, err)
	}
	if s.Version != version || s.Analysis != search.AnalysisVersion {
		return nil, search.Stale("it was made by another version of the program")
	}
	if len(s.Kept) == 0 {
		return nil, search.Stale("the index %s has no edition", index)
	}
	return s, nil
}

func (c *client) publish(ctx context.Context, index string, s *state) error {
	s.Version, s.Analysis, s.Published = version, search.AnalysisVersion, time.Now().UTC()
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return c.putBlob(ctx, index, stateID, string(text))
}

// readWords adds the words of the documents from the nth on to a vocabulary.
func (c *client) readWords(ctx context.Context, index string, v *vocabulary, from, to int) error {
	for n := from; n < to; n++ {
		text, err := c.blob(ctx, index, vocabularyID(n))
		if err != nil {
			return err
		}
		for line := range strings.Lines(text) {
			word, stem, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if !ok {
				return search.Stale("the words of the index %s cannot be read", index)
			}
			v.add(word, stem)
		}
	}
	return nil
}

// wordsPerDocument bounds a document of words.
const wordsPerDocument = 50_000

// writeWords writes the words from a number on, as the documents from the nth on, and
// returns how many documents there are then.
func (c *client) writeWords(ctx context.Context, index string, v *vocabulary, from, nth int) (int, error) {
	for from < len(v.words) {
		end := min(len(v.words), from+wordsPerDocument)
		var text strings.Builder
		for i := from; i < end; i++ {
			text.WriteString(v.words[i] + "\t" + v.stems[i] + "\n")
		}
		if err := c.putBlob(ctx, index, vocabularyID(nth), text.String()); err != nil {
			return 0, err
		}
		from, nth = end, nth+1
	}
	return nth, nil
}

// A generation is an edition of an index as a server knows it. What is looked up once
// for all questions is kept.
type generation struct {
	client     *client
	index      string
	name       string
	edition    edition
	reference  float64
	vocabulary *vocabulary

	mu     sync.Mutex
	counts map[string]int            // passages that statistics count, by the query
	values map[string][]search.Count // of each field, as it is shown

}

// live is the query for the passages of the generation, with its headings.
func (g *generation) live() []object {
	return []object{
		{"range": object{fieldAdded: object{"lte": g.edition.Revision}}},
		{"bool": object{"must_not": object{"range": object{fieldEnded: object{"lte": g.edition.Revision}}}}},
	}
}
