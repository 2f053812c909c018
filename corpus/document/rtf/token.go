package rtf

// A token is one thing of an RTF file: a group's begin or end, a control word with
// its number, or text.
type token struct {
	kind  tokenKind
	word  string // of a control: "par", "'", "*"
	n     int    // its number
	has   bool   // it has a number
	bytes []byte // text in the code page of its font
}

type tokenKind int

const (
	end tokenKind = iota // of the file
	open
	shut
	control
	text
)

// A tokenizer parts a file into tokens. It never fails: what is no token is text.
type tokenizer struct {
	data []byte
	at   int
}

func (t *tokenizer) next() token {
	if t.at >= len(t.data) {
		return token{kind: end}
	}
	switch c := t.data[t.at]; c {
	case '{':
		t.at++
		return token{kind: open}
	case '}':
		t.at++
		return token{kind: shut}
	case '\\':
		return t.control()
	}
	from := t.at
	for t.at < len(t.data) && t.data[t.at] != '{' && t.data[t.at] != '}' && t.data[t.at] != '\\' {
		t.at++
	}
	return token{kind: text, bytes: t.data[from:t.at]}
}

// control reads a control word or symbol.
func (t *tokenizer) control() token {
	t.at++
	if t.at == len(t.data) {
		return token{kind: end}
	}
	if c := t.data[t.at]; !letter(c) {
		t.at++
		switch c {
		case '\'':
			return t.hex()
		case '\\', '{', '}':
			return token{kind: text, bytes: t.data[t.at-1 : t.at]}
		case '\n', '\r':
			return token{kind: control, word: "par"}
		}
		return token{kind: control, word: string(rune(c))}
	}
	from := t.at
	for t.at < len(t.data) && letter(t.data[t.at]) {
		t.at++
	}
	k := token{kind: control, word: string(t.data[from:t.at])}
	k.n, k.has = t.number()
	if t.at < len(t.data) && t.data[t.at] == ' ' {
		t.at++
	}
	if k.word == "bin" && k.n > 0 { // bytes of a picture
		t.at = min(len(t.data), t.at+k.n)
	}
	return k
}

// hex reads a character that is written as two hexadecimal digits.
func (t *tokenizer) hex() token {
	if t.at+2 > len(t.data) {
		t.at = len(t.data)
		return token{kind: end}
	}
	n := 0
	for _, c := range t.data[t.at : t.at+2] {
		switch {
		case '0' <= c && c <= '9':
			n = n<<4 | int(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			n = n<<4 | int(c|0x20-'a'+10)
		default:
			return token{kind: control, word: "'"}
		}
	}
	t.at += 2
	return token{kind: control, word: "'", n: n, has: true}
}

// number reads the number behind a control word, of at most ten digits.
func (t *tokenizer) number() (n int, has bool) {
	from, sign := t.at, 1
	if t.at < len(t.data) && t.data[t.at] == '-' {
		sign = -1
		t.at++
	}
	first := t.at
	for t.at < len(t.data) && t.at < first+10 && '0' <= t.data[t.at] && t.data[t.at] <= '9' {
		n = n*10 + int(t.data[t.at]-'0')
		t.at++
	}
	if t.at == first {
		t.at = from
		return 0, false
	}
	return sign * n, true
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
