package ui

import (
	"context"
	"errors"
	"net/http"

	"verbatim/corpus"
	"verbatim/search"
)

// A problemPage says why there is nothing else to show.
type problemPage struct {
	Heading string
	Text    string
}

func (*problemPage) template() string { return "problem" }
func (p *problemPage) title() string  { return p.Heading }

// problemOf gives the status and the page for an error.
func problemOf(err error) (int, page) {
	switch {
	case errors.Is(err, corpus.ErrNotFound):
		return http.StatusNotFound, &problemPage{"Not found", "There is no page at this address. A narrative that was here may have been replaced by another edition."}
	case errors.Is(err, search.ErrGone):
		return http.StatusBadRequest, &problemPage{"The library has changed", "Reports were imported since this page was linked to. Search again from the first page."}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable, &problemPage{"This took too long", "Ask for less, or try again in a moment."}
	}
	return http.StatusInternalServerError, &problemPage{"Something went wrong", "The fault is on this side, and has been noted. Try again in a moment."}
}
