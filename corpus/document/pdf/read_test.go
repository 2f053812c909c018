package pdf_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/corpus/document"
	"verbatim/corpus/document/pdf"
)

// read reads a file and prints its blocks, one a line.
func read(t *testing.T, f *file) (*document.Document, string) {
	t.Helper()
	d, err := pdf.Read(t.Context(), f.bytes())
	if err != nil {
		t.Fatal(err)
	}
	if missing := d.Account(); missing != 0 || d.Letters == 0 {
		t.Errorf("%d of %d letters are not accounted for", missing, d.Letters)
	}
	var b strings.Builder
	for _, block := range d.Blocks {
		fmt.Fprintf(&b, "%d %v: %s\n", block.Page, block.Kind, block.Text)
	}
	return d, b.String()
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if want = strings.TrimLeft(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestColumns(t *testing.T) {
	f := &file{}
	p := f.page()
	p.text(60, 720, 24, "*ALBANIA: Tier 2")
	left := []string{
		"The Government of Albania does not fully meet", "the minimum standards for the elimination of", "trafficking but is making significant efforts to",
		"do so. It increased its efforts compared with", "those of the year before.", "*PROSECUTION", "The government maintained its efforts. Courts con-",
	}
	right := []string{
		"victed five traffickers and sentenced them to", "prison. The police investigated high-", "risk border crossings and worked with other", "countries.",
		"*PROTECTION", "The government identified 110 victims, among", "them 80 children, and gave them shelter.",
	}
	p.lines(60, 680, 10, left...)
	p.lines(320, 680, 10, right...)
	p.lines(60, 560, 10, "Below the columns stands a line that runs over the width of the whole page, as an introduction does.")
	d, got := read(t, f)
	same(t, got, `
1 heading: ALBANIA: Tier 2
1 paragraph: The Government of Albania does not fully meet the minimum standards for the elimination of trafficking but is making significant efforts to do so. It increased its efforts compared with those of the year before.
1 heading: PROSECUTION
1 paragraph: The government maintained its efforts. Courts convicted five traffickers and sentenced them to prison. The police investigated high-risk border crossings and worked with other countries.
1 heading: PROTECTION
1 paragraph: The government identified 110 victims, among them 80 children, and gave them shelter.
1 paragraph: Below the columns stands a line that runs over the width of the whole page, as an introduction does.
`)
	if levels := []int{d.Blocks[0].Level, d.Blocks[2].Level}; !slices.Equal(levels, []int{1, 2}) {
		t.Errorf("levels %v", levels)
	}
	if !slices.Equal(d.Repairs, []string{"joined 1 word broken at line ends"}) {
		t.Errorf("repairs %q", d.Repairs)
	}
}

func TestThreeColumns(t *testing.T) {
	f := &file{}
	p := f.page()
	for i, x := range []float64{60, 225, 390} {
		y := 700.0
		if i == 2 {
			y += 5 // out of step, and higher
		}
		for k := range 12 {
			p.text(x, y-float64(k)*12, 10, fmt.Sprintf("column %d has a line %d of text", i+1, k+1))
		}
	}
	_, got := read(t, f)
	var want strings.Builder
	want.WriteString("1 paragraph: ")
	for i := range 36 {
		fmt.Fprintf(&want, "column %d has a line %d of text ", i/12+1, i%12+1)
	}
	same(t, got, strings.TrimSpace(want.String())+"\n")
}

func TestRunningLines(t *testing.T) {
	f := &file{}
	for i := range 6 {
		p := f.page()
		p.text(60, 750, 9, "Country Narratives")
		p.lines(60, 700, 10, fmt.Sprintf("This is the %s page of text that ends here.", []string{"first", "second", "third", "fourth", "fifth", "sixth"}[i]),
			"Its second line is like that of other pages.")
		foot := "2023 TRAFFICKING IN PERSONS REPORT"
		if i%2 == 1 {
			foot = "DEPARTMENT OF STATE"
		}
		p.text(60, 40, 8, foot)
		p.text(540, 40, 8, fmt.Sprint(i+17))
	}
	d, got := read(t, f)
	for _, gone := range []string{"Narratives", "REPORT", "STATE", "17", "18"} {
		if strings.Contains(got, gone) {
			t.Errorf("%q is still in\n%s", gone, got)
		}
	}
	if strings.Count(got, "Its second line is like that of other pages.") != 6 {
		t.Errorf("text is gone:\n%s", got)
	}
	if want := []string{"Country Narratives", "2023 TRAFFICKING IN PERSONS REPORT", "DEPARTMENT OF STATE"}; !slices.Equal(d.Running, want) {
		t.Errorf("running %q, want %q", d.Running, want)
	}
}

func TestTable(t *testing.T) {
	f := &file{}
	p := f.page()
	p.lines(60, 700, 10, "The government reported the following statistics for the two years, as the table", "below shows. They were not complete.")
	for i, row := range [][3]string{{"*Statistic", "*2022", "*2023"}, {"Investigations", "31", "47"}, {"Prosecutions of those", "12", "9"}, {"Convictions", "", "4"}} {
		y := 640 - 30*float64(i)
		p.rule(60, 400, y+12)
		p.text(64, y, 8, row[0])
		p.text(260, y, 8, row[1])
		p.text(330, y, 8, row[2])
		if i == 2 {
			p.text(64, y-10, 8, "accused")
		}
	}
	p.rule(60, 400, 532)
	p.text(60, 520, 7, "\u2020 Not all courts reported.")
	p.lines(60, 480, 10, "After the table the text goes on.", "\u2022 It has an item", "that takes two lines,", "\u2022 and another.")
	_, got := read(t, f)
	same(t, got, `
1 paragraph: The government reported the following statistics for the two years, as the table below shows. They were not complete.
1 row: Statistic | 2022 | 2023
1 row: Investigations | 31 | 47
1 row: Prosecutions of those accused | 12 | 9
1 row: Convictions | 4
1 note: † Not all courts reported.
1 paragraph: After the table the text goes on.
1 item: It has an item that takes two lines,
1 item: and another.
`)
}

// TestPageTurn goes on with a sentence over a page and over a table.
func TestPageTurn(t *testing.T) {
	f := &file{}
	p := f.page()
	p.lines(60, 100, 10, "A paragraph ends with its sentence, and the next does not. Victims were held on Tier")
	p = f.page()
	p.text(60, 700, 10, "3. The report says so in the year of 2024, and")
	p = f.page()
	p.rule(60, 300, 712)
	p.text(64, 700, 8, "Year")
	p.text(200, 700, 8, "Victims")
	p.rule(60, 300, 690)
	p.text(64, 680, 8, "2023")
	p.text(200, 680, 8, "12")
	p.rule(60, 300, 670)
	p.lines(60, 640, 10, "after the table it is still the same sentence.")
	p.text(60, 600, 10, "*Child Abuse:")
	p.text(130, 600, 10, "The law prohibits it, and the police enforce the law.")
	d, got := read(t, f)
	same(t, got, `
1 paragraph: A paragraph ends with its sentence, and the next does not. Victims were held on Tier 3. The report says so in the year of 2024, and after the table it is still the same sentence.
3 row: Year | Victims
3 row: 2023 | 12
3 paragraph: Child Abuse: The law prohibits it, and the police enforce the law.
`)
	if last := d.Blocks[len(d.Blocks)-1]; last.Text[:last.RunIn] != "Child Abuse:" {
		t.Errorf("runs in: %q", last.Text[:last.RunIn])
	}
}

func TestMetadata(t *testing.T) {
	f := &file{info: "/Title (Trafficking in Persons Report) /Author (Department of State)", catalog: "/Lang (en-us)"}
	f.page().text(60, 700, 10, "Text.")
	d, _ := read(t, f)
	if d.Title != "Trafficking in Persons Report" || d.Language != "en-US" || d.Meta["author"] != "Department of State" {
		t.Errorf("%+v", d)
	}
	for _, junk := range []string{"Microsoft Word - tip_final.doc", "untitled", "Albania.indd", "-"} {
		f.info = "/Title (" + junk + ")"
		if d, _ := read(t, f); d.Title != "" {
			t.Errorf("title %q", d.Title)
		}
	}
}

func TestErrors(t *testing.T) {
	text := func(f *file) *file {
		f.page().text(60, 700, 10, "Some text.")
		return f
	}
	scanned := &file{}
	scanned.page().picture()
	scanned.page().picture()
	empty := &file{}
	empty.page()
	whole := text(&file{}).bytes()
	many := &file{}
	for range document.MaxPages + 1 {
		many.page()
	}
	for name, test := range map[string]struct {
		data []byte
		is   error
		says string
	}{
		"scanned":         {scanned.bytes(), document.ErrNoText, "no text in it: a scanned PDF? (2 pages of pictures)"},
		"empty pages":     {empty.bytes(), document.ErrNoText, "no text in it: blank (1 page)"},
		"encrypted":       {text(&file{password: "secret"}).bytes(), document.ErrEncrypted, "it is encrypted"},
		"nothing":         {nil, document.ErrDamaged, "it is damaged: not a PDF file"},
		"other":           {[]byte("PK\x03\x04 no PDF"), document.ErrDamaged, "it is damaged: not a PDF file"},
		"cut off":         {whole[:100], document.ErrDamaged, "it is damaged: it cannot be opened"},
		"head alone":      {[]byte("%PDF-1.7\n"), document.ErrDamaged, "it is damaged: it cannot be opened"},
		"too many pages":  {many.bytes(), document.ErrLimit, "too large: 5001 pages; the limit is 5000"},
		"too many bytes":  {make([]byte, document.MaxBytes+1), document.ErrLimit, "too large: 268435457 bytes; the limit is 268435456"},
		"a page too full": {crowded().bytes(), document.ErrLimit, "characters on page 1; the limit is 262144"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := pdf.Read(t.Context(), test.data)
			if !errors.Is(err, test.is) || !strings.Contains(fmt.Sprint(err), test.says) {
				t.Errorf("%v, %v; want %q", d, err, test.says)
			}
		})
	}
}

// crowded has more characters on one page than any page has.
func crowded() *file {
	f := &file{}
	p := f.page()
	for i := range 260 {
		p.text(1, 5+3*float64(i), 0.4, strings.Repeat(fmt.Sprintf("row %d ", i), 200))
	}
	return f
}

func TestPartlyScanned(t *testing.T) {
	f := &file{}
	f.page().text(60, 700, 10, "A page with text.")
	for range 3 {
		f.page().picture()
	}
	f.page().text(60, 700, 10, "Another page with text.")
	f.page() // empty on purpose
	f.page().picture()
	d, got := read(t, f)
	same(t, got, "1 paragraph: A page with text.\n5 paragraph: Another page with text.\n")
	if want := []string{"no text on pages 2-4, 7: pictures?"}; !slices.Equal(d.Repairs, want) {
		t.Errorf("repairs %q, want %q", d.Repairs, want)
	}
}

// TestScanned says that a picture covers the page whose text is read.
func TestScanned(t *testing.T) {
	f := &file{}
	f.page().text(60, 700, 10, "A page of text.")
	p := f.page()
	p.picture()
	p.text(60, 700, 10, "What a machine has read.")
	d, _ := read(t, f)
	if want := []string{"page 2: scanned, with text that a machine read from the picture; words and their order can be wrong"}; !slices.Equal(d.Repairs, want) {
		t.Errorf("repairs %q, want %q", d.Repairs, want)
	}
}

// endless draws a form that draws ten forms that each draw ten, twelve deep.
func endless() []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		"<< /Length 5 >>\nstream\n/X Do\nendstream",
	}
	const depth = 12
	for i := range depth {
		content := strings.Repeat("/X Do ", 10)
		if i == depth-1 {
			content = "0 0 m 1 1 l S"
		}
		objects = append(objects, fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream",
			len(objects)+2, len(content), content))
	}
	return assemble(objects, "")
}

// TestDeadline ends a file that would be read for ever, and reads the next.
func TestDeadline(t *testing.T) {
	good := &file{}
	good.page().text(60, 700, 10, "It is read all the same.")
	read(t, good) // compiles PDFium, so that the time below is the file's
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if d, err := pdf.Read(ctx, endless()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, %v", d, err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
	read(t, good)
}

// TestCancelled reads nothing at all.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stopped")
	cancel(stop)
	f := &file{}
	f.page().text(60, 700, 10, "Text.")
	if _, err := pdf.Read(ctx, f.bytes()); !errors.Is(err, stop) && !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestAtOnce reads more files at the same time than there are readers, some of
// which end badly.
func TestAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			if i%4 == 3 {
				ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
				defer cancel()
				if _, err := pdf.Read(ctx, endless()); err == nil {
					t.Error("an endless file was read")
				}
				return
			}
			f := &file{}
			f.page().text(60, 700, 10, fmt.Sprintf("This is file %d.", i))
			d, err := pdf.Read(t.Context(), f.bytes())
			if err != nil {
				t.Error(err)
			} else if want := fmt.Sprintf("This is file %d.", i); len(d.Blocks) != 1 || d.Blocks[0].Text != want {
				t.Errorf("%+v, want %q", d.Blocks, want)
			}
		})
	}
	wg.Wait()
}

// FuzzRead reads broken files without a panic, and within the time it is given.
func FuzzRead(f *testing.F) {
	one := &file{info: "/Title (A Report)", catalog: "/Lang (en)"}
	p := one.page()
	p.text(60, 750, 24, "*KENYA: Tier 2")
	p.lines(60, 700, 10, "The Government of Kenya does not fully meet the mini-", "mum standards.", "\u2022 an item", "1. another")
	p.rule(60, 300, 500)
	p.rule(60, 300, 480)
	p.rule(60, 300, 460)
	p.text(64, 485, 8, "a")
	p.text(200, 485, 8, "b")
	p.text(64, 465, 8, "1")
	p.text(200, 465, 8, "2")
	one.page().picture()
	f.Add(one.bytes())
	f.Add((&file{password: "x", pages: one.pages}).bytes())
	f.Add([]byte("%PDF-1.4\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		d, err := pdf.Read(ctx, data)
		if (d == nil) == (err == nil) {
			t.Fatalf("%v and %v", d, err)
		}
		if d != nil {
			for _, b := range d.Blocks {
				if b.Text != document.Clean(b.Text) || b.Page < 1 || b.RunIn > len(b.Text) {
					t.Errorf("%+v", b)
				}
			}
		}
	})
}
