package store_test

import (
	"context"
	"fmt"
	"os"

	"verbatim/index/store"
	"verbatim/search"
)

// A library that is not there is made, with the sample in it: the narrative on North
// Korea of 2023.
func ExampleOpen() {
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
	results, err := s.Searcher().Search(ctx, search.Request{Text: `"forced labor"`, Size: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(results.Total, "passages")
	for _, hit := range results.Hits {
		fmt.Println(hit.Narrative.Country, hit.Narrative.Year, hit.Passage.Section)
		for _, span := range hit.Spans {
			fmt.Println(span.In(hit.Text))
		}
	}
	// Output:
	// 3 passages
	// North Korea 2023 recommendations
	// forced labor
}
