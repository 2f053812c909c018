package fetch

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ManifestName is the file in a folder of fetched pages that says where each
// came from: JSON lines, an Entry a line, in the order in which they were
// fetched. It is replaced atomically with each page.
const ManifestName = "manifest.jsonl"

// An Entry of a manifest describes a fetched file.
type Entry struct {
	URL          string    `json:"url"`                // as it was linked
	Location     string    `json:"location,omitempty"` // what it redirects to, if it does: where the page is
	Also         []string  `json:"also,omitempty"`     // other addresses that redirect to the same page
	File         string    `json:"file"`               // in the manifest's folder
	Hub          bool      `json:"hub,omitempty"`      // it lists the report's pages
	Fetched      time.Time `json:"fetched"`            // UTC
	SHA256       string    `json:"sha256"`             // of the file, in hexadecimal
	Bytes        int64     `json:"bytes"`
	ContentType  string    `json:"content_type"` // as the server said
	LastModified string    `json:"last_modified,omitempty"`
	ETag         string    `json:"etag,omitempty"`
}

// Address is where the page is, after redirects.
func (e Entry) Address() string { return cmp.Or(e.Location, e.URL) }

// ReadManifest returns the entries of the manifest in a folder by their files'
// names; none if there is no manifest. A file of that name that fetch did not
// write is an error.
func ReadManifest(dir string) (map[string]Entry, error) {
	data, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := decodeManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, ManifestName), err)
	}
	entries := make(map[string]Entry, len(list))
	for _, e := range list {
		entries[e.File] = e
	}
	return entries, nil
}

func decodeManifest(data []byte) (list []Entry, err error) {
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var e Entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("line %d is not a valid manifest entry: %w", number, err)
		}
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("line %d is not a valid manifest entry: %w", number, err)
		}
		list = append(list, e)
	}
	return list, nil
}

// check makes sure that an entry names a file of its own folder.
func (e Entry) check() error {
	switch {
	case e.URL == "" || e.File == "" || len(e.SHA256) != 64:
		return errors.New(`"url", "file" or "sha256" is missing`)
	case !filepath.IsLocal(e.File) || strings.ContainsAny(e.File, `/\`):
		return fmt.Errorf("the file %q is not in the folder", e.File)
	}
	return nil
}

func encodeManifest(list []Entry) ([]byte, error) {
	var data bytes.Buffer
	lines := json.NewEncoder(&data)
	lines.SetEscapeHTML(false)
	for _, e := range list {
		if err := lines.Encode(e); err != nil {
			return nil, err
		}
	}
	return data.Bytes(), nil
}
