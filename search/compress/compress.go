// Package compress packs answers for the readers who can unpack them. Start with Body.
package compress

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// small is up to how many bytes compressing is not worth it.
const small = 1400

// level is how well answers are compressed: at 4 they take a tenth less than at 1, for
// twice the time, and compressing is a quarter of what many answers take.
const level = gzip.BestSpeed

// writers are for compressing what is made for one reader.
var writers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(io.Discard, level)
	if err != nil {
		panic(err) // the level is one that there is
	}
	return w
}}

// Body returns what to send for a body: the body itself, or compressed if the reader
// accepts that and it is worth it. The headers of the answer say which.
func Body(header http.Header, r *http.Request, body []byte) []byte {
	header.Set("Vary", "Accept-Encoding")
	if len(body) <= small || !Accepted(r) {
		return body
	}
	header.Set("Content-Encoding", "gzip")
	var out bytes.Buffer
	out.Grow(len(body) / 4) // mostly enough
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(body) // to memory
	_ = w.Close()
	return out.Bytes()
}

// Accepted reports whether a reader accepts gzip, and does not rule it out.
func Accepted(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.Trim(strings.TrimSpace(quality), "q=0.") != "" || quality == ""
		}
	}
	return false
}
