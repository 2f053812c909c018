package index

// The fields of the segments, besides one for each search.Field.
const (
	fieldWords = "words" // words as written, folded
	fieldStems = "stems" // stems, and levelTerm of those that occur more than once
)

// levelTerm is the term under which the passages stand that have a stem at
// least level times: a posting list then needs no frequencies, and is a plain
// bitmap.
func levelTerm(stem string, level int) string {
	if level == 1 {
		return stem
	}
	return string(rune('0'+level)) + "\x00" + stem
}
