package quote_test

import (
	"context"
	"fmt"
	"os"

	"verbatim/index/store"
	"verbatim/search/quote"
)

// A library is made with the sample in it: the narrative on North Korea of 2023.
func ExampleChecker_CheckQuote() {
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := store.Open(ctx, dir, nil, store.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	checker := quote.NewChecker(s.Searcher())
	for _, text := range []string{
		"The government did not demonstrate any efforts",
		"The government did demonstrate any efforts",
	} {
		result, err := checker.CheckQuote(ctx, text, quote.Attribution{})
		if err != nil {
			fmt.Println(err)
			return
		}
		place := result.Places[0]
		fmt.Println(result.Verdict, result.Total, place.Entry.Narrative.Country, place.Entry.Narrative.Year)
		for _, edit := range place.Edits() {
			fmt.Printf("%s %s: quoted %q, source %q\n", edit.Op, edit.Kind, edit.Quoted, edit.Source)
		}
	}
	// Output:
	// verbatim 1 North Korea 2023
	// altered 1 North Korea 2023
	// delete negation: quoted "", source "not"
}
