package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"verbatim/corpus/remote"
	"verbatim/search"
)

// An object is a JSON object.
type object = map[string]any

// A client asks the nodes of a cluster, each in its turn.
type client struct {
	nodes  []string
	access remote.Access
	http   *http.Client
	next   atomic.Uint32
}

func newClient(c *Cluster) *client {
	cl := &client{access: c.Access, http: c.Client()}
	for _, n := range c.Nodes {
		cl.nodes = append(cl.nodes, strings.TrimRight(n, "/"))
	}
	return cl
}

// An answerError is what OpenSearch says when it does not do what it is asked.
type answerError struct {
	Status int
	Type   string
	Reason string
}

func (e *answerError) Error() string {
	return fmt.Sprintf("OpenSearch says %d, %s: %s", e.Status, e.Type, e.Reason)
}

// missing reports whether an error says that there is no such index or document.
func missing(err error) bool {
	said, ok := errors.AsType[*answerError](err)
	return ok && said.Status == http.StatusNotFound
}

// unavailable wraps an error in search.ErrUnavailable.
func unavailable(err error) error { return fmt.Errorf("%w: %w", search.ErrUnavailable, err) }

// patience is how long a node is waited for until the next is tried, when all have been.
var patience = 200 * time.Millisecond // a test has less

// rounds is how often all nodes are tried.
const rounds = 3

// do sends a request to a node, and to others if it does not answer or has no time, and
// reads the answer into out, if that is not nil. The body is JSON, or lines of it.
func (c *client) do(ctx context.Context, method, path string, body []byte, out any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	var last error
	first := int(c.next.Add(1))
	for try := range rounds * len(c.nodes) {
		if try > 0 && try%len(c.nodes) == 0 {
			select {
			case <-ctx.Done():
			case <-time.After(patience):
			}
		}
		if err := ctx.Err(); err != nil {
			return errors.Join(err, last)
		}
		again, err := c.ask(ctx, c.nodes[(first+try)%len(c.nodes)], method, path, body, out)
		if err == nil || !again {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		last = err
	}
	return unavailable(last)
}

// ask asks one node. Again reports whether another may do better.
func (c *client) ask(ctx context.Context, node, method, path string, body []byte, out any) (again bool, err error) {
	request, err := http.NewRequestWithContext(ctx, method, node+path, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
		if strings.Contains(path, "_bulk") || strings.Contains(path, "_msearch") {
			request.Header.Set("Content-Type", "application/x-ndjson")
		}
	}
	c.access.Login(request)
	answer, err := c.http.Do(request)
	if err != nil {
		return true, err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		return readError(answer)
	}
	if out == nil {
		_, err = io.Copy(io.Discard, answer.Body)
		return true, err
	}
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return true, err
	}
	if err := json.Unmarshal(data, out); err != nil {
		return false, fmt.Errorf("%s %s: the answer cannot be read: %w", method, path, err)
	}
	return false, nil
}

// readError reads an answer that says what is wrong.
func readError(answer *http.Response) (again bool, err error) {
	said := &answerError{Status: answer.StatusCode}
	data, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	var whole struct {
		Error json.RawMessage `json:"error"`
	}
	_ = json.Unmarshal(data, &whole)
	said.read(whole.Error)
	if said.Reason == "" {
		said.Reason = strings.TrimSpace(string(data[:min(len(data), 300)]))
	}
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, said
	case http.StatusUnauthorized, http.StatusForbidden:
		return false, fmt.Errorf("the user or the password is not accepted: %w", said)
	}
	return said.partial(), said
}

// A fault is what OpenSearch says is wrong, and what that comes of.
type fault struct {
	Type, Reason string
	RootCause    []fault `json:"root_cause"`
	CausedBy     *fault  `json:"caused_by"`
}

// read reads what is wrong, which is an object or a text.
func (e *answerError) read(data json.RawMessage) {
	var f fault
	if json.Unmarshal(data, &f) != nil {
		_ = json.Unmarshal(data, &e.Reason)
		return
	}
	e.Type, e.Reason = f.Type, f.Reason
	for at := f.CausedBy; at != nil; at = at.CausedBy {
		f.RootCause = append(f.RootCause, *at)
	}
	for _, cause := range f.RootCause {
		if cause.Reason != "" && !strings.Contains(e.Reason, cause.Reason) {
			e.Reason = strings.TrimPrefix(e.Reason+"; "+cause.Reason, "; ")
		}
	}
}

// partial reports whether some shards did not answer, which another try may mend.
func (e *answerError) partial() bool {
	return e.Type == "search_phase_execution_exception" && e.Status >= 500 || unreached[e.Type]
}

// unreached are the errors of a node that has not reached another, whose status may be
// that of a mistake of its own: 500.
var unreached = map[string]bool{
	"cluster_block_exception":                  true,
	"cluster_manager_not_discovered_exception": true,
	"connect_transport_exception":              true,
	"master_not_discovered_exception":          true,
	"no_shard_available_action_exception":      true,
	"node_closed_exception":                    true,
	"node_disconnected_exception":              true,
	"node_not_connected_exception":             true,
	"receive_timeout_transport_exception":      true,
	"send_request_transport_exception":         true,
	"unavailable_shards_exception":             true,
}

// A hit is a document that a search gives.
type hit struct {
	Score  float64           `json:"_score"`
	Sort   []json.RawMessage `json:"sort"`
	Fields fields            `json:"fields"`
}

// noneStored has a search give no stored fields, not even the names of documents: reading
// them takes most of its time.
const noneStored = "_none_"

// A result is the answer to a search.
type result struct {
	Error    json.RawMessage `json:"error"`
	Status   int             `json:"status"`
	TimedOut bool            `json:"timed_out"`
	Shards   struct {
		Total, Successful, Failed int
	} `json:"_shards"`
	Hits struct {
		Total struct {
			Value    int
			Relation string
		}
		Hits []hit
	}
	Aggregations map[string]json.RawMessage
}

// check returns an error if a search failed, or only a part of the shards answered.
func (r *result) check() error {
	if len(r.Error) > 0 {
		said := &answerError{Status: r.Status}
		said.read(r.Error)
		if said.partial() || said.Status == http.StatusTooManyRequests || said.Status == http.StatusServiceUnavailable {
			return unavailable(said)
		}
		return said
	}
	if r.TimedOut || r.Shards.Failed > 0 || r.Shards.Successful != r.Shards.Total {
		return unavailable(fmt.Errorf("%d of %d shards answered", r.Shards.Successful, r.Shards.Total))
	}
	return nil
}

// searchesAtOnce is how many searches are sent in one request.
const searchesAtOnce = 256

// searches asks for several searches of an index.
func (c *client) searches(ctx context.Context, index string, bodies []object) ([]result, error) {
	var all []result
	for len(bodies) > 0 {
		some := bodies[:min(len(bodies), searchesAtOnce)]
		bodies = bodies[len(some):]
		answers, err := c.multi(ctx, index, some)
		for try := 1; err != nil && errors.Is(err, search.ErrUnavailable) && try < rounds && ctx.Err() == nil; try++ {
			select {
			case <-ctx.Done():
			case <-time.After(patience * time.Duration(try)):
			}
			answers, err = c.multi(ctx, index, some)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, answers...)
	}
	return all, nil
}

func (c *client) multi(ctx context.Context, index string, bodies []object) ([]result, error) {
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	e.SetEscapeHTML(false)
	for _, b := range bodies {
		lines.WriteString(`{"allow_partial_search_results":false}` + "\n")
		if err := e.Encode(b); err != nil {
			return nil, err
		}
	}
	var answer struct{ Responses []result }
	if err := c.do(ctx, http.MethodPost, "/"+index+"/_msearch", lines.Bytes(), &answer); err != nil {
		return nil, err
	}
	if len(answer.Responses) != len(bodies) {
		return nil, fmt.Errorf("OpenSearch answers %d of %d searches", len(answer.Responses), len(bodies))
	}
	for i := range answer.Responses {
		if err := answer.Responses[i].check(); err != nil {
			return nil, err
		}
	}
	return answer.Responses, nil
}

// search asks for one search of an index.
func (c *client) search(ctx context.Context, index string, body object) (*result, error) {
	all, err := c.searches(ctx, index, []object{body})
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}
