package count_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/search/count"
)

func TestReadCodebook(t *testing.T) {
	want := []count.Code{{Name: "forced labor", Q: `"forced labor"`}, {Name: "bondage", Q: `"debt bondage" OR "bonded labor"`}}
	for name, book := range map[string]string{
		"table":          "name,query\nforced labor,\"\"\"forced labor\"\"\"\nbondage,\"\"\"debt bondage\"\" OR \"\"bonded labor\"\"\"\n",
		"columns turned": "query,note,name\n\"\"\"forced labor\"\"\",,forced labor\n\"\"\"debt bondage\"\" OR \"\"bonded labor\"\"\",x,bondage\n",
		"semicolons":     "\ufeffName;Query\r\nforced labor;\"\"\"forced labor\"\"\"\r\nbondage;\"\"\"debt bondage\"\" OR \"\"bonded labor\"\"\"\r\n",
		"YAML":           "# what to look for\nforced labor: '\"forced labor\"'\nbondage: '\"debt bondage\" OR \"bonded labor\"'\n",
	} {
		if got, err := count.ReadCodebook([]byte(book)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// Everything that is wrong is said at once, with its line.
func TestCodebookErrors(t *testing.T) {
	for book, want := range map[string][]string{
		"name,query\na,(labor\n,wages\na,wages\nb,\n": {"line 2: a: ", "line 3: the code has no name", `line 4: the name "a" is taken by line 2`, "line 5: b has no query"},
		"a: labor\nb: [1, 2]\n":                       {"line 2: want a query behind the name"},
		"name,query\n":                                {"the codebook has no codes"},
		"just a line":                                 {"neither a CSV table"},
		"":                                            {"the codebook has no codes"},
	} {
		_, err := count.ReadCodebook([]byte(book))
		for _, part := range want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%q: error %v, want %q in it", book, err, part)
			}
		}
	}
}
