package api_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"verbatim/search/api"
)

// TestHosts asks a server by several names. A page elsewhere can have its own name
// resolved to this machine, and cannot have the browser say another.
func TestHosts(t *testing.T) {
	answers := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	handler := api.OnlyHosts([]string{"Reports.example.org", "10.1.2.3:8080"}, answers)
	local := &net.TCPAddr{IP: net.IPv4(192, 168, 1, 5), Port: 8080}
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "LOCALHOST.": 200, "a.localhost": 200, "127.0.0.1:1": 200, "127.9.9.9": 200, "[::1]:8080": 200, "": 200,
		"192.168.1.5:8080": 200, "192.168.1.6": 421,
		"reports.example.org": 200, "reports.example.org:443": 200, "10.1.2.3": 200, "example.org": 421, "evil.reports.example.org": 421,
		"evil.example:8080": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421, "notlocalhost": 421, "[::2]": 421, "0.0.0.0": 421,
	} {
		r := httptest.NewRequest("GET", "/api/v1/search?q=labor", nil)
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "localhost")
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, local))
		got := httptest.NewRecorder()
		if handler.ServeHTTP(got, r); got.Code != want {
			t.Errorf("Host %q: %d, want %d", host, got.Code, want)
		}
	}
}
