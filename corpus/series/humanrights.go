package series

import (
	"regexp"
)

// HumanRights is the State Department's yearly report on human rights.
var HumanRights = Register(&Series{
	Name:      "Country Reports on Human Rights Practices",
	Publisher: "U.S. Department of State",
	Names:     regexp.MustCompile(`\bcountry reports? on human rights practices\b|\bhuman rights report(?:$|[^\w ]| +[^\d ])`),
	Others:    regexp.MustCompile(`(?i)\b(?:united nations|high commissioner|assistance mission|amnesty international|human rights watch|freedom house|national (?:human rights )?commission|commission on human rights|ombuds\w+|council of europe|european (?:union|commission|parliament)|OHCHR|UNAM[AI]|UNSMIL|OSCE)\b`),
})
