package opensearch

import (
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/corpus/remote"
	"verbatim/search"
)

// A client trusts the certificates of a file, and sends the password of another.
func TestTLSAndPassword(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "reader" || password != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Fprint(w, `{"verbatim-a-1":{}}`)
	}))
	defer server.Close()
	authorities, password := filepath.Join(t.TempDir(), "ca.pem"), filepath.Join(t.TempDir(), "password")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := errors.Join(os.WriteFile(authorities, certificate, 0o600), os.WriteFile(password, []byte("secret\r\nmore\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	c := &Cluster{Nodes: []string{server.URL}, Access: remote.Access{User: "reader"}}
	if err := errors.Join(c.Access.Check(server.URL), c.Read(authorities, password)); err != nil {
		t.Fatal(err)
	}
	if index, err := newClient(c).resolve(t.Context(), "verbatim-a"); err != nil || index != "verbatim-a-1" {
		t.Errorf("the index is %q, %v", index, err)
	}
	c.Password = "guessed"
	if _, err := newClient(c).resolve(t.Context(), "verbatim-a"); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("with a wrong password: %v", err)
	}
	c.Authorities = nil
	if _, err := newClient(c).resolve(t.Context(), "verbatim-a"); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("with a certificate that nobody trusts: %v", err)
	}
	if c.Read(password, "") == nil || c.Read("", filepath.Join(t.TempDir(), "none")) == nil {
		t.Error("a file without a certificate, or none with a password, is no error")
	}
}

// Another node is asked where one does not answer or has no time; and where none does,
// the index is unavailable.
func TestOtherNodes(t *testing.T) {
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer busy.Close()
	well := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"verbatim-a-1":{}}`) }))
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c := newClient(&Cluster{Nodes: []string{gone.URL, busy.URL, well.URL}})
	for range 6 {
		if index, err := c.resolve(t.Context(), "verbatim-a"); err != nil || index != "verbatim-a-1" {
			t.Errorf("the index is %q, %v", index, err)
		}
	}
	well.Close()
	if _, err := c.resolve(t.Context(), "verbatim-a"); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("no node answers: %v", err)
	}
}

// An answer with a part of the shards is an error.
func TestPartOfTheShards(t *testing.T) {
	defer func(before time.Duration) { patience = before }(patience)
	patience = time.Millisecond
	for name, answer := range map[string]string{
		"a shard failed":      `{"status":200,"_shards":{"total":3,"successful":2,"failed":1},"hits":{"total":{"value":7}}}`,
		"a shard is missing":  `{"status":200,"_shards":{"total":3,"successful":2,"failed":0},"hits":{"total":{"value":7}}}`,
		"it took too long":    `{"status":200,"timed_out":true,"_shards":{"total":3,"successful":3,"failed":0},"hits":{"total":{"value":7}}}`,
		"OpenSearch says so":  `{"status":500,"error":{"type":"search_phase_execution_exception","reason":"Partial shards failure"}}`,
		"no shard is there":   `{"status":503,"error":{"type":"no_shard_available_action_exception","reason":"none"}}`,
		"a node is gone":      `{"status":500,"error":{"type":"node_not_connected_exception","reason":"[n1] Node not connected"}}`,
		"there are too many ": `{"status":429,"error":{"type":"rejected_execution_exception","reason":"queue"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"responses":[`+answer+`]}`) }))
			defer server.Close()
			_, err := newClient(&Cluster{Nodes: []string{server.URL}}).search(t.Context(), "verbatim-a-1", object{})
			if !errors.Is(err, search.ErrUnavailable) {
				t.Errorf("%v, want ErrUnavailable", err)
			}
		})
	}
}
