package pdf

import (
	"strings"
)

// What is known of words beside those of the file itself.
var (
	// suspended are words after a hyphen that ends one: "medium- and long-term".
	suspended = set("and or to nor und et y")

	// ornaments are what the letters of Zapf Dingbats and Wingdings draw.
	ornaments = map[string]string{"l": "●", "m": "❍", "n": "■", "o": "❏", "q": "❑", "s": "▲", "u": "◆", "v": "❖", "4": "✔", "3": "✓"}

	// ligatureWords are words of such reports that have a ligature, as a second
	// witness beside the file.
	ligatureWords = set(`affairs affect affected affecting affects affiliated afflicted afford baffled benefit benefits
		certificate certificates certified classified classify coefficient coffee conflict conflicts confidential
		confirm confirmed confiscate confiscated confiscation definition definitions deficiencies deficient deficit
		differ difference different difficult difficulties difficulty effect effective effectively effectiveness effects
		efficient efficiently effort efforts field fifteen fifty fight fighting file filed final finally finance financial
		financing find finding findings fine fined fines firm first fish fishermen fishing five fixed flag flagged flaws
		fled flee fleeing flight flooding floor flow flows fluid identification identified identifies identify
		identifying inflict inflicted influence inflow insufficient insufficiently justified justify modified notification
		notified offence offences offend offender offenders offense offenses offer offered offering offers office officer
		officers offices official officially officials profit profits qualified qualifying ratification ratified ratify
		refine reflect reflected refuge satisfy scaffold sacrifice significant significantly specific specifically
		specified specify staff staffed staffing stuff sufficient sufficiently suffer suffered suffering suffers
		traffic trafficked trafficker traffickers trafficking traffics unidentified verified verify workflow`)
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}
