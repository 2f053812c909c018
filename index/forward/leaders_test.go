package forward

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"verbatim/corpus"
	"verbatim/search"
)

// A led is a passage of a test: its words by stem and form, its length, and whether its
// heading has each stem.
type led struct {
	forms   map[string][]int // of each stem: how often each of its forms occurs, up to search.MaxFrequency
	length  int
	under   string // the stem that the heading of its section has
	heading bool   // it is a heading itself
}

// before says whether a passage stands before another one of the same stem.
func (p *led) before(other *led, stem string, sooner bool) bool {
	if other.under == stem && p.under != stem || p.length > other.length || p.length == other.length && !sooner {
		return false
	}
	for form, n := range other.forms[stem] {
		if len(p.forms[stem]) == 0 || p.forms[stem][form] < n {
			return false
		}
	}
	return true
}

// The leaders of each stem are those passages that have not enough others before them, by
// comparing all with all.
func TestLeaders(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	stems := []string{"report", "child", "labor", "solo"}
	w := NewWriter(NewWords())
	word := func(stem string, form int) Token { return w.Word(fmt.Sprintf("%s%02d", stem, form), stem) }
	const forms = 17 // more than a Trait tells apart
	passages := make([]led, 900)
	for doc := range passages {
		p := &passages[doc]
		*p = led{forms: map[string][]int{}, under: stems[random.IntN(3)], heading: random.IntN(10) == 0}
		var added []Token
		some := 1 + random.IntN(forms)
		for range 1 + random.IntN(30) {
			stem, form := stems[random.IntN(3)], random.IntN(some)
			switch random.IntN(4) {
			case 0:
				added = append(added, w.Word(fmt.Sprint("other", random.IntN(50)), fmt.Sprint("other", random.IntN(50))))
				continue
			case 1:
				stem, form = "solo", 0
			}
			if p.forms[stem] == nil {
				p.forms[stem] = make([]int, forms)
			}
			p.forms[stem][form] = min(p.forms[stem][form]+1, search.MaxFrequency)
			added = append(added, word(stem, form))
		}
		for random.IntN(50) == 0 && len(added) < 300 {
			added = append(added, slices.Repeat([]Token{word("solo", 0)}, 250)...)
			p.forms["solo"] = append([]int{search.MaxFrequency}, make([]int, forms-1)...)
		}
		p.length = len(added)
		values := make([]uint32, len(search.Fields))
		for f, field := range search.Fields {
			value := "the same"
			switch {
			case field == search.FieldKind && p.heading:
				value = string(corpus.Heading)
			case field == search.FieldSection:
				value = p.under
			}
			values[f] = w.Value(f, value)
		}
		w.Add(uint64(doc), added, values)
	}
	c, err := written(t, w)
	if err != nil {
		t.Fatal(err)
	}
	for _, stem := range stems {
		checkLeaders(t, c, passages, stem)
	}
	if n, known := c.StemNumber("other1"); known {
		if docs, _ := c.Leaders(n); len(docs) > 0 {
			t.Errorf("a rare stem has %d leaders", len(docs))
		}
	}
}

func checkLeaders(t *testing.T, c *Index, passages []led, stem string) {
	t.Helper()
	var want []uint32
	for doc := range passages {
		p, before := &passages[doc], 0
		if p.heading || p.forms[stem] == nil {
			continue
		}
		for other := range passages {
			if q := &passages[other]; other != doc && !q.heading && q.before(p, stem, other < doc) {
				before++
			}
		}
		if before < LeadersWanted {
			want = append(want, uint32(doc))
		}
	}
	number, known := c.StemNumber(stem)
	if !known {
		t.Fatalf("no passage has the stem %s", stem)
	}
	docs, traits := c.Leaders(number)
	got := slices.Sorted(slices.Values(docs))
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%s: leaders %v, want %v", stem, got, want)
	}
	for i, doc := range docs {
		p, trait, all := &passages[doc], traits[i], 0
		for _, n := range p.forms[stem] {
			all += n
		}
		if int(trait.Length()) != min(p.length, LongLength) || trait.Frequency() != min(all, search.MaxFrequency) || trait.Heading() != (p.under == stem) {
			t.Errorf("%s: passage %d of %d words, heading %s, %d times, is %x", stem, doc, p.length, p.under, all, trait)
		}
		for form, n := range p.forms[stem] {
			word, place, has := c.FormOf(number, fmt.Sprintf("%s%02d", stem, form))
			if !has {
				continue
			}
			most, sure := trait.Written(place)
			if counted, words := c.Occurrences(doc, word); n > most || sure && n != most || min(counted, search.MaxFrequency) != n || words != p.length {
				t.Errorf("%s: passage %d has form %d %d times, by its trait %d, %t", stem, doc, form, n, most, sure)
			}
		}
	}
}
