package count_test

import (
	"fmt"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/search/count"
	"verbatim/search/enginetest"
)

// A table that would not fit is refused beforehand, whoever asks for it.
func TestCountsAreBounded(t *testing.T) {
	lib := enginetest.Library(t)
	counter := count.New(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))))
	var codes []count.Code
	for i := range 501 {
		codes = append(codes, count.Code{Name: fmt.Sprint(i), Q: fmt.Sprintf("labor%d", i)})
	}
	if _, err := counter.Count(t.Context(), count.Request{Codes: codes}); err == nil || !strings.Contains(err.Error(), "at most 500") {
		t.Errorf("501 queries: %v", err)
	}
}
