package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/admit"
)

// A problemPage says why there is nothing else to show.
type problemPage struct {
	Box     searchBox
	Heading string
	Text    string
	Nearest []option // narratives that may have been meant
}

func (*problemPage) template() string { return "problem" }

func (p *problemPage) title() string { return p.Heading }

func problem(heading, text string) *problemPage { return &problemPage{Heading: heading, Text: text} }

// lost is the page for a narrative or passage that is not there: it names those
// that may have been meant.
func (s *server) lost(ctx context.Context, id string, err error) (int, page, error) {
	if _, removed := errors.AsType[*library.RemovedError](err); removed || !errors.Is(err, library.ErrNotFound) {
		return 0, nil, err
	}
	p := problem("Not found", "The library has no text with this address.")
	narrative, _, _ := strings.Cut(id, ".")
	nearest, err := s.searcher.Library().Nearest(ctx, narrative, nearestShown)
	for _, id := range nearest {
		p.Nearest = append(p.Nearest, option{Label: id, Link: search.NarrativeLink(id)})
	}
	return http.StatusNotFound, p, err
}

// nearestShown is how many narratives are offered for one that is not there.
const nearestShown = 3

// problemOf returns the status and the page for an error.
func problemOf(err error) (int, page) {
	if gone, ok := errors.AsType[*library.RemovedError](err); ok {
		return http.StatusGone, problem("Removed", fmt.Sprintf("“%s” was taken out of the library on %s.", cmp.Or(gone.Title, gone.ID), date(gone.Removed)))
	}
	if e, ok := errors.AsType[*library.DamagedError](err); ok {
		return http.StatusInternalServerError, problem("A text is damaged", fmt.Sprintf("The text of %s in the library is not what was imported, so it is not shown. Import %s again.", e.Narrative, e.File))
	}
	switch {
	case errors.Is(err, library.ErrNotFound):
		return http.StatusNotFound, problem("Not found", "There is no page at this address.")
	case errors.Is(err, search.ErrGone):
		return http.StatusBadRequest, problem("The library has changed", "Reports have been imported since this link was made. Search again from the first page.")
	case errors.Is(err, admit.ErrBusy):
		return http.StatusServiceUnavailable, problem("Many are asking at the moment", "Try again in a few seconds.")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return http.StatusRequestTimeout, problem("The text did not arrive", "It was sent too slowly. Try again.")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable, problem("This took too long", "Try a simpler search, or try again in a moment.")
	}
	return http.StatusInternalServerError, problem("Something went wrong", "The server failed, and the error was logged. Try again in a moment.")
}
