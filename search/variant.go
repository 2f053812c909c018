package search

import "strings"

// variantPairs are words that are spelled in two ways, American and British.
// Their other forms follow by their stems. They are applied to words, not to
// quoted phrases, and each use is noted.
var variantPairs = strings.Fields(`
	labor/labour behavior/behaviour color/colour favor/favour favorite/favourite flavor/flavour harbor/harbour
	honor/honour humor/humour neighbor/neighbour neighborhood/neighbourhood rumor/rumour savior/saviour vapor/vapour
	endeavor/endeavour armor/armour rigor/rigour valor/valour vigor/vigour tumor/tumour odor/odour candor/candour
	parlor/parlour demeanor/demeanour misdemeanor/misdemeanour clamor/clamour ardor/ardour
	center/centre meter/metre kilometer/kilometre liter/litre theater/theatre fiber/fibre caliber/calibre
	specter/spectre somber/sombre meager/meagre luster/lustre saber/sabre
	defense/defence offense/offence license/licence pretense/pretence practice/practise
	program/programme catalog/catalogue dialog/dialogue analog/analogue check/cheque draft/draught plow/plough gray/grey
	judgment/judgement acknowledgment/acknowledgement fulfill/fulfil fulfillment/fulfilment enroll/enrol
	enrollment/enrolment installment/instalment skillful/skilful willful/wilful instill/instil distill/distil
	counselor/counsellor counseling/counselling counseled/counselled traveler/traveller traveling/travelling
	traveled/travelled labeled/labelled labeling/labelling canceled/cancelled canceling/cancelling
	cancelation/cancellation modeled/modelled modeling/modelling signaled/signalled signaling/signalling
	channeled/channelled channeling/channelling fueled/fuelled fueling/fuelling marshaled/marshalled
	jeweler/jeweller jewelry/jewellery woolen/woollen marvelous/marvellous
	pediatric/paediatric pediatrician/paediatrician gynecological/gynaecological gynecologist/gynaecologist
	orthopedic/orthopaedic anesthesia/anaesthesia hemorrhage/haemorrhage anemia/anaemia feces/faeces fetus/foetus
	esophagus/oesophagus diarrhea/diarrhoea maneuver/manoeuvre encyclopedia/encyclopaedia archeology/archaeology
	aging/ageing mold/mould tire/tyre curb/kerb pajamas/pyjamas sulfur/sulphur aluminum/aluminium skeptical/sceptical
	analyze/analyse paralyze/paralyse catalyze/catalyse
	organize/organise criminalize/criminalise decriminalize/decriminalise prioritize/prioritise recognize/recognise
	authorize/authorise utilize/utilise finalize/finalise formalize/formalise institutionalize/institutionalise
	standardize/standardise stigmatize/stigmatise marginalize/marginalise victimize/victimise revictimize/revictimise
	penalize/penalise legalize/legalise harmonize/harmonise mobilize/mobilise emphasize/emphasise minimize/minimise
	maximize/maximise specialize/specialise centralize/centralise decentralize/decentralise sensitize/sensitise
	summarize/summarise characterize/characterise categorize/categorise privatize/privatise modernize/modernise
	nationalize/nationalise naturalize/naturalise neutralize/neutralise normalize/normalise optimize/optimise
	realize/realise apologize/apologise civilize/civilise colonize/colonise customize/customise digitize/digitise
	economize/economise equalize/equalise globalize/globalise hospitalize/hospitalise immunize/immunise
	industrialize/industrialise initialize/initialise internalize/internalise jeopardize/jeopardise
	materialize/materialise memorize/memorise militarize/militarise demilitarize/demilitarise monopolize/monopolise
	ostracize/ostracise patronize/patronise politicize/politicise polarize/polarise publicize/publicise
	radicalize/radicalise deradicalize/deradicalise rationalize/rationalise regularize/regularise
	reorganize/reorganise revitalize/revitalise scrutinize/scrutinise socialize/socialise
	stabilize/stabilise sterilize/sterilise subsidize/subsidise symbolize/symbolise sympathize/sympathise
	synchronize/synchronise terrorize/terrorise traumatize/traumatise unionize/unionise urbanize/urbanise
	visualize/visualise vocalize/vocalise weaponize/weaponise westernize/westernise brutalize/brutalise
	capitalize/capitalise fertilize/fertilise generalize/generalise operationalize/operationalise itemize/itemise`)

// variants gives, by stem, the other spellings of a word.
var variants = func() map[string][]spelling {
	by := map[string][]spelling{}
	for _, pair := range variantPairs {
		a, b, _ := strings.Cut(pair, "/")
		if stem(a) != stem(b) {
			by[stem(a)] = append(by[stem(a)], spelling{a, b})
			by[stem(b)] = append(by[stem(b)], spelling{b, a})
		}
	}
	return by
}()

// A spelling is a word and how it is spelled elsewhere.
type spelling struct{ here, there string }

// of gives a form of the word in the other spelling, as it is shown:
// "organizations" as "organisations".
func (s spelling) of(form string) string {
	here, there := strings.TrimSuffix(s.here, "e"), strings.TrimSuffix(s.there, "e")
	for _, base := range [][2]string{{s.here, s.there}, {here, there}} {
		if rest, ok := strings.CutPrefix(form, base[0]); ok {
			if rest != "" && strings.Contains("aeiou", rest[:1]) {
				return there + rest
			}
			return base[1] + rest
		}
	}
	return s.there
}
