package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/corpus/document"
	"verbatim/corpus/importing"
	"verbatim/corpus/prose"
	"verbatim/index/store"
	"verbatim/search/answer"
	"verbatim/search/quote"
	"verbatim/search/quote/annotate"
)

func checkCommand(a *app) *cobra.Command {
	var file, as string
	var to annotation
	var r quote.Request
	c := a.withJSON(&cobra.Command{
		Use:   "check QUOTE | --file FILE",
		Short: "Check quotations against the library, word by word",
		Long: `Check says of a quotation, or of each one in an article, whether it stands in
the library: verbatim, normalized (other typography or case), house style (ten for
10, labour for labor), elided (with what is left out marked), altered, partial or
not found; where; and what differs:

  [-missing-]  {+added+}  … [=left out=]

The exit code is 0 if every quotation is verbatim, normalized, house style or elided,
without a warning, and 1 if not. In an article, a title or a few words of the writer's
own are unchecked and do not count; a quotation mark without a partner gives 1.`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case (len(args) > 0) == (file != ""):
				return errors.New("give a quotation, or a file with --file; --file - reads the standard input")
			case to.file != "" && (file == "" || !slices.Contains(annotate.Formats, strings.ToLower(filepath.Ext(file)))):
				return fmt.Errorf("--annotate: want --file with an article to annotate: %s", strings.Join(annotate.Formats, ", "))
			case to.file != "" && !strings.EqualFold(filepath.Ext(file), filepath.Ext(to.file)):
				return fmt.Errorf("--annotate: want a file with the extension %s, as the article has", filepath.Ext(file))
			case to.file != "" && as == string(quote.AsQuote):
				return errors.New("--annotate: the file is an article, and --as quote says that it is one quotation")
			case to.base != "" && to.file == "":
				return errors.New("--base-url: want --annotate, whose links it is for")
			case as != "" && as != string(quote.AsQuote) && as != string(quote.AsArticle):
				return fmt.Errorf("--as: want %s or %s", quote.AsQuote, quote.AsArticle)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			base, _, err := baseOf(to.base)
			if err != nil {
				return err
			}
			to.base = cmp.Or(base, linkOrigin)
			r.As = quote.As(as)
			r.Text = strings.Join(args, " ")
			return a.runCheck(c.Context(), r, file, to, c.InOrStdin())
		},
	})
	c.Flags().StringVar(&file, "file", "", "a file with a quotation or an article ("+strings.Join(importing.Formats(), ", ")+"); - is the standard input")
	c.Flags().StringVar(&to.file, "annotate", "", "write the article, a Word document or web page, to this file with a note at each quotation")
	c.Flags().StringVar(&to.base, "base-url", "", "what links in an annotated article begin with (default "+linkOrigin+")")
	c.Flags().StringVar(&as, "as", "", "quote: the text is one quotation; article: it contains quotations; without --as, verbatim decides")
	c.Flags().StringVar(&r.Said.Country, "country", "", "the country that the quotation should be about")
	c.Flags().IntVar(&r.Said.Year, "year", 0, "the year of the report that it should come from")
	c.Flags().StringVar(&r.Said.Report, "report", "", "the report that it should come from, or its publisher")
	c.Flags().BoolVar(&r.Short, "short", false, "also check quotations of one or two words in an article")
	return c
}

// An annotation says where an annotated article is written, and what its links begin
// with.
type annotation struct{ file, base string }

func (a *app) runCheck(ctx context.Context, r quote.Request, file string, to annotation, in io.Reader) (err error) {
	var article *document.Document
	if file != "" {
		if r.Text, article, err = readArticle(ctx, file, in); err != nil {
			return err
		}
	}
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	checker := quote.NewChecker(s.Searcher())
	var checked *quote.Checked
	if article != nil && r.As != quote.AsQuote {
		checked, err = checker.CheckDocument(ctx, article, r)
	} else {
		checked, err = checker.Check(ctx, r)
	}
	if err != nil {
		return err
	}
	if to.file != "" {
		if err := a.annotate(file, to, checked); err != nil {
			return err
		}
	}
	if a.json {
		err = printJSON(a.out, answer.NewChecks(checked))
	} else {
		a.printChecks(checked)
	}
	if err == nil && !checked.Clean() {
		err = errNo
	}
	return err
}

// linkOrigin is what links in an annotated article begin with: where verbatim serve
// is found unless it is told otherwise.
const linkOrigin = "http://127.0.0.1:8080"

// annotate writes an article with a note at each of its quotations.
func (a *app) annotate(file string, to annotation, checked *quote.Checked) error {
	if same, err := sameFile(file, to.file); err != nil {
		return err
	} else if same {
		return fmt.Errorf("--annotate: %s is the article itself; want another file", to.file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	out, unplaced, err := annotate.Write(file, data, answer.Annotations(checked, to.base))
	if err != nil {
		return err
	}
	for _, n := range unplaced {
		fmt.Fprintf(a.errOut, "no note was put at “%s”: it stands in a footnote or a box\n", printable(n.Quotation, false))
	}
	return os.WriteFile(to.file, out, 0o644)
}

// sameFile reports whether two names lead to one file.
func sameFile(a, b string) (bool, error) {
	x, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	y, err := os.Stat(b)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(x, y), err
}

// readArticle reads a file. Plain text is taken as it is; any other format is read as
// a document as well.
func readArticle(ctx context.Context, file string, in io.Reader) (text string, d *document.Document, err error) {
	var data []byte
	switch ext := strings.ToLower(filepath.Ext(file)); {
	case file == "-":
		data, err = io.ReadAll(in)
	case ext == "" || ext == ".txt":
		data, err = os.ReadFile(file)
	default:
		if d, err = importing.ReadDocument(ctx, file); err != nil {
			return "", nil, err
		}
		var blocks []string
		for _, b := range d.Blocks {
			blocks = append(blocks, b.Text)
		}
		return strings.Join(blocks, "\n\n"), d, nil
	}
	if err == nil {
		text, _, err = document.Decode(data)
	}
	if err != nil {
		return "", nil, fmt.Errorf("read %s: %w", file, err)
	}
	return text, nil, nil
}

// The colours of a check.
const (
	colorGood    = "\x1b[1;32m"
	colorAmber   = "\x1b[1;33m"
	colorBad     = "\x1b[1;31m"
	colorMissing = "\x1b[31m"
	colorAdded   = "\x1b[32m"
	colorOmitted = "\x1b[2m"
)

// A printer prints the results of a check.
type printer struct {
	io.Writer
	color bool
}

func (a *app) printChecks(checked *quote.Checked) {
	t := printer{a.out, colored(a.out)}
	if len(checked.Results) == 0 && len(checked.Unpaired) == 0 {
		fmt.Fprintln(a.errOut, "there is no quotation in it")
		return
	}
	for i := range checked.Results {
		if i > 0 {
			fmt.Fprintln(t)
		}
		t.result(&checked.Results[i])
	}
	for _, u := range checked.Unpaired {
		fmt.Fprintf(t, "\n%s: %s\n", t.in(colorBad, "warning"), t.in("", answer.UnpairedInWords(u)))
	}
	if len(checked.Results) > 1 || len(checked.Unpaired) > 0 {
		fmt.Fprintf(t, "\n%s\n", answer.CheckSummary(checked))
	}
}

// in returns a text in a colour.
func (t printer) in(color, text string) string {
	text = printable(prose.OneLine(text), false)
	if !t.color || color == "" || text == "" {
		return text
	}
	return color + text + markOff
}

func (t printer) result(r *quote.Result) {
	color := colorBad
	switch {
	case r.Clean():
		color = colorGood
	case answer.IsAmber(r):
		color = colorAmber
	case r.Verdict == quote.Unchecked:
		color = colorOmitted
	}
	words := []string{t.in(color, answer.VerdictOf(r))}
	for _, w := range r.Warnings {
		words = append(words, t.in(colorBad, "warning: "+answer.InWords(w)))
	}
	fmt.Fprintf(t, "“%s”\n  %s%s\n", t.in("", r.Quote), strings.Join(words, ", "), placesFound(r))
	for _, n := range slices.Concat(r.Notes, r.HintNotes()) {
		fmt.Fprintf(t, "  note: %s\n", t.in("", n))
	}
	told := ""
	for i := range r.Places[:min(len(r.Places), answer.PlacesShown)] {
		told = t.place(r, &r.Places[i], told)
	}
	if more := r.Total - answer.PlacesShown; more > 0 && len(r.Places) > answer.PlacesShown {
		fmt.Fprintf(t, "  and %s\n", plural(more, "more place"))
		fmt.Fprintf(t, "  in all %s\n", t.in("", answer.Distribution(r)))
	}
}

// placesFound says how many places there are, if there are several.
func placesFound(r *quote.Result) string {
	if r.Total < 2 {
		return ""
	}
	return fmt.Sprintf(": %s, %s, %s", plural(r.Total, "place"), plural(r.Years, "year"), plural(r.Countries, "country"))
}

// place prints a place, and its differences unless they are the ones just printed.
func (t printer) place(r *quote.Result, p *quote.Place, told string) string {
	fmt.Fprintf(t, "  %s\n    %s\n", describe(p.Entry), p.Entry.Passage.ID)
	if p.Verdict != r.Verdict && r.Verdict.Stands() {
		fmt.Fprintf(t, "    here %s\n", answer.InWords(p.Verdict))
	}
	for _, w := range p.Warnings {
		if len(r.Places) > 1 {
			fmt.Fprintf(t, "    warning: %s\n", answer.InWords(w))
		}
	}
	diff := r.Marked(p, t.mark)
	if len(p.Diff) == 0 || diff == told {
		return told
	}
	fmt.Fprintf(t, "    %s\n", diff)
	for _, e := range p.Edits() {
		fmt.Fprintf(t, "    - %s\n", t.in("", answer.EditInWords(e)))
	}
	return diff
}

// mark returns a piece of a quotation in the colour of what it is.
func (t printer) mark(op quote.Op, text string) string {
	switch op {
	case quote.Delete:
		return t.in(colorMissing, text)
	case quote.Insert:
		return t.in(colorAdded, text)
	case quote.Omit:
		return t.in(colorOmitted, text)
	}
	return printable(text, false)
}
