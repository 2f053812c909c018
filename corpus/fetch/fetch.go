// Package fetch saves the pages of a report from the web into a folder: a hub
// page, which lists them, and the pages below it. A manifest in the folder says
// where each file came from and when.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"
)

// Options say how to fetch.
type Options struct {
	Agent    string        // the User-Agent; its first word names the program in a robots.txt
	Pause    time.Duration // between two requests, at least
	Limit    int           // of pages
	Refresh  bool          // ask whether pages that are there have changed
	PDF      bool          // save the PDF files elsewhere on the host, too, that the pages link to
	Progress func(Progress)

	dial dialer // for tests
}

// A Progress says how far the work is.
type Progress struct {
	Done, Total int           // pages; more may be found
	Waiting     time.Duration // until a page is tried again, or 0
	Trouble     error         // why it is tried again
}

// A Report says what was done.
type Report struct {
	Saved     int   // pages that were not there
	Restored  int   // pages that were missing or damaged in the folder
	Changed   int   // pages that are others now
	Unchanged int   // pages that are as they were, the server says
	Present   int   // pages that were there and not asked for
	Bytes     int64 // of all these
	PDFs      int   // elsewhere on the host, linked and left there

	PassedOver []*PageError // neither a page nor a PDF
	Failed     []*PageError
}

// A PageError says which page could not be had, and why.
type PageError struct {
	URL string
	Err error
}

func (e *PageError) Error() string { return e.URL + ": " + e.Err.Error() }

func (e *PageError) Unwrap() error { return e.Err }

// Why the work ends early or comes to nothing.
var (
	ErrLimit   = errors.New("stopped at the limit")
	ErrNoPages = errors.New("the hub page has no links to pages below it")
)

// maxFailures is how many pages in a row may fail for trouble that does not pass.
const maxFailures = 3

// Fetch saves the hub at an address, and the pages of its host that it and they
// link to and that lie below it, into the folder dir, breadth first. What the
// folder's manifest names is not asked for again, unless to refresh it: a Fetch
// that ended early goes on. Pages that cannot be had are in the report; the
// error says what ended the work, and the report then what was done until then.
func Fetch(ctx context.Context, address, dir string, o Options) (report Report, err error) {
	h, err := newHub(address)
	if err != nil {
		return report, err
	}
	f, err := openFolder(dir)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	c := &crawl{Options: o, hub: h, folder: f, client: newClient(o.Agent, o.Pause, o.dial), seen: map[string]bool{}, visited: map[string]bool{}}
	defer c.client.close()
	c.client.waiting = func(wait time.Duration, why error) { c.tell(Progress{Waiting: wait, Trouble: why}) }
	err = c.run(ctx)
	return c.report, err
}

// A crawl is the work of one Fetch.
type crawl struct {
	Options
	hub     hub
	folder  *folder
	client  *client
	queue   []found
	done    int
	seen    map[string]bool // the keys of what was found
	visited map[string]bool // the files of the pages
	failing int             // pages in a row
	report  Report
}

// A found page is one that is to be fetched.
type found struct {
	url *url.URL
	hub bool // it is the hub, or goes on with its list
}

func (c *crawl) run(ctx context.Context) error {
	c.add(found{c.hub.address, true})
	for len(c.queue) > 0 {
		if c.done == c.Limit {
			return fmt.Errorf("%w of %d pages: %d more are linked", ErrLimit, c.Limit, len(c.queue))
		}
		c.tell(Progress{})
		next := c.queue[0]
		c.queue = c.queue[1:]
		if err := c.visit(ctx, next); err != nil {
			return err
		}
		c.done++
	}
	c.tell(Progress{})
	if c.done == 1 && c.report.PDFs == 0 {
		return fmt.Errorf("%w (%s): perhaps this is not the hub's address, or a script builds the list", ErrNoPages, c.hub.folder)
	}
	return nil
}

// add puts a page at the end of the queue, once.
func (c *crawl) add(p found) {
	if !c.seen[key(p.url)] {
		c.seen[key(p.url)] = true
		c.queue = append(c.queue, p)
	}
}

// visit saves a page, unless it is there, and follows its links. The error is
// for what ends the work.
func (c *crawl) visit(ctx context.Context, p found) error {
	before, known := c.folder.find(p.url.String())
	if known && c.visited[before.File] { // by another address, which redirects to it
		return nil
	}
	entry, err := c.obtain(ctx, p, before, known)
	first := c.done == 0
	if _, stop := errors.AsType[*StopError](err); stop || err != nil && (first || ctx.Err() != nil) {
		return fmt.Errorf("%s: %w", p.url, err)
	}
	if err != nil {
		return c.failed(p, err)
	}
	c.failing = 0
	if c.visited[entry.File] {
		return nil
	}
	c.visited[entry.File] = true
	c.report.Bytes += entry.Bytes
	if first && entry.Location != "" {
		if err := c.moved(entry.Location); err != nil {
			return err
		}
	}
	return c.follow(entry, p)
}

// failed reports a page that could not be had.
func (c *crawl) failed(p found, err error) error {
	failure := &PageError{p.url.String(), err}
	if errors.Is(err, errUnwanted) {
		c.report.PassedOver = append(c.report.PassedOver, failure)
		return nil
	}
	c.report.Failed = append(c.report.Failed, failure)
	if _, ok := errors.AsType[*trouble](err); !ok {
		c.failing = 0
		return nil
	}
	if c.failing++; c.failing == maxFailures {
		return fmt.Errorf("%d pages in a row could not be fetched, so the server seems to be in trouble; the last error: %w", maxFailures, failure)
	}
	return nil
}

// obtain returns the entry of a page that is then in the folder.
func (c *crawl) obtain(ctx context.Context, p found, before Entry, known bool) (Entry, error) {
	whole := known && c.folder.whole(before)
	if whole && !c.Refresh {
		c.report.Present++
		return before, nil
	}
	from := p.url
	if u, ok := c.hub.resolve(p.url, before.URL); known && ok {
		from = u
	}
	var validators *Entry
	if whole {
		validators = &before
	}
	got, err := c.client.fetchPage(ctx, c.folder, from, validators)
	if err != nil && whole {
		err = fmt.Errorf("%w (the copy of %s stays)", err, before.Fetched.Format(time.DateOnly))
	}
	if err != nil {
		return Entry{}, err
	}
	if there, ok := c.elsewhere(from, got); ok {
		err = c.folder.alias(from, got.entry.Location)
		return there, stopping(err)
	}
	entry := before
	if !got.unchanged {
		got.entry.Hub = p.hub
		entry, err = c.folder.save(from, got.entry, got.extension)
	}
	switch {
	case err != nil:
		return entry, stopping(err)
	case !known:
		c.report.Saved++
	case !whole:
		c.report.Restored++
	case entry.SHA256 == before.SHA256:
		c.report.Unchanged++
	default:
		c.report.Changed++
	}
	return entry, nil
}

// elsewhere returns the entry of the page that u redirects to, if it is there
// under another address.
func (c *crawl) elsewhere(u *url.URL, got page) (Entry, bool) {
	if got.entry.Location == "" || got.unchanged {
		return Entry{}, false
	}
	own, _ := c.folder.find(u.String())
	there, ok := c.folder.find(got.entry.Location)
	return there, ok && there.File != own.File
}

// moved makes the address that the hub redirects to the hub.
func (c *crawl) moved(location string) error {
	u, err := url.Parse(location)
	if err != nil {
		return err
	}
	h := hubAt(u)
	if h.folder != c.hub.folder && strings.HasPrefix(c.hub.folder, h.folder) {
		return fmt.Errorf("%s redirects to %s, which is above it: if that is the hub, give its address", c.hub.address, u)
	}
	c.hub = h
	c.seen[key(u)] = true
	return nil
}

// follow adds what a page links to to the queue.
func (c *crawl) follow(entry Entry, p found) error {
	if path.Ext(entry.File) != ".html" {
		return nil
	}
	base, err := url.Parse(entry.Address())
	if err != nil {
		return err
	}
	file, err := c.folder.root.Open(entry.File)
	if err != nil {
		return err
	}
	defer file.Close()
	err = links(file, entry.ContentType, base, func(l link) {
		u, ok := c.hub.resolve(l.base, l.address)
		switch {
		case !ok:
		case c.hub.below(u):
			c.add(found{u, p.hub && (l.next || c.hub.continues(u))})
		case isPDF(u) && c.PDF:
			c.add(found{u, false})
		case isPDF(u) && !c.seen[key(u)]:
			c.seen[key(u)] = true
			c.report.PDFs++
		}
	})
	if err != nil {
		c.report.Failed = append(c.report.Failed, &PageError{p.url.String(), err})
	}
	return nil
}

func (c *crawl) tell(p Progress) {
	if c.Progress != nil {
		p.Done, p.Total = c.done, c.done+len(c.queue)
		c.Progress(p)
	}
}
