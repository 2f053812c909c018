package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// An operation is what the document says of a path and method.
type operation struct {
	Parameters []struct {
		Name, In string
		Required bool
		Example  any
	}
	RequestBody struct {
		Content map[string]struct{ Example any }
	}
	Responses map[string]struct {
		Content map[string]struct {
			Schema struct {
				Ref string `json:"$ref"`
			}
		}
	}
}

// The examples of the document are answered as it says, and so are mistakes.
func TestDocumentExamples(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	text := ask(t, handler, "GET", "/openapi.json").Body.Bytes()
	var doc struct {
		Paths      map[string]map[string]operation
		Components struct{ Schemas json.RawMessage }
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for method, o := range doc.Paths[path] {
			address, body := o.example(t, path)
			request := httptest.NewRequestWithContext(t.Context(), strings.ToUpper(method), address, strings.NewReader(body))
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, request)
			if answer.Code != http.StatusOK {
				t.Errorf("%s %s: %d: %.300s", method, address, answer.Code, answer.Body)
				continue
			}
			if schema := o.Responses["200"].Content["application/json"].Schema.Ref; schema != "" {
				if err := validate(doc.Components.Schemas, schema, answer.Body.Bytes()); err != nil {
					t.Errorf("%s %s: the answer is not what %s says: %v", method, address, schema, err)
				}
			}
			answer = ask(t, handler, "GET", strings.ReplaceAll(path, "{id}", "none")+"?planet=Mars")
			if path != "/openapi.json" && path != "/metrics" && method == "get" && answer.Code != http.StatusBadRequest {
				t.Errorf("%s with a parameter that there is not: %d", path, answer.Code)
			}
			if answer.Code == http.StatusBadRequest {
				if err := validate(doc.Components.Schemas, "#/components/schemas/ErrorBody", answer.Body.Bytes()); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
		}
	}
}

// example is the request that an operation's examples make.
func (o operation) example(t *testing.T, path string) (address, body string) {
	t.Helper()
	values := url.Values{}
	for _, p := range o.Parameters {
		if p.Required && p.Example == nil {
			t.Errorf("%s: the parameter %s has no example", path, p.Name)
		}
		list, several := p.Example.([]any)
		if !several && p.Example != nil {
			list = []any{p.Example}
		}
		for _, v := range list {
			if p.In == "path" {
				path = strings.ReplaceAll(path, "{"+p.Name+"}", fmt.Sprint(v))
			} else {
				values.Add(p.Name, fmt.Sprint(v))
			}
		}
	}
	if content, ok := o.RequestBody.Content["application/json"]; ok {
		if content.Example == nil {
			t.Errorf("%s: the body has no example", path)
		}
		data, err := json.Marshal(content.Example)
		if err != nil {
			t.Fatal(err)
		}
		body = string(data)
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return path, body
}

// validate compares an answer with a schema of the document.
func validate(schemas json.RawMessage, ref string, answer []byte) error {
	inPlace := func(s string) string { return strings.ReplaceAll(s, "#/components/schemas/", "#/$defs/") }
	var root jsonschema.Schema
	if err := json.Unmarshal([]byte(inPlace(`{"$ref": "`+ref+`", "$defs": `+string(schemas)+`}`)), &root); err != nil {
		return err
	}
	resolved, err := root.Resolve(nil)
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(answer, &value); err != nil {
		return err
	}
	return resolved.Validate(value)
}

// Every code that an error can have stands in the document.
func TestDocumentHasCodes(t *testing.T) {
	var doc struct {
		Components struct {
			Schemas struct {
				ErrorDetail struct {
					Properties struct{ Code struct{ Enum []string } }
				}
			}
		}
	}
	if err := json.Unmarshal(openAPI, &doc); err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	code := regexp.MustCompile(`plain\([^,]+, "(\w+)"|Code: "(\w+)"`)
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range code.FindAllStringSubmatch(string(source), -1) {
			used[m[1]+m[2]] = true
		}
	}
	got, want := sorted(doc.Components.Schemas.ErrorDetail.Properties.Code.Enum), slices.Sorted(maps.Keys(used))
	if !slices.Equal(got, want) {
		t.Errorf("openapi.json has the codes %q, the errors %q", got, want)
	}
}
