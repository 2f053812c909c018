package english

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

// variantPairs are words whose American and British spellings have different
// stems; their other forms follow. They are applied to words, not to quoted
// phrases, and each use is noted. Pairs with one stem (traveled, travelled) need
// no entry.
var variantPairs = strings.Fields(`
	labor/labour laborer/labourer behavior/behaviour color/colour favor/favour favorable/favourable favoritism/favouritism colorism/colourism favorite/favourite flavor/flavour harbor/harbour
	honor/honour humor/humour neighbor/neighbour neighborhood/neighbourhood rumor/rumour savior/saviour
	vapor/vapour endeavor/endeavour armor/armour rigor/rigour valor/valour vigor/vigour tumor/tumour odor/odour
	candor/candour parlor/parlour demeanor/demeanour misdemeanor/misdemeanour clamor/clamour ardor/ardour
	center/centre meter/metre kilometer/kilometre liter/litre theater/theatre fiber/fibre caliber/calibre
	specter/spectre somber/sombre meager/meagre luster/lustre saber/sabre defense/defence offense/offence
	license/licence pretense/pretence practice/practise program/programme catalog/catalogue dialog/dialogue
	analog/analogue plow/plough gray/grey judgment/judgement counselor/counsellor fueled/fuelled
	jewelry/jewellery woolen/woollen pediatric/paediatric pediatrician/paediatrician
	gynecological/gynaecological gynecologist/gynaecologist orthopedic/orthopaedic anesthesia/anaesthesia
	hemorrhage/haemorrhage anemia/anaemia feces/faeces fetus/foetus esophagus/oesophagus diarrhea/diarrhoea
	maneuver/manoeuvre encyclopedia/encyclopaedia archeology/archaeology mold/mould pajamas/pyjamas
	sulfur/sulphur aluminum/aluminium skeptical/sceptical analyze/analyse paralyze/paralyse catalyze/catalyse
	organize/organise organization/organisation criminalize/criminalise decriminalize/decriminalise prioritize/prioritise
	recognize/recognise authorize/authorise utilize/utilise finalize/finalise formalize/formalise
	institutionalize/institutionalise standardize/standardise stigmatize/stigmatise marginalize/marginalise
	victimize/victimise revictimize/revictimise penalize/penalise legalize/legalise harmonize/harmonise
	mobilize/mobilise emphasize/emphasise minimize/minimise maximize/maximise specialize/specialise
	centralize/centralise decentralize/decentralise sensitize/sensitise summarize/summarise
	characterize/characterise categorize/categorise privatize/privatise modernize/modernise
	nationalize/nationalise naturalize/naturalise neutralize/neutralise normalize/normalise optimize/optimise
	realize/realise apologize/apologise civilize/civilise colonize/colonise customize/customise
	digitize/digitise economize/economise equalize/equalise globalize/globalise hospitalize/hospitalise
	immunize/immunise industrialize/industrialise initialize/initialise internalize/internalise
	jeopardize/jeopardise materialize/materialise memorize/memorise militarize/militarise
	demilitarize/demilitarise monopolize/monopolise ostracize/ostracise patronize/patronise
	politicize/politicise polarize/polarise publicize/publicise radicalize/radicalise deradicalize/deradicalise
	rationalize/rationalise regularize/regularise reorganize/reorganise revitalize/revitalise
	scrutinize/scrutinise socialize/socialise stabilize/stabilise sterilize/sterilise subsidize/subsidise
	symbolize/symbolise sympathize/sympathise synchronize/synchronise terrorize/terrorise traumatize/traumatise
	unionize/unionise urbanize/urbanise visualize/visualise vocalize/vocalise weaponize/weaponise
	westernize/westernise brutalize/brutalise capitalize/capitalise fertilize/fertilise generalize/generalise
	operationalize/operationalise itemize/itemise`)

// A spelling is a word and how it is spelled elsewhere.
type spelling struct{ here, there string }

// spellings are the variantPairs both ways, by the stem of the spelling here.
var spellings = func() map[string][]spelling {
	by := map[string][]spelling{}
	for _, pair := range variantPairs {
		a, b, _ := strings.Cut(pair, "/")
		by[Stem(a)] = append(by[Stem(a)], spelling{a, b})
		by[Stem(b)] = append(by[Stem(b)], spelling{b, a})
	}
	return by
}()

// Variants returns the other spellings of a word: for "organizations"
// "organisations". A word that has only its stem in common with one in the
// table has none: "national" does not find "nationalise".
func Variants(word, stem string) (others []string) {
	for _, s := range spellings[stem] {
		if other, ok := s.of(word); ok {
			others = append(others, other)
		}
	}
	return others
}

// of spells a form of the word in the other way: "centred" as "centered". What
// follows the word without its final e follows it in the other spelling too.
func (s spelling) of(form string) (string, bool) {
	if form == s.here || form == s.here+"s" {
		return s.there + form[len(s.here):], true
	}
	rest, ok := strings.CutPrefix(form, strings.TrimSuffix(s.here, "e"))
	return strings.TrimSuffix(s.there, "e") + rest, ok
}

// compoundLines are what compounds is made of: the file says how it is read.
//
//go:embed compounds.txt
var compoundLines string

// compounds has, for the first part of words that are written closed, with a hyphen
// or apart, the stems of the second; "*" stands for any word of enough letters.
var compounds = func() map[string][]string {
	parts := map[string][]string{}
	for line := range strings.Lines(compoundLines) {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 1 {
			for _, second := range words[1:] {
				parts[words[0]] = append(parts[words[0]], Stem(second))
			}
		}
	}
	return parts
}()

// anySecond is how many letters the second part has at least where any will do.
const anySecond = 4

// IsCompound reports whether two words are also written as one.
func IsCompound(first, second string) bool {
	seconds, begins := compounds[first]
	if !begins {
		return false
	}
	if slices.Contains(seconds, "*") && len(second) >= anySecond &&
		!strings.ContainsFunc(second, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return true
	}
	return slices.ContainsFunc(seconds, func(stem string) bool { return mayHave(second, stem) }) && slices.Contains(seconds, Stem(second))
}

// mayHave reports whether a word may have a stem, by its first letter: to tell for sure takes
// a microsecond.
func mayHave(word, stem string) bool {
	c := word[0]
	return c == stem[0] || c < 'a' || c > 'z' || strings.IndexByte(Strays[stem], c) >= 0
}

// FirstPart returns the length in bytes of the first part of a word that is also
// written in two; 0 if it is not. Of several the longest counts: counterterrorism
// does not begin with co.
func FirstPart(word string) int {
	for i := len(word) - 1; i > 0; i-- {
		if compounds[word[:i]] != nil && IsCompound(word[:i], word[i:]) {
			return i
		}
	}
	return 0
}
