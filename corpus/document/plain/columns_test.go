package plain

import (
	"errors"
	"strings"
	"testing"
)

// beside sets two texts side by side, the second from a column on.
func beside(left, right string, at int) string {
	l, r := strings.Split(left, "\n"), strings.Split(right, "\n")
	var lines []string
	for i := range max(len(l), len(r)) {
		line := ""
		if i < len(l) {
			line = l[i]
		}
		if i < len(r) && r[i] != "" {
			line += strings.Repeat(" ", max(1, at-len([]rune(line)))) + r[i]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

const (
	columnA = "Mali is a source, transit, and destination\ncountry for men and women. The government\nof Mali does not fully meet the minimum\nstandards for the elimination of forced\nlabor, and its officials did not report on\nthe cases of the year. Victims waited for"
	columnB = "months until a court heard them, though the\nlaw gives them the right to be heard at\nonce, and to have an interpreter.\n\nThe police trained twelve officers in the\ncapital, and none in the other regions."
)

func TestColumns(t *testing.T) {
	want := []string{
		"Mali is a source, transit, and destination country for men and women. The government of Mali does not fully meet the minimum standards for the elimination of forced labor, and its officials did not report on the cases of the year. Victims waited for months until a court heard them, though the law gives them the right to be heard at once, and to have an interpreter.",
		"The police trained twelve officers in the capital, and none in the other regions.",
	}
	uneven := strings.Split(beside(columnA, columnB, 50), "\n")
	uneven[1] = strings.Replace(uneven[1], "  ", " ", 1) // begins a column to the left
	for name, text := range map[string]string{
		"even":               beside(columnA, columnB, 50),
		"a drifting gutter":  strings.Join(uneven, "\n"),
		"two pages":          beside(columnA, columnB, 50) + "\f" + beside(columnA, columnB, 50),
		"a number at a page": beside(columnA, columnB, 50) + "\n" + strings.Repeat(" ", 46) + "63\n\f" + beside(columnA, columnB, 50),
	} {
		d, err := Read(t.Context(), []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, b := range d.Blocks {
			got = append(got, b.Text)
		}
		expected := want
		if strings.Contains(text, "\f") {
			expected = append(append([]string{}, want...), want...)
		}
		if strings.Join(got, "\n") != strings.Join(expected, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(expected, "\n"))
		}
		if d.Account() != 0 {
			t.Errorf("%s: %d letters are not accounted for", name, d.Account())
		}
	}
}

// What is not certain to be two columns is refused, and a table is none.
func TestColumnsRefused(t *testing.T) {
	torn := strings.Split(strings.Repeat(beside(columnA, columnB, 50), 2), "\n")
	for i := range torn[:3] { // lines that run over the gutter
		torn[i] = strings.ReplaceAll(torn[i], " ", "_")
	}
	long := strings.Repeat(beside(columnA, columnB, 50), 20)
	for name, text := range map[string]string{"no end of a page": long, "lines over the gutter": strings.Join(torn, "\n")} {
		if _, err := Read(t.Context(), []byte(text)); !errors.Is(err, ErrColumns) {
			t.Errorf("%s: %v, want %v", name, err, ErrColumns)
		}
	}
	table := "Convictions by year and court:\n\n" + strings.Repeat("Nairobi     2019     12\nMombasa     2020     7\n", 6)
	if d, err := Read(t.Context(), []byte(table)); err != nil || len(d.Repairs) != 0 {
		t.Errorf("a table: %v, %v", d, err)
	}
}

// Lines that were broken at no one width are those of one paragraph, and a number in a
// sentence begins no item.
func TestUnevenLines(t *testing.T) {
	text := "MACAU (Tier 3)\n\nThe\nGovernment of the Macau Special Administrative Region of the People’s\nRepublic does not meet\nthe standards; Macau remained on Tier\n2. These efforts were few.\n\nPrioritized Recommendations\n\nEnsure\nvictims are referred.\n\nSignificantly\nincrease the identification of victims in the\nNorth, under Article\n14 of the law.\n"
	var got []string
	for _, b := range Unwrap(text).Blocks {
		got = append(got, b.Kind.String()+": "+b.Text)
	}
	want := []string{
		"heading: MACAU (Tier 3)",
		"paragraph: The Government of the Macau Special Administrative Region of the People’s Republic does not meet the standards; Macau remained on Tier 2. These efforts were few.",
		"heading: Prioritized Recommendations",
		"paragraph: Ensure victims are referred.",
		"paragraph: Significantly increase the identification of victims in the North, under Article 14 of the law.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The heads of pages that are the same on most go, and are told; the first stays.
func TestPageHeads(t *testing.T) {
	var text strings.Builder
	for page := range 6 {
		if page > 0 {
			text.WriteByte('\f')
		}
		text.WriteString("Report on Labor 2012 | " + string(rune('1'+page)) + "\n\nThe court heard case " + strings.Repeat("again ", page) + "that year.\n")
	}
	d, err := Read(t.Context(), []byte(text.String()))
	if err != nil || len(d.Blocks) != 7 || len(d.LeftOut) != 5 || d.LeftOut[0].Why != "page heads" || d.Account() != 0 {
		t.Errorf("%v, left out %v, %v", d, d.LeftOut, err)
	}
}
