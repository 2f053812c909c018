package document_test

import (
	"slices"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

func TestAppend(t *testing.T) {
	words := prose.NewLexicon("Trafficking and anti-trafficking laws; high-risk sectors, and co-\noperation. The word cooperation is here, and e-mail.")
	for _, c := range []struct {
		text, line, want string
		repaired         bool
	}{
		{"the law on", "trafficking", "the law on trafficking", false},
		{"the law on traf-", "ficking.", "the law on trafficking.", true},
		{"“Traf-", "ficking”", "“Trafficking”", true},
		{"anti-traf-", "ficking laws", "anti-trafficking laws", true},
		{"high-", "risk areas", "high-risk areas", false},
		{"co-", "operation", "cooperation", true},
		{"e-", "mail", "e-mail", false},
		{"low-", "income areas", "low-income areas", false}, // nothing is known: it stays
		{"bond-", "ing", "bonding", true},                   // an ending is no word
		{"pre-", "and post-election", "pre- and post-election", false},
		{"al-", "Shabaab", "al-Shabaab", false},
		{"2010-", "15", "2010-15", false},
		{"mutilation/", "cutting", "mutilation/cutting", false},
		{"https://example.org/traf-", "ficking", "https://example.org/traf-ficking", false},
		{"https://example.org/reports/", "for more", "https://example.org/reports/ for more", false},
		{"the law -", "and more", "the law - and more", false},
		{"the law—", "and more", "the law—and more", false},
		{"traf\u00ad", "ficking", "trafficking", false},
	} {
		if got, mended := words.Append([]byte(c.text), c.line); string(got) != c.want || mended != c.repaired {
			t.Errorf("%q and %q: %q, repaired %v; want %q", c.text, c.line, got, mended, c.want)
		}
	}
}

func TestAddEmphasized(t *testing.T) {
	var d document.Document
	for _, c := range []struct {
		emphasized, plain string
	}{
		{"Child Abuse:", " The law forbids it."},
		{"Child Abuse", ": The law forbids it."},
		{"Child Abuse. ", "The law forbids it."},
		{"The government", " did nothing."},
		{"Forced Marriage", ""},
		{"This is important, and a sentence.", ""},
		{"", "Plain."},
	} {
		d.AddEmphasized(document.Block{Text: c.emphasized + c.plain}, len(c.emphasized), 3)
	}
	want := []document.Block{
		{Text: "Child Abuse: The law forbids it.", RunIn: 12},
		{Text: "Child Abuse: The law forbids it.", RunIn: 12},
		{Text: "Child Abuse. The law forbids it.", RunIn: 12},
		{Text: "The government did nothing."},
		{Kind: document.Heading, Level: 3, Text: "Forced Marriage"},
		{Text: "This is important, and a sentence."},
		{Text: "Plain."},
	}
	if !slices.Equal(d.Blocks, want) {
		t.Errorf("got\n%+v\nwant\n%+v", d.Blocks, want)
	}
}

func TestDescribe(t *testing.T) {
	var d document.Document
	d.Describe("Title", " A report ")
	d.Describe("title", "A subtitle")
	d.Describe("Source", "urn:isbn:1")
	d.Describe("URL", "https://example.org/")
	d.Describe("lang", "C")
	d.Describe("language", "en_us")
	d.Describe("Country", "Mali")
	d.Describe("Tier", " ")
	if d.Title != "A report" || d.URL != "https://example.org/" || d.Meta["country"] != "Mali" || d.Language != "en-US" || len(d.Meta) != 6 {
		t.Errorf("%+v", d)
	}
}
