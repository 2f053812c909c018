package series

import (
	"regexp"
)

// Amnesty is the yearly report of Amnesty International on all countries.
var Amnesty = Register(&Series{
	Name:      "Amnesty International Report",
	Publisher: "Amnesty International",
	Names:     regexp.MustCompile(`\bamnesty international report\b`),
})
