package annotate

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
)

// maxPart is how many bytes a part of a document may have.
const maxPart = 256 << 20

var errNoDocument = errors.New("it has no text that Word would show")

// A pack is a Word document: its files, and those that are written anew.
type pack struct {
	files   []*zip.File
	changed map[string][]byte
}

// writeDocx adds comments to a Word document.
func writeDocx(data []byte, notes []Note) (annotated []byte, unplaced []Note, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, err
	}
	p := &pack{z.File, map[string][]byte{}}
	main, err := p.mainPart()
	if err != nil {
		return nil, nil, err
	}
	text, err := p.read(main)
	if err != nil {
		return nil, nil, err
	}
	t, err := readDocx(text)
	if err != nil {
		return nil, nil, err
	}
	found, unplaced := place(t.letters, notes)
	if len(found) == 0 {
		return data, unplaced, nil
	}
	first, err := p.addComments(main, found)
	if err != nil {
		return nil, nil, err
	}
	p.changed[main] = t.anchored(found, first)
	annotated, err = p.write()
	return annotated, unplaced, err
}

func (p *pack) read(name string) ([]byte, error) {
	if data, ok := p.changed[name]; ok {
		return data, nil
	}
	for _, f := range p.files {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
		if err == nil && len(data) > maxPart {
			err = fmt.Errorf("%s is larger than %d bytes", name, maxPart)
		}
		return data, err
	}
	return nil, nil
}

// write returns the package. Files that do not change are copied as they are packed.
func (p *pack) write() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	written := map[string]bool{}
	put := func(name string, header zip.FileHeader) error {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: header.Modified})
		if err == nil {
			_, err = f.Write(p.changed[name])
		}
		written[name] = true
		return err
	}
	for _, f := range p.files {
		err := error(nil)
		if _, ok := p.changed[f.Name]; ok {
			err = put(f.Name, f.FileHeader)
		} else {
			err = w.Copy(f)
		}
		if err != nil {
			return nil, err
		}
	}
	for name := range p.changed {
		if !written[name] {
			if err := put(name, zip.FileHeader{}); err != nil {
				return nil, err
			}
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// relationship is one of a part's relationships, as written.
var (
	relationship = regexp.MustCompile(`<(?:\w+:)?Relationship\s[^>]*>`)
	attribute    = regexp.MustCompile(`\b(Id|Type|Target)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// related returns the target of a part's relationship whose type ends so, and the
// IDs that are in use.
func (p *pack) related(rels, kind string) (target string, ids map[string]bool, err error) {
	data, err := p.read(rels)
	ids = map[string]bool{}
	for _, tag := range relationship.FindAllString(string(data), -1) {
		of := map[string]string{}
		for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
			of[m[1]] = m[2] + m[3]
		}
		ids[of["Id"]] = true
		if strings.HasSuffix(of["Type"], kind) {
			target = of["Target"]
		}
	}
	return target, ids, err
}

// mainPart returns the name of the part that has the document's text.
func (p *pack) mainPart() (string, error) {
	target, _, err := p.related("_rels/.rels", "/officeDocument")
	if err != nil || target == "" {
		return "", errors.Join(errNoDocument, err)
	}
	return strings.TrimPrefix(path.Clean("/"+target), "/"), nil
}
