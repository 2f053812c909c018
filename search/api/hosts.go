package api

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// OnlyHosts answers requests for the names under which a server is known: loopback
// names and addresses, the address that the connection came to, and the names given.
// Another gets 421. So no web page can read the library by having its own name
// resolved to this machine (DNS rebinding): the browser says what name it asked for.
func OnlyHosts(names []string, next http.Handler) http.Handler {
	known := map[string]bool{}
	for _, name := range names {
		known[hostname(name)] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := hostname(r.Host)
		if known[host] || isLoopback(host) || isOwn(host, r) {
			next.ServeHTTP(w, r)
			return
		}
		message := fmt.Sprintf("this server does not answer for the host %q; whoever runs it can allow the name with --host", host)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if strings.HasPrefix(r.URL.Path, "/api/") {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.WriteHeader(http.StatusMisdirectedRequest)
			_, _ = w.Write(encoded(ErrorBody{ErrorDetail{Code: "misdirected", Message: message}}))
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusMisdirectedRequest)
		_, _ = fmt.Fprintln(w, message)
	})
}

// hostname returns a host as requests name it, without its port, in lower case.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// isLoopback reports whether a host is this machine for whoever asks. No browser asks
// without a host.
func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "" || host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && address.Unmap().IsLoopback()
}

// isOwn reports whether a host is the address that the connection came to.
func isOwn(host string, r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	address, err := netip.ParseAddr(host)
	return ok && err == nil && local.AddrPort().Addr().Unmap().WithZone("") == address.Unmap().WithZone("")
}
