package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"verbatim/search/answer"
	"verbatim/search/quote"
)

// maxBody is how many bytes a text to check may have, with what is around it in
// JSON.
const maxBody = 4 << 20

// A CheckRequest is a text to check.
type CheckRequest struct {
	Text    string   `json:"text"`
	As      quote.As `json:"as,omitempty"`
	Country string   `json:"country,omitempty"`
	Year    int      `json:"year,omitempty"`
	Report  string   `json:"report,omitempty"`
	Short   bool     `json:"short,omitempty"`
}

// check answers POST /api/v1/check. What is in the text is nowhere kept.
func (s *server) check(c *gin.Context) (any, error) {
	request, err := readCheck(c.Request.Body)
	if err != nil {
		return nil, err
	}
	checked, err := quote.NewChecker(s.searcher).Check(c.Request.Context(), request)
	if err != nil {
		return nil, err
	}
	return answer.NewChecks(checked), nil
}

func readCheck(body io.ReadCloser) (quote.Request, error) {
	var r CheckRequest
	decoder := json.NewDecoder(http.MaxBytesReader(nil, body, maxBody))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&r)
	if err == nil && decoder.More() {
		err = errors.New("something follows the JSON object")
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large || errors.Is(err, os.ErrDeadlineExceeded) {
		return quote.Request{}, err
	}
	if err != nil {
		return quote.Request{}, parameterError("body: want a JSON object with the member text, and perhaps as, country, year, report and short: " + err.Error())
	}
	if r.As != "" && r.As != quote.AsQuote && r.As != quote.AsArticle {
		return quote.Request{}, parameterError(fmt.Sprintf("as: want %s or %s", quote.AsQuote, quote.AsArticle))
	}
	said := quote.Attribution{Country: r.Country, Year: r.Year, Report: r.Report}
	return quote.Request{Text: r.Text, As: r.As, Said: said, Short: r.Short}, nil
}
