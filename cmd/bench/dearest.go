package main

import (
	"context"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"
)

// dearest returns the path of a question as dear as the language allows: any of 31 words
// in one sentence with any of them.
func dearest() string {
	words := make([]string, 31)
	for i := range words {
		words[i] = soakWords[rand.IntN(len(soakWords))]
	}
	words[0] = "the"
	alternatives := "(" + strings.Join(words, " OR ") + ")"
	return "/api/v1/search?q=" + url.QueryEscape(alternatives+" /s "+alternatives)
}

// askDearest asks the dearest questions until end. Who is told to come again does so
// after a second.
func (s *server) askDearest(ctx context.Context, end time.Time) {
	for time.Now().Before(end) && ctx.Err() == nil {
		if _, _, err := s.get(ctx, dearest()); err != nil {
			time.Sleep(time.Second)
		}
	}
}
