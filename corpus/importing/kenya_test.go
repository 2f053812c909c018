package importing

import (
	"html"
	"os"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/document/plain"
)

// checkPageOfPDFText reads the page that the State Department published as the
// text of a PDF, and wants the headings and the beginnings of the paragraphs
// that its reader sees.
func checkPageOfPDFText(t *testing.T, file string) {
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(page), "<!-- Report Content -->")
	text, _, _ = strings.Cut(text, "</p>")
	_, text, _ = strings.Cut(text, "<p>")
	var got []string
	for _, b := range plain.Unwrap(html.UnescapeString(text)).Blocks {
		words := strings.Fields(b.Text)
		if b.Kind == document.Heading {
			got = append(got, strings.Repeat("#", b.Level)+" "+b.Text)
		} else {
			got = append(got, strings.Join(words[:4], " ")+" … "+strings.Join(words[len(words)-2:], " "))
		}
	}
	want := strings.Split(strings.TrimSpace(kenya), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

const kenya = `
Kenya experienced a deterioration … and detentions.
Significant human rights issues … child labor.
The government took steps … of government.
## Section 1. Life
### a. Extrajudicial Killings
There were numerous reports … extrajudicial operations.
Some groups alleged authorities … the crackdown.
Al-Shabaab terrorists conducted deadly … Mandera County.
Mob violence and vigilante … killing him.
### b. Coercion in Population Control
There were no reports … the year.
## Section 2. Liberty
### a. Freedom of the Press
The law provided for … Gaitho continued.
#### Physical Attacks, Imprisonment, and Pressure
In February, the Nation … government services.
The Media Council of … the protests.
In response to police … Mombasa governor.
#### Censorship by Governments, Military, Intelligence, or Police Forces, Criminal Groups, or Armed Extremist or Rebel Groups
Mainstream media were generally … their organizations.
### b. Worker Rights
#### Freedom of Association and Collective Bargaining
The law provided for … union activity.
Legal restrictions limited worker … election processes.
The constitution allowed trade … lawful strikes.
Labor laws applied to … reinstatement orders.
Civil society organizations and … abusive conditions.
#### Forced or Compulsory Labor
See the Department of … at https://www.state.gov/trafficking-in-persons-report/.
#### Acceptable Work Conditions
#### Wage and Hour Laws
The law provided for … each category.
The law limited the … for overtime.
Trade unions reported cases … the country.
#### Occupational Safety and Health
The law detailed environmental, … of workplaces.
Inspectors from the Ministry … cargo accidents.
Workers, including foreigners and … safety practices.
Trade unions reported widespread … informal sector.
#### Wage, Hour, and OSH Enforcement
The Ministry of Labour … comparable violations.
The Directorate of Occupational … informal sector.
### c. Disappearance and Abduction
#### Disappearance
There were reports of … of December.
On August 19, media … year’s end.
The Defenders Coalition reported … social media.
#### Prolonged Detention without Charges
The law prohibited arbitrary … to occur.
The constitution provided significant … to survivors.
Although the law provided … arrested protesters.
NGOs reported police arbitrarily … of November.
The May 8 arrests … the government.
Lengthy pretrial detention was … trial delays.
### d. Violations in Religious Freedom
See the Department of … at https://www.state.gov/religiousfreedomreport/.
### e. Trafficking in Persons
See the Department of … at https://www.state.gov/trafficking-in-persons-report/.
## Section 3. Security of the Person
### a. Torture and Cruel, Inhuman, or Degrading Treatment or Punishment
The constitution and law … police officers.
Police and prison officials … as criminals.
Impunity was a serious … Z demonstrations.
Police officials at times … alleged crimes.
In February and December, … under duress.
The Ministry of Public … targeted infants.
The law made it … rural areas.
### b. Protection of Children
#### Child Labor
See the Department of … at https://www.dol.gov/agencies/ilab/resources/reports/child-labor/findings/.
#### Child Marriage
The minimum age for … ethnic groups.
### c. Protection to Refugees
The government cooperated with … of concern.
#### Provision of First Asylum
The law provided for … the field.
### d. Acts of Antisemitism and Antisemitic Incitement
The Jewish community was … antisemitic incidents.
### e. Instances of Transnational Repression
There were reports the … transnational repression.
#### Knowing Cooperation with Other Governments to Facilitate Their Acts of Transnational Repression
In July, a registered … to Uganda.
On November 16, Kizza … coordinated action.
`
