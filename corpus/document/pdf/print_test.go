package pdf_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// TestRecommendations reads bold numbered paragraphs, short and long, of which
// the numbers stand in a column of their own.
func TestRecommendations(t *testing.T) {
	f := &file{}
	p := f.page()
	p.text(60, 740, 14, "*II. Conclusions and recommendations")
	p.lines(60, 700, 10, "*115. The recommendations below will be examined by the State, which will", "*answer in due time:")
	y := 660.0
	for _, r := range [][]string{
		{"115.9", "Consider ratifying the Convention (Freedonia);"},
		{"115.10", "Ratify the Convention (Ruritania)"},
		{"115.11", "Consider the possibility of ratifying the Convention on the Protection", "of the Rights of All Migrant Workers (Sylvania);"},
		{"115.12", "Raise the fines."},
	} {
		p.text(80, y, 10, "*"+r[0])
		for _, l := range r[1:] {
			p.text(140, y, 10, "*"+l)
			y -= 12
		}
		y -= 8
	}
	p.text(60, y-20, 10, "*III. What was done")
	p.lines(60, y-50, 10, "The State answered in time, and its answer was published with the report.")
	_, got := read(t, f)
	same(t, got, `
1 heading: II. Conclusions and recommendations
1 item: 115. The recommendations below will be examined by the State, which will answer in due time:
1 item: 115.9 Consider ratifying the Convention (Freedonia);
1 item: 115.10 Ratify the Convention (Ruritania)
1 item: 115.11 Consider the possibility of ratifying the Convention on the Protection of the Rights of All Migrant Workers (Sylvania);
1 item: 115.12 Raise the fines.
1 heading: III. What was done
1 paragraph: The State answered in time, and its answer was published with the report.
`)
}

// TestRaised reads figures in small type above the line, within and after words.
func TestRaised(t *testing.T) {
	f := &file{}
	p := f.page()
	p.text(60, 700, 10, "The programme for 2011-2020")
	p.text(187, 704, 6, "14")
	p.text(194, 700, 10, ". It has")
	p.text(60, 688, 10, "many parts, and 10")
	p.text(144, 692, 6, "6")
	p.text(150, 688, 10, "people read it.")
	p.text(60, 100, 8, "14 Official Gazette, No. 41.")
	_, got := read(t, f)
	same(t, got, `
1 paragraph: The programme for 2011-2020¹⁴. It has many parts, and 10⁶ people read it.
1 note: 14 Official Gazette, No. 41.
`)
}

// TestDropCap joins a large letter to the word that it begins.
func TestDropCap(t *testing.T) {
	f := &file{}
	p := f.page()
	p.text(60, 680, 36, "W")
	p.text(98, 700, 10, "hen the law was changed, the courts had to")
	p.text(98, 688, 10, "hear many cases again, and most of them were")
	p.lines(60, 676, 10, "closed before the year was over, as the ministry", "said in its report.")
	_, got := read(t, f)
	same(t, got, `
1 paragraph: When the law was changed, the courts had to hear many cases again, and most of them were closed before the year was over, as the ministry said in its report.
`)
}

// TestTableWithoutRules keeps the last column of a table that a short line follows.
func TestTableWithoutRules(t *testing.T) {
	f := &file{}
	p := f.page()
	p.lines(60, 700, 10, "The courts published how many cases there were in each of the years of the report.")
	for i, row := range [][3]string{{"Year", "Investigations", "Convictions"}, {"2018", "12", "4"}, {"2019", "1,015", "7"}, {"2020", "8", "3"}} {
		for k, cell := range row {
			p.text(60+150*float64(k), 660-14*float64(i), 10, cell)
		}
	}
	p.text(60, 590, 10, "The courts convicted nobody.")
	_, got := read(t, f)
	same(t, got, `
1 paragraph: The courts published how many cases there were in each of the years of the report.
1 row: Year | Investigations | Convictions
1 row: 2018 | 12 | 4
1 row: 2019 | 1,015 | 7
1 row: 2020 | 8 | 3
1 paragraph: The courts convicted nobody.
`)
}

// TestTurned reads a page whose text runs up the sheet, keeps what runs up the
// side of another, and leaves out what runs up the edge of page after page.
func TestTurned(t *testing.T) {
	up := func(s *sheet, x, y float64, text string) {
		fmt.Fprintf(&s.content, "BT /F1 10 Tf 0 1 -1 0 %g %g Tm (%s) Tj ET\n", x, y, text)
	}
	f := &file{}
	p := f.page()
	for i, text := range []string{"The first line of a page that lies", "on its side is read before the sec-", "ond line, and a second time."} {
		up(p, 300+12*float64(i), 100, text)
	}
	p.attributes = "/Rotate 90" // as such pages are shown
	p.text(100, 780, 10, "Far up.")
	p = f.page()
	p.lines(60, 700, 10, "Text that stands upright and goes on", "for two lines.")
	up(p, 590, 300, "COUNTRY NARRATIVES")
	up(p, 40, 300, "Cases by year")
	p = f.page()
	p.text(60, 700, 10, "The last page has more text upright than along its edge.")
	up(p, 590, 300, "COUNTRY NARRATIVES")
	d, got := read(t, f)
	same(t, got, `
1 paragraph: The first line of a page that lies on its side is read before the second line, and a second time.
1 row: Far up.
2 paragraph: Text that stands upright and goes on for two lines.
2 row: Cases by year
3 paragraph: The last page has more text upright than along its edge.
`)
	edge := document.LeftOut{Why: "text along the edges of pages", Text: "COUNTRY NARRATIVES", Page: 2}
	if len(d.LeftOut) != 2 || d.LeftOut[0] != edge {
		t.Errorf("left out %+v", d.LeftOut)
	}
}

// TestPageEdges leaves out the letters by which people leaf, which differ from page
// to page, and does not take the rule below them for that of a table.
func TestPageEdges(t *testing.T) {
	f := &file{}
	for _, country := range []string{"ALBANIA", "BELIZE", "CHAD", "DENMARK", "ECUADOR", "FIJI"} {
		p := f.page()
		p.text(60, 740, 10, country[:1])
		p.rule(60, 500, 730)
		p.text(60, 690, 20, country)
		p.rule(60, 270, 665)
		p.lines(60, 650, 10, "Head of state: nobody at all, since", "the last one went away")
		p.rule(60, 270, 625)
		p.lines(60, 600, 10, "The government of "+country+" did", "what it had done before, and no", "more than that was asked of it.")
		p.lines(290, 690, 10, "The police were asked to hear all", "cases that people brought, and to", "write down what they were told.", "No case was lost in the year, and",
			"the courts decided most of them", "before the year was over, which", "had not been so in other years.")
	}
	d, got := read(t, f)
	if want := "1 heading: ALBANIA\n1 paragraph: Head of state: nobody at all, since the last one went away\n1 paragraph: The government of ALBANIA did what it had done before, and no more than that was asked of it.\n" +
		"1 paragraph: The police were asked to hear all cases"; !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(d.LeftOut) != 6 || d.LeftOut[1] != (document.LeftOut{Why: "letters at the edges of pages", Text: "B", Page: 2}) {
		t.Errorf("left out %+v", d.LeftOut)
	}
}

// TestLineNumbers leaves out what counts the lines of a page at its margin.
func TestLineNumbers(t *testing.T) {
	f := &file{}
	p := f.page()
	text := []string{
		"The Committee considered the report of the State at its meetings in March and", "adopted its views on it at a later one. It thanks the State for the report and for",
		"the answers that its delegation gave, and it is glad that the State took part in an", "open talk with it on what was done since the last report, which was nine years ago.",
		"It notes with concern that the law that was announced then has not been passed, that", "the courts have not been told of the Convention, and that nobody has been charged.", "It asks the State to say what it will do.",
	}
	for i, l := range text {
		p.text(72, 700-14*float64(i), 10, l)
		p.text(50, 700-14*float64(i), 8, fmt.Sprint(i+1))
	}
	d, got := read(t, f)
	same(t, got, "1 paragraph: "+strings.Join(text, " ")+"\n")
	if len(d.LeftOut) != len(text) || d.LeftOut[0] != (document.LeftOut{Why: "line numbers at the margin", Text: "1", Page: 1}) {
		t.Errorf("left out %+v", d.LeftOut)
	}
}

// TestTableHeads keeps the heads of a table where it begins, and says of those that
// stand where it goes on what they are.
func TestTableHeads(t *testing.T) {
	f := &file{}
	for n, series := range []string{"general", "general", "limited", "limited"} {
		p := f.page()
		p.text(480, 770, 9, "*A/99/37")
		p.text(113, 740, 10, "Documents of the "+series+" series")
		p.text(113, 722, 10, "Symbol")
		p.text(240, 722, 10, "Item")
		top := 690.0
		if n == 1 { // a cell of the page before goes on alone
			p.text(287, top, 10, "of it in the year before")
			top -= 14
		}
		for k := range 12 {
			y := top - 36*float64(k)
			p.text(113, y, 10, fmt.Sprintf("A/99/%d", 20*n+k))
			p.text(240, y, 10, fmt.Sprint(3+k%5))
			p.lines(287, y, 10, "Report of the expert on the effects of", "foreign debt, and what came of it")
		}
	}
	d, got := read(t, f)
	for _, kept := range []string{"Documents of the general series", "Documents of the limited series", "Symbol", "Item"} {
		if n := strings.Count(got, kept); n != 1 && n != 2 {
			t.Errorf("%q stands %d times in\n%s", kept, n, got)
		}
	}
	var left []string
	for _, l := range d.LeftOut {
		left = append(left, fmt.Sprintf("%d %s: %s", l.Page, l.Why, l.Text))
	}
	const why = " heads of tables, where these go on: "
	want := "1 page heads: A/99/37|2 page heads: A/99/37|2" + why + "Documents of the general series|2" + why + "Symbol|2" + why + "Item|" +
		"3 page heads: A/99/37|4 page heads: A/99/37|4" + why + "Documents of the limited series|4" + why + "Symbol|4" + why + "Item"
	if got := strings.Join(left, "|"); got != want {
		t.Errorf("left out %s\nwant %s", got, want)
	}
}

// TestShuffled says that the words of a page come in another order than they stand there,
// and not so of columns and tables.
func TestShuffled(t *testing.T) {
	type at struct {
		x, y float64
		text string
	}
	pages := 0
	page := func(columns int) (words []at) {
		pages++
		for column := range columns {
			for row := range 40 {
				for k := range 8 / columns {
					x, y := 60+60*float64(k)+260*float64(column), 700-14*float64(row)
					words = append(words, at{x, y, fmt.Sprintf("w%c%d%c", 'a'+pages, row, 'a'+k)})
				}
			}
		}
		return words
	}
	draw := func(s *sheet, words []at) {
		for _, w := range words {
			s.text(w.x, w.y, 10, w.text)
		}
	}
	f := &file{}
	draw(f.page(), page(1))
	draw(f.page(), page(2))
	p, words := f.page(), page(1)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	p.picture()
	draw(p, words)
	p, words = f.page(), page(1) // the lines from below upwards, over a picture in strips
	for row := range slices.Backward(make([]struct{}, 40)) {
		fmt.Fprintf(&p.content, "q 612 0 0 20 0 %d cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q 3 Tr\n", 20*row)
		draw(p, words[8*row:8*row+8])
	}
	p, words = f.page(), page(1) // a table that is written column by column
	slices.SortStableFunc(words, func(a, b at) int { return int(a.x - b.x) })
	draw(p, words)
	d, _ := read(t, f)
	if want := []string{
		"pages 3-4: scanned, with text that a machine read from the picture; words and their order can be wrong",
		"pages 3-4: the file has the words in another order than they stand on the page; they were put in that one, and can be wrong",
	}; !slices.Equal(d.Repairs, want) {
		t.Errorf("repairs %q, want %q", d.Repairs, want)
	}
}
