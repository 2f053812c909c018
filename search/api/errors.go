package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/follow"
	"verbatim/search/quote"
)

// An ErrorBody is the answer when there is none.
type ErrorBody struct {
	Error ErrorDetail `json:"error"`
}

// An ErrorDetail says what is wrong, to a program by its code and to a person
// by its message.
type ErrorDetail struct {
	Code       string `json:"code"`
	Message    string `json:"message"`
	Position   *int   `json:"position,omitempty"` // in q, in code points
	Suggestion string `json:"suggestion,omitempty"`
}

// A parameterError says what is wrong with a query string.
type parameterError string

func (e parameterError) Error() string { return string(e) }

var errNotReady = errors.New("the library or the index is not ready; try again in a moment")

// internalError keeps to itself what is wrong: that is for the log.
var internalError = ErrorBody{ErrorDetail{Code: "internal", Message: "something went wrong on the server; the error was logged"}}

// Error returns the status and the body for an error: the one table of them.
func Error(err error) (status int, body ErrorBody) {
	plain := func(status int, code, message string) (int, ErrorBody) {
		return status, ErrorBody{ErrorDetail{Code: code, Message: message}}
	}
	if e, ok := errors.AsType[*search.SyntaxError](err); ok {
		detail := ErrorDetail{Code: "syntax", Message: e.Msg, Suggestion: e.Suggestion}
		if e.Pos >= 0 {
			detail.Position = &e.Pos
		}
		return http.StatusBadRequest, ErrorBody{detail}
	}
	if e, ok := errors.AsType[parameterError](err); ok {
		return plain(http.StatusBadRequest, "parameter", e.Error())
	}
	if gone, ok := errors.AsType[*library.RemovedError](err); ok {
		return plain(http.StatusNotFound, "removed", gone.Error())
	}
	if e, ok := errors.AsType[*library.DamagedError](err); ok {
		return plain(http.StatusInternalServerError, "damaged", e.Error())
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return plain(http.StatusRequestEntityTooLarge, "too_large", fmt.Sprintf("the request is too large: the limit is %d bytes", e.Limit))
	}
	if e, ok := errors.AsType[library.NotACopyError](err); ok {
		return plain(http.StatusConflict, "not_a_copy", e.Error())
	}
	if missing, ok := errors.AsType[*follow.NoEditionsError](err); ok {
		return plain(http.StatusNotFound, "not_found", missing.Error()+"; /api/v1/narratives lists what it has")
	}
	switch {
	case errors.Is(err, follow.ErrNotFollowed):
		return plain(http.StatusNotFound, "not_followed", follow.ErrNotFollowed.Error())
	case errors.Is(err, quote.ErrTooLong):
		return plain(http.StatusRequestEntityTooLarge, "too_large", err.Error())
	case errors.Is(err, quote.ErrEmpty):
		return plain(http.StatusBadRequest, "parameter", "text: "+err.Error())
	case errors.Is(err, search.ErrGone):
		return plain(http.StatusBadRequest, "cursor_expired", "the library has changed since this cursor was made; search again from the first page")
	case errors.Is(err, library.ErrNoHistory):
		return plain(http.StatusBadRequest, "parameter", "since: the library does not know what has changed since this revision; ask without it for all that is known")
	case errors.Is(err, library.ErrNotFound):
		return plain(http.StatusNotFound, "not_found", "the library has nothing with this identifier")
	case errors.Is(err, errNotReady):
		return plain(http.StatusServiceUnavailable, "not_ready", errNotReady.Error())
	case errors.Is(err, library.ErrChanged):
		return plain(http.StatusServiceUnavailable, "not_ready", library.ErrChanged.Error())
	case errors.Is(err, search.ErrUnavailable):
		return plain(http.StatusServiceUnavailable, "not_ready", search.ErrUnavailable.Error())
	case errors.Is(err, admit.ErrBusy):
		return plain(http.StatusServiceUnavailable, "busy", admit.ErrBusy.Error())
	case errors.Is(err, os.ErrDeadlineExceeded):
		return plain(http.StatusRequestTimeout, "timeout", "the request's body did not arrive in time")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return plain(http.StatusServiceUnavailable, "timeout", "the search took too long; try a simpler query, or try again later")
	}
	return http.StatusInternalServerError, internalError
}
