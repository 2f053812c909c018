package style

import (
	"regexp"
	"strconv"
	"strings"
)

// digits is a number as figures: with commas between groups of three, or none.
var digits = regexp.MustCompile(`^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$`)

// ordinalDigits is 1st, 22nd.
var ordinalDigits = regexp.MustCompile(`^(\d+)(?:st|nd|rd|th)$`)

var (
	units    = places(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen`, 0, 1)
	tens     = places(`twenty thirty forty fifty sixty seventy eighty ninety`, 20, 10)
	ordinals = places(`zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth`, 0, 1)
	tenths   = places(`twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth`, 20, 10)
	scales   = map[string]int{"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
)

// places gives words the numbers from start in steps.
func places(words string, start, step int) map[string]int {
	m := map[string]int{}
	for w := range strings.FieldsSeq(words) {
		m[w] = start
		start += step
	}
	return m
}

func isNumeral(low string) bool {
	_, unit := units[low]
	_, ten := tens[low]
	_, scale := scales[low]
	return unit || ten || scale || low != "" && low[0] >= '0' && low[0] <= '9'
}

// percent reads tokens that mean "percent".
func percent(tokens []token) (string, bool) {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.low
	}
	switch strings.Join(words, " ") {
	case "%", "percent", "per cent", "pct":
		return "percent", true
	}
	return "", false
}

// numberOf reads tokens as one number and returns it in one form: "250" for "two
// hundred and fifty", "2nd" for "second".
func numberOf(tokens []token) (string, bool) {
	first := tokens[0].low
	if len(tokens) == 1 {
		if digits.MatchString(first) {
			return trimmed(strings.ReplaceAll(first, ",", "")), true
		}
		if m := ordinalDigits.FindStringSubmatch(first); m != nil {
			return m[1] + "th", true
		}
	}
	for i, t := range tokens {
		if i > 0 && t.sep != " " && t.sep != "-" {
			return "", false
		}
	}
	if digits.MatchString(first) && len(tokens) == 2 { // 2.5 million
		scale, ok := scales[tokens[1].low]
		value, err := strconv.ParseFloat(strings.ReplaceAll(first, ",", ""), 64)
		if !ok || err != nil || scale < 1000 {
			return "", false
		}
		return trimmed(strconv.FormatFloat(value*float64(scale), 'f', 3, 64)), true
	}
	return inWords(tokens)
}

// trimmed leaves out the zeros in front of a whole number and behind a decimal
// point.
func trimmed(number string) string {
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return number
}

// inWords reads a number in words.
func inWords(tokens []token) (string, bool) {
	total, under, end := 0, 0, ""
	last := 0 // the scale of the word before: 1 for units, 10 for tens
	for i, t := range tokens {
		if end != "" {
			return "", false
		}
		unit, isUnit := units[t.low]
		ten, isTen := tens[t.low]
		scale, isScale := scales[t.low]
		ordinal, isOrdinal := ordinals[t.low]
		tenth, isTenth := tenths[t.low]
		switch {
		case t.low == "and" && last >= 100 && i+1 < len(tokens):
			continue
		case isUnit && (last == 0 || last >= 100 || last == 10 && unit > 0 && unit < 10):
			under, last = under+unit, 1
		case isTen && (last == 0 || last >= 100):
			under, last = under+ten, 10
		case isScale && scale == 100 && last == 1 && under < 10:
			under, last = under*100, 100
		case isScale && scale > 100 && last != 0 && under > 0 && last < 1000:
			total, under, last = total+under*scale, 0, scale
		case isOrdinal && (last == 0 || last >= 100 || last == 10 && ordinal < 10):
			under, end = under+ordinal, "th"
		case isTenth && (last == 0 || last >= 100):
			under, end = under+tenth, "th"
		default:
			return "", false
		}
	}
	return strconv.Itoa(total+under) + end, true
}
