package series

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// A wording is how the Trafficking in Persons Report is worded in one language:
// its own, and those of the translations that embassies publish. Patterns match
// folded text, in which capitals and accents do not matter.
type wording struct {
	tag    string // BCP 47
	report string // names the report

	tier             string    // the noun: "tier"
	numbers          [3]string // behind the noun: "1", "one"
	ordinals         [3]string // before it: "segundo nivel"
	watch            string    // behind both
	special, unrated string

	sections map[string]string // the headings of each section

	// therefore begins the sentence that gives the tier where no header does;
	// placed stands right before the tier there, and holding gives it by itself.
	therefore, placed, holding string

	// standards matches the paragraph that says why a country has its tier.
	standards string
}

var wordings = []*wording{
	{
		tag:    "en",
		report: `trafficking in persons report|trafficking in persons 20\d\d|tip report|tiprpt`,
		tier:   `tier`, numbers: [3]string{`1|one`, `2|two`, `3|three`}, watch: `watch ?-?list`,
		special: `special case`, unrated: `not rated|unrated`,
		sections: map[string]string{
			Recommendations: `(?:prioritized |priority )?recommendations?(?: for [^:;.]{1,60})?`,
			Prosecution:     `prosecution`, Protection: `protection`, Prevention: `prevention`,
			Profile:  `(?:trafficking )?profile|scope and magnitude`,
			Overview: `government efforts`,
		},
		therefore: `\btherefore\b`,
		placed:    `\b(?:remain(?:s|ed)?|placed|upgraded|downgraded|moved|ranked|kept)(?: [a-z]+){0,3}? (?:on|to|at|in|a|as a) $`,
		holding:   `\b(?:(?:is|are|remains|again) (?:again )?placed on|(?:remains|stays) on|(?:is|remains|continues to be) a) $`,
		standards: `\bgovernment\b[^.]*\bminimum standards\b`,
	},
	{
		tag:    "es",
		report: `(?:informe|reporte)[^.:;]{0,30} sobre (?:la )?trata de personas|trata de personas 20\d\d`,
		tier:   `nivel`, numbers: [3]string{`1|uno`, `2|dos`, `3|tres`}, ordinals: [3]string{`primer`, `segundo`, `tercer`},
		watch:   `(?:en )?(?:la )?lista de (?:observacion|vigilancia)|en observacion`,
		special: `caso especial`, unrated: `sin clasificar|no clasificado`,
		sections: map[string]string{
			Recommendations: `recomendaciones(?: (?:priorizadas|prioritarias))?(?: (?:para|a) [^:;.]{1,60})?`,
			Prosecution:     `enjuiciamientos?|procesamientos?(?: judicial(?:es)?)?|persecucion(?: penal| del delito)?|accion penal|judicializacion`,
			Protection:      `proteccion(?: (?:de|a) (?:las )?victimas)?`, Prevention: `prevencion`,
			Profile: `perfil(?: (?:de|del|sobre) (?:la )?(?:trata|trafico)(?: de personas)?)?|alcance y magnitud`,
		},
		therefore: `\bpor (?:lo )?tanto\b|\bpor ende\b|\bpor consiguiente\b|\ben consecuencia\b`,
		placed:    `\b(?:en|a|al|como)(?: el| la)? $`,
		standards: `\bgobierno\b[^.]*\b(?:normas|estandares) minim[ao]s\b`,
	},
	{
		tag:    "fr",
		report: `rapport[^.:;]{0,30} sur (?:la traite|le trafic) des (?:personnes|etres humains)`,
		tier:   `niveau|categorie|groupe`, numbers: [3]string{`1|un`, `2|deux`, `3|trois`}, ordinals: [3]string{`premier`, `deuxieme|second`, `troisieme`},
		watch:   `(?:sur (?:la )?)?liste de (?:surveillance|veille)|sous surveillance`,
		special: `cas (?:special|particulier)`, unrated: `non classe`,
		sections: map[string]string{
			Recommendations: `recommandations(?: (?:prioritaires|hierarchisees))?(?: (?:pour|a) [^:;.]{1,60})?`,
			Prosecution:     `poursuites?(?: judiciaires?| penales?)?`, Protection: `protection(?: des victimes)?`, Prevention: `prevention`,
			Profile: `profil(?: (?:de la traite|du trafic)(?: des (?:personnes|etres humains))?)?`,
		},
		therefore: `\bpar consequent\b|\ben consequence\b|\bde ce fait\b|\bc'est pourquoi\b`,
		placed:    `\b(?:au|a la|en|dans (?:la|le)|de(?: la)?) $`,
		standards: `\bgouvernement\b[^.]*\bnormes minimales\b`,
	},
	{
		tag:    "ar",
		report: prose.FoldString(`تقرير[^.:؛]{0,30}الاتجار (?:بالأشخاص|بالبشر)`),
		tier:   prose.FoldString(`المستوى|الفئة|الدرجة`), numbers: [3]string{
			prose.FoldString(`1|١|الأول|الأولى`), prose.FoldString(`2|٢|الثاني|الثانية`), prose.FoldString(`3|٣|الثالث|الثالثة`),
		},
		watch:   prose.FoldString(`(?:ضمن |على |من )?قائمة المراقبة|تحت المراقبة`),
		special: prose.FoldString(`حالة خاصة`), unrated: prose.FoldString(`غير مصنف`),
		sections: map[string]string{
			Recommendations: prose.FoldString(`(?:ال)?توصيات(?: ذات الأولوية)?`),
			Prosecution:     prose.FoldString(`(?:ال)?ملاحقة القضائية|الملاحقة|المقاضاة`),
			Protection:      prose.FoldString(`الحماية`), Prevention: prose.FoldString(`الوقاية|المنع`),
			Profile: prose.FoldString(`(?:لمحة|نبذة) عن الاتجار(?: بالبشر| بالأشخاص)?`),
		},
		therefore: prose.FoldString(`لذلك|لذا|وبالتالي|وعليه`),
		placed:    prose.FoldString(` (?:في|على|ضمن|إلى) $`),
		standards: prose.FoldString(`حكومة[^.]*المعايير الدنيا`),
	},
}

// A reading is a wording, ready to be matched.
type reading struct {
	tag                        string
	rating                     *regexp.Regexp // at the beginning; its groups are tiers 1, 2, 3, twice; then the watch list
	special, unrated           *regexp.Regexp // at the beginning
	headings                   map[string]*regexp.Regexp
	therefore, placed, holding *regexp.Regexp
}

var readings = func() (all []*reading) {
	for _, w := range wordings {
		r := &reading{tag: w.tag, headings: map[string]*regexp.Regexp{}}
		pattern := `^(?:(?:` + w.tier + `) ?(?:(` + strings.Join(w.numbers[:], `)|(`) + `))`
		if w.ordinals[0] != "" {
			pattern += `|(?:(` + strings.Join(w.ordinals[:], `)|(`) + `)) (?:` + w.tier + `)`
		} else {
			pattern += `|(\z.)(\z.)(\z.)` // groups that match nothing
		}
		r.rating = regexp.MustCompile(pattern + `)( ?\*? ?[:,-]? ?\(?(?:` + w.watch + `)\)?)?`)
		r.special, r.unrated = regexp.MustCompile(`^(?:`+w.special+`)`), regexp.MustCompile(`^(?:`+w.unrated+`)`)
		for section, headings := range w.sections {
			r.headings[section] = regexp.MustCompile(`^(?:` + headings + `)$`)
		}
		r.therefore, r.placed = regexp.MustCompile(w.therefore), regexp.MustCompile(w.placed)
		if w.holding != "" {
			r.holding = regexp.MustCompile(w.holding)
		}
		all = append(all, r)
	}
	return all
}()

// beginnings are what the ratings of all wordings begin with, by the first byte: the part
// of each pattern before anything but letters. Most texts have none of them, and no
// pattern is tried there.
var beginnings = func() (by [256][]string) {
	for _, w := range wordings {
		for _, pattern := range append([]string{w.tier, w.special, w.unrated}, w.ordinals[:]...) {
			for alternative := range strings.SplitSeq(pattern, "|") { // parts of a group too, which do no harm
				if begins := alternative[:len(alternative)-len(strings.TrimLeftFunc(alternative, unicode.IsLetter))]; begins != "" {
					by[begins[0]] = append(by[begins[0]], begins)
				}
			}
		}
	}
	return by
}()

// mayRate reports whether a folded text begins as a rating does.
func mayRate(folded string) bool {
	if folded == "" {
		return false
	}
	return slices.ContainsFunc(beginnings[folded[0]], func(begins string) bool { return strings.HasPrefix(folded, begins) })
}

// join returns a pattern that matches what one of the wordings' does.
func join(of func(*wording) string) *regexp.Regexp {
	var all []string
	for _, w := range wordings {
		all = append(all, of(w))
	}
	return regexp.MustCompile(strings.Join(all, "|"))
}

// ratingAt reads the rating that a folded text begins with, and returns how many
// bytes it takes up. The tier is empty where the text says that there is none.
func ratingAt(folded string) (tier string, length int, of *reading) {
	if !mayRate(folded) {
		return "", 0, nil
	}
	return readRating(folded)
}

// readRating is ratingAt for any text.
func readRating(folded string) (tier string, length int, of *reading) {
	for _, r := range readings {
		tier, length = "", 0
		if m := r.rating.FindStringSubmatchIndex(folded); m != nil {
			length = m[1]
			for group := 1; group <= 6; group++ {
				if m[2*group] >= 0 {
					tier = TIP.Tiers[[]int{0, 1, 3}[(group-1)%3]]
				}
			}
			if m[14] >= 0 && tier == "Tier 2" {
				tier = "Tier 2 Watch List"
			}
		} else if s := r.special.FindString(folded); s != "" {
			tier, length = "Special Case", len(s)
		} else if s := r.unrated.FindString(folded); s != "" {
			length = len(s)
		}
		if next, _ := utf8.DecodeRuneInString(folded[length:]); length > 0 && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return tier, length, r
		}
	}
	return "", 0, nil
}

// countryIn returns the English name of a country that is named in the language
// of r, or in English; empty if it is none.
func countryIn(r *reading, name string) string {
	if short, code := corpus.CountryName(name); code != "" {
		return short
	}
	return corpus.CountryIn(r.tag, name)
}
