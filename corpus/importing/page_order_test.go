package importing

import (
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// pagedBook is a book on twelve countries, each of them below a heading. A page ends
// before each line that begins with |.
const pagedBook = `# ANGOLA
Head of state: A. B.
A text on it, which is whole.
|# BAHRAIN
Head of state: A. B.
A text on it, which is whole.
|# CHAD
Head of state: A. B.
A text on it that is whole, and long enough to tell of it.
CHAD-TORN
|More on it.
# DJIBOUTI
Head of state: A. B.
The text on this one begins.
# DENMARK
Head of state: A. B.
All of the text on that one.
|The text goes on behind the page.
|# EGYPT
Head of state: A. B.
A text on it, which is whole.
|# FRANCE
Head of state: A. B.
A text on it, which is whole.
|# GEORGIA
Head of state: A. B.
A text on it that is whole, and long enough to tell of it.
GEORGIA-TORN
|More on it.
# HUNGARY
Head of state: A. B.
Delegates visited Georgia in May.
Hungary and Georgia signed a treaty.
A text on it, which is whole.
|# INDIA
Head of state: A. B.
A text on it, which is whole.
|# JAPAN
Head of state: A. B.
A text on it, which is whole.
|# KENYA
Head of state: A. B.
A text on it, which is whole.
|# NIGER
Head of state: A. B.
A text on it, which is whole.
Nothing of this line is known.
# NIGERIA
Head of state: A. B.
People fled to Niger.
|# PERU
Head of state: A. B.
A text on it, which is whole.`

// textsOf returns the passages of each country in a book, and who has the note of doubt.
func textsOf(t *testing.T, book string) (texts map[string]string, doubtful []string) {
	t.Helper()
	lines := strings.Split(book, "\n")
	d := blocksOf(strings.Split(strings.ReplaceAll(book, "|", ""), "\n")...)
	for i, line := range lines {
		d.Blocks[i].Turned = strings.HasPrefix(line, "|")
	}
	texts = map[string]string{}
	for n, err := range narratives(d, fileOf{path: "world.txt"}) {
		if err != nil {
			t.Fatal(err)
		}
		var passages []string
		for _, p := range n.Passages {
			passages = append(passages, p.Span.In(n.Text))
		}
		texts[n.Country] = strings.Join(passages, "|")
		if slices.Contains(n.Repairs, doubt) {
			doubtful = append(doubtful, n.Country)
		}
	}
	return texts, doubtful
}

// Where the lines are not in the order of the pages, what follows a page is of the country
// that is last on it, what names another country of the page is of that, and the rest
// is said to be in doubt.
func TestPageOrder(t *testing.T) {
	torn := strings.NewReplacer("CHAD-TORN", "of them had been taken from there by the police in June.", "GEORGIA-TORN", "that no court had heard of them until the end of the year.")
	texts, doubtful := textsOf(t, torn.Replace(pagedBook))
	for country, want := range map[string]string{
		"Denmark":  "DENMARK|Head of state: A. B.|All of the text on that one.",
		"Djibouti": "DJIBOUTI|Head of state: A. B.|The text on this one begins.|The text goes on behind the page.",
		"Hungary":  "HUNGARY|Head of state: A. B.|Hungary and Georgia signed a treaty.|A text on it, which is whole.",
		"Nigeria":  "NIGERIA|Head of state: A. B.|People fled to Niger.",
	} {
		if texts[country] != want {
			t.Errorf("%s: got  %s\nwant %s", country, texts[country], want)
		}
	}
	if !strings.HasSuffix(texts["Georgia"], "|More on it.|Delegates visited Georgia in May.") {
		t.Errorf("Georgia: %s", texts["Georgia"])
	}
	if want := []string{"Chad", "Djibouti", "Denmark", "Georgia", "Hungary", "Niger", "Nigeria"}; !slices.Equal(doubtful, want) {
		t.Errorf("in doubt are %v, want %v", doubtful, want)
	}
}

// Lines in the order of their pages are left where they stand.
func TestPageOrderKept(t *testing.T) {
	whole := strings.NewReplacer("CHAD-TORN", "Of them nothing was known at the end of the year, they said.", "GEORGIA-TORN", "No court had heard of them until the end of the year.")
	texts, doubtful := textsOf(t, whole.Replace(pagedBook))
	if len(doubtful) > 0 || !strings.Contains(texts["Hungary"], "Delegates visited Georgia") || !strings.HasSuffix(texts["Denmark"], "|The text goes on behind the page.") {
		t.Errorf("in doubt are %v; %s; %s", doubtful, texts["Hungary"], texts["Denmark"])
	}
}

// A page of a file that numbers its pages ends where the number does.
func TestPagesOf(t *testing.T) {
	blocks := []document.Block{{Page: 1}, {Page: 1}, {Page: 2}, {Page: 2, Turned: true}, {Page: 2}}
	if got, want := pagesOf(blocks), []int{0, 0, 1, 2, 2}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
