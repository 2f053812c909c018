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
		if m := decade.FindStringSubmatch(first); m != nil {
			return m[1] + "s", true
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
	if value, ok := withHalf(tokens); ok {
		return trimmed(strconv.FormatFloat(value, 'f', 3, 64)), true
	}
	return inWords(tokens)
}

// withHalf reads "half a million" and "two and a half", perhaps with a scale behind it.
func withHalf(tokens []token) (value float64, ok bool) {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.low
	}
	scale := 1
	if n := len(words); n > 1 {
		if s, ok := scales[words[n-1]]; ok && s >= 1000 {
			words, scale = words[:n-1], s
		}
	}
	text := strings.Join(words, " ")
	head, ok := strings.CutSuffix(text, " and a half")
	switch {
	case text == "half a" && scale > 1:
		return float64(scale) / 2, true
	case !ok || len(words) < 4:
		return 0, false
	}
	whole, err := strconv.Atoi(head)
	if err != nil {
		number, ok := inWords(tokens[:len(words)-3])
		if whole, err = strconv.Atoi(number); !ok || err != nil {
			return 0, false
		}
	}
	return (float64(whole) + 0.5) * float64(scale), true
}

// parts are the words behind the number of a fraction, without the s of the plural.
var parts = map[string]int{"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}

// fractionOf reads tokens as a fraction: "2/3" for "two-thirds", "1/2" for "half".
func fractionOf(tokens []token) (string, bool) {
	first, last := tokens[0], tokens[len(tokens)-1]
	switch {
	case len(tokens) == 1 && (first.low == "half" || first.low == "½"):
		return "1/2", true
	case len(tokens) != 2:
		return "", false
	case last.sep == "/" && wholeNumber.MatchString(first.low) && wholeNumber.MatchString(last.low):
		return first.low + "/" + last.low, true
	case last.sep != " " && last.sep != "-":
		return "", false
	}
	count, ok := units[first.low]
	if !ok {
		var err error
		if count, err = strconv.Atoi(first.low); err != nil {
			return "", false
		}
	}
	part, ok := parts[strings.TrimSuffix(last.low, "s")]
	if plural := strings.HasSuffix(last.low, "s"); !ok || count < 1 || count >= part || plural != (count > 1) {
		return "", false
	}
	return strconv.Itoa(count) + "/" + strconv.Itoa(part), true
}

var wholeNumber = regexp.MustCompile(`^\d{1,2}$`)

// rangeOf reads tokens as a range: "10-15" for "ten to fifteen", with the sign or word for
// percent if it is behind the first number as well: "10-15 percent" for "10% to 15%".
func rangeOf(tokens []token) (string, bool) {
	for i := 1; i < len(tokens); i++ {
		j := i
		if tokens[i].low == "to" && tokens[i].sep != "" {
			j++
		} else if tokens[i].sep != "-" || !digits.MatchString(tokens[i-1].low) && tokens[i-1].low != "%" || !digits.MatchString(tokens[i].low) {
			continue
		}
		if from, to, ok := twoNumbers(tokens[:i], tokens[j:]); ok {
			return from + "-" + to, true
		}
	}
	return "", false
}

// twoNumbers reads both ends of a range, of which the second is greater.
func twoNumbers(a, b []token) (from, to string, ok bool) {
	if len(a) == 0 || len(b) == 0 {
		return "", "", false
	}
	b, of := cutPercent(b)
	unit := ""
	if of {
		a, _ = cutPercent(a)
		unit = " percent"
	}
	from, ok = numberOf(a)
	to, also := numberOf(b)
	low, err := strconv.ParseFloat(from, 64)
	high, err2 := strconv.ParseFloat(to, 64)
	return from, to + unit, ok && also && err == nil && err2 == nil && low < high
}

// cutPercent leaves out what says "percent" behind a number.
func cutPercent(tokens []token) ([]token, bool) {
	for n := 1; n <= 2 && n < len(tokens); n++ {
		if _, ok := percent(tokens[len(tokens)-n:]); ok {
			return tokens[:len(tokens)-n], true
		}
	}
	return tokens, false
}

// decade is the 1990s; some write 1990's.
var decade = regexp.MustCompile(`^(\d{3}0)['’]?s$`)

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
