package search_test

import (
	"fmt"

	"verbatim/corpus"
	"verbatim/search"
)

func ExampleParse() {
	q, err := search.Parse(`"forced labor" AND (cocoa OR brick*) country:ghana`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(q)
	for _, term := range search.Terms(q.Root) {
		fmt.Println(term.Text)
	}
	_, err = search.Parse(`"forced labor`)
	fmt.Println(err)
	// Output:
	// "forced labor" AND (cocoa OR brick*) country:"ghana"
	// forced
	// labor
	// cocoa
	// brick*
	// the closing quotation mark is missing (at character 1); did you mean "forced labor" ?
}

func ExampleMatch() {
	q, err := search.Parse(`"forced labor" /s children`)
	if err != nil {
		fmt.Println(err)
		return
	}
	narrative := &corpus.Narrative{Country: "Ghana", Year: 2021}
	text := "Children are in forced labor. So are adults."
	spans, ok := search.Match(q, narrative, corpus.Passage{}, text)
	fmt.Println(ok)
	for _, s := range spans {
		fmt.Println(s.Start, s.End, s.In(text))
	}
	// Output:
	// true
	// 0 8 Children
	// 16 28 forced labor
}
