// Package quote checks quotations against the texts of a library: whether they
// stand there to the letter, where, and what differs if they do not.
//
// A quotation goes through these steps, each with a file of its own:
//
//	read          reading.go     what the text claims: fragments, and what its
//	                             author marked as left out or put in
//	candidates    candidates.go  passages that may hold it, by way of the Engine
//	match         exact.go       as it stands, character for character, or in
//	                             other typography (normal.go says which)
//	              elide.go       its fragments one after the other
//	              align.go       word by word, with the differences (edits.go)
//	weigh         check.go       the best of all, and all places where that stands
//
// article.go finds the quotations of an article, and hints.go what the sentence
// around each says of its source.
package quote

import (
	"slices"

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
	// Unchecked is what quotations of one or two words in an article get: they
	// are mostly a writer's own, and are checked if that is asked for.
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
	// quotation or at its edge.
	NegationOmitted Warning = "negation_omitted"
	// QualifierOmitted: an omission takes out "allegedly", "some", "only" or
	// their like.
	QualifierOmitted Warning = "qualifier_omitted"
	// OwnWords: a bracket puts in a number, quantity, name, verb or negation
	// that the source does not have there.
	OwnWords Warning = "own_words"
	// SentenceGoesOn: the quotation is closed like a sentence, and the source's
	// takes it back: with "but", "It is not true that", "officials claimed".
	SentenceGoesOn Warning = "sentence_goes_on"
	// JoinedAcrossSections: the quotation runs from one section into another.
	JoinedAcrossSections Warning = "joined_across_sections"
	// Misattributed: it stands only elsewhere than said.
	Misattributed Warning = "misattributed"
	// UnknownSource: the library has nothing of the country, year and report
	// that the quotation is attributed to.
	UnknownSource Warning = "unknown_source"
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
	Context                 string                       // of an article: the sentence around it
	Hints                   []Hint                       // of an article: what the sentence says of the source
	narratives              map[string]*corpus.Narrative // in which it stands, by their IDs
}

// Clean reports whether a quotation can be printed as it is: all of it stands in
// the source, what is left out is marked, and there is no warning.
func (r *Result) Clean() bool { return r.Verdict.Stands() && len(r.Warnings) == 0 }
