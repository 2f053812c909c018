package series

import (
	"regexp"
)

// ReligiousFreedom is the State Department's yearly report on religious freedom.
var ReligiousFreedom = Register(&Series{
	Name:      "Report on International Religious Freedom",
	Publisher: "U.S. Department of State",
	Names:     regexp.MustCompile(`\breports? on international religious freedom\b|\binternational religious freedom reports?\b`),
})
