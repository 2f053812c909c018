package annotate

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
)

// unread are the elements of a page whose text is not shown.
var unread = []string{"script", "style", "title", "textarea", "noscript", "template"}

// htmlLetters returns the letters of a page's text, and where the notes are to
// stand: before the end of its body.
func htmlLetters(data []byte) (letters []letter, end int) {
	z := nethtml.NewTokenizer(bytes.NewReader(data))
	at, hidden := 0, ""
	end = len(data)
	for {
		kind := z.Next()
		raw := z.Raw()
		start := at
		at += len(raw)
		switch kind {
		case nethtml.ErrorToken:
			return letters, end
		case nethtml.StartTagToken:
			if name, _ := z.TagName(); hidden == "" && slices.Contains(unread, string(name)) {
				hidden = string(name)
			}
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if string(name) == hidden {
				hidden = ""
			}
			if string(name) == "body" {
				end = start
			}
		case nethtml.TextToken:
			if hidden == "" {
				letters = append(letters, textLetters(string(raw), start)...)
			}
		}
	}
}

// textLetters returns the letters of a text in a page that begins at base.
func textLetters(raw string, base int) (letters []letter) {
	for i := 0; i < len(raw); {
		w := 1
		text := raw[i : i+1]
		switch {
		case raw[i] == '&':
			if semicolon := strings.IndexByte(raw[i:min(len(raw), i+32)], ';'); semicolon > 0 {
				if decoded := html.UnescapeString(raw[i : i+semicolon+1]); decoded != raw[i:i+semicolon+1] {
					w, text = semicolon+1, decoded
				}
			}
		case raw[i] >= utf8.RuneSelf:
			_, w = utf8.DecodeRuneInString(raw[i:])
			text = raw[i : i+w]
		}
		for _, r := range text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters = append(letters, letter{r: r, start: base + i, end: base + i + w})
			}
		}
		i += w
	}
	return letters
}

// writeHTML puts a mark around each quotation, as often as elements cut it, and the
// notes at the end of the page.
func writeHTML(data []byte, notes []Note) (annotated []byte, unplaced []Note) {
	letters, end := htmlLetters(data)
	found, unplaced := place(letters, notes)
	if len(found) == 0 {
		return data, unplaced
	}
	var all []insertion
	for i, n := range found {
		pieces := stretches(data, letters[n.from:n.to])
		title := html.EscapeString(strings.Join(n.Lines, "\n"))
		for _, p := range pieces {
			all = append(all, insertion{p[0], fmt.Sprintf(`<mark class="verbatim-%s" title="%s">`, n.Class, title)}, insertion{p[1], "</mark>"})
		}
		all[len(all)-1].text += fmt.Sprintf(`<sup><a id="verbatim-quotation-%d" href="#verbatim-note-%d">[%d]</a></sup>`, i+1, i+1, i+1)
	}
	all = append(all, insertion{max(end, all[len(all)-1].at), listOf(found)})
	return insert(data, all), unplaced
}

// stretches returns the stretches of a page's bytes that letters take up, apart where
// a tag stands between them.
func stretches(data []byte, letters []letter) (all [][2]int) {
	for _, l := range letters {
		if n := len(all); n > 0 && bytes.IndexByte(data[all[n-1][1]:max(all[n-1][1], l.start)], '<') < 0 {
			all[n-1][1] = l.end
			continue
		}
		all = append(all, [2]int{l.start, l.end})
	}
	return all
}

// listOf returns the notes as a part of a page.
func listOf(found []placed) string {
	var b strings.Builder
	b.WriteString("<section id=\"verbatim-notes\">\n<h2>Quotations, as verbatim checked them</h2>\n<ol>\n")
	for i, n := range found {
		fmt.Fprintf(&b, `<li id="verbatim-note-%d"><a href="#verbatim-quotation-%d">↑</a> `, i+1, i+1)
		for k, line := range n.Lines {
			if k > 0 {
				b.WriteString("<br>")
			}
			b.WriteString(linked(line))
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ol>\n</section>\n")
	return b.String()
}

// linked returns a line as HTML, with a link for an address in it.
func linked(line string) string {
	at := strings.Index(line, "http")
	if at < 0 {
		return html.EscapeString(line)
	}
	address, rest, _ := strings.Cut(line[at:], " ")
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return html.EscapeString(line)
	}
	escaped := html.EscapeString(address)
	if rest != "" {
		rest = " " + rest
	}
	return html.EscapeString(line[:at]) + `<a href="` + escaped + `">` + escaped + "</a>" + html.EscapeString(rest)
}
