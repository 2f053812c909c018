package rtf_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/document/rtf"
)

const sample = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Times New Roman CYR;}{\f2\fcharset128 MS Mincho;}}
{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2 Heading 2;}}
{\info{\title A report on shelters}{\author Jos\'e9}}
{\header\pard Country reports {\field{\*\fldinst PAGE}{\fldrslt 7}}\par}
\pard\s1 Kenya\par
\pard\s2 Protection\par
\pard The shelters opened in S\u227?o Paulo and C\'f4te d\rquote Ivoire; in 2011\endash 2020{\super 14} they were full.{\footnote\pard{\super\chftn} See the {\i Gazette}.}\line Next line.\par
\pard {\f1\'cc\'ee\'f1\'ea\'e2\'e0} and {\f2\'93\'fa\'96\'7b} in other scripts, \u-10179?\u-8704? too.\par
\pard{\b Child Abuse:} The law forbids it.\par
\pard{\b Forced Marriage}\par
{\pard\ls1{\listtext\pard 123.12\tab}Ratify the protocol.\par}
{\pard\ls2{\listtext\pard\'95\tab}An item with a bullet.\par}
\pard The government {\deleted never }{\revised always }paid{\v (secretly)}.{\*\annotation\pard Is this true?}{\*\unknown nothing of this}\par
{\pict\pngblip 89504e470d0a1a0a}
\trowd\pard\intbl Year\cell Cases\par and more\cell\row
\trowd\pard\intbl 2019\cell 1,015\cell\row
\pard After the table \{braces\} and \\.\par
}`

func TestRead(t *testing.T) {
	d, err := rtf.Read(t.Context(), []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, b := range d.Blocks {
		fmt.Fprintf(&got, "%v %d: %s\n", b.Kind, b.Level, b.Text)
	}
	want := `heading 1: Kenya
heading 2: Protection
paragraph 0: The shelters opened in São Paulo and Côte d’Ivoire; in 2011–2020¹⁴ they were full. Next line.
note 0: See the Gazette.
paragraph 0: Москва and 日本 in other scripts, 😀 too.
paragraph 0: Child Abuse: The law forbids it.
heading 3: Forced Marriage
item 0: 123.12 Ratify the protocol.
item 0: An item with a bullet.
paragraph 0: The government always paid.
row 0: Year | Cases and more
row 0: 2019 | 1,015
paragraph 0: After the table {braces} and \.
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	if d.Title != "A report on shelters" || d.Meta["author"] != "José" || !slices.Equal(d.Running, []string{"Country reports 7"}) {
		t.Errorf("title %q, meta %q, running %q", d.Title, d.Meta, d.Running)
	}
	left := []document.LeftOut{
		{Why: "page heads and feet", Text: "Country reports 7"}, {Why: "deleted text of tracked changes", Text: "never "},
		{Why: "hidden text", Text: "(secretly)"}, {Why: "comments", Text: "Is this true?"},
	}
	if !slices.Equal(d.LeftOut, left) || d.Account() != 0 || len(d.Repairs) != 1 {
		t.Errorf("left out %+v, %d letters missing, repairs %q", d.LeftOut, d.Account(), d.Repairs)
	}
}

func TestErrors(t *testing.T) {
	for name, test := range map[string]struct {
		data string
		is   error
	}{
		"no RTF":   {"Some text", document.ErrDamaged},
		"cut off":  {sample[:len(sample)/2], document.ErrDamaged},
		"no text":  {`{\rtf1\ansi}`, document.ErrNoText},
		"too deep": {`{\rtf1` + strings.Repeat("{", 1000), document.ErrLimit},
	} {
		if d, err := rtf.Read(t.Context(), []byte(test.data)); !errors.Is(err, test.is) {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
}
