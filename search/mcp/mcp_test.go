package mcp_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"verbatim/search"
	"verbatim/search/enginetest"
	"verbatim/search/mcp"
)

// connect connects a client with a server over the sample.
func connect(t *testing.T, overHTTP bool) *sdk.ClientSession {
	t.Helper()
	lib := enginetest.Library(t)
	server := mcp.NewServer(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), "test", "https://reports.example.org/")
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	var transport sdk.Transport
	if overHTTP {
		web := httptest.NewServer(mcp.Handler(server))
		t.Cleanup(web.Close)
		transport = &sdk.StreamableClientTransport{Endpoint: web.URL}
	} else {
		mine, theirs := sdk.NewInMemoryTransports()
		if _, err := server.Connect(t.Context(), theirs, nil); err != nil {
			t.Fatal(err)
		}
		transport = mine
	}
	session, err := client.Connect(t.Context(), transport, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

// call calls a tool and returns its answer as text, and whether it is an error.
func call(t *testing.T, session *sdk.ClientSession, tool, arguments string) (text string, failed bool) {
	t.Helper()
	var in map[string]any
	if err := json.Unmarshal([]byte(arguments), &in); err != nil {
		t.Fatal(arguments, err)
	}
	result, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: in})
	if err != nil {
		return err.Error(), true
	}
	for _, c := range result.Content {
		if c, ok := c.(*sdk.TextContent); ok {
			text += c.Text
		}
	}
	return text, result.IsError
}

const narrative = "trafficking-in-persons-2023-north-korea"

// What an assistant asks, and what helps it on.
func TestTools(t *testing.T) {
	for _, overHTTP := range []bool{false, true} {
		session := connect(t, overHTTP)
		for _, c := range []struct {
			tool, arguments string
			want            []string
			failed          bool
		}{
			{"search", `{"query": "\"forced labor\"", "limit": 2}`, []string{`"total":`, `"matches":["forced labor"`, `"next":"`, `https://reports.example.org/p/` + narrative}, false},
			{"search", `{"query": "(labor"}`, []string{"("}, true},
			{"search", `{"query": "labor", "limit": 500}`, []string{"limit: write a number from 1 to 20"}, true},
			{"search", `{"query": "labor", "sort": "best"}`, []string{"relevance"}, true},
			{"check_quotation", `{"text": "End the use of forced labor as punishment"}`, []string{`"verdict":"verbatim"`}, false},
			{"check_quotation", `{"text": "End the use of forced labour as a punishment"}`, []string{`"edits":["`}, false},
			{"check_quotation", `{"text": " "}`, []string{"there is nothing to check"}, true},
			{"check_quotation", `{"text": "x", "year": "last"}`, []string{"write one year"}, true},
			{"read_narrative", `{"narrative": "` + narrative + `"}`, []string{`"sections":["`, `"number":1`}, false},
			{"read_narrative", `{"narrative": "north-korea"}`, []string{"the nearest are " + narrative}, true},
			{"read_narrative", `{"narrative": "` + narrative + `", "section": "weather"}`, []string{"its sections are"}, true},
			{"cite", `{"passage": "` + narrative + `.3153aca8f1", "style": "apa"}`, []string{"(2023)", "North Korea"}, false},
			{"cite", `{"passage": "` + narrative + `.3153aca8f1", "style": "mla"}`, []string{"write chicago"}, true},
			{"cite", `{"passage": "nothing"}`, []string{"take the identifier from an answer of search"}, true},
			{"count", `{"queries": ["labor"], "by": ["year"]}`, []string{`"year":2023`, `"sentence":"`}, false},
			{"count", `{"queries": ["labor"], "by": ["planet"]}`, []string{"counts cannot be grouped by"}, true},
			{"count", `{"queries": []}`, []string{"write at least one"}, true},
			{"follow", `{"country": "North Korea", "report": "Trafficking in Persons Report"}`, []string{`"years":[2023]`, `"status":"`}, false},
			{"follow", `{"country": "North Korea"}`, []string{"write a country and a report"}, true},
			{"follow", `{"country": "Atlantis", "report": "Trafficking in Persons Report"}`, []string{"Atlantis"}, true},
		} {
			text, failed := call(t, session, c.tool, c.arguments)
			for _, want := range c.want {
				if failed != c.failed || !strings.Contains(text, want) {
					t.Errorf("over HTTP %t: %s %s: error %t: %s\nwant error %t with %q", overHTTP, c.tool, c.arguments, failed, text, c.failed, want)
				}
			}
		}
	}
}

// Every tool has a description with an example, and only reads.
func TestToolsAreDescribed(t *testing.T) {
	session := connect(t, false)
	list, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Tools) != 6 {
		t.Errorf("%d tools, want 6", len(list.Tools))
	}
	for _, tool := range list.Tools {
		if !strings.Contains(tool.Description, "Example: {") || tool.InputSchema == nil || tool.OutputSchema == nil {
			t.Errorf("%s: no example or no schema", tool.Name)
		}
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not said to read only", tool.Name)
		}
	}
}

// Narratives are resources.
func TestNarrativeIsAResource(t *testing.T) {
	session := connect(t, false)
	read, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: "verbatim://narratives/" + narrative})
	if err != nil || len(read.Contents) != 1 || !strings.Contains(read.Contents[0].Text, "forced labor") {
		t.Errorf("%+v, %v", read, err)
	}
	if _, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: "verbatim://narratives/none"}); err == nil {
		t.Error("a narrative that is not there was read")
	}
}

// A stuck engine answers when who asked has left, or never; a broken one panics.
type stuck struct {
	search.Engine
	asked  chan struct{}
	broken bool
}

func (s stuck) Find(ctx context.Context, _ search.Question) (*search.Found, error) {
	if s.broken {
		panic("broken")
	}
	s.asked <- struct{}{}
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestWhoLeavesIsNotAnsweredOn leaves while a tool is at work: its context ends.
func TestWhoLeavesIsNotAnsweredOn(t *testing.T) {
	lib := enginetest.Library(t)
	engine := stuck{Engine: enginetest.NewNaive(enginetest.Docs(t, lib)), asked: make(chan struct{})}
	ended := make(chan struct{})
	handler := mcp.Handler(mcp.NewServer(search.NewSearcher(lib, engine), "test", ""))
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		close(ended)
	}))
	defer web.Close()
	ctx, leave := context.WithCancel(t.Context())
	body := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"labor"}}}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, web.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, text/event-stream")
	go func() {
		if answer, err := http.DefaultClient.Do(request); err == nil {
			answer.Body.Close()
		}
	}()
	<-engine.asked
	leave()
	select {
	case <-ended:
	case <-time.After(2 * time.Second):
		t.Error("the tool goes on after who asked has left")
	}
}

// A tool that panics is an error, and not the end of the process.
func TestPanicIsAnError(t *testing.T) {
	lib := enginetest.Library(t)
	server := mcp.NewServer(search.NewSearcher(lib, stuck{Engine: enginetest.NewNaive(enginetest.Docs(t, lib)), broken: true}), "test", "")
	slog.SetDefault(slog.New(slog.DiscardHandler))
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	mine, theirs := sdk.NewInMemoryTransports()
	if _, err := server.Connect(t.Context(), theirs, nil); err != nil {
		t.Fatal(err)
	}
	session, err := client.Connect(t.Context(), mine, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if text, failed := call(t, session, "search", `{"query": "labor"}`); !failed || !strings.Contains(text, "something went wrong") {
		t.Errorf("error %t: %s", failed, text)
	}
}
