// Package quote checks quotations against the texts of a library: whether they
// stand there to the letter, where, and what differs if they do not.
//
// A quotation goes through these steps, each with a file of its own:
//
//	read          reading.go     what the text claims: fragments, and what its
//	                             author marked as left out or put in
//	candidates    candidates.go  passages that may hold it, by way of the Engine
//	match         elide.go       as it stands, character for character, or in
//	                             other typography (normal.go says which)
//	              elide.go       its fragments one after the other
//	              align.go       word by word, with the differences (edits.go)
//	weigh         check.go       the best of all, and all places where that stands
//
// The package article finds the quotations of an article, and what the text around
// each says of its source; attribution.go makes use of it.
package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
)

// A Verdict says how a quotation stands to the texts.
type Verdict string

// The verdicts, from best to worst.
const (
	// Verbatim: the source has these characters, on the borders of words. Line
	// breaks and runs of spaces (ASCII white space) count as one space, and
	// nothing else is folded.
	Verbatim Verdict = "verbatim"
	// Normalized: only typography or case differs; normal.go says what that is.
	Normalized Verdict = "normalized"
	// HouseStyle: the same words in another house's spelling: ten and 10, labor
	// and labour. Each difference is an edit of the kind Style.
	HouseStyle Verdict = "house_style"
	// Elided: all of it is there, in order, in one passage or neighbouring
	// ones, and what was left out or put in is marked: … or [...] or [words]. Its
	// edits, if it has any, are of the kind Style.
	Elided Verdict = "elided"
	// Altered: a passage is nearly this; the edits say what differs.
	Altered Verdict = "altered"
	// Partial: a fragment of it is there, and the rest is not.
	Partial Verdict = "partial"
	// NotFound: nothing is close enough.
	NotFound Verdict = "not_found"
	// Unchecked is what is no quotation of a report, or was not checked: titles,
	// a few words of a writer's own that stand nowhere, and what there was no
	// time for. The notes say which.
	Unchecked Verdict = "unchecked"
)

// Verdicts lists the verdicts, from best to worst.
var Verdicts = []Verdict{Verbatim, Normalized, HouseStyle, Elided, Altered, Partial, NotFound, Unchecked}

// better reports whether v is a better verdict than w.
func (v Verdict) better(w Verdict) bool { return slices.Index(Verdicts, v) < slices.Index(Verdicts, w) }

// Stands reports whether all that the quotation says stands in the source.
func (v Verdict) Stands() bool {
	return v == Verbatim || v == Normalized || v == HouseStyle || v == Elided
}

// A Warning is what an editor must look at, whatever the verdict.
type Warning string

// The warnings.
const (
	// NegationOmitted: an omission takes out "not" or its like, within the
	// quotation or at its edge; or it stands right before a few words.
	NegationOmitted Warning = "negation_omitted"
	// QualifierOmitted: an omission takes out "allegedly", "some", "only" or
	// their like, or the noun that a phrase is about, or items of a list; or "claimed
	// that", "would" or "if" stands right before a few words.
	QualifierOmitted Warning = "qualifier_omitted"
	// OwnWords: a bracket puts in a number, quantity, name, verb or negation
	// that the source does not have there.
	OwnWords Warning = "own_words"
	// SentenceGoesOn: the quotation reads as a sentence, and the source's takes it
	// back ("but", "It is not true that", "officials claimed"), limits it ("no
	// reports of torture | by the police"), or goes on in the midst of a phrase.
	SentenceGoesOn Warning = "sentence_goes_on"
	// VerbOmitted: an omission takes out a verb or its subject, so that what is
	// quoted around it says that somebody else did something, or something else.
	VerbOmitted Warning = "verb_omitted"
	// JoinedAcrossSections: the quotation runs from one section into another.
	JoinedAcrossSections Warning = "joined_across_sections"
	// Misattributed: it was found, but not in the country, year or report given.
	Misattributed Warning = "misattributed"
	// NotInLibrary: the library does not have the report, country or year that the
	// quotation is said to be from. Not found means nothing then.
	NotInLibrary Warning = "not_in_library"
)

// An Op says what an Edit did to the source's words.
type Op string

// The ops. A source's word that the quotation lacks was deleted, one that only
// the quotation has was inserted.
const (
	Insert  Op = "insert"
	Delete  Op = "delete"
	Replace Op = "replace"
	Omit    Op = "omit" // the author marked it: no edit
)

// A Kind says what an edit touches. Of several, the first in this order counts.
type Kind string

// The kinds of edits.
const (
	Negation Kind = "negation"
	Number   Kind = "number"
	Name     Kind = "name"
	Quantity Kind = "quantity" // some, all, most
	Modal    Kind = "modal"    // may, must
	Style    Kind = "style"    // another house's spelling of the same words
	Other    Kind = "other"
)

// A Count says how many places are of a year or country.
type Count struct {
	Value  string
	Places int
}

// A Difference is a stretch of a quotation and the stretch of the source that it
// stands for. Either may be empty.
type Difference struct {
	Op     Op
	Quoted string // as it stands in the quotation; of an Omit the mark: "…", "[the government]"
	Source string // as it stands in the source; of an Omit what was left out or replaced
	Kind   Kind   // of an edit; empty for an Omit
	// At is where Quoted stands in Result.Quote, and In where Source stands in
	// Place.Text, in bytes; where one is empty, it is the place of the other.
	At, In prose.Span
}

// A Place is where a quotation stands, or what is nearest to it.
type Place struct {
	Entry    library.Entry    // the passage where it begins
	Verdict  Verdict          // of this place
	Passages []corpus.Passage // all that it touches, in order
	Text     string           // of the library: these passages and what stands between them
	Spans    []prose.Span     // of Text, in bytes: what was quoted, in order, without overlap
	Diff     []Difference     // edits and omissions, in order
	Warnings []Warning
	cost     int // words that differ, or bytes that are left out: the less, the nearer
}

// Edits returns the differences that are not marked by the author.
func (p *Place) Edits() (edits []Difference) {
	for _, d := range p.Diff {
		if d.Op != Omit {
			edits = append(edits, d)
		}
	}
	return edits
}

// Omissions returns what the author marked as left out or replaced.
func (p *Place) Omissions() (omissions []Difference) {
	for _, d := range p.Diff {
		if d.Op == Omit {
			omissions = append(omissions, d)
		}
	}
	return omissions
}

// Link is where a person reads the place.
func (p *Place) Link() string { return search.Link(p.Entry.Passage.ID) }

// A Result is what is known of one quotation.
type Result struct {
	Quote    string // what was checked: the quotation without the marks around it
	Verdict  Verdict
	Warnings []Warning
	Notes    []string // what else there is to know, in words
	Places   []Place  // those with the verdict, earliest first, at most MaxPlaces of them
	// Total counts all places with the verdict, Years and Countries those that
	// they are of. For an altered or partial quotation the places that are
	// equally near are counted; where a note says so, passages with its words.
	Total, Years, Countries int
	ByYear, ByCountry       []Count                      // of them
	Late                    bool                         // it is Unchecked for want of time or room
	Context                 string                       // of an article: the sentence around it
	Hints                   []Hint                       // of an article: what the sentence says of the source
	narratives              map[string]*corpus.Narrative // in which it stands, by their IDs
}

// Clean reports whether a quotation can be printed as it is: all of it stands in
// the source, what is left out is marked, and there is no warning.
func (r *Result) Clean() bool { return r.Verdict.Stands() && len(r.Warnings) == 0 }

// Pieces returns a quotation in order as compared with a place: what is the
// same (with an empty Op), the edits, and what the author left out or put in.
// The Quoted of all, put together, are the quotation.
func (r *Result) Pieces(p *Place) (pieces []Difference) {
	at := 0
	same := func(to int) {
		if to > at {
			pieces = append(pieces, Difference{Quoted: r.Quote[at:to], Source: r.Quote[at:to]})
		}
	}
	for _, d := range p.Diff {
		same(d.At.Start)
		pieces = append(pieces, d)
		at = max(at, d.At.End)
	}
	same(len(r.Quote))
	return pieces
}

// Marked returns a quotation on one line with its differences from a place, as
// wdiff writes them: [-missing-] {+added+}, and behind an omission what it leaves
// out: … [=left out=]. What is marked is first given to style, with what it is.
func (r *Result) Marked(p *Place, style func(op Op, text string) string) string {
	var b strings.Builder
	write := func(op Op, text string) {
		b.WriteString(style(op, prose.OneLine(text)))
	}
	spaced := true // a space was written last
	for _, d := range r.Pieces(p) {
		first, _ := utf8.DecodeRuneInString(d.Quoted)
		if d.Op == Delete && !spaced || d.Op == "" && !spaced && (unicode.IsSpace(first) || isWordRune(first)) {
			b.WriteByte(' ')
			spaced = true
		}
		if d.Op == "" && strings.TrimSpace(d.Quoted) == "" {
			continue
		}
		spaced = false
		switch d.Op {
		case Insert:
			write(Insert, "{+"+d.Quoted+"+}")
		case Delete:
			write(Delete, "[-"+d.Source+"-]")
		case Replace:
			write(Delete, "[-"+d.Source+"-]")
			write(Insert, "{+"+d.Quoted+"+}")
		case Omit:
			write("", d.Quoted)
			if d.Source != "" {
				b.WriteByte(' ')
				write(Omit, "[="+d.Source+"=]")
			}
		default:
			write("", d.Quoted)
			if last, _ := utf8.DecodeLastRuneInString(d.Quoted); unicode.IsSpace(last) {
				b.WriteByte(' ')
				spaced = true
			}
		}
	}
	return b.String()
}
