package pdf

import (
	"testing"

	"verbatim/corpus/document"
)

// FuzzCompose lays out pages that no program would make: each 8 bytes are a
// word, a rule, or a new page.
func FuzzCompose(f *testing.F) {
	f.Add([]byte("\x00\x10\x10\x0a\x05ab.\x00\x30\x10\x0a\x05cd-\x00\x10\x20\x0a\x05ef,"))
	f.Add([]byte("\x01\x10\x10\x50\x00xxx\x01\x10\x20\x50\x00xxx\x01\x10\x30\x50\x00xxx\x00\x11\x15\x08\x00abc\x00\x40\x15\x08\x00def\x00\x11\x25\x08\x00abc\x00\x40\x25\x08\x00def"))
	f.Add([]byte("\x00\x10\x10\x0a\x00ab-\x02\x00\x00\x00\x00\x00\x00\x00\x00\x10\x10\x0a\x001. \x00\x18\x10\x0a\x05b\xff)"))
	f.Fuzz(func(t *testing.T, data []byte) {
		styles := [4]*style{{size: 8}, {size: 10}, {size: 10, bold: true}, {size: 24, font: "Wingdings"}}
		pages := []*page{{number: 1, box: box{0, 255, 0, 255}}}
		for ; len(data) >= 8; data = data[8:] {
			p := pages[len(pages)-1]
			x, y := float64(data[1]), float64(data[2])
			switch data[0] % 8 {
			default:
				s := styles[data[4]%4]
				w := word{text: string([]rune{rune(data[5]), rune(data[6]), rune(data[7])}), style: s, baseline: y}
				w.box = box{x, x + float64(data[3]), y - s.size/4, y + s.size}
				if data[4] > 127 {
					w.space = " "
				}
				p.words = append(p.words, w)
			case 1:
				p.rules = append(p.rules, box{x, x + float64(data[3]), y, y + float64(data[4]%8)})
			case 2:
				pages = append(pages, &page{number: len(pages) + 1, box: p.box})
			}
		}
		d := &document.Document{}
		if err := compose(t.Context(), d, pages); err != nil {
			t.Fatal(err)
		}
		for _, b := range d.Blocks {
			if b.Text != document.Clean(b.Text) || b.RunIn < 0 || b.RunIn > len(b.Text) || b.Level < 0 || b.Level > 6 {
				t.Errorf("%+v", b)
			}
		}
	})
}
