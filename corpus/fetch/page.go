package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"
)

// maxBytes bounds a page or PDF, unpacked: it is what import reads. Tests set
// another.
var maxBytes int64 = 256 << 20

// errUnwanted says that an answer is neither a page nor a PDF.
var errUnwanted = errors.New("neither a page nor a PDF")

// A page is what an address answers. Its content was written aside.
type page struct {
	entry     Entry  // without URL and File
	extension string // .html or .pdf
	unchanged bool   // since it was fetched the last time: there is no content
}

// fetchPage gets a page and writes it aside. If before is not nil, the server
// is asked whether it has changed since.
func (c *client) fetchPage(ctx context.Context, f *folder, u *url.URL, before *Entry) (page, error) {
	header := http.Header{"Accept": {"text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.1"}}
	if before != nil && before.ETag != "" {
		header.Set("If-None-Match", before.ETag)
	}
	if before != nil && before.LastModified != "" {
		header.Set("If-Modified-Since", before.LastModified)
	}
	return patiently(ctx, c, func() (page, error) {
		response, err := c.ask(ctx, u, header, c.permitted)
		if err != nil {
			return page{}, err
		}
		defer response.Body.Close()
		p := page{entry: Entry{
			Fetched:      time.Now().UTC().Truncate(time.Second),
			ContentType:  response.Header.Get("Content-Type"),
			LastModified: response.Header.Get("Last-Modified"),
			ETag:         response.Header.Get("ETag"),
		}}
		if at := response.Request.URL; at.String() != u.String() {
			p.entry.Location = at.String()
		}
		if response.StatusCode == http.StatusNotModified && before != nil {
			p.unchanged = true
			return p, nil
		}
		if response.StatusCode != http.StatusOK {
			return page{}, statusError(response.StatusCode)
		}
		return p, p.receive(f, response)
	})
}

// receive writes the body of a response aside.
func (p *page) receive(f *folder, response *http.Response) (err error) {
	if coding := response.Header.Get("Content-Encoding"); coding != "" {
		return fmt.Errorf("it is compressed with %q, which verbatim did not ask for", coding)
	}
	if response.ContentLength > maxBytes {
		return fmt.Errorf("too large: %d bytes, the limit is %d", response.ContentLength, maxBytes)
	}
	start := make([]byte, 512)
	n, err := io.ReadFull(response.Body, start)
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty")
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) { // that is a short page
		return err
	}
	if p.extension = extensionOf(p.entry.ContentType, start[:n]); p.extension == "" {
		return fmt.Errorf("%w: %q", errUnwanted, p.entry.ContentType)
	}
	to, err := f.aside()
	if err != nil {
		return &StopError{err}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.discard())
		}
	}()
	body := io.MultiReader(bytes.NewReader(start[:n]), response.Body)
	_, err = io.Copy(to, io.LimitReader(body, maxBytes+1))
	if err = errors.Join(err, to.close()); err != nil {
		return err
	}
	if to.bytes > maxBytes {
		return fmt.Errorf("too large: the limit is %d bytes", maxBytes)
	}
	p.entry.SHA256, p.entry.Bytes = to.sha256(), to.bytes
	return nil
}

// extensionOf distinguishes a page from a PDF by what the server says, or, if it says
// nothing, by how the content begins. It is empty for all else.
func extensionOf(contentType string, start []byte) string {
	if bytes.HasPrefix(start, []byte("%PDF-")) {
		return ".pdf"
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || kind == "application/octet-stream" {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(start))
	}
	if kind == "text/html" || kind == "application/xhtml+xml" {
		return ".html"
	}
	return ""
}
