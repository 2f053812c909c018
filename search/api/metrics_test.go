package api

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// TestMetrics counts requests by route, and tells nothing of what was asked.
func TestMetrics(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(nil)), slog.New(slog.DiscardHandler))
	for _, path := range []string{"/healthz", "/healthz", "/api/v1/passages/secret", "/api/nothing/secret"} {
		ask(t, handler, "GET", path)
	}
	answer := ask(t, handler, "GET", "/metrics")
	body := answer.Body.String()
	if answer.Code != http.StatusOK || strings.Contains(body, "secret") {
		t.Errorf("%d %s", answer.Code, body)
	}
	for _, want := range []string{
		`verbatim_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 2`,
		`verbatim_request_duration_seconds_count{method="GET",route="/api/v1/passages/:id",status="404"} 1`,
		`verbatim_request_duration_seconds_count{method="GET",route="none",status="404"} 1`,
		"go_goroutines ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
}
