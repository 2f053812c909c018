package compress_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"verbatim/search/compress"
)

func TestBody(t *testing.T) {
	long := []byte(strings.Repeat("forced labor ", 500))
	for _, test := range []struct {
		accepts string
		body    []byte
		packed  bool
	}{
		{"gzip, br", long, true},
		{"deflate, gzip;q=0.5", long, true},
		{"gzip;q=0", long, false},
		{"gzip;q=0.0, identity", long, false},
		{"", long, false},
		{"br", long, false},
		{"gzip", long[:100], false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", test.accepts)
		header := http.Header{}
		sent := compress.Body(header, r, test.body)
		if header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: the answer does not say that it depends on what is accepted", test.accepts)
		}
		if packed := header.Get("Content-Encoding") == "gzip"; packed != test.packed {
			t.Errorf("%q, %d bytes: compressed %v, want %v", test.accepts, len(test.body), packed, test.packed)
		}
		if test.packed {
			if len(sent) >= len(test.body)/2 {
				t.Errorf("%d bytes became %d", len(test.body), len(sent))
			}
			sent = unpacked(t, sent)
		}
		if !bytes.Equal(sent, test.body) {
			t.Errorf("%q: another body is sent", test.accepts)
		}
	}
}

func unpacked(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
