package annotate

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"unicode"
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
	runs, letters, prefix, err := documentLetters(text)
	if err != nil {
		return nil, nil, err
	}
	found, unplaced := place(letters, notes)
	if len(found) == 0 {
		return data, unplaced, nil
	}
	first, err := p.addComments(main, found)
	if err != nil {
		return nil, nil, err
	}
	p.changed[main] = anchored(text, runs, letters, found, prefix, first)
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

// A runAt is where a run of text stands in the document's XML, in bytes.
type runAt struct{ start, end int }

// documentLetters returns the runs of a document and its letters, each with the
// number of its run, and the prefix that the names of its elements have.
func documentLetters(data []byte) (runs []runAt, letters []letter, prefix string, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var open []string // elements, without their prefixes
	run, skipped := -1, 0
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return runs, letters, prefix, nil
		}
		if err != nil {
			return nil, nil, "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if name == "document" && len(open) == 0 && t.Name.Space != "" {
				prefix = t.Name.Space + ":"
			}
			open = append(open, name)
			switch {
			case skipped > 0 || name == "txbxContent" || name == "del" || name == "moveFrom" || name == "Fallback":
				skipped++
			case name == "r" && run < 0 && prefix == t.Name.Space+":" || name == "r" && run < 0 && prefix == "" && t.Name.Space == "":
				runs = append(runs, runAt{start: start})
				run = len(runs) - 1
			}
		case xml.EndElement:
			if len(open) == 0 {
				return nil, nil, "", errNoDocument
			}
			if skipped > 0 {
				skipped--
			} else if t.Name.Local == "r" && run >= 0 && prefixOf(t.Name) == prefix {
				runs[run].end = int(d.InputOffset())
				run = -1
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if skipped == 0 && run >= 0 && len(open) > 0 && open[len(open)-1] == "t" {
				for _, r := range string(t) {
					if unicode.IsLetter(r) || unicode.IsDigit(r) {
						letters = append(letters, letter{r, run, run})
					}
				}
			}
		}
	}
}

func prefixOf(name xml.Name) string {
	if name.Space == "" {
		return ""
	}
	return name.Space + ":"
}

// anchored returns the document's XML with the places of the comments: around the
// runs that have the quotations. Runs are not cut, so that nothing else changes.
func anchored(data []byte, runs []runAt, letters []letter, found []placed, prefix string, first int) []byte {
	starts, ends := map[int]string{}, map[int]string{}
	for i, n := range found {
		from, to := letters[n.from].start, letters[n.to-1].start
		id := first + i
		starts[from] += fmt.Sprintf(`<%scommentRangeStart %sid="%d"/>`, prefix, prefix, id)
		ends[to] += fmt.Sprintf(`<%scommentRangeEnd %sid="%d"/><%sr><%scommentReference %sid="%d"/></%sr>`, prefix, prefix, id, prefix, prefix, prefix, id, prefix)
	}
	var all []insertion
	for i, r := range runs {
		if s := starts[i]; s != "" {
			all = append(all, insertion{r.start, s})
		}
		if s := ends[i]; s != "" {
			all = append(all, insertion{r.end, s})
		}
	}
	return insert(data, all)
}
