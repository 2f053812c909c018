package quote

// A Hint is what the sentence around a quotation says of its source.
type Hint struct {
	Field  string // country, year or publisher
	Value  string
	Agrees bool // some place where the quotation stands has it
}
