// Package mirror keeps a library the same as one on another machine, whose server it
// asks over HTTP for what the copy has not. Copy makes the first copy, and Pull brings it
// to the present state.
package mirror

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"verbatim/corpus/library"
	"verbatim/corpus/remote"
)

// A Writer is a server whose library is copied: the one that is imported into, or
// another that follows it.
type Writer struct {
	Address string // https://reports.example.org
	remote.Access
	client *http.Client
}

// NewWriter returns the writer at an address that access has checked.
func NewWriter(address string, access remote.Access) *Writer {
	return &Writer{strings.TrimRight(address, "/"), access, access.Client()}
}

// Path is where a server says what a copy of its library has not, and DigestField the
// header field with the SHA-256 of what it says, as RFC 9530 has it.
const (
	Path        = "/api/v1/library"
	DigestField = "Repr-Digest"
)

// Digest is the value of DigestField for a body.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// A NoAnswerError says that a writer did not answer, or was cut off: it is asked again.
// Any other error stays until somebody changes something.
type NoAnswerError struct {
	Writer string
	Err    error
}

func (e *NoAnswerError) Error() string { return fmt.Sprintf("%s does not answer: %v", e.Writer, e.Err) }

// Unwrap returns what that comes of.
func (e *NoAnswerError) Unwrap() error { return e.Err }

const (
	maxBody = 512 << 20 // bytes of an answer: it has 2 MB of text, or one narrative with more
	timeout = time.Minute
	tries   = 4 // for one answer
)

// patience is after how long a writer is asked again that did not answer, once more for
// each time.
var patience = 250 * time.Millisecond

// ask returns what a copy has not. A writer that does not answer is asked a few times.
func (w *Writer) ask(ctx context.Context, at library.Copied) (*library.Delta, error) {
	for try := 1; ; try++ {
		d, err := w.askOnce(ctx, at)
		if _, again := errors.AsType[*NoAnswerError](err); !again || ctx.Err() != nil || try == tries {
			return d, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(try) * patience):
		}
	}
}

func (w *Writer) askOnce(ctx context.Context, at library.Copied) (*library.Delta, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	values := url.Values{"library": {at.Library}, "since": {strconv.FormatInt(at.Revision, 10)}, "row": {strconv.FormatInt(at.Row, 10)}, "mark": {at.Mark}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.Address+Path+"?"+values.Encode(), nil)
	if err != nil {
		return nil, err
	}
	w.Login(request)
	response, err := w.client.Do(request)
	if unknown, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return nil, w.cannot(fmt.Errorf("its certificate is not trusted (%w): --follow-ca names the file of who signed it", unknown.Err))
	}
	if err != nil {
		return nil, &NoAnswerError{w.Address, cause(err)}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	switch {
	case err != nil:
		return nil, &NoAnswerError{w.Address, fmt.Errorf("its answer was cut off: %w", err)}
	case response.StatusCode != http.StatusOK:
		return nil, w.refusal(response.StatusCode, body)
	case response.Header.Get(DigestField) == "":
		return nil, w.refused("its answer has no " + DigestField + ": it is no verbatim of this version, or something between takes the field away")
	case response.Header.Get(DigestField) != Digest(body):
		return nil, &NoAnswerError{w.Address, errors.New("what came of it was damaged on the way")}
	}
	d := &library.Delta{}
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if err := numbers.Decode(d); err != nil {
		return nil, w.refused("its answer cannot be read: " + err.Error())
	}
	return d, nil
}

// cause returns what an error of the client comes of, without the address, which is long.
func cause(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

func (w *Writer) refused(why string) error { return w.cannot(errors.New(why)) }

func (w *Writer) cannot(err error) error {
	return fmt.Errorf("%s cannot be followed: %w", w.Address, err)
}

// refusal returns the error for an answer that is none.
func (w *Writer) refusal(status int, body []byte) error {
	var said struct{ Error struct{ Message string } }
	_ = json.Unmarshal(body, &said) // a proxy may have said something else
	message := said.Error.Message
	switch {
	case status == http.StatusConflict && message != "":
		return w.cannot(library.NotACopyError(message))
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return w.refused("it does not accept the user or the password")
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return w.refused("it is no verbatim that can be followed: there is nothing at " + Path)
	case status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout:
		return w.refused(fmt.Sprintf("it answers %d %s: %s", status, http.StatusText(status), message))
	}
	if message == "" {
		message = http.StatusText(status)
	}
	return &NoAnswerError{w.Address, fmt.Errorf("%d, %s", status, message)}
}
