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
	Box     searchBox
	Heading string
	Text    string
}

func (*problemPage) template() string { return "problem" }
func (p *problemPage) title() string  { return p.Heading }

func problem(heading, text string) *problemPage { return &problemPage{Heading: heading, Text: text} }

// problemOf gives the status and the page for an error.
func problemOf(err error) (int, page) {
	switch {
	case errors.Is(err, corpus.ErrNotFound):
		return http.StatusNotFound, problem("Not found", "There is no page at this address. A narrative that was here may have been replaced by another edition.")
	case errors.Is(err, search.ErrGone):
		return http.StatusBadRequest, problem("The library has changed", "Reports were imported since this page was linked to. Search again from the first page.")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable, problem("This took too long", "Ask for less, or try again in a moment.")
	}
	return http.StatusInternalServerError, problem("Something went wrong", "The fault is on this side, and has been noted. Try again in a moment.")
}
