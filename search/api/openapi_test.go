package api

import (
	"encoding/json"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/library"
	"verbatim/search/answer"
)

// An openAPIDocument is what the tests read of openapi.json.
type openAPIDocument struct {
	Info  struct{ Version string }
	Paths map[string]map[string]struct {
		Parameters []struct{ Name, In string }
		Responses  map[string]any
	}
	Components struct{ Schemas map[string]schema }
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       string
	Required   []string
	Properties map[string]schema
	Items      *schema
}

func readDocument(t *testing.T) (doc openAPIDocument) {
	t.Helper()
	handler := newHandler(nil, slog.New(slog.DiscardHandler))
	if err := json.Unmarshal(ask(t, handler, "GET", "/openapi.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDocumentHasVersion(t *testing.T) {
	if got := readDocument(t).Info.Version; got != "1.2.3" {
		t.Errorf("version %q, want the program's", got)
	}
}

// Each route stands in the document with its parameters, and the other way
// round.
func TestDocumentHasRoutes(t *testing.T) {
	want := map[string][]string{"/openapi.json": nil, "/metrics": nil, "/api/v1/check": nil}
	for _, r := range routes {
		path, parameters := r.path, slices.Clone(r.parameters)
		if before, after, ok := strings.Cut(path, ":id"); ok {
			path, parameters = before+"{id}"+after, append(parameters, "id")
		}
		want[path] = parameters
	}
	got := map[string][]string{}
	for path, methods := range readDocument(t).Paths {
		var names []string
		for _, p := range methods["get"].Parameters {
			names = append(names, p.Name)
		}
		got[path] = names
	}
	for _, path := range slices.Sorted(maps.Keys(merged(got, want))) {
		if g, w := sorted(got[path]), sorted(want[path]); !slices.Equal(g, w) {
			t.Errorf("%s: openapi.json has the parameters %q, the routes %q", path, g, w)
		}
		if _, ok := got[path]; !ok {
			t.Errorf("%s: not in openapi.json", path)
		}
		if _, ok := want[path]; !ok {
			t.Errorf("%s: in openapi.json alone", path)
		}
	}
}

// What gin answers is what stands in the table of routes.
func TestRoutesAreAll(t *testing.T) {
	var got, want []string
	for _, r := range newHandler(nil, slog.New(slog.DiscardHandler)).Routes() {
		if r.Method == "GET" {
			got = append(got, r.Path)
		}
	}
	for _, r := range routes {
		want = append(want, r.path)
	}
	if want = append(want, "/openapi.json", "/metrics"); !slices.Equal(sorted(got), sorted(want)) {
		t.Errorf("routes %q, want %q", got, want)
	}
}

// Each schema has the members of the type that has its name, and the other way
// round.
func TestDocumentHasMembers(t *testing.T) {
	types := make(map[string]reflect.Type)
	for _, value := range []any{answer.Results{}, answer.Narratives{}, answer.Narrative{}, answer.Passage{}, answer.Status{}, ErrorBody{}, CheckRequest{}, answer.Checks{}, answer.Counts{}, CountsRequest{}, answer.Concordance{}, answer.Collocates{}, answer.Keywords{}, answer.Threads{}, answer.PassageThread{}, answer.Twins{}, answer.Turnover{}, library.Delta{}} {
		collect(reflect.TypeOf(value), types)
	}
	schemas := readDocument(t).Components.Schemas
	for _, name := range slices.Sorted(maps.Keys(merged(schemas, types))) {
		typ, ok := types[name]
		if !ok {
			t.Errorf("%s: in openapi.json alone", name)
			continue
		}
		s, ok := schemas[name]
		if !ok {
			t.Errorf("%s: not in openapi.json", name)
			continue
		}
		members := membersOf(typ)
		if g, w := slices.Sorted(maps.Keys(s.Properties)), slices.Sorted(maps.Keys(members)); !slices.Equal(g, w) {
			t.Errorf("%s: openapi.json has the members %q, the type %q", name, g, w)
		}
		for member, m := range members {
			if got := slices.Contains(s.Required, member); got == m.optional {
				t.Errorf("%s.%s: required is %t", name, member, got)
			}
			if got, want := s.Properties[member].shape(), shape(m.typ); got != want {
				t.Errorf("%s.%s: openapi.json says %s, the type %s", name, member, got, want)
			}
		}
	}
}

// collect finds the structs that an answer is made of.
func collect(t reflect.Type, into map[string]reflect.Type) {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		collect(t.Elem(), into)
	case reflect.Struct:
		into[t.Name()] = t
		for _, m := range membersOf(t) {
			collect(m.typ, into)
		}
	}
}

type member struct {
	typ      reflect.Type
	optional bool
}

// membersOf returns the JSON members of a struct, those of embedded structs
// included.
func membersOf(t reflect.Type) map[string]member {
	members := make(map[string]member)
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		members[name] = member{f.Type, options == "omitempty"}
	}
	return members
}

// shape says in a word what a value looks like in JSON.
func shape(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return shape(t.Elem())
	case reflect.Slice:
		return "array of " + shape(t.Elem())
	case reflect.Struct:
		return t.Name()
	case reflect.Map:
		return "object"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Bool:
		return "boolean"
	}
	if t.Kind() == reflect.Interface { // any value
		return ""
	}
	return t.Kind().String()
}

func (s schema) shape() string {
	switch {
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, "#/components/schemas/")
	case s.Type == "array":
		return "array of " + s.Items.shape()
	}
	return s.Type
}

func merged[V, W any](a map[string]V, b map[string]W) map[string]bool {
	all := make(map[string]bool)
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return all
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }
