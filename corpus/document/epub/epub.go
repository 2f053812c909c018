// Package epub reads EPUB books, versions 2 and 3: the documents of the spine
// in their order. Those that only lead to the others, and those in no spine, are left
// out, and said to be.
package epub

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"verbatim/corpus/document"
	"verbatim/corpus/document/html"
	"verbatim/corpus/prose"
)

// Read reads a book. Errors are ErrEncrypted for one whose text is protected,
// ErrLimit, ErrDamaged or ErrNoText.
func Read(ctx context.Context, data []byte) (*document.Document, error) {
	archive, err := document.OpenArchive(data)
	if err != nil {
		return nil, err
	}
	b := &book{ctx: ctx, archive: archive}
	if err := b.open(); err != nil {
		return nil, err
	}
	d := new(document.Document)
	b.describe(d)
	if err := b.text(d); err != nil {
		return nil, err
	}
	if len(d.Blocks) == 0 {
		return nil, document.ErrNoText
	}
	return d, nil
}

// A book is an archive with a package document that says what is in it.
type book struct {
	ctx     context.Context
	archive *document.Archive
	name    string // of the package document
	pkg     packageDocument
}

// A packageDocument is what is read of it.
type packageDocument struct {
	Metadata struct {
		Fields []struct {
			XMLName  xml.Name
			Name     string `xml:"name,attr"`
			Property string `xml:"property,attr"`
			Refines  string `xml:"refines,attr"`
			Content  string `xml:"content,attr"`
			Text     string `xml:",chardata"`
		} `xml:",any"`
	} `xml:"metadata"`
	Items []item `xml:"manifest>item"`
	Spine []struct {
		ID string `xml:"idref,attr"`
	} `xml:"spine>itemref"`
	Guide []struct {
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	} `xml:"guide>reference"`
}

// An item is a file of the book.
type item struct {
	ID         string `xml:"id,attr"`
	Href       string `xml:"href,attr"`
	MediaType  string `xml:"media-type,attr"`
	Properties string `xml:"properties,attr"`
	Fallback   string `xml:"fallback,attr"` // what is read for it where its type is not known
}

// open reads the package document, unless the book is protected.
func (b *book) open() error {
	if err := b.unprotected(); err != nil {
		return err
	}
	var container struct {
		Files []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := b.unmarshal("META-INF/container.xml", &container); err != nil {
		return err
	}
	if len(container.Files) == 0 {
		return fmt.Errorf("%w: the container names no package document", document.ErrDamaged)
	}
	b.name = path.Clean(container.Files[0].Path)
	return b.unmarshal(b.name, &b.pkg)
}

// obfuscations are of fonts, whose text can be read all the same.
var obfuscations = []string{"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}

func (b *book) unprotected() error {
	var encryption struct {
		Data []struct {
			Method struct {
				Algorithm string `xml:"Algorithm,attr"`
			} `xml:"EncryptionMethod"`
			File struct {
				URI string `xml:"URI,attr"`
			} `xml:"CipherData>CipherReference"`
		} `xml:"EncryptedData"`
	}
	if !b.archive.Has("META-INF/encryption.xml") {
		return nil
	}
	if err := b.unmarshal("META-INF/encryption.xml", &encryption); err != nil {
		return err
	}
	for _, e := range encryption.Data {
		if !slices.Contains(obfuscations, e.Method.Algorithm) {
			return fmt.Errorf("%w: %q is protected (DRM)", document.ErrEncrypted, e.File.URI)
		}
	}
	return nil
}

// unmarshal reads a member of the archive. Entities but those of XML itself
// are errors.
func (b *book) unmarshal(name string, into any) error {
	data, err := b.archive.Read(b.ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %q is missing", document.ErrDamaged, name)
	}
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%q: %w: %w", name, document.ErrDamaged, err)
	}
	return nil
}

// describe takes in the metadata: that of the Dublin Core by its names, and
// what else the book says, by the names that it gives.
func (b *book) describe(d *document.Document) {
	for _, f := range b.pkg.Metadata.Fields {
		switch {
		case f.Refines != "":
		case f.XMLName.Space == "http://purl.org/dc/elements/1.1/":
			d.Describe(f.XMLName.Local, f.Text)
		case f.Name != "":
			d.Describe(f.Name, f.Content)
		case f.Property != "":
			d.Describe(f.Property, f.Text)
		}
	}
}

// text adds the blocks of the documents of the spine.
func (b *book) text(d *document.Document) error {
	items := make(map[string]item)
	for _, i := range b.pkg.Items {
		items[i.ID] = i
	}
	size := 0
	read := make(map[string]bool) // members whose text is in the document
	for _, ref := range b.pkg.Spine {
		i, ok := items[ref.ID]
		for range items { // as many steps as there can be, should they lead round
			next, ok := items[i.Fallback]
			if i.isRead() || !ok {
				break
			}
			i = next
		}
		switch {
		case !ok || b.navigates(i):
			continue
		case !i.isRead():
			d.Repaired(fmt.Sprintf("%q is a chapter of the book, and was not read: its type is %q", b.member(i.Href), i.MediaType))
			continue
		}
		before := len(d.Blocks)
		if err := b.chapter(i, d); err != nil {
			return err
		}
		read[b.member(i.Href)] = true
		for _, block := range d.Blocks[before:] {
			size += len(block.Text)
		}
		if size > document.MaxText {
			return document.Beyond(int64(size), document.MaxText, "bytes of text")
		}
	}
	return b.rest(d, read)
}

// rest leaves out the documents of the book that are not read: the table of contents,
// and what the spine does not name. One that is damaged is noted, since the book is
// whole without it.
func (b *book) rest(d *document.Document, read map[string]bool) error {
	for _, i := range b.pkg.Items {
		name := b.member(i.Href)
		if read[name] || !i.isText() && i.MediaType != ncx || !b.archive.Has(name) {
			continue
		}
		read[name] = true
		why := "in no chapter of the book"
		if b.navigates(i) {
			why = "the book's table of contents"
		}
		xhtml, err := b.xhtml(name)
		if err := b.ctx.Err(); err != nil {
			return err
		}
		var text string
		if err == nil {
			text, err = html.Text(xhtml)
		}
		if err != nil {
			d.Repaired(fmt.Sprintf("%q is %s, and was not read: %v", name, why, err))
			continue
		}
		d.Letters += prose.Letters(text)
		d.LeaveOut(why, text, 0)
	}
	return nil
}

// ncx is the type of the table of contents in EPUB 2.
const ncx = "application/x-dtbncx+xml"

func (i item) isText() bool {
	return i.MediaType == "application/xhtml+xml" || i.MediaType == "text/html"
}

// isRead reports whether a document can be a chapter.
func (i item) isRead() bool { return i.isText() || i.MediaType == svg }

// navigates reports whether a document is the table of contents.
func (b *book) navigates(i item) bool {
	if i.MediaType == ncx || slices.Contains(strings.Fields(i.Properties), "nav") {
		return true
	}
	for _, ref := range b.pkg.Guide {
		if ref.Type == "toc" && b.member(ref.Href) == b.member(i.Href) {
			return true
		}
	}
	return false
}

// member returns the name of a file in the archive by its address in the package
// document.
func (b *book) member(href string) string {
	href, _, _ = strings.Cut(href, "#")
	if unescaped, err := url.PathUnescape(href); err == nil {
		href = unescaped
	}
	return path.Join(path.Dir(b.name), href)
}

// chapter adds the blocks of one document. One without text, as that of the
// cover is, adds none.
func (b *book) chapter(i item, d *document.Document) error {
	name := b.member(i.Href)
	if i.MediaType == svg {
		return b.drawn(name, d)
	}
	xhtml, err := b.xhtml(name)
	if err != nil {
		return err
	}
	body, notes := withoutNotes(xhtml, d)
	if err := html.Fragment(b.ctx, body, d); err != nil && !errors.Is(err, document.ErrNoText) {
		return fmt.Errorf("%q: %w", name, err)
	}
	for _, note := range notes {
		d.Add(note)
	}
	return nil
}

// xhtml returns a document as HTML.
func (b *book) xhtml(name string) ([]byte, error) {
	text, err := b.decoded(name)
	return closed(text), err
}

// decoded returns a member of the archive in UTF-8.
func (b *book) decoded(name string) (string, error) {
	data, err := b.archive.Read(b.ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: %q is missing", document.ErrDamaged, name)
	}
	if err != nil {
		return "", err
	}
	text, _, err := document.Decode(data)
	if err != nil {
		return "", fmt.Errorf("%q: %w: %w", name, document.ErrDamaged, err)
	}
	return text, nil
}

var (
	selfClosing = regexp.MustCompile(`<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>`)
	void        = regexp.MustCompile(`^(?i:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$`)
)

// closed writes the elements of XHTML that are empty and closed by their one
// tag, <title/> or <a id="p1"/>, with two tags: HTML knows the form with one
// only of those that never have content.
func closed(xhtml string) []byte {
	return selfClosing.ReplaceAllFunc([]byte(xhtml), func(tag []byte) []byte {
		parts := selfClosing.FindSubmatch(tag)
		if void.Match(parts[1]) {
			return tag
		}
		return fmt.Appendf(nil, "<%s%s></%s>", parts[1], parts[2], parts[1])
	})
}
