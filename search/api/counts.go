package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

var (
	countsParameters      = append([]string{"q", "by", "unit", "mode", "distinct"}, filterNames()...)
	concordanceParameters = append([]string{"q", "mode", "context", "sort", "seed", "sample", "size", "cursor", "distinct"}, filterNames()...)
	collocatesParameters  = append([]string{"q", "mode", "window", "within", "measure", "min", "form", "size"}, filterNames()...)
	keywordsParameters    = slices.Concat([]string{"q", "mode", "min", "narratives", "form", "size"}, filterNames(), againstNames())
)

// againstNames are the filters of the part that another is compared with.
func againstNames() []string {
	names := filterNames()
	for i, name := range names {
		names[i] = "against." + name
	}
	return names
}

// A CountsRequest is the body of POST /api/v1/counts.
type CountsRequest struct {
	Queries  []count.Code                `json:"queries"`
	By       []search.Field              `json:"by"`
	Mode     search.Mode                 `json:"mode,omitempty"`
	Distinct bool                        `json:"distinct,omitempty"` // each wording once
	Filters  map[search.Field]FilterList `json:"filters,omitempty"`
}

// A FilterList is one value or several.
type FilterList []string

// UnmarshalJSON reads a text, a number or a list of them.
func (l *FilterList) UnmarshalJSON(data []byte) error {
	var one any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&one); err != nil {
		return err
	}
	list, several := one.([]any)
	if !several {
		list = []any{one}
	}
	for _, v := range list {
		switch v := v.(type) {
		case string:
			*l = append(*l, v)
		case json.Number:
			*l = append(*l, v.String())
		default:
			return errors.New("a filter is a text, a number or a list of them")
		}
	}
	return nil
}

func (s *server) counts(c *gin.Context) (any, error) {
	r, err := countsRequest(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	return s.countTable(c, r)
}

func (s *server) countTable(c *gin.Context, r count.Request) (any, error) {
	table, err := s.counter.Count(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return answer.NewCounts(table, r.Filters), nil
}

// countsCSV answers with a table: long, or with unit=… wide, a column a query.
func (s *server) countsCSV(c *gin.Context) (any, error) {
	values := c.Request.URL.Query()
	r, err := countsRequest(values)
	if err != nil {
		return nil, err
	}
	table, err := s.counter.Count(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return csvFile{name: "counts.csv", write: func(_ context.Context, w io.Writer) error {
		if unit := values.Get("unit"); unit != "" {
			return answer.WriteWideCounts(w, table, answer.CountUnit(unit))
		}
		return answer.WriteCounts(w, table)
	}}, nil
}

// postCounts answers POST /api/v1/counts: a codebook at once.
func (s *server) postCounts(c *gin.Context) (any, error) {
	var body CountsRequest
	decoder := json.NewDecoder(http.MaxBytesReader(nil, c.Request.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large || errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, err
		}
		return nil, parameterError("body: want a JSON object with the members queries and by, and perhaps mode, distinct and filters: " + err.Error())
	}
	r := count.Request{Codes: body.Queries, Mode: body.Mode, By: body.By, Distinct: body.Distinct, Filters: map[search.Field][]string{}}
	for field, list := range body.Filters {
		if !slices.Contains(search.Facets, field) {
			return nil, parameterError(fmt.Sprintf("filters: there is no filter %q; the filters are %s", field, strings.Join(filterNames(), ", ")))
		}
		r.Filters[field] = list
	}
	for i, code := range r.Codes {
		if strings.TrimSpace(code.Q) == "" {
			return nil, parameterError(fmt.Sprintf("queries: number %d has no q", i+1))
		}
		if code.Name == "" {
			r.Codes[i].Name = code.Q
		}
	}
	if len(r.Codes) == 0 {
		return nil, parameterError("queries: want at least one")
	}
	return s.countTable(c, r)
}

func countsRequest(values url.Values) (r count.Request, err error) {
	for _, q := range values["q"] {
		r.Codes = append(r.Codes, count.Code{Name: q, Q: q})
		if strings.TrimSpace(q) == "" {
			return r, parameterError("q: a query is empty")
		}
	}
	if len(r.Codes) == 0 {
		return r, parameterError("q: want at least one query")
	}
	for _, list := range values["by"] {
		for name := range strings.SplitSeq(list, ",") {
			r.By = append(r.By, search.Field(strings.TrimSpace(name)))
		}
	}
	unit, err := once(values, "unit")
	if err == nil && unit != "" && !slices.Contains(answer.CountUnits, answer.CountUnit(unit)) {
		err = parameterError("unit: want passages, matches or narratives")
	}
	if err != nil {
		return r, err
	}
	if r.Distinct, err = oneOrZero(values, "distinct"); err != nil {
		return r, err
	}
	mode, err := once(values, "mode")
	r.Mode, r.Filters = search.Mode(mode), filtersOf(values, "")
	return r, err
}

// filtersOf reads the filters whose names begin so.
func filtersOf(values url.Values, prefix string) map[search.Field][]string {
	filters := map[search.Field][]string{}
	for _, field := range search.Facets {
		if chosen := values[prefix+string(field)]; len(chosen) > 0 {
			filters[field] = chosen
		}
	}
	return filters
}

// number reads a parameter that is a whole number; 0 if it is not there.
func number(values url.Values, name string) (int, error) {
	text, err := once(values, name)
	if text == "" || err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, parameterError(name + ": want a number from 1 on")
	}
	return n, nil
}

// numbers reads several into their places.
func numbers(values url.Values, into map[string]*int) error {
	for name, place := range into {
		n, err := number(values, name)
		if err != nil {
			return err
		}
		*place = n
	}
	return nil
}

func concordanceRequest(values url.Values) (r count.ConcordanceRequest, err error) {
	for name, place := range map[string]*string{"q": &r.Text, "mode": (*string)(&r.Mode), "sort": (*string)(&r.Sort), "cursor": &r.Cursor} {
		if *place, err = once(values, name); err != nil {
			return r, err
		}
	}
	r.Filters = filtersOf(values, "")
	if r.Distinct, err = oneOrZero(values, "distinct"); err != nil {
		return r, err
	}
	if seed := values.Get("seed"); seed != "" {
		if r.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
			return r, parameterError("seed: want a number from 0 on")
		}
	}
	return r, numbers(values, map[string]*int{"context": &r.Context, "sample": &r.Sample, "size": &r.Size})
}

func (s *server) concordance(c *gin.Context) (any, error) {
	r, err := concordanceRequest(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	found, err := s.counter.Concordance(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return answer.NewConcordance(found), nil
}

// concordanceCSV answers with all lines.
func (s *server) concordanceCSV(c *gin.Context) (any, error) {
	r, err := concordanceRequest(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	_, lines, err := s.counter.AllLines(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return csvFile{name: "concordance.csv", long: true, write: func(ctx context.Context, w io.Writer) error { return answer.WriteConcordance(w, lines(ctx)) }}, nil
}

// form reads whether words are counted by stem.
func form(values url.Values) (stems bool, err error) {
	switch text, err := once(values, "form"); {
	case err != nil:
		return false, err
	case text == "" || text == "word":
		return false, nil
	case text == "stem":
		return true, nil
	}
	return false, parameterError("form: want word or stem")
}

func (s *server) collocates(c *gin.Context) (any, error) {
	found, err := s.findCollocates(c)
	if err != nil {
		return nil, err
	}
	return answer.NewCollocates(found), nil
}

// collocatesCSV answers with a table.
func (s *server) collocatesCSV(c *gin.Context) (any, error) {
	found, err := s.findCollocates(c)
	if err != nil {
		return nil, err
	}
	return csvFile{name: "collocates.csv", write: func(_ context.Context, w io.Writer) error { return answer.WriteCollocates(w, found) }}, nil
}

func (s *server) findCollocates(c *gin.Context) (*count.Collocates, error) {
	values := c.Request.URL.Query()
	r := count.CollocatesRequest{Filters: filtersOf(values, "")}
	var err error
	for name, place := range map[string]*string{"q": &r.Text, "mode": (*string)(&r.Mode), "within": &r.Within, "measure": (*string)(&r.Measure)} {
		if *place, err = once(values, name); err != nil {
			return nil, err
		}
	}
	if r.Stems, err = form(values); err != nil {
		return nil, err
	}
	if err := numbers(values, map[string]*int{"window": &r.Window, "min": &r.Min, "size": &r.Size}); err != nil {
		return nil, err
	}
	return s.counter.Collocates(c.Request.Context(), r)
}

func (s *server) keywords(c *gin.Context) (any, error) {
	r, found, err := s.findKeywords(c)
	if err != nil {
		return nil, err
	}
	return answer.NewKeywords(found, r), nil
}

// keywordsCSV answers with a table.
func (s *server) keywordsCSV(c *gin.Context) (any, error) {
	_, found, err := s.findKeywords(c)
	if err != nil {
		return nil, err
	}
	return csvFile{name: "keywords.csv", write: func(_ context.Context, w io.Writer) error { return answer.WriteKeywords(w, found) }}, nil
}

func (s *server) findKeywords(c *gin.Context) (r count.KeywordsRequest, found *count.Keywords, err error) {
	values := c.Request.URL.Query()
	r.Filters, r.Against = filtersOf(values, ""), filtersOf(values, "against.")
	if len(r.Filters) == 0 || len(r.Against) == 0 {
		return r, nil, parameterError("want a filter, such as year=2021, and what to compare with, such as against.year=2016")
	}
	for name, place := range map[string]*string{"q": &r.Text, "mode": (*string)(&r.Mode), "form": (*string)(&r.Of)} {
		if *place, err = once(values, name); err != nil {
			return r, nil, err
		}
	}
	if err := numbers(values, map[string]*int{"min": &r.Min, "narratives": &r.Narratives, "size": &r.Size}); err != nil {
		return r, nil, err
	}
	found, err = s.counter.Keywords(c.Request.Context(), r)
	return r, found, err
}

// A csvFile is an answer that is a file.
type csvFile struct {
	name  string
	write func(context.Context, io.Writer) error
	long  bool // as long as what is found: it may take as long as its reader takes
}
