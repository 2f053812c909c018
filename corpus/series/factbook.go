package series

import (
	"regexp"
)

// Factbook is the yearly handbook of the Central Intelligence Agency on all countries.
var Factbook = Register(&Series{
	Name:      "The World Factbook",
	Publisher: "U.S. Central Intelligence Agency",
	Names:     regexp.MustCompile(`\bcia world factbook\b|\bthe world factbook\b`),
})
