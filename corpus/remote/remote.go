// Package remote says how other machines are asked over HTTP: whose certificates are
// trusted, and who asks.
package remote

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"
)

// An Access is what it takes to be answered.
type Access struct {
	User, Password string         // for HTTP's basic authentication; empty for none
	Authorities    *x509.CertPool // whose certificates are trusted; nil: those that the system trusts
}

// Check returns an error if a text cannot be the address of another machine, such as
// https://search.example.org:9200, or a password would be sent there unencrypted.
func (a *Access) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q is no address: want one such as https://search.example.org", address)
	}
	if at, err := netip.ParseAddr(u.Hostname()); a.User != "" && u.Scheme == "http" && u.Hostname() != "localhost" && (err != nil || !at.IsLoopback()) {
		return fmt.Errorf("the password would be sent to %s unencrypted: use https", address)
	}
	return nil
}

// Read reads the files that are given: certificates that are to be trusted, in PEM format,
// and a password, which is the first line.
func (a *Access) Read(authorities, password string) error {
	if authorities != "" {
		data, err := os.ReadFile(authorities)
		if err != nil {
			return err
		}
		a.Authorities = x509.NewCertPool()
		if !a.Authorities.AppendCertsFromPEM(data) {
			return fmt.Errorf("%s has no certificate in PEM format", authorities)
		}
	}
	if password == "" {
		return nil
	}
	data, err := os.ReadFile(password)
	if err != nil {
		return err
	}
	a.Password, _, _ = strings.Cut(string(data), "\n")
	if a.Password = strings.TrimSuffix(a.Password, "\r"); a.Password == "" {
		return fmt.Errorf("%s is to have the password in its first line, which is empty", password)
	}
	return nil
}

// Client returns what asks. A machine that cannot be reached is given up after a few
// seconds.
func (a *Access) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSHandshakeTimeout: 5 * time.Second,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     90 * time.Second,
		TLSClientConfig:     &tls.Config{RootCAs: a.Authorities},
	}}
}

// Login adds to a request who asks.
func (a *Access) Login(r *http.Request) {
	if a.User != "" {
		r.SetBasicAuth(a.User, a.Password)
	}
}
