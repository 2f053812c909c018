// Package mcp offers verbatim to assistants by the Model Context Protocol: tools to
// search, check quotations, read narratives, cite, count and follow wording. All
// tools read; none writes. Answers are bounded, and say how to go on. Start with
// NewServer.
package mcp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/count"
	"verbatim/search/follow"
	"verbatim/search/quote"
)

// A server answers the tools.
type server struct {
	searcher *search.Searcher
	checker  *quote.Checker
	counter  *count.Counter
	follower *follow.Follower
	base     string // what links begin with; may be empty
}

// instructions tell an assistant what this is for.
const instructions = `verbatim searches a library of official reports to the letter: every word it shows is in a report's own text.
Before you print a quotation from a report, check it with check_quotation, and print it only as the source has it.
Cite passages with cite. Counts are exact; say what they are out of.`

// NewServer makes a server over what a Searcher searches. Links begin with base,
// such as "http://127.0.0.1:8080"; if it is empty they are relative.
func NewServer(s *search.Searcher, version, base string) *sdk.Server {
	own := &server{s, quote.NewChecker(s), count.New(s), follow.New(s), strings.TrimSuffix(base, "/")}
	out := sdk.NewServer(&sdk.Implementation{Name: "verbatim", Title: "verbatim: reports to the letter", Version: version}, &sdk.ServerOptions{Instructions: instructions})
	add(out, "search", "Search the reports", searchHelp, own.search)
	add(out, "check_quotation", "Check a quotation", checkHelp, own.check)
	add(out, "read_narrative", "Read a narrative", readHelp, own.read)
	add(out, "cite", "Cite a passage", citeHelp, own.cite)
	add(out, "count", "Count by country and year", countHelp, own.count)
	add(out, "follow", "Follow wording over the years", followHelp, own.follow)
	out.AddResourceTemplate(&sdk.ResourceTemplate{
		Name: "narrative", Title: "A report's text about one country and year", URITemplate: narrativeScheme + "{id}", MIMEType: "text/plain",
		Description: "The whole text of a narrative by its identifier, as in the answers of search.",
	}, own.resource)
	return out
}

// Handler answers the protocol's streamable HTTP transport. Each request stands
// for itself: there are no sessions. It answers for every host: whoever serves it
// turns away those that it does not know.
func Handler(s *sdk.Server) http.Handler {
	handler := sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return s }, &sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true, DisableLocalhostProtection: true})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, sdk.DefaultMaxRequestBodyBytes))
		switch _, large := errors.AsType[*http.MaxBytesError](err); {
		case large:
			http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
			return
		case errors.Is(err, os.ErrDeadlineExceeded):
			http.Error(w, "the request's body did not arrive in time", http.StatusRequestTimeout)
			return
		case err != nil:
			http.Error(w, "the request's body did not arrive", http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		ctx, cancel := context.WithTimeout(r.Context(), deadline)
		defer cancel()
		handler.ServeHTTP(w, r.WithContext(context.WithValue(ctx, asker{}, ctx)))
	})
}

// deadline is the time that a request over HTTP has.
const deadline = 10 * time.Second

// An asker is the key by which the context of a tool has that of the request, which it
// does not follow by itself: it ends neither at its deadline nor when who asked leaves.
type asker struct{}

// untilAskerLeaves returns a context that ends with the request too.
func untilAskerLeaves(ctx context.Context) (context.Context, context.CancelFunc) {
	request, ok := ctx.Value(asker{}).(context.Context)
	if !ok {
		return ctx, func() {}
	}
	end, _ := request.Deadline()
	ctx, cancel := context.WithDeadline(ctx, end)
	stop := context.AfterFunc(request, func() {
		if errors.Is(request.Err(), context.Canceled) {
			cancel()
		}
	})
	return ctx, func() { stop(); cancel() }
}

// RunStdio answers on standard input and output until ctx ends or the input does.
func RunStdio(ctx context.Context, s *sdk.Server) error {
	err := s.Run(ctx, &sdk.StdioTransport{})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// add adds a tool that reads.
func add[In, Out any](s *sdk.Server, name, title, description string, answer func(context.Context, In) (Out, error)) {
	tool := &sdk.Tool{Name: name, Title: title, Description: description, Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, Title: title}}
	sdk.AddTool(s, tool, func(ctx context.Context, _ *sdk.CallToolRequest, in In) (*sdk.CallToolResult, Out, error) {
		ctx, end := untilAskerLeaves(ctx)
		defer end()
		out, err := guarded(ctx, answer, in)
		return nil, out, explained(err)
	})
}

// guarded answers, with a panic as an error: tools run in goroutines of their own, where
// it would end the process.
func guarded[In, Out any](ctx context.Context, answer func(context.Context, In) (Out, error), in In) (out Out, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			slog.Error("tool panicked", "cause", cause, "stack", string(debug.Stack()))
			err = errors.New("something went wrong here, and the error was logged; ask in another way")
		}
	}()
	return answer(ctx, in)
}

// explained puts an error into words that an assistant can act on.
func explained(err error) error {
	if err == nil {
		return nil
	}
	if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
		text := mistake.Msg
		if mistake.Pos >= 0 {
			text += fmt.Sprintf(" (at character %d of the query)", mistake.Pos)
		}
		if mistake.Suggestion != "" {
			text += "; write " + mistake.Suggestion
		}
		return errors.New(text)
	}
	switch {
	case errors.Is(err, library.ErrNotFound):
		return fmt.Errorf("%w: take the identifier from an answer of search, or name the country and report as in the answers of search", err)
	case errors.Is(err, quote.ErrEmpty):
		return errors.New("there is nothing to check: give the quotation as text")
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("this took too long: ask for less, such as one country or year, or with fewer words")
	case errors.Is(err, search.ErrGone):
		return errors.New("the library has changed since this cursor was given: search again without it")
	}
	return err
}

// link makes an address absolute.
func (s *server) link(path string) string { return s.base + path }
