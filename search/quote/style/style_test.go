package style

import (
	"strings"
	"testing"
)

// TestPairs reads what is house style and what is not: each line has two
// spellings.
func TestPairs(t *testing.T) {
	for text, want := range map[string]bool{
		`
ten | 10
twelve | 12
twenty-five | 25
twenty five | 25
twenty-five | twenty five
two hundred and fifty | 250
two million | 2 million
2.5 million | 2,500,000
one thousand | 1,000
1,000 | 1000
12,500 | 12500
first | 1st
twenty-first | 21st
5 percent | 5%
five per cent | 5 percent
5 % | 5 per cent
labor | labour
Labour's | labor’s
criminalized | criminalised
centres | centers
traveled | travelled
anti-drug | antidrug
anti drug | anti-drug
anti drug | antidrug
non-governmental | nongovernmental
co-operate | cooperate
pre-trial | pretrial
counter-terrorism | counterterrorism
re-open | reopen
re-elected | reelected
re-victimization | revictimization
high-risk | high risk
long-term | long term
policy-makers | policymakers
health care | healthcare
hot line | hotline
five-year | five year
U.S. | US
U.N. | UN
U.S.-funded | US-funded
Mr. | Mr
5 a.m. | 5 am
Moïse | Moise
naïve | naive
Côte d’Ivoire | Cote d'Ivoire
towards them | toward them
among others | amongst others
prisons & camps | prisons and camps
protestors | protesters
ten anti-drug units | 10 antidrug units
half | one-half
half | ½
two-thirds | 2/3
three quarters | three-fourths
half a million | 500,000
two and a half million | 2.5 million
two and a half | 2.5
ten to fifteen | 10–15
10–15 percent | 10% to 15%
2018-2020 | 2018 to 2020
1990s | 1990's
mid-1990s | mid 1990s
`: true,
		`
10 | 100
ten | two
ten | 11
1,000 | 10,00
1,000 | 1.000
3,500 | 35,00
3 500 | 3,500
first | one
2018–2021 | 2018 2021
twenty five-year | twenty-five year
two hundred | 102
5 percent | 5
5 percent | 5 percentage
reform | re-form
resign | re-sign
re-cover | recover
re-creation | recreation
unionized | un-ionized
re-act | react
pre-sent | present
pre-position | preposition
pro-test | protest
dis-ease | disease
co-op | coop
every day | everyday
some time | sometime
may be | maybe
not able | notable
the rapist | therapist
over time | overtime
black bird | blackbird
no-contact | no contact
filed | filled
U.S. | us
U.S. | UK
resume | résumé
expose | exposé
publie | publié
labor | labors
labor | laboratory
national | nationalise
may | must
did | did not
Moïse | Moses
high-risk | high, risk
fell to 5 | fell to -5
15-10 | 15 to 10
10-15 | 10 and 15
ten-fifteen | 10 to 15
10 to 15 | 10 to 15 percent
two-thirds | two-third
two of three | two-thirds
half a million | half
half a million | a million
two and a half | 2
1990s | 1990
1990s | 1980s
second | 1/2
`: false,
	} {
		for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
			a, b, _ := strings.Cut(line, " | ")
			for _, pair := range [][2]string{{a, b}, {b, a}} {
				if got := Pairs(pair[0], pair[1]) != nil; got != want {
					t.Errorf("%q and %q: %t, want %t", pair[0], pair[1], got, want)
				}
			}
		}
	}
}
