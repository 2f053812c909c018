package quote

import (
	"fmt"
	"strings"
	"testing"
)

// printed returns a reading for people: fragments between bars, gaps between
// them.
func (r *reading) printed() string {
	var b strings.Builder
	for i, g := range r.gaps {
		if g.is() {
			fmt.Fprintf(&b, " <%s", g.mark)
			if g.own != "" {
				fmt.Fprintf(&b, "=%s", g.own)
			}
			b.WriteString("> ")
		}
		if i < len(r.fragments) {
			b.WriteString("|" + r.fragments[i].text + "|")
		}
	}
	return strings.TrimSpace(b.String())
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		`the government did not report`:              `|the government did not report|`,
		`“The government did not report.”`:           `|The government did not report.|`,
		`"The government did not report."`:           `|The government did not report.|`,
		`« Le gouvernement »`:                        `|Le gouvernement|`,
		`“moral crimes” and “honor”`:                 `|“moral crimes” and “honor”|`,
		`"moral crimes" and "honor"`:                 `|"moral crimes" and "honor"|`,
		`"for "moral crimes" and "honor" too"`:       `|for "moral crimes" and "honor" too|`,
		`‘the workers’ rights’`:                      `|the workers’ rights|`,
		`“The first.` + "\n\n" + `“The second.”`:     "|The first.\n\nThe second.|",
		`The government did … report`:                `|The government did| <…> |report|`,
		`its results. ... The government`:            `|its results.| <...> |The government|`,
		`its results.... The government`:             `|its results| <....> |The government|`,
		`its results . . . the government`:           `|its results| <. . .> |the government|`,
		"its results .\u00a0.\u00a0. the government": "|its results| <.\u00a0.\u00a0.> |the government|",
		`its results [...] the government`:           `|its results| <[...]> |the government|`,
		`its results […]. The government`:            `|its results| <[…]> |. The government|`,
		`... its results ...`:                        `<...> |its results| <...>`,
		`[T]he government`:                           `|The government|`,
		`said "[t]he government`:                     `|said "the government|`,
		`[The government] did not`:                   `<[The government]=The government> |did not|`,
		`the [North Korean] government`:              `|the| <[North Korean]=North Korean> |government|`,
		`the … [North Korean] government`:            `|the| <… [North Korean]=North Korean> |government|`,
		`they work[ed] hard`:                         `|they| <work[ed]=worked> |hard|`,
		`the goverment [sic] did`:                    `|the goverment did|`,
		`the government did (emphasis added)`:        `|the government did|`,
		`“the government did” (emphasis added)`:      `|the government did|`,
		`“the government did (emphasis added).”`:     `|the government did|`,
		`the government did [emphasis in original]`:  `|the government did|`,
		`the law (Article 5)`:                        `|the law (Article 5)|`,
		``:                                           ``,
		`…`:                                          `<…>`,
		`"`:                                          ``,
	} {
		if got := read(text).printed(); got != want {
			t.Errorf("%s\n gives %s\n want  %s", text, got, want)
		}
	}
}
