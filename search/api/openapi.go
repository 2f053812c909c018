package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
)

//go:embed openapi.json
var openAPI []byte

// document is the OpenAPI document of a version of the program.
func document(version string) []byte {
	quoted, err := json.Marshal(version)
	if err != nil {
		panic(err) // a string is always encoded
	}
	return bytes.Replace(openAPI, []byte(`"0.0.0"`), quoted, 1)
}

func (s *server) describe(c *gin.Context) {
	sendPacked(c, http.StatusOK, packed(c, s.document))
}
