package api

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/changes"
)

var changesParameters = append([]string{"since", "q", "mode", "size", "cursor"}, filterNames()...)

// changes answers with what came and went since a revision or day.
func (s *server) changes(c *gin.Context) (any, error) {
	values := c.Request.URL.Query()
	r := changes.Request{Filters: filtersOf(values, "")}
	var since, mode, size string
	for name, into := range map[string]*string{"since": &since, "q": &r.Text, "mode": &mode, "size": &size, "cursor": &r.After} {
		var err error
		if *into, err = once(values, name); err != nil {
			return nil, err
		}
	}
	r.Mode = search.Mode(mode)
	if size != "" {
		var err error
		if r.Size, err = strconv.Atoi(size); err != nil || r.Size < 1 || r.Size > changes.MaxSize {
			return nil, parameterError(fmt.Sprintf("size: want a number from 1 to %d", changes.MaxSize))
		}
	}
	if since != "" {
		var err error
		if r.Since, err = s.finder.Since(c.Request.Context(), since, time.UTC); err != nil {
			if wrong, ok := errors.AsType[*search.SyntaxError](err); ok {
				err = parameterError("since: " + wrong.Msg)
			}
			return nil, err
		}
	}
	found, err := s.finder.Find(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return answer.NewTurnover(r.Text, found), nil
}
