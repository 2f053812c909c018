package ui

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"os"
	"path"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/compress"
)

// buildOf distinguishes this program from others of the same version, by its file: the
// same file serves the same pages.
func buildOf(version string) string {
	name, err := os.Executable()
	if err != nil {
		return version
	}
	info, err := os.Stat(name)
	if err != nil {
		return version
	}
	return fmt.Sprint(version, info.Size(), info.ModTime().UnixNano())
}

// known says to a reader who has the page already that it is still the same. A
// page depends on its address, on what the library and the index are, on the program,
// and on the day, which citations name; its tag is made of these. What is asked for is nobody else's
// business, and only kept by the reader's own browser.
func (s *server) known(c *gin.Context) (bool, error) {
	state, err := s.searcher.State(c.Request.Context())
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %v %s %s %s", s.build, state, time.Now().Format(time.DateOnly), c.Request.Host, c.Request.RequestURI))
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, no-cache")
	if c.GetHeader("If-None-Match") != tag {
		return false, nil
	}
	c.Status(http.StatusNotModified)
	c.Writer.WriteHeaderNow()
	return true, nil
}

// send writes an answer, compressed where the reader can read that. Only what
// went well has a tag.
func (s *server) send(c *gin.Context, status int, mediaType string, data []byte) {
	if status != http.StatusOK {
		c.Writer.Header().Del("ETag")
	}
	c.Data(status, mediaType, compress.Body(c.Writer.Header(), c.Request, data))
}

// An embedded is a static file, ready to be sent.
type embedded struct {
	data, compressed []byte
	mediaType        string
	address          string // changes with what is in it: it can be kept for good
}

// assets are the static files by name.
var assets = readAssets()

func readAssets() map[string]embedded {
	all := make(map[string]embedded)
	entries, err := files.ReadDir("static")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, e := range entries {
		data, err := files.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		var out bytes.Buffer
		w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
		_, _ = w.Write(data)
		_ = w.Close()
		sum := sha256.Sum256(data)
		all[e.Name()] = embedded{data, out.Bytes(), mime.TypeByExtension(path.Ext(e.Name())),
			"/static/" + e.Name() + "?v=" + hex.EncodeToString(sum[:6])}
	}
	return all
}

// asset returns the address of a static file.
func asset(name string) (string, error) {
	a, ok := assets[name]
	if !ok {
		return "", fmt.Errorf("there is no static file %s", name)
	}
	return a.address, nil
}

func (s *server) static(c *gin.Context) {
	a, ok := assets[c.Param("file")]
	if !ok {
		s.fail(c, library.ErrNotFound)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	data := a.data
	if len(a.compressed) < len(data) && compress.Accepted(c.Request) {
		c.Header("Content-Encoding", "gzip")
		data = a.compressed
	}
	c.Data(http.StatusOK, a.mediaType, data)
}

// A catalogCache keeps the lists of the library's present revision: to make
// them, all of its narratives are looked through.
type catalogCache struct {
	sync.Mutex
	revision int64
	catalog  *answer.Catalog
}

// catalog returns the lists of the present revision.
func (s *server) catalog(ctx context.Context) (*answer.Catalog, error) {
	s.cache.Lock()
	defer s.cache.Unlock()
	revision, err := s.searcher.Library().Revision(ctx)
	if err != nil {
		return nil, err
	}
	if s.cache.catalog == nil || s.cache.revision != revision {
		h, err := answer.NewCatalog(ctx, s.searcher.Library())
		if err != nil {
			return nil, err
		}
		s.cache.catalog, s.cache.revision = h, revision
	}
	return s.cache.catalog, nil
}

// A reportYears is the narratives of a report about one country, by year.
type reportYears struct {
	Report string
	Years  []edition
}

// An edition is one of a series.
type edition struct {
	Label  string
	Tier   string
	Link   string
	Chosen bool
}

// yearsByReport puts narratives that come by report and year together by report. What a page
// remembers of a question is added to their links.
func yearsByReport(narratives []library.Summary, chosen, suffix string) (list []reportYears) {
	for _, s := range narratives {
		n := s.Narrative
		if last := len(list) - 1; last < 0 || list[last].Report != n.Report {
			list = append(list, reportYears{Report: n.Report})
		}
		name := yearName(n.Year)
		if number := copyNumber(n); number != "" {
			name += " (" + number + ")"
		}
		last := &list[len(list)-1]
		last.Years = append(last.Years, edition{name, n.Tier, search.NarrativeLink(n.ID) + suffix, n.ID == chosen})
	}
	return list
}
