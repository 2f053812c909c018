package reading

import (
	"context"
	"slices"
	"strings"

	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/follow"
)

// Since is a narrative beside an earlier edition of it, to be read: which of its passages
// are new or changed, and what does not stand in it any more.
type Since struct {
	Year                    int    // of that edition
	Link                    string // to it
	New, Changed, Gone, All int    // passages
	became                  map[string]follow.Member
	gone                    []GoneSection
}

// A GoneSection is what does not stand any more in a section.
type GoneSection struct {
	Name     string
	Passages []Gone
}

// A Gone is a passage of the earlier edition that nothing goes on with.
type Gone struct {
	Beginning string // of its text, where that is longer
	Text      string
	Link      string
}

// A Became is what a passage became since an edition.
type Became struct {
	How  string          // new, edited, merged or split
	From string          // links to the passage before; empty for a new one
	Text []answer.Change // from the wording before; nil for a new one
}

// NewSince lays out how a narrative differs from an edition before it.
func NewSince(c *follow.Changed) *Since {
	s := &Since{Year: c.Before.Year, Link: search.NarrativeLink(c.Before.ID), became: make(map[string]follow.Member)}
	for _, section := range c.Sections {
		s.All += len(section.Passages)
		for _, m := range section.Passages {
			switch m.Change {
			case follow.ChangeUnchanged:
				continue
			case follow.ChangeNew:
				s.New++
			default:
				s.Changed++
			}
			s.became[m.Passage.ID] = m
		}
		if s.Gone += len(section.Dropped); len(section.Dropped) > 0 {
			s.gone = append(s.gone, newGoneSection(section))
		}
	}
	return s
}

func newGoneSection(section follow.ChangedSection) GoneSection {
	gone := GoneSection{Name: section.Section}
	for _, m := range section.Dropped {
		g := Gone{Text: m.Text, Link: search.Link(m.Passage.ID)}
		if beginning := Beginning(g.Text); beginning != prose.OneLine(g.Text) {
			g.Beginning = beginning
		}
		gone.Passages = append(gone.Passages, g)
	}
	return gone
}

// Of says what a passage became since that edition; nil where it stands so in both, or
// nothing is compared.
func (s *Since) Of(ctx context.Context, id string) *Became {
	if s == nil {
		return nil
	}
	m, changed := s.became[id]
	if !changed {
		return nil
	}
	b := &Became{How: string(m.Change)}
	if len(m.From) > 0 {
		b.From, b.Text = search.Link(m.From[0]), answer.Changes(ctx, m.Before, m.Text)
	}
	return b
}

func (s *Since) place(section string) int {
	key := search.FieldSection.Key(section)
	return slices.IndexFunc(s.gone, func(g GoneSection) bool { return search.FieldSection.Key(g.Name) == key })
}

// TakeGone returns what does not stand any more in the section of a name, once: Rest has
// what is not taken.
func (s *Since) TakeGone(section string) []Gone {
	if s == nil {
		return nil
	}
	i := s.place(section)
	if i < 0 {
		return nil
	}
	gone := s.gone[i].Passages
	s.gone = slices.Delete(s.gone, i, i+1)
	return gone
}

// Rest returns what has not been taken: sections that the narrative has no more.
func (s *Since) Rest() []GoneSection { return s.gone }

// Beginning returns the first words of a text, to know it by.
func Beginning(text string) string {
	const few = 12
	words := strings.Fields(text)
	if len(words) <= few {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:few], " ") + " …"
}
