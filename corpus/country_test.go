package corpus

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"verbatim/corpus/corpustest"
)

func TestCountryName(t *testing.T) {
	tests := []struct{ names, short, code string }{
		{"North Korea; NORTH KOREA; Korea, North; DPRK; dprk; D.P.R.K.; DPR Korea; KP; PRK; Korea, Democratic People's Republic of; Democratic People’s Republic of Korea (DPRK)", "North Korea", "KP"},
		{"South Korea; Republic of Korea; Korea, Republic of; Korea, Rep.; ROK; KR; The Republic of Korea", "South Korea", "KR"},
		{"Burma; Myanmar; Burma (Myanmar); Myanmar (Burma); BURMA", "Burma", "MM"},
		{"Cote d'Ivoire; CÔTE D'IVOIRE; Côte d’Ivoire; Cote D`Ivoire; Co\u0302te d'Ivoire; Ivory Coast; Cote d Ivoire; CI", "Cote d'Ivoire", "CI"},
		{"Congo, Democratic Republic of the; Congo Democratic Republic of the; Democratic Republic of the Congo; DRC; D.R.C.; Congo, Dem. Rep.; Congo (Kinshasa); Democratic Republic of the Congo (DRC); CONGO, DEMOCRATIC REPUBLIC OF THE", "Congo, Democratic Republic of the", "CD"},
		{"Congo, Republic of the; Congo Republic of the; Congo (Brazzaville); Republic of Congo; Congo, Rep.; Republic of the Congo", "Congo, Republic of the", "CG"},
		{"The Bahamas; Bahamas; Bahamas, The; BAHAMAS, THE; BS", "The Bahamas", "BS"},
		{"Gambia; The Gambia; Gambia, The; the gambia", "The Gambia", "GM"},
		{"The Netherlands; Netherlands; Holland", "Netherlands", "NL"},
		{"Cabo Verde; Cape Verde", "Cabo Verde", "CV"},
		{"Eswatini; eSwatini; Swaziland; SWAZILAND; Eswatini (Swaziland)", "Eswatini", "SZ"},
		{"North Macedonia; Macedonia; Macedonia FYR; Macedonia, FYR; The Former Yugoslav Republic of Macedonia", "North Macedonia", "MK"},
		{"Timor-Leste; Timor Leste; Timor–Leste; East Timor", "Timor-Leste", "TL"},
		{"Turkey; Türkiye; Turkey (Türkiye); TÜRKİYE; Turkiye", "Turkey", "TR"},
		{"Russia; Russian Federation; The Russian Federation", "Russia", "RU"},
		{"Brunei; Brunei Darussalam", "Brunei", "BN"},
		{"Kyrgyz Republic; Kyrgyzstan; The Kyrgyz Republic", "Kyrgyz Republic", "KG"},
		{"Micronesia; Federated States of Micronesia; Micronesia, Federated States of; Micronesia (Federated States of)", "Micronesia", "FM"},
		{"Sao Tome and Principe; São Tomé & Príncipe; SAO TOME AND PRINCIPE", "Sao Tome and Principe", "ST"},
		{"St. Lucia; St Lucia; Saint  Lucia ; ST. LUCIA", "Saint Lucia", "LC"},
		{"St Vincent & the Grenadines; Saint Vincent and the Grenadines", "Saint Vincent and the Grenadines", "VC"},
		{"Sint Maarten; St. Maarten", "Sint Maarten", "SX"},
		{"Curaçao; Curacao; CURAÇAO", "Curacao", "CW"},
		{"Czechia; Czech Republic", "Czech Republic", "CZ"},
		{"UK; U.K.; United Kingdom; Great Britain; GB", "United Kingdom", "GB"},
		{"US; U.S.; U.S.A.; USA; usa; United States; The United States of America", "United States", "US"},
		{"Guinea Bissau; Guinea-Bissau", "Guinea-Bissau", "GW"},
		{"Bosnia & Herzegovina; Bosnia-Herzegovina", "Bosnia and Herzegovina", "BA"},
		{"China; PRC; People's Republic of China; China (Includes Hong Kong, Macau, and Tibet); China (includes Tibet, Hong Kong, and Macau) - China", "China", "CN"},
		{"China (Includes Hong Kong, Macau, and Tibet) – Hong Kong; Hong Kong", "Hong Kong", "HK"},
		{"Taiwan; Republic of China; Taiwan, Province of China", "Taiwan", "TW"},
		{"Israel; IL; ISRAEL", "Israel", "IL"},
		{"Israel, West Bank, and Gaza; Israel, West Bank and Gaza; ISRAEL, WEST BANK & GAZA", "Israel, West Bank, and Gaza", "IL"},
		{"Israel and The Occupied Territories", "Israel and the Occupied Territories", "IL"},
		{"West Bank and the Gaza Strip; West Bank and Gaza", "West Bank and the Gaza Strip", "PS"},
		{"Saint Helena Ascension and Tristan da Cunha; Saint Helena, Ascensión, and Tristán da Cunha", "Saint Helena, Ascension, and Tristan da Cunha", "SH"},
		{"Falkland Islands (Islas Malvinas); Falkland Islands", "Falkland Islands", "FK"},
		{"Cocos Keeling Islands; Cocos (Keeling) Islands", "Cocos (Keeling) Islands", "CC"},
		{"Kosovo; XK; KOSOVO", "Kosovo", "XK"},
		{"Niger; NIGER", "Niger", "NE"},
		{"Nigeria; NG", "Nigeria", "NG"},
		{"Yugoslavia; Yugoslavia, Federal Republic of; YUGOSLAVIA, FEDERAL REPUBLIC OF; Federal Republic of Yugoslavia", "Yugoslavia", "YU"},
		{"Serbia-Montenegro; Serbia & Montenegro; SERBIA AND MONTENEGRO", "Serbia and Montenegro", "CS"},
		{"Congo (ROC); Republic of the Congo (ROC)", "Congo, Republic of the", "CG"},
		{"Korea (DPRK)", "North Korea", "KP"},
		{"NETHERLANDS ANTILLES", "Netherlands Antilles", "AN"},
		{"Dominica", "Dominica", "DM"},
		{"Guinea", "Guinea", "GN"},
	}
	for _, test := range tests {
		for name := range strings.SplitSeq(test.names, "; ") {
			if short, code := CountryName(name); short != test.short || code != test.code {
				t.Errorf("CountryName(%q) = %q, %q, want %q, %q", name, short, code, test.short, test.code)
			}
		}
	}
}

func TestCountryNameUnknown(t *testing.T) {
	for _, name := range []string{
		"", "Atlantis", "world/xx.json", "The", "us", "is", "in", "and", "can", "are", "car",
		"Sudan and Chad", "Turkey (Greece)", "()", "Korea", "Mali 2", "(", ",", "Республика",
	} {
		if short, code := CountryName("\t " + name + "\n"); short != name || code != "" {
			t.Errorf("CountryName(%q) = %q, %q, want it as given", name, short, code)
		}
	}
}

// Every name of the table leads to its own row: parseCountries refuses a name
// that leads to two. A code must not hide a name written in capitals.
func TestCountriesTable(t *testing.T) {
	g, err := parseCountries(countriesText)
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(countriesText) {
		row = strings.TrimSpace(row)
		if row == "" || row[0] == '#' {
			continue
		}
		names := strings.Split(row, " | ")[1:]
		for _, name := range names {
			for _, form := range []string{name, strings.ToUpper(name), strings.ToLower(name), "The " + name} {
				if short, code := CountryName(form); short != names[0] || len(code) != 2 {
					t.Errorf("CountryName(%q) = %q, %q, want %q", form, short, code, names[0])
				}
			}
		}
	}
	if n := len(g.byCode); n < 2*249 {
		t.Errorf("%d codes, want at least two for each of 249 countries", n)
	}
}

func TestCountriesTableErrors(t *testing.T) {
	for _, text := range []string{"AA Atlantis", "AA | One\nAA | Two", "AA | One\nBB | Two | ONE!", "AA | ..."} {
		if _, err := parseCountries(text); err == nil {
			t.Errorf("parseCountries(%q) has no error", text)
		}
	}
}

// Unicode's English names lead to the country of the same code.
func TestCountryNameUnicode(t *testing.T) {
	english := display.English.Regions()
	for code, c := range countries().byCode {
		if len(code) != 2 || code == "AN" || code == "CS" || code == "YU" {
			continue
		}
		name := english.Name(language.MustParseRegion(code))
		if short, _ := CountryName(name); short != c.short {
			t.Errorf("CountryName(%q) = %q, want %q (%s)", name, short, c.short, code)
		}
	}
}

func TestCountryNameCorpora(t *testing.T) {
	known := map[string]bool{"world/xx.json": true, "The Dominican": true, "World": true} // broken at their source, or of all countries
	for _, path := range corpustest.Collections(t) {
		for _, name := range countriesOf(t, path) {
			if _, code := CountryName(name); code == "" && !known[name] {
				t.Errorf("%s: CountryName(%q) knows no such country", filepath.Base(path), name)
				known[name] = true
			}
		}
	}
}

func countriesOf(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for d := json.NewDecoder(z); ; {
		var line struct{ Country string }
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			return names
		} else if err != nil {
			t.Fatal(err)
		}
		names = append(names, line.Country)
	}
}

func BenchmarkCountryName(b *testing.B) {
	for b.Loop() {
		CountryName("Congo, Democratic Republic of the")
	}
}

func TestCountryIn(t *testing.T) {
	for _, c := range []struct{ tag, name, want string }{
		{"es", "Estados Unidos", "United States"},
		{"es", "REPÚBLICA DOMINICANA", "Dominican Republic"},
		{"fr", "Côte d’Ivoire", "Cote d'Ivoire"},
		{"fr", "Tchad", "Chad"},
		{"ar", "الأردن", "Jordan"},
		{"es", "Atlántida", ""},
		{"xx", "España", ""},
	} {
		if got := CountryIn(c.tag, c.name); got != c.want {
			t.Errorf("CountryIn(%s, %s) = %q, want %q", c.tag, c.name, got, c.want)
		}
	}
}
