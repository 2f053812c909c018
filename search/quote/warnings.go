package quote

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search/quote/meaning"
)

// warn says what an editor must look at in each of the places of a quotation.
func (q *quotation) warn(places []Place) {
	for i := range places {
		places[i].Warnings = q.warningsOf(&places[i])
	}
}

func (q *quotation) warningsOf(p *Place) (all []Warning) {
	add := func(w Warning, is bool) {
		if is && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	for _, d := range p.Omissions() {
		add(NegationOmitted, meaning.Negations(d.Source) > meaning.Negations(d.Quoted) || meaning.Denied(d.Source))
		add(QualifierOmitted, meaning.Qualified(besideKept(d.Source), d.Quoted))
	}
	if p.Verdict.Stands() {
		sentences := prose.Sentences(p.Text)
		for _, c := range q.cuts(p, sentences) {
			add(VerbOmitted, c.LosesVerb())
			add(QualifierOmitted, c.ChangesNoun())
		}
		add(OwnWords, q.putsIn(p))
		e := q.edges(p, sentences)
		add(NegationOmitted, e.negated)
		add(QualifierOmitted, e.qualified)
		add(SentenceGoesOn, e.goesOn)
		add(VerbOmitted, e.parted)
	}
	add(JoinedAcrossSections, slices.ContainsFunc(p.Passages, func(o corpus.Passage) bool { return o.Section != p.Passages[0].Section }))
	return all
}

// besideKept leaves, of what was left out, the ends that are of the sentences which
// are quoted around it.
func besideKept(out string) string {
	spans := prose.Sentences(out)
	if len(spans) < 3 {
		return out
	}
	return spans[0].In(out) + " " + spans[len(spans)-1].In(out)
}

// putsIn reports whether words in brackets are the author's own.
func (q *quotation) putsIn(p *Place) bool {
	omissions := p.Omissions()
	for k, g := range q.reading.gaps {
		if g.own == "" {
			continue
		}
		i := slices.IndexFunc(omissions, func(d Difference) bool { return d.At == g.at })
		if i < 0 {
			continue
		}
		left := omission.MatchString(g.mark)
		b := meaning.Bracket{
			Own: g.own, Replaced: omissions[i].Source, Before: q.reading.quote[:g.at.Start], Behind: q.reading.quote[g.at.End:],
			Ends:   left && !strings.HasPrefix(g.mark, "[") || k == 0,
			Begins: left && !strings.HasSuffix(g.mark, "]") || k == len(q.reading.gaps)-1,
			Near:   p.Text, About: aboutCountry(p.Entry.Narrative.Country),
		}
		if meaning.PutsIn(b) {
			return true
		}
	}
	return false
}

// cuts returns the omissions within a quotation.
func (q *quotation) cuts(p *Place, sentences []prose.Span) (cuts []meaning.Cut) {
	omissions := p.Omissions()
	for i, g := range q.reading.gaps {
		if i == 0 || i >= len(p.Spans) || !g.is() || g.own != "" {
			continue
		}
		k := slices.IndexFunc(omissions, func(d Difference) bool { return d.At == g.at })
		if k < 0 {
			continue
		}
		before, behind := p.Spans[i-1], p.Spans[i]
		lead, _, _ := sentenceAround(p.Text, sentences, before.Start, behind.End)
		cuts = append(cuts, meaning.Cut{
			Before: before.In(p.Text), Out: omissions[k].Source, Behind: behind.In(p.Text), Opens: !hasWord(lead),
			Between: p.Text[before.End:behind.Start], About: aboutCountry(p.Entry.Narrative.Country),
		})
	}
	return cuts
}

// aboutCountry returns a test for words that name a country, its people or its things.
func aboutCountry(country string) func(word string) bool {
	return func(word string) bool {
		people, ok := corpus.Demonym(word)
		return ok && people == country || slices.Contains(strings.Fields(country), word)
	}
}

// An edge says what is cut off at the ends of a quotation.
type edge struct{ negated, qualified, goesOn, parted bool }

// edges looks at what the source's sentences have before the quotation and behind
// it.
func (q *quotation) edges(p *Place, sentences []prose.Span) (e edge) {
	r := q.reading
	start, end := p.Spans[0].Start, p.Spans[len(p.Spans)-1].End
	for _, d := range p.Edits() { // another spelling at an end
		start, end = min(start, d.In.Start), max(end, d.In.End)
	}
	first, last := r.gaps[0], r.gaps[len(r.gaps)-1]
	lead, cut, tail := sentenceAround(p.Text, sentences, start, end)
	opened, closed := r.opens(p.Text[start:]), r.closes()
	switch {
	case first.own != "":
	case first.is():
		e.negated, e.qualified = meaning.CutBefore(lead)
		e.parted = meaning.PartsSubject(lead, p.Text[start:end])
	case opened && hasWord(lead) && meaning.GoesOnBefore(lead):
		e.negated, e.qualified = meaning.CutBefore(lead)
		// [T]he says that a sentence goes on there, and not that it denies this.
		e.goesOn = !strings.HasPrefix(r.quote, "[") || e.negated || e.qualified
	case opened && closed && hasWord(lead) && unicode.IsLower(firstLetter(p.Text[start:])):
		e.goesOn = !strings.HasPrefix(r.quote, "[") && meaning.TearsBefore(lead, p.Text[start:end])
	}
	if !opened && !first.is() && hasWord(lead) {
		e.turned(lead, p.Text[start:end], q.origin.lead)
	}
	if opened && !first.is() && hasWord(lead) {
		negated, qualified := meaning.LimitedBefore(lead)
		e.negated, e.qualified = e.negated || negated, e.qualified || qualified
	}
	switch {
	case last.own != "":
	case last.is():
		e.negated = e.negated || meaning.CutBehind(tail)
	case closed || opened && !hasWord(lead) && strings.HasSuffix(r.unmarked(), ","):
		whole := closed && opened && (!hasWord(lead) || unicode.IsLower(firstLetter(p.Text[start:])))
		e.goesOn = e.goesOn || hasWord(tail) && (meaning.GoesOnBehind(tail) || whole && meaning.Tears(cut, tail))
	default:
		e.negated = e.negated || meaning.TurnedBehind(cut, tail)
	}
	if closed && !last.is() {
		e.goesOn = e.goesOn || meaning.EndsList(cut, tail)
	}
	return e
}

// turned looks at what the source's sentence has before a few words of it that are no
// sentence. What the article says before them itself, as in: did not “release” them, it
// does not leave out.
func (e *edge) turned(lead, quoted, article string) {
	negated, qualified := meaning.Turned(lead, quoted)
	alsoNegated, alsoQualified := meaning.Turned(article, quoted)
	e.negated = negated && !alsoNegated
	e.qualified = qualified && !alsoQualified
	e.goesOn = (e.negated || e.qualified) && meaning.GoesOnBefore(lead)
}

// sentenceAround returns what the sentences of the source have before start and behind
// end, and of the latter what stands between start and end.
func sentenceAround(text string, sentences []prose.Span, start, end int) (lead, cut, tail string) {
	for _, s := range sentences {
		if s.Start < start && start < s.End {
			lead = text[s.Start:start]
		}
		if s.Start < end && end <= s.End {
			cut, tail = text[max(s.Start, start):end], text[end:s.End]
		}
	}
	return lead, cut, tail
}

// unmarked returns the quotation without quotation marks at its end.
func (r *reading) unmarked() string {
	return strings.TrimRightFunc(r.quote, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(quotationMarks+")", c) })
}

// closes reports whether the quotation ends like a sentence.
func (r *reading) closes() bool {
	last, _ := utf8.DecodeLastRuneInString(r.unmarked())
	return strings.ContainsRune(".!?", last)
}

// opens reports whether the quotation begins like a sentence: with a capital that
// the source does not have there, or, where a name has one anyway or a number
// begins it, by ending like a sentence.
func (r *reading) opens(source string) bool {
	if len(r.fragments) == 0 {
		return false
	}
	text := r.fragments[0].text
	own, there := firstLetter(text), firstLetter(source)
	return unicode.IsUpper(own) && !prose.InCapitals(text) && (unicode.IsLower(there) || r.closes()) || unicode.IsDigit(own) && r.closes()
}

func firstLetter(text string) rune {
	for _, c := range text {
		if isWordRune(c) {
			return c
		}
	}
	return 0
}

// warnings returns what is to be said of all places: the warnings of the nearest.
// If there are several, an omission that takes out a negation or a qualifier in
// one of them is told, and the rest only if they have it all.
func warnings(places []Place) (all []Warning) {
	nearest := slices.MinFunc(places, func(a, b Place) int { return cmp.Compare(a.cost, b.cost) }).cost
	count, having, leftOut := 0, map[Warning]int{}, false
	var order []Warning
	for _, p := range places {
		if p.cost > nearest {
			continue
		}
		count++
		leftOut = leftOut || len(p.Omissions()) > 0
		for _, w := range p.Warnings {
			if having[w] == 0 {
				order = append(order, w)
			}
			having[w]++
		}
	}
	for _, w := range order {
		if having[w] == count || leftOut && (w == NegationOmitted || w == QualifierOmitted) {
			all = append(all, w)
		}
	}
	return all
}
