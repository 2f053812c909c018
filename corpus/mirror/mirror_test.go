package mirror

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/corpus/remote"
)

// A writer serves a library as a server does, or what spoil makes of the answer.
type writer struct {
	t       *testing.T
	library *library.Library
	asked   int
	spoil   func(w http.ResponseWriter, r *http.Request, body []byte) (done bool)
}

func (s *writer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked++
	number := func(name string) int64 {
		n, err := strconv.ParseInt(r.FormValue(name), 10, 64)
		if err != nil {
			s.t.Error(err)
		}
		return n
	}
	d, err := s.library.DeltaSince(r.Context(), library.Copied{Library: r.FormValue("library"), Revision: number("since"), Row: number("row"), Mark: r.FormValue("mark")}, pieceBytes)
	if err != nil {
		w.WriteHeader(http.StatusConflict)
		fmt.Fprintf(w, `{"error":{"message":%q}}`, err)
		return
	}
	d.Indexed = d.Revision
	body, err := json.Marshal(d)
	if err != nil {
		s.t.Error(err)
	}
	if s.spoil != nil && s.spoil(w, r, body) {
		return
	}
	w.Header().Set(DigestField, Digest(body))
	_, _ = w.Write(body)
}

// pieceBytes is about how much text an answer has: less than a server's. Two narratives
// fill it.
const pieceBytes = 20_000

// newWriter serves a library with some narratives that are too large for one answer.
func newWriter(t *testing.T) (*writer, *Writer) {
	t.Helper()
	lib, err := library.Create(filepath.Join(t.TempDir(), "writer"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	s := &writer{t: t, library: lib}
	for i := range 8 {
		s.add(fmt.Sprintf("Report %d", i), strings.Repeat("The government trained inspectors. ", pieceBytes/2/35))
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	before := patience
	t.Cleanup(func() { patience = before })
	patience = time.Millisecond
	return s, NewWriter(server.URL, remote.Access{})
}

func (s *writer) add(report, text string) {
	s.t.Helper()
	n := &corpus.Narrative{Report: report, Year: 2020, Country: "Mali", Text: text, Source: corpus.Source{Name: report + ".txt", SHA256: "0"}}
	n.Passages = []corpus.Passage{{Span: prose.Span{End: len(text)}, Kind: corpus.Paragraph}}
	err := s.library.InTransaction(s.t.Context(), func(im *library.Tx) error {
		_, err := im.Add(s.t.Context(), n, 0)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// wantCopy wants the library in a folder to be the writer's.
func (s *writer) wantCopy(dir string) {
	s.t.Helper()
	lib, err := library.Open(dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer lib.Close()
	got, err1 := lib.Copied(s.t.Context())
	want, err2 := s.library.Copied(s.t.Context())
	if err1 != nil || err2 != nil || got != want {
		s.t.Errorf("the copy has %+v, %v; the library %+v, %v", got, err1, want, err2)
	}
	if damages, _, err := lib.Verify(s.t.Context(), nil); err != nil || len(damages) > 0 {
		s.t.Errorf("the copy: %v, %v", damages, err)
	}
	if f, err := lib.Following(); err != nil || f == nil {
		s.t.Errorf("the copy follows %v, %v", f, err)
	}
}

// Answers that are cut off, damaged or refused for the moment are asked for again, and a
// copy that ended goes on where it was.
func TestCutOff(t *testing.T) {
	spoiled := map[string]func(http.ResponseWriter, *http.Request, []byte) bool{
		"cut off": func(w http.ResponseWriter, _ *http.Request, body []byte) bool {
			w.Header().Set(DigestField, Digest(body))
			_, _ = w.Write(body[:len(body)/2])
			panic(http.ErrAbortHandler)
		},
		"cut off, and it looks whole": func(w http.ResponseWriter, _ *http.Request, body []byte) bool {
			w.Header().Set(DigestField, Digest(body))
			_, _ = w.Write(body[:len(body)/2])
			return true
		},
		"damaged": func(w http.ResponseWriter, _ *http.Request, body []byte) bool {
			w.Header().Set(DigestField, Digest(body))
			body[len(body)/2] ^= 1
			_, _ = w.Write(body)
			return true
		},
		"busy": func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		},
		"a proxy without its server": func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
			w.WriteHeader(http.StatusBadGateway)
			return true
		},
	}
	for what, spoil := range spoiled {
		t.Run(what, func(t *testing.T) {
			s, w := newWriter(t)
			dir := filepath.Join(t.TempDir(), "copy")
			// Every other answer is spoiled, and then all after the second.
			s.spoil = func(w http.ResponseWriter, r *http.Request, body []byte) bool {
				return (s.asked > 4 || s.asked%2 == 1) && spoil(w, r, body)
			}
			err := w.Copy(t.Context(), dir, nil)
			if _, again := errors.AsType[*NoAnswerError](err); !again {
				t.Fatalf("%v, want that it does not answer", err)
			}
			if _, err := library.Open(dir); !errors.Is(err, library.ErrNone) {
				t.Errorf("half a copy is there: %v", err)
			}
			s.spoil, s.asked = nil, 0
			if err := w.Copy(t.Context(), dir, nil); err != nil {
				t.Fatal(err)
			}
			if s.asked > 2 {
				t.Errorf("asked %d times for the rest: it began anew", s.asked)
			}
			s.wantCopy(dir)
			s.pullSpoiled(w, dir, spoil)
		})
	}
}

// pullSpoiled brings a copy up to date by answers of which the second is spoiled: all
// comes or nothing.
func (s *writer) pullSpoiled(w *Writer, dir string, spoil func(http.ResponseWriter, *http.Request, []byte) bool) {
	s.t.Helper()
	lib, err := library.Open(dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer lib.Close()
	before, err := lib.Copied(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range 4 {
		s.add(fmt.Sprintf("Report %d", 10+i), strings.Repeat("The police trained. ", pieceBytes/2/20))
	}
	s.asked = 0
	s.spoil = func(w http.ResponseWriter, r *http.Request, body []byte) bool {
		return s.asked > 1 && spoil(w, r, body)
	}
	if _, err := w.Pull(s.t.Context(), lib); err == nil {
		s.t.Fatal("no error")
	}
	if now, err := lib.Copied(s.t.Context()); err != nil || now != before {
		s.t.Errorf("a part was taken: %+v, %v; before %+v", now, err, before)
	}
	s.spoil = nil
	if seen, err := w.Pull(s.t.Context(), lib); err != nil || !seen.Changed || seen.Revision != 12 {
		s.t.Errorf("%+v, %v", seen, err)
	}
	s.wantCopy(dir)
	if seen, err := w.Pull(s.t.Context(), lib); err != nil || seen.Changed {
		s.t.Errorf("nothing is new: %+v, %v", seen, err)
	}
}

// What cannot be followed is not asked again, and the copy stays.
func TestRefused(t *testing.T) {
	s, w := newWriter(t)
	dir := filepath.Join(t.TempDir(), "copy")
	if err := w.Copy(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	lib, err := library.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	answer := func(status int) func(http.ResponseWriter, *http.Request, []byte) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
			w.WriteHeader(status)
			return true
		}
	}
	for want, spoil := range map[string]func(http.ResponseWriter, *http.Request, []byte) bool{
		"user or the password": answer(http.StatusUnauthorized),
		"no verbatim that":     answer(http.StatusNotFound),
		"421 Misdirected":      answer(http.StatusMisdirectedRequest),
		"has no Repr-Digest": func(w http.ResponseWriter, _ *http.Request, body []byte) bool {
			_, _ = w.Write(body)
			return true
		},
	} {
		s.asked, s.spoil = 0, spoil
		if _, err := w.Pull(t.Context(), lib); err == nil || !strings.Contains(err.Error(), want) || s.asked != 1 {
			t.Errorf("%v after %d questions, want %q", err, s.asked, want)
		}
	}
	s.spoil = nil
	other, _ := newWriter(t)
	s.library = other.library
	if _, err := w.Pull(t.Context(), lib); !strings.Contains(fmt.Sprint(err), "another library") {
		t.Errorf("%v, want that it is another library", err)
	}
}

// A first copy that was begun of a library which is another now begins anew.
func TestCopyBeginsAnew(t *testing.T) {
	s, w := newWriter(t)
	dir := filepath.Join(t.TempDir(), "copy")
	ctx, stop := context.WithCancel(t.Context())
	err := w.Copy(ctx, dir, func(int, int) { stop() })
	if stop(); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	other, _ := newWriter(t)
	s.library = other.library
	if err := w.Copy(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	s.wantCopy(dir)
}

// The writer stands behind a proxy with a certificate and a login.
func TestLogin(t *testing.T) {
	s, _ := newWriter(t)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "reader" || password != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		s.ServeHTTP(w, r)
	}))
	defer server.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	dir := t.TempDir()
	for what, access := range map[string]remote.Access{
		"certificate":          {User: "reader", Password: "secret"},
		"user or the password": {User: "reader", Password: "guess", Authorities: trusted},
	} {
		if err := NewWriter(server.URL, access).Copy(t.Context(), filepath.Join(dir, what), nil); !strings.Contains(fmt.Sprint(err), what) {
			t.Errorf("%v, want %q", err, what)
		}
	}
	w := NewWriter(server.URL+"/", remote.Access{User: "reader", Password: "secret", Authorities: trusted})
	if err := w.Copy(t.Context(), filepath.Join(dir, "copy"), nil); err != nil {
		t.Fatal(err)
	}
	s.wantCopy(filepath.Join(dir, "copy"))
}
