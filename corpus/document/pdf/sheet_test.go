package pdf_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
	"strings"
)

// A file is a small PDF made by hand: pages of text in Helvetica, which every
// reader of PDF knows without a font.
type file struct {
	pages    []*sheet
	info     string // the members of its information dictionary
	catalog  string // further members of its catalog
	password string // asked for, if any
}

// A sheet is a page of a file, US letter, with its content.
type sheet struct {
	content    strings.Builder
	attributes string // further members of its dictionary
}

func (f *file) page() *sheet {
	s := &sheet{}
	f.pages = append(f.pages, s)
	return s
}

// text puts a line of text at a point, in points from the lower left; in bold
// if it begins with "*".
func (s *sheet) text(x, y, size float64, text string) {
	font := "F1"
	if bold, ok := strings.CutPrefix(text, "*"); ok {
		font, text = "F2", bold
	}
	fmt.Fprintf(&s.content, "BT /%s %g Tf 1 0 0 1 %g %g Tm <%x> Tj ET\n", font, size, x, y, windows1252(text))
}

// lines puts lines of text below one another.
func (s *sheet) lines(x, y, size float64, lines ...string) {
	for i, l := range lines {
		s.text(x, y-float64(i)*1.2*size, size, l)
	}
}

// rule draws a thin line.
func (s *sheet) rule(x1, x2, y float64) {
	fmt.Fprintf(&s.content, "0.5 w %g %g m %g %g l S\n", x1, y, x2, y)
}

// picture draws a gray square over the page.
func (s *sheet) picture() {
	s.content.WriteString("q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n")
}

// windows1252 writes the few characters beyond ASCII that the tests need.
func windows1252(text string) []byte {
	var b []byte
	for _, r := range text {
		switch r {
		case '\u2019':
			b = append(b, 0x92)
		case '\u201c':
			b = append(b, 0x93)
		case '\u201d':
			b = append(b, 0x94)
		case '\u2020':
			b = append(b, 0x86)
		case '\u2022':
			b = append(b, 0x95)
		case '\u2013':
			b = append(b, 0x96)
		case '\u2014':
			b = append(b, 0x97)
		default:
			b = append(b, byte(r))
		}
	}
	return b
}

// bytes writes the file: the catalog, the tree of pages, two fonts, and each
// page with its content.
func (f *file) bytes() []byte {
	var kids, objects []string
	lock := f.lock()
	for i, p := range f.pages {
		n := 6 + 2*i
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
		content := lock.hide(n+1, p.content.String())
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> %s >>", n+1, p.attributes),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	}
	head := []string{
		"<< /Type /Catalog /Pages 2 0 R " + f.catalog + " >>",
		fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids)),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		"<< " + f.info + " >>",
	}
	return assemble(append(head, objects...), "/Info 5 0 R "+lock.trailer())
}

// assemble writes objects, numbered from 1, with the table of where they are.
func assemble(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// A lock is the standard security handler, revision 2: RC4 with 40 bits
// (PDF 1.7, 7.6.3).
type lock struct{ owner, user, key []byte }

func (f *file) lock() *lock {
	if f.password == "" {
		return nil
	}
	const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"
	padded := []byte((f.password + padding)[:32])
	secret := md5.Sum(padded)
	l := &lock{owner: crypt(secret[:5], padded)}
	sum := md5.New()
	sum.Write(padded)
	sum.Write(l.owner)
	binary.Write(sum, binary.LittleEndian, int32(-4))
	sum.Write([]byte(fileID))
	l.key = sum.Sum(nil)[:5]
	l.user = crypt(l.key, []byte(padding))
	return l
}

const fileID = "0123456789abcdef"

func (l *lock) hide(object int, text string) string {
	if l == nil {
		return text
	}
	key := md5.Sum(append(bytes.Clone(l.key), byte(object), byte(object>>8), byte(object>>16), 0, 0))
	return string(crypt(key[:10], []byte(text)))
}

func (l *lock) trailer() string {
	if l == nil {
		return ""
	}
	return fmt.Sprintf("/ID [<%x> <%x>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%x> /U <%x> >>", fileID, fileID, l.owner, l.user)
}

func crypt(key, text []byte) []byte {
	cipher, err := rc4.NewCipher(key)
	if err != nil {
		panic(err)
	}
	hidden := make([]byte, len(text))
	cipher.XORKeyStream(hidden, text)
	return hidden
}
