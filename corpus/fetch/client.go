package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What the client bears with.
const (
	tries        = 5                // of a request that may yet succeed
	firstWait    = time.Second      // after the first failure; it doubles with each
	longestWait  = 5 * time.Minute  // that a server may ask for: beyond, we come back another day
	maxHops      = 10               // redirects on the way to a page
	silenceLimit = 30 * time.Second // in which something must be received
	requestLimit = 10 * time.Minute // for a request as a whole
)

// A client asks one host, politely: one request at a time, a pause between
// them, nothing that robots.txt does not allow, more and more patience when the
// server has trouble.
type client struct {
	transport *http.Transport
	agent     string // the User-Agent
	product   string // its name in a robots.txt
	pause     time.Duration
	rested    time.Time         // when the last request was over
	robots    map[string]robots // by scheme and host
	waiting   func(wait time.Duration, why error)
}

// newClient makes a client that calls itself by agent, whose first word is a
// product token, as in "verbatim/1.0 (…)".
func newClient(agent string, pause time.Duration, dial dialer) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if dial == nil {
		dial = (&net.Dialer{Timeout: silenceLimit, ControlContext: new(guard).control}).DialContext
	}
	transport.DialContext = dial
	return &client{transport: transport, agent: agent, product: productToken(agent), pause: pause, robots: map[string]robots{}}
}

type dialer func(ctx context.Context, network, address string) (net.Conn, error)

func (c *client) close() { c.transport.CloseIdleConnections() }

// A StopError ends the whole work: going on would be of no use, or impolite.
type StopError struct{ Err error }

func (e *StopError) Error() string { return e.Err.Error() }

func (e *StopError) Unwrap() error { return e.Err }

// stopping makes a StopError of an error, and nothing of none.
func stopping(err error) error {
	if err == nil {
		return nil
	}
	return &StopError{err}
}

// A trouble is a failure that may pass.
type trouble struct {
	err   error
	after time.Duration // that the server asks to wait, or 0
}

func (t *trouble) Error() string { return t.err.Error() }

func (t *trouble) Unwrap() error { return t.err }

// patiently tries again while there is trouble, waiting longer each time, or as
// long as the server asks.
func patiently[T any](ctx context.Context, c *client, attempt func() (T, error)) (T, error) {
	for try := 1; ; try++ {
		result, err := attempt()
		if ctx.Err() != nil {
			return result, ctx.Err()
		}
		passing, ok := errors.AsType[*trouble](err)
		if _, stop := errors.AsType[*StopError](err); stop || !ok {
			return result, err
		}
		if passing.after > longestWait {
			return result, &StopError{fmt.Errorf("%w: the server asks to come back after %v (Retry-After), but verbatim waits at most %v",
				err, passing.after.Round(time.Second), longestWait)}
		}
		if try == tries {
			return result, fmt.Errorf("%w, %d times", err, tries)
		}
		wait := max(passing.after, time.Duration(float64(firstWait<<(try-1))*(0.5+rand.Float64())))
		if c.waiting != nil {
			c.waiting(wait, err)
		}
		if err := sleep(ctx, wait); err != nil {
			return result, err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask gets u, after the redirects within its host, or a *trouble. The response
// has the address that answered, in its request, and a status below 400 or one
// that is lasting. Its body must be closed before the next call.
func (c *client) ask(ctx context.Context, u *url.URL, header http.Header, permitted func(context.Context, *url.URL) error) (*http.Response, error) {
	visited := map[string]bool{}
	for {
		if err := permitted(ctx, u); err != nil {
			return nil, err
		}
		visited[u.String()] = true
		response, err := c.request(ctx, u, header)
		if err != nil {
			return nil, err
		}
		switch status := response.StatusCode; {
		case status == http.StatusTooManyRequests || status >= 500:
			response.Body.Close()
			return nil, &trouble{statusError(status), retryAfter(response.Header)}
		case status < 300 || status >= 400 || status == http.StatusNotModified || response.Header.Get("Location") == "":
			return response, nil
		}
		response.Body.Close()
		next, err := redirected(u, response.Header.Get("Location"))
		switch {
		case err != nil:
			return nil, err
		case visited[next.String()]:
			return nil, fmt.Errorf("it redirects in a circle: %s leads to %s", u, next)
		case len(visited) > maxHops:
			return nil, fmt.Errorf("more than %d redirects", maxHops)
		}
		u = next
	}
}

// redirected is where a redirect leads, if that is on the same host.
func redirected(from *url.URL, location string) (*url.URL, error) {
	u, err := from.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("it redirects to %q, which is not a valid address", location)
	}
	u = canonical(u)
	switch {
	case u.Host != from.Host || u.User != nil:
		return nil, fmt.Errorf("it redirects to another host: %s", u.Redacted())
	case u.Scheme != from.Scheme && u.Scheme != "https":
		return nil, fmt.Errorf("it redirects to %s, which does not use %s", u, from.Scheme)
	}
	return u, nil
}

// request does one request after the pause that is due.
func (c *client) request(ctx context.Context, u *url.URL, header http.Header) (*http.Response, error) {
	if !c.rested.IsZero() {
		if err := sleep(ctx, time.Until(c.rested.Add(c.pauseAt(u)))); err != nil {
			return nil, err
		}
	}
	watch := newWatch(ctx)
	request, err := http.NewRequestWithContext(watch.ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		watch.stop()
		return nil, err
	}
	if header != nil {
		request.Header = header.Clone()
	}
	request.Header.Set("User-Agent", c.agent)
	// The transport alone: what a redirect means is decided above.
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		c.rested = time.Now()
		watch.stop()
		return nil, watch.explain(err)
	}
	watch.heard()
	response.Body = &watchedBody{response.Body, watch, func() { c.rested = time.Now() }}
	return response, nil
}

func (c *client) pauseAt(u *url.URL) time.Duration { return max(c.pause, c.robots[origin(u)].delay) }

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// permitted asks the host's robots.txt whether a page may be asked for.
func (c *client) permitted(ctx context.Context, u *url.URL) error {
	rules, known := c.robots[origin(u)]
	if !known {
		var err error
		if rules, err = patiently(ctx, c, func() (robots, error) { return c.fetchRobots(ctx, u) }); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &StopError{fmt.Errorf("%s/robots.txt: %w; verbatim fetches nothing without it", origin(u), err)}
		}
		c.robots[origin(u)] = rules
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if !rules.allows(path) {
		return errors.New("robots.txt does not allow it")
	}
	return nil
}

// fetchRobots reads the robots.txt of u's host. One that is not there allows
// everything (RFC 9309, 2.3.1.3).
func (c *client) fetchRobots(ctx context.Context, u *url.URL) (robots, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	response, err := c.ask(ctx, at, nil, func(context.Context, *url.URL) error { return nil })
	if err != nil {
		return robots{}, err
	}
	defer response.Body.Close()
	switch status := response.StatusCode; {
	case status >= 400:
		return robots{}, nil
	case status != http.StatusOK:
		return robots{}, statusError(status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxRobots))
	return readRobots(string(text), c.product), err
}

// statusError names a status: "404 Not Found".
func statusError(status int) error {
	return errors.New(strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))))
}

// retryAfter reads how long a server asks to wait: seconds, or a date.
func retryAfter(header http.Header) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(date))
	}
	return 0
}

// The reasons for which a watch ends a request.
var (
	errSilent = fmt.Errorf("nothing was received for %v", silenceLimit)
	errSlow   = fmt.Errorf("it took more than %v", requestLimit)
)

// A watch ends a request that is silent for too long, or takes too long.
type watch struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	silence *time.Timer
	whole   *time.Timer
}

func newWatch(parent context.Context) *watch {
	ctx, cancel := context.WithCancelCause(parent)
	return &watch{ctx, cancel,
		time.AfterFunc(silenceLimit, func() { cancel(errSilent) }),
		time.AfterFunc(requestLimit, func() { cancel(errSlow) })}
}

func (w *watch) heard() { w.silence.Reset(silenceLimit) }

func (w *watch) stop() {
	w.silence.Stop()
	w.whole.Stop()
	w.cancel(nil)
}

// explain says why a request or the reading of its body failed. Most of it is
// trouble that may pass.
func (w *watch) explain(err error) error {
	if cause := context.Cause(w.ctx); errors.Is(cause, errSilent) || errors.Is(cause, errSlow) {
		return &trouble{err: cause}
	}
	_, badCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	dns, badName := errors.AsType[*net.DNSError](err)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &trouble{err: errors.New("the connection broke off before the end")}
	case badName && dns.IsNotFound:
		return &StopError{fmt.Errorf("there is no host %s", dns.Name)}
	case badCertificate, errors.Is(err, errPrivate):
		return &StopError{err}
	}
	return &trouble{err: err}
}

// A watchedBody reports to the watch what is received.
type watchedBody struct {
	io.ReadCloser
	watch  *watch
	closed func()
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		b.watch.heard()
	}
	if err != nil && err != io.EOF {
		err = b.watch.explain(err)
	}
	return n, err
}

func (b *watchedBody) Close() error {
	err := b.ReadCloser.Close()
	b.watch.stop()
	b.closed()
	return err
}
