package ui

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/search/answer"
)

// A Construct is a row of the table of the query language. Each of its
// examples finds something in the sample.
type Construct struct {
	Written  string
	Finds    string   // goes on where "finds passages" ends; code stands between `
	Examples []string // none where the sample has nothing to find
}

// Language is the query language, a row a construct. README.md has the same
// rows.
var Language = []Construct{
	{`one two`, "with both words, in any form and any order: `labor` finds labors and laboring as well", []string{`forced labor`, `prosecuting traffickers`}},
	{`one-two`, "with these words side by side, in any form", []string{`state-sponsored`}},
	{`"one two"`, "with these words in this order, exactly, and nothing between them; capitals, accents and hyphens do not matter", []string{`"forced labor"`, `"did not demonstrate"`}},
	{`"one two"~2`, "with these exact words in this order, and at most 2 other words between them in all", []string{`"garnishing wages"~2`}},
	{`one NEAR/5 two`, "with both, at most 5 words apart, in either order", []string{`workers NEAR/5 wages`, `victims NEAR/5 (abroad OR overseas)`}},
	{`one W/5 two`, "the same as `NEAR/5`", []string{`workers W/5 wages`}},
	{`one PRE/5 two`, "with both, at most 5 words apart, in this order", []string{`victims PRE/5 abroad`}},
	{`one /s two`, "with both in the same sentence; a quotation within a sentence is part of it, even one of several sentences", []string{`coercion /s workers`}},
	{`one PRE/s two`, "with both in the same sentence, in this order", []string{`coercion PRE/s workers`}},
	{`(one W/2 two) PRE/9 three`, "with words near each other that stand near another", []string{`(forced W/2 labor) PRE/20 abroad`}},
	{`one /p two`, "with both in the same passage", []string{`wages /p budget`}},
	{`one AND two`, "with both; operators are in capitals, and `AND` binds tighter than `OR`", []string{`wages AND budget`}},
	{`one OR two`, "with either, or both", []string{`prison OR abroad`}},
	{`NOT one`, "without it", []string{`labor NOT wages`}},
	{`-one`, "the same as `NOT one`, if no space follows the hyphen", []string{`trafficking -"sex trafficking"`}},
	{`( )`, "with the part in brackets read first", []string{`(prison OR punishment) AND labor`}},
	{`"wor* two"`, "in quotation marks, with words of these forms side by side", []string{`"forced lab*"`}},
	{`word*`, "with a word that begins like this, as written and not by its stem", []string{`traffick*`, `mobili*`}},
	{`wo?d`, "with a word that has any single letter in this place", []string{`organi?ations`}},
	{`word~1`, "with a word that differs by 1 letter (changed, missing or added); with `~2`, by up to 2", []string{`traficking~1`, `traficing~2`}},
	{`labour`, "with the word in American or in British spelling, and a note says so", []string{`labour`}},
	{`country:`, "of this country, by any of its usual names", []string{`country:"North Korea"`, `wages country:DPRK`}},
	{`year:`, "of this year, or of a range of years", []string{`year:2023`, `labor year:2019..2023`}},
	{`tier:`, "of narratives with this tier", []string{`labor tier:3`}},
	{`section:`, "in sections whose heading, or one around it, has these words", []string{`labor section:recommendations`}},
	{`kind:`, "of this kind: `paragraph`, `recommendation`, `item` of a list, `row` of a table, `note` at the foot or end, or `heading`; headings are found only so", []string{`protocol kind:recommendation`, `recommendations kind:heading`}},
	{`report:`, "of reports whose name has these words", []string{`wages report:"Trafficking in Persons"`}},
	{`narrative:`, "of this narrative; use the name in its address", []string{`narrative:trafficking-in-persons-2023-north-korea`}},
	{`number:`, "with this printed number, as in `number:115.12`", nil},
	{`symbol:`, "of documents with this symbol, as in `symbol:A/HRC/28/15`; `A/HRC/28/15, para. 115.12` leads to that passage", nil},
	{`country:none`, "of reports on no one country; `year:none` finds those without a year", nil},
}

// A languagePage says how to ask.
type languagePage struct {
	Box  searchBox
	Rows []Construct
}

func (*languagePage) template() string { return "language" }

func (*languagePage) title() string { return "The query language" }

// Meaning is Finds, cut so that code is marked.
func (c Construct) Meaning() (pieces []answer.Piece) {
	for i, text := range strings.Split(c.Finds, "`") {
		pieces = append(pieces, answer.Piece{Text: text, Marked: i%2 == 1})
	}
	return pieces
}

// Links are the examples, to be asked.
func (c Construct) Links() (links []example) {
	for _, query := range c.Examples {
		links = append(links, example{Query: query})
	}
	return links
}

func (s *server) language(*gin.Context) (int, page, error) {
	return http.StatusOK, &languagePage{Rows: Language}, nil
}
