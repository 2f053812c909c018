package annotate

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A runAt is where a run of text stands in the document's XML, in bytes, and what is
// written again where it is cut.
type runAt struct {
	start, end int
	depth      int    // of its element
	tag, props string // its start tag, and its properties
	whole      bool   // it is not to be cut
	content    int    // where what it shows begins; 0 where nothing is shown yet
}

// A textAt is an element of a run that has its letters.
type textAt struct {
	tagEnd int  // before the > of its start tag
	kept   bool // spaces at its ends count as they are
}

// A docxText is what is known of a document's letters.
type docxText struct {
	data    []byte
	prefix  string // of the names of elements
	runs    []runAt
	texts   []textAt
	letters []letter // each with its run and text
	open    []string // elements, without their prefixes
	run     int      // that is open, or -1
	skipped int      // open elements whose text is not the document's
	propsAt int
}

// readDocx reads the letters of a document.
func readDocx(data []byte) (*docxText, error) {
	t := &docxText{data: data, run: -1}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			t.opens(token.Name, start, int(d.InputOffset()))
		case xml.EndElement:
			if len(t.open) == 0 {
				return nil, errNoDocument
			}
			t.closes(token.Name, int(d.InputOffset()))
		case xml.CharData:
			if t.skipped == 0 && t.run >= 0 && t.open[len(t.open)-1] == "t" {
				t.text(start, int(d.InputOffset()))
			}
		}
	}
}

// opens reads a start tag.
func (t *docxText) opens(name xml.Name, start, end int) {
	if name.Local == "document" && len(t.open) == 0 {
		t.prefix = prefixOf(name)
	}
	t.open = append(t.open, name.Local)
	tag := string(t.data[start:end])
	switch {
	case t.skipped > 0 || slices.Contains(hiddenText, name.Local):
		t.skipped++
	case name.Local == "r" && t.run < 0 && prefixOf(name) == t.prefix:
		t.run = len(t.runs)
		t.runs = append(t.runs, runAt{start: start, depth: len(t.open), tag: tag, whole: strings.HasSuffix(tag, "/>")})
	case t.run >= 0 && len(t.open) == t.runs[t.run].depth+1 && name.Local == "rPr":
		t.propsAt = start
	case t.run >= 0 && len(t.open) == t.runs[t.run].depth+1:
		if t.runs[t.run].content == 0 {
			t.runs[t.run].content = start
			if name.Local == "t" {
				t.runs[t.run].content = end
			}
		}
		if name.Local == "t" {
			kept := strings.Contains(tag, `xml:space="preserve"`) || strings.Contains(tag, `xml:space='preserve'`)
			t.texts = append(t.texts, textAt{end - 1, kept})
		}
	case t.run >= 0 && (name.Local == "rPrChange" || name.Local == "t"):
		t.runs[t.run].whole = true // a change that is tracked has a number, which must not be there twice
	}
}

// hiddenText are elements whose text is not that of the paragraph around them.
var hiddenText = []string{"txbxContent", "del", "moveFrom", "Fallback"}

// closes reads an end tag.
func (t *docxText) closes(name xml.Name, end int) {
	switch {
	case t.skipped > 0:
		t.skipped--
	case t.run >= 0 && name.Local == "rPr" && len(t.open) == t.runs[t.run].depth+1:
		t.runs[t.run].props = string(t.data[t.propsAt:end])
	case t.run >= 0 && len(t.open) == t.runs[t.run].depth:
		t.runs[t.run].end = end
		t.run = -1
	}
	t.open = t.open[:len(t.open)-1]
}

// text reads the letters of a text.
func (t *docxText) text(start, end int) {
	raw := string(t.data[start:end])
	if len(t.texts) == 0 {
		return
	}
	n := len(t.texts) - 1
	if strings.HasPrefix(raw, "<![") || !t.texts[n].kept && strings.TrimSpace(raw) != raw {
		t.runs[t.run].whole = true
	}
	for _, l := range textLetters(raw, start) {
		l.run, l.text = t.run, n
		t.letters = append(t.letters, l)
	}
}

func prefixOf(name xml.Name) string {
	if name.Space == "" {
		return ""
	}
	return name.Space + ":"
}

// anchored returns the document's XML with the places of the comments around the
// quotations. A run of which a part is quoted is cut there: all that this puts in are
// tags, with the run's own properties again, so that without them the document is what
// it was.
func (t *docxText) anchored(found []placed, first int) []byte {
	var all []insertion
	spaced := map[int]bool{}
	mark := func(l letter, at int, text string, runEdge int, edge bool) {
		run := t.runs[l.run]
		if edge || run.whole {
			all = append(all, insertion{runEdge, text})
			return
		}
		if kept := t.texts[l.text]; !kept.kept && !spaced[l.text] {
			spaced[l.text] = true
			all = append(all, insertion{kept.tagEnd, ` xml:space="preserve"`})
		}
		all = append(all, insertion{at, fmt.Sprintf(`</%[1]st></%[1]sr>%[2]s%[3]s%[4]s<%[1]st xml:space="preserve">`, t.prefix, text, run.tag, run.props)})
	}
	for i, n := range found {
		from, to := t.letters[n.from], t.letters[n.to-1]
		start := fmt.Sprintf(`<%[1]scommentRangeStart %[1]sid="%[2]d"/>`, t.prefix, first+i)
		end := fmt.Sprintf(`<%[1]scommentRangeEnd %[1]sid="%[2]d"/><%[1]sr><%[1]scommentReference %[1]sid="%[2]d"/></%[1]sr>`, t.prefix, first+i)
		mark(from, from.start, start, t.runs[from.run].start, from.start == t.runs[from.run].content)
		mark(to, to.end, end, t.runs[to.run].end, t.endsRun(to))
	}
	slices.SortStableFunc(all, func(a, b insertion) int { return a.at - b.at })
	return insert(t.data, all)
}

// endsRun reports whether nothing that a run shows stands behind a letter.
func (t *docxText) endsRun(l letter) bool {
	rest := t.data[l.end:t.runs[l.run].end]
	return strings.HasPrefix(string(rest), "</"+t.prefix+"t>") && string(bytes.TrimSpace(rest[len(t.prefix)+4:])) == "</"+t.prefix+"r>"
}
