package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/search"
)

// A quotation may run from one passage into the next. The engine knows single
// passages, so each place where the quotation may cross a border is asked
// about: passages with the words before it whose neighbours have those behind
// it.
const (
	maxBorders  = 6    // places that are asked about
	borderWords = 8    // words before and behind each
	maxBeside   = 2000 // passages that have either
	maxCrossing = 64   // places whose text is looked at
)

// A border is a place where a quotation may cross from a passage into the next.
type border struct{ before, behind string }

// borders returns the places where the quotation may cross: its gaps, line
// breaks, behind stops, colons and semicolons, and between a bracket and a capital.
func (q *quotation) borders() (borders []border) {
	var parts []string
	for _, f := range q.reading.fragments {
		start, word := 0, false                           // whether text[start:i] has a word
		last := strings.LastIndexFunc(f.text, isWordRune) // behind it there is none
		for i, r := range f.text {
			if word && i < last && unicode.IsSpace(r) && mayEndPassage(f.text[:i], r, f.text[i:]) {
				parts = append(parts, f.text[start:i])
				start, word = i, false
			}
			word = word || isWordRune(r)
		}
		parts = append(parts, f.text[start:])
	}
	for i := 1; i < len(parts) && i <= maxBorders; i++ {
		borders = append(borders, border{parts[i-1], parts[i]})
	}
	return borders
}

// mayEndPassage reports whether a passage may end with head, before the space r, with
// which rest begins. One that ends with the state which recommends it has no stop.
func mayEndPassage(head string, r rune, rest string) bool {
	if r == '\n' {
		return true
	}
	last, w := utf8.DecodeLastRuneInString(head)
	if next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, unicode.IsSpace)); last == ')' && unicode.IsUpper(next) {
		return true
	}
	if strings.ContainsRune(quotationMarks+")]", last) {
		last, _ = utf8.DecodeLastRuneInString(head[:len(head)-w])
	}
	return strings.ContainsRune(".:;!?", last)
}

// crossing looks for the quotation where it runs over the borders of passages.
func (q *quotation) crossing() error {
	seen := map[int64]bool{}
	for _, b := range q.borders() {
		before, err := q.together(lastWords(b.before))
		if err != nil {
			return err
		}
		if len(before) == 0 {
			continue
		}
		behind, err := q.together(firstWords(b.behind))
		if err != nil {
			return err
		}
		has := make(map[int64]bool, len(behind))
		for _, row := range behind {
			has[row] = true
		}
		var rows []int64
		for _, row := range before {
			if followed(row, has) && !seen[row] && len(rows) < maxCrossing {
				seen[row] = true
				rows = append(rows, row)
			}
		}
		if err := q.look(rows); err != nil {
			return err
		}
	}
	return nil
}

// maxHeadings is how many headings may stand between two passages that a quotation
// joins.
const maxHeadings = 2

// followed reports whether one of the next rows, beyond headings maybe, is among
// some.
func followed(row int64, among map[int64]bool) bool {
	for next := row + 1; next <= row+1+maxHeadings; next++ {
		if among[next] {
			return true
		}
	}
	return false
}

// lastWords and firstWords return the phrase of the words next to a border.
func lastWords(text string) *search.Phrase {
	p := search.PhraseOf(text)
	p.Terms = p.Terms[max(0, len(p.Terms)-borderWords):]
	return p
}

func firstWords(text string) *search.Phrase {
	p := search.PhraseOf(text)
	p.Terms = p.Terms[:min(len(p.Terms), borderWords)]
	return p
}

// together returns the rows of the passages that have a phrase, the earliest first.
func (q *quotation) together(p *search.Phrase) (rows []int64, err error) {
	if len(p.Terms) == 0 {
		return nil, nil
	}
	found, err := q.engine.Find(q.ctx, search.Question{Query: search.NewQuery(p), Sort: search.SortOldest, Limit: maxBeside, Headings: true, Unscored: true})
	if err != nil {
		return nil, err
	}
	for _, h := range found.Hits {
		rows = append(rows, h.Row)
	}
	return rows, nil
}

// look adds the places of the quotation around passages, if all of it stands
// there.
func (q *quotation) look(rows []int64) error {
	entries, err := q.library.Passages(q.ctx, rows)
	if err != nil {
		return err
	}
	for _, e := range entries {
		w, err := q.around(e)
		if err == nil {
			err = q.ctx.Err()
		}
		if err != nil {
			return err
		}
		if w == nil {
			continue
		}
		p, ok := q.stands(w)
		if !ok && q.reading.whole() { // but for a mark at the border
			p, _ = q.altered(w)
		}
		if p.Verdict.Stands() {
			q.add(p)
		}
	}
	return nil
}
