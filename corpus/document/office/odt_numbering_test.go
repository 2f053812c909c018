package office_test

import (
	"strings"
	"testing"

	"verbatim/corpus/document/office"
)

// TestOpenDocumentNumbers reads the numbers that LibreOffice shows before headings and
// items: they are in no text of the file.
func TestOpenDocumentNumbers(t *testing.T) {
	const styles = `
<style:style style:name="Heading_20_1" style:family="paragraph"/>
<style:style style:name="Unnumbered" style:family="paragraph" style:parent-style-name="Heading_20_1" style:list-style-name=""/>
<text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>
  <text:outline-level-style text:level="2" style:num-format="A" style:num-suffix="."/>
  <text:outline-level-style text:level="3" style:num-format="1" text:display-levels="3"/>
</text:outline-style>
<text:list-style style:name="Old">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." text:start-value="123"/>
  <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
  <text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="New" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0">
  <text:list-level-style-number text:level="1" loext:num-list-format="%1%." style:num-format="1"/>
  <text:list-level-style-number text:level="2" loext:num-list-format="%1%.%2%)" style:num-format="i"/>
</text:list-style>
<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>`
	const content = `
<text:h text:style-name="Heading_20_1" text:outline-level="1">Scope</text:h>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Findings</text:h>
<text:h text:outline-level="2">Law</text:h>
<text:h text:outline-level="3">Courts</text:h>
<text:h text:style-name="Unnumbered" text:outline-level="1">Annex</text:h>
<text:h text:outline-level="2">Police</text:h>
<text:list xml:id="list1" text:style-name="Old">
  <text:list-item><text:p>The State supports these:</text:p><text:p>More of the same.</text:p>
    <text:list><text:list-item><text:p>Ratify it.</text:p></text:list-item>
      <text:list-item><text:p>Publish <text:span>it</text:span>:</text:p><text:list><text:list-item><text:p>soon;</text:p></text:list-item><text:list-item><text:p>in full.</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item>
</text:list>
<text:p>Between the lists.</text:p>
<text:list text:style-name="Bullets"><text:list-item><text:p>A bullet.</text:p></text:list-item></text:list>
<text:list text:continue-list="list1" text:style-name="Old"><text:list-item><text:list><text:list-item><text:p>Go on.</text:p></text:list-item></text:list></text:list-item>
  <text:list-item><text:p>The State notes the others.</text:p></text:list-item></text:list>
<text:list text:style-name="New"><text:list-header><text:p>Without a number</text:p></text:list-header><text:list-item><text:p>One.</text:p></text:list-item>
  <text:list-item text:start-value="7"><text:p>Seven.</text:p><text:list><text:list-item><text:p>Within.</text:p></text:list-item></text:list></text:list-item></text:list>
<text:list text:style-name="New" text:continue-numbering="true"><text:list-item><text:p>Eight.</text:p></text:list-item></text:list>
<text:list text:style-name="New"><text:list-item><text:p>One again.</text:p></text:list-item></text:list>
<text:h text:outline-level="2"><text:number>B bis.</text:number>Courts again</text:h>`
	d, err := office.Read(t.Context(), openDocument(t, map[string]string{"styles": styles, "content": content}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `
heading 1: I. Scope
heading 1: II. Findings
heading 2: A. Law
heading 3: II.A.1 Courts
heading 1: Annex
heading 2: B. Police
item: 123. The State supports these:
paragraph: More of the same.
item: 123.1 Ratify it.
item: 123.2 Publish it:
item: (a) soon;
item: (b) in full.
paragraph: Between the lists.
item: A bullet.
item: 123.3 Go on.
item: 124. The State notes the others.
item: Without a number
item: 1. One.
item: 7. Seven.
item: 7.i) Within.
item: 8. Eight.
item: 1. One again.
heading 2: C. Courts again
`
	if got := "\n" + d.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
	if missing := d.Account(); missing != 0 || strings.Contains(d.String(), "%") {
		t.Errorf("%d of %d letters are not accounted for", missing, d.Letters)
	}
}

// A number that nothing parts from the text on the page is no part of its first word.
func TestGluedNumber(t *testing.T) {
	styles := `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties>
<style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties></text:list-level-style-number></text:list-style>`
	content := `<text:list text:style-name="L"><text:list-item><text:p>Adopt a law.</text:p></text:list-item><text:list-item><text:p>: see above</text:p></text:list-item></text:list>`
	d, err := office.Read(t.Context(), openDocument(t, map[string]string{"styles": styles, "content": content}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.String(), "item: 1. Adopt a law.\nitem: 2.: see above\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
