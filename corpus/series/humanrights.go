package series

import (
	"regexp"
)

// HumanRights is the State Department's yearly report on human rights.
var HumanRights = Register(&Series{
	Name:      "Country Reports on Human Rights Practices",
	Publisher: "U.S. Department of State",
	Names:     regexp.MustCompile(`\bcountry reports? on human rights practices\b|\bhuman rights report\b`),
})
