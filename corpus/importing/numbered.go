package importing

import (
	"regexp"
	"strconv"
	"strings"

	"verbatim/corpus/document"
)

// numberedItem is how a paragraph or item begins that is numbered within its list or
// chapter: "128.45", "12.3.".
var numberedItem = regexp.MustCompile(`^\(?(\d{1,4})\.(\d{1,4})\.?\)?\s+\S`)

// leastEmpty is how many numbered headings in a row with nothing below them are none.
const leastEmpty = 3

// demote makes items of numbered lines that a reader took for headings, since they
// are short and bold: those whose number is one of a list of text, or that stand in a
// row with no text below, and those that end with a semicolon. A heading is above text.
func demote(d *document.Document) {
	var list []numbered
	texts := map[int]map[int]bool{} // numbers of texts that are no headings, by what is before the point
	for i, b := range d.Blocks {
		if b.Kind == document.Heading && strings.HasSuffix(b.Text, ";") { // the list goes on
			b.Kind, b.Level = document.Item, 0
			d.Blocks[i] = b
		}
		n, ok := numberedAt(d.Blocks, i)
		if !ok {
			continue
		}
		list = append(list, n)
		if b.Kind != document.Heading {
			if texts[n.major] == nil {
				texts[n.major] = map[int]bool{}
			}
			texts[n.major][n.minor] = true
		}
	}
	for i := 0; i < len(list); {
		end := i + 1
		for end < len(list) && list[end].at == list[end-1].at+1 && list[end].heading && list[i].heading && list[end].major == list[i].major {
			end++
		}
		row := end - i
		for ; i < end; i++ {
			n := list[i]
			if n.heading && (row >= leastEmpty || texts[n.major][n.minor-1] || texts[n.major][n.minor+1]) {
				d.Blocks[n.at].Kind, d.Blocks[n.at].Level = document.Item, 0
				if texts[n.major] == nil {
					texts[n.major] = map[int]bool{}
				}
				texts[n.major][n.minor] = true
			}
		}
	}
}

// numbered is a block that begins with a number such as 128.45.
type numbered struct {
	at, major, minor int
	heading          bool
}

func numberedAt(blocks []document.Block, at int) (n numbered, ok bool) {
	m := numberedItem.FindStringSubmatch(blocks[at].Text)
	if m == nil {
		return n, false
	}
	n = numbered{at: at, heading: blocks[at].Kind == document.Heading}
	n.major, _ = strconv.Atoi(m[1])
	n.minor, _ = strconv.Atoi(m[2])
	return n, true
}
