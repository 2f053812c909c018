package annotate

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// What the format calls its parts.
const (
	wordSpace      = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	commentsType   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
	commentsFormat = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
	author         = "verbatim"
)

// addComments adds notes to the comments of a document, and returns the ID of the
// first. Comments that are there stay as they are.
func (p *pack) addComments(main string, found []placed) (first int, err error) {
	rels := path.Join(path.Dir(main), "_rels", path.Base(main)+".rels")
	target, ids, err := p.related(rels, "/comments")
	if err != nil {
		return 0, err
	}
	if target == "" {
		return 0, p.newComments(main, rels, ids, found)
	}
	name := path.Join(path.Dir(main), target)
	if after, ok := strings.CutPrefix(target, "/"); ok {
		name = after
	}
	data, err := p.read(name)
	if err != nil {
		return 0, err
	}
	first = nextID(data)
	prefix := commentPrefix(data)
	p.changed[name], err = appended(data, "comments", comments(found, prefix, first))
	return first, err
}

// newComments makes the part that has the comments, and makes it known.
func (p *pack) newComments(main, rels string, ids map[string]bool, found []placed) error {
	name := path.Join(path.Dir(main), "comments.xml")
	p.changed[name] = []byte(xml.Header + `<w:comments xmlns:w="` + wordSpace + `">` + comments(found, "w:", 0) + `</w:comments>`)
	types, err := p.read("[Content_Types].xml")
	if err != nil {
		return err
	}
	if p.changed["[Content_Types].xml"], err = appended(types, "Types", `<Override PartName="/`+name+`" ContentType="`+commentsFormat+`"/>`); err != nil {
		return err
	}
	id := "verbatimComments"
	for n := 1; ids[id]; n++ {
		id = "verbatimComments" + strconv.Itoa(n)
	}
	known, err := p.read(rels)
	if err != nil {
		return err
	}
	relation := `<Relationship Id="` + id + `" Type="` + commentsType + `" Target="comments.xml"/>`
	if known == nil {
		p.changed[rels] = []byte(xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relation + `</Relationships>`)
		return nil
	}
	p.changed[rels], err = appended(known, "Relationships", relation)
	return err
}

// appended puts a text before the end of the outermost element, which may be empty.
func appended(data []byte, element, text string) ([]byte, error) {
	ending := regexp.MustCompile(`</(?:[\w.-]+:)?` + element + `\s*>\s*$`)
	if at := ending.FindIndex(data); at != nil {
		return insert(data, []insertion{{at[0], text}}), nil
	}
	empty := regexp.MustCompile(`<((?:[\w.-]+:)?` + element + `)(\s[^<>]*)?/>\s*$`)
	if m := empty.FindSubmatchIndex(data); m != nil {
		head := bytes.TrimRight(data[:m[1]], " \t\r\n")
		head = bytes.TrimSuffix(head, []byte("/>"))
		return []byte(string(head) + ">" + text + "</" + string(data[m[2]:m[3]]) + ">"), nil
	}
	return nil, fmt.Errorf("the end of its %s is missing", element)
}

var (
	commentTag = regexp.MustCompile(`<(?:[\w.-]+:)?comment\s[^>]*>`)
	commentID  = regexp.MustCompile(`\b(?:[\w.-]+:)?id\s*=\s*["'](\d+)["']`)
	rootTag    = regexp.MustCompile(`<([\w.-]+:)?comments\b`)
)

// nextID returns an ID that no comment has.
func nextID(data []byte) (next int) {
	for _, tag := range commentTag.FindAll(data, -1) {
		if m := commentID.FindSubmatch(tag); m != nil {
			if id, err := strconv.Atoi(string(m[1])); err == nil {
				next = max(next, id+1)
			}
		}
	}
	return next
}

func commentPrefix(data []byte) string {
	if m := rootTag.FindSubmatch(data); m != nil {
		return string(m[1])
	}
	return "w:"
}

// comments returns notes as comments of a Word document, a paragraph a line.
func comments(found []placed, prefix string, first int) string {
	var b bytes.Buffer
	for i, n := range found {
		fmt.Fprintf(&b, `<%scomment %sid="%d" %sauthor="%s" %sinitials="v">`, prefix, prefix, first+i, prefix, author, prefix)
		for _, line := range n.Lines {
			fmt.Fprintf(&b, `<%sp><%sr><%st xml:space="preserve">`, prefix, prefix, prefix)
			_ = xml.EscapeText(&b, []byte(line)) // a buffer takes all
			fmt.Fprintf(&b, `</%st></%sr></%sp>`, prefix, prefix, prefix)
		}
		fmt.Fprintf(&b, `</%scomment>`, prefix)
	}
	return b.String()
}
