package ui

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// A programsPage shows how programs ask.
type programsPage struct {
	Box      searchBox
	Origin   string
	Examples []programExample
}

// A programExample is a task, and what does it in each language.
type programExample struct {
	Title, Means    string
	Curl, Python, R string // each may be empty
}

func (*programsPage) template() string { return "programs" }

func (*programsPage) title() string { return "For programs" }

// here is the address that the examples are written for.
const here = "http://127.0.0.1:8080"

// programExamples are tried by the tests.
var programExamples = []programExample{
	{
		"Search", "The total is exact. Each hit has the passage's text and the places of the matches in it, in code points.",
		`curl "` + here + `/api/v1/search?q=%22forced+labor%22&size=5"`,
		`import json, urllib.parse, urllib.request

def ask(path, **parameters):
    query = urllib.parse.urlencode(parameters, doseq=True)
    with urllib.request.urlopen(f"` + here + `{path}?{query}") as answer:
        return json.load(answer)

found = ask("/api/v1/search", q='"forced labor"', size=5)
print(found["total"], "passages")
for hit in found["hits"]:
    print(hit["narrative"]["country"], hit["narrative"]["year"], hit["text"][:60])`,
		`library(jsonlite)
found <- fromJSON("` + here + `/api/v1/search?q=%22forced+labor%22&size=5")
found$total
found$hits$text`,
	},
	{
		"Take all results", "The member next of an answer is the cursor of the next page; on the last page it is empty.",
		`curl -O "` + here + `/search.csv?q=%22forced+labor%22"`,
		`page = ask("/api/v1/search", q='"forced labor"', size=100)
passages = page["hits"]
while page["next"]:
    page = ask("/api/v1/search", q='"forced labor"', size=100, cursor=page["next"])
    passages += page["hits"]
print(len(passages), "of", page["total"])`,
		`all <- read.csv("` + here + `/search.csv?q=%22forced+labor%22", fileEncoding = "UTF-8-BOM")
nrow(all)`,
	},
	{
		"Count by country and year", "Each row says what its counts are out of. A row with zeros is a report without a match.",
		`curl "` + here + `/api/v1/counts.csv?q=%22forced+labor%22&by=country,year"`,
		`table = ask("/api/v1/counts", q=['"forced labor"', "traffick*"], by="country,year")
for row in table["rows"]:
    print(row["name"], row["country"], row["year"], row["passages"], "of", row["of"]["passages"])`,
		`counts <- read.csv("` + here + `/api/v1/counts.csv?q=%22forced+labor%22&by=country,year", fileEncoding = "UTF-8-BOM")
aggregate(passages ~ year, counts, sum)`,
	},
	{
		"Check a quotation", "The verdict is verbatim only if a source has it so, character for character.",
		`curl -H "Content-Type: application/json" -d '{"text": "End the use of forced labor as punishment"}' ` + here + `/api/v1/check`,
		`request = urllib.request.Request("` + here + `/api/v1/check",
    json.dumps({"text": "End the use of forced labor as punishment"}).encode(),
    {"Content-Type": "application/json"})
for quotation in json.load(urllib.request.urlopen(request))["quotes"]:
    print(quotation["verdict"], quotation["places"][0]["link"] if quotation["places"] else "")`,
		"",
	},
	{
		"Ask what is new", "Ask the next time for what changed since the member revision of this answer. A feed reader takes the same as Atom.",
		`curl "` + here + `/search.atom?q=%22forced+labor%22"`,
		`news = ask("/api/v1/changes", q='"forced labor"', since=0)
print(news["came"], "came and", news["went"], "went up to revision", news["revision"])`,
		"",
	},
}

// programs is the page of examples, written for the address by which it was asked for.
func (s *server) programs(c *gin.Context) (int, page, error) {
	p := &programsPage{Origin: s.originOf(c.Request)}
	for _, e := range programExamples {
		for _, text := range []*string{&e.Curl, &e.Python, &e.R} {
			*text = strings.ReplaceAll(*text, here, p.Origin)
		}
		p.Examples = append(p.Examples, e)
	}
	return http.StatusOK, p, nil
}

// A savedPage lists the searches that a reader keeps in the browser.
type savedPage struct {
	Box  searchBox
	Keep *keep // nil: there is nothing to save
}

// A keep is a search to be saved.
type keep struct{ Text, Link string }

func (*savedPage) template() string { return "saved" }

func (*savedPage) title() string { return "Saved searches" }

// saved is the page of saved searches. What is saved stays in the browser: the server
// learns of it only what is asked again.
func (s *server) saved(c *gin.Context) (int, page, error) {
	p := &savedPage{}
	if q := questionOf(c.Request.URL.Query()).at(""); !q.empty() {
		p.Keep = &keep{q.Text, q.link()}
		for _, chip := range chips(q) {
			p.Keep.Text = strings.TrimSpace(p.Keep.Text + " " + chip.Label())
		}
	}
	return http.StatusOK, p, nil
}
