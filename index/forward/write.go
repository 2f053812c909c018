package forward

import (
	"bufio"
	"cmp"
	"errors"
	"iter"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"

	"verbatim/search"
)

// A Writer takes passages in the order of their rows, with their words and values as
// numbers, and writes their forward index. What it writes depends on the passages alone,
// not on the numbers.
type Writer struct {
	*Words
	values  []numbering
	rows    Rows
	lengths []uint32
	tokens  [][]Token  // of all passages, in blocks: each passage has its own in one of them
	fields  [][]uint32 // of each field, by passage
}

// A Token is the number of a word in a passage, with Name if it is a name, and with Begins
// if it begins a sentence.
type Token uint32

const (
	Name   Token = 1 << 31
	Begins Token = 1 << 30

	wordOf = Begins - 1
)

// Words number words, each with its stem. Several Writers may share them, and any number
// of goroutines.
type Words struct {
	mutex sync.Mutex
	numbering
	stems []string // of each word
}

// A numbering numbers strings in the order in which they come.
type numbering struct {
	numbers map[string]uint32
	strings []string
}

func (n *numbering) number(s string) (number uint32, isNew bool) {
	number, known := n.numbers[s]
	if !known {
		s = strings.Clone(s) // it may be a part of a long text
		number = uint32(len(n.strings))
		n.numbers[s] = number
		n.strings = append(n.strings, s)
	}
	return number, !known
}

func newNumbering() numbering { return numbering{numbers: map[string]uint32{}} }

func NewWords() *Words { return &Words{numbering: newNumbering()} }

// Word returns the number of a word with its stem.
func (w *Words) Word(word, stem string) Token {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	n, isNew := w.number(word)
	if isNew {
		w.stems = append(w.stems, strings.Clone(stem))
	}
	return Token(n)
}

// all returns the words so far, and their stems.
func (w *Words) all() (words, stems []string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.strings, w.stems
}

func NewWriter(words *Words) *Writer {
	w := &Writer{Words: words, fields: make([][]uint32, len(search.Fields))}
	for range search.Fields {
		w.values = append(w.values, newNumbering())
	}
	return w
}

// Value returns the number of a field's value, to be added.
func (w *Writer) Value(field int, value string) uint32 {
	n, _ := w.values[field].number(value)
	return n
}

// Add adds a passage, and the number of its value in each field.
func (w *Writer) Add(row uint64, tokens []Token, values []uint32) {
	w.rows.add(row)
	w.lengths = append(w.lengths, uint32(len(tokens)))
	if last := len(w.tokens) - 1; last < 0 || cap(w.tokens[last])-len(w.tokens[last]) < len(tokens) {
		w.tokens = append(w.tokens, make([]Token, 0, max(block, len(tokens))))
	}
	last := &w.tokens[len(w.tokens)-1]
	*last = append(*last, tokens...)
	for f, v := range values {
		w.fields[f] = append(w.fields[f], v)
	}
}

// block is how many tokens a block has room for. They are never copied.
const block = 1 << 18

func (w *Writer) Passages() int { return len(w.lengths) }

// A Draft is a forward index before it is written: it has no Alike yet, and none of the leaders
// that Lead finds.
type Draft struct {
	Index
	content [sections][]byte
}

// Draft returns the forward index of the passages. The Writer is done then.
func (w *Writer) Draft() (*Draft, error) {
	d := &Draft{}
	d.content[secRowFirsts], d.content[secRows] = asBytes(w.rows.firsts), asBytes(w.rows.rows)
	d.content[secLengths] = pack(w.lengths, int(slices.Max(append(w.lengths, 0)))+1)
	if err := w.valueSections(&d.content); err != nil {
		return nil, err
	}
	if err := w.tokenSections(&d.content, w.wordSections(&d.content)); err != nil {
		return nil, err
	}
	*w = Writer{} // its memory is needed for what follows
	d.adopt(d.content)
	return d, nil
}

// Lead finds the leaders.
func (d *Draft) Lead() { lead(&d.Index).sections(&d.content) }

// Write writes the forward index to a new file.
func (d *Draft) Write(path string, alike *Alike) error {
	alike.sections(&d.content)
	return writeSections(path, d.content)
}

// wordSections writes the vocabulary, and returns the final numbers of the words.
func (w *Writer) wordSections(content *[sections][]byte) (final []uint32) {
	known, stemsOf := w.all()
	occurrences := make([]int, len(known))
	for _, block := range w.tokens {
		for _, t := range block {
			occurrences[t&wordOf]++
		}
	}
	byNumber := Order(len(known), func(a, b uint32) int {
		return cmp.Or(occurrences[b]-occurrences[a], strings.Compare(known[a], known[b]))
	})
	used := sort.Search(len(byNumber), func(i int) bool { return occurrences[byNumber[i]] == 0 })
	words, stems := make([]string, used), make([]string, used)
	final = make([]uint32, len(known))
	for n, was := range byNumber[:used] {
		words[n], stems[n], final[was] = known[was], stemsOf[was], uint32(n)
	}
	content[secWordStarts], content[secWords] = stringSections(words)
	content[secSortedWords] = asBytes(Order(len(words), func(a, b uint32) int { return strings.Compare(words[a], words[b]) }))
	stemSections(content, stems)
	return final
}

// stemSections writes which words have each stem, given the stem of each word.
func stemSections(content *[sections][]byte, stems []string) {
	byStem := Order(len(stems), func(a, b uint32) int { return cmp.Or(strings.Compare(stems[a], stems[b]), cmp.Compare(a, b)) })
	var distinct []string
	var starts []uint32
	for i, n := range byStem {
		if i == 0 || stems[n] != distinct[len(distinct)-1] {
			distinct = append(distinct, stems[n])
			starts = append(starts, uint32(i))
		}
	}
	content[secStemStarts], content[secStems] = stringSections(distinct)
	content[secStemWordStart] = asBytes(append(starts, uint32(len(byStem))))
	content[secStemWords] = asBytes(byStem)
}

// Order returns the numbers below n, sorted.
func Order(n int, compare func(a, b uint32) int) []uint32 {
	numbers := make([]uint32, n)
	for i := range numbers {
		numbers[i] = uint32(i)
	}
	slices.SortFunc(numbers, compare)
	return numbers
}

// tokenSections writes the words of the passages by their final numbers, and
// the pairs among them.
func (w *Writer) tokenSections(content *[sections][]byte, final []uint32) (err error) {
	starts := make([]uint32, 1, len(w.lengths)+1)
	tokens := make([]uint16, 0, len(w.tokens)*(block+block/16))
	var names, sentences bitset
	for passage := range w.passages() {
		for _, t := range passage {
			names.set(len(tokens), t&Name != 0)
			sentences.set(len(tokens), t&Begins != 0)
			tokens = appendToken(tokens, final[t&wordOf])
		}
		starts = append(starts, uint32(len(tokens)))
	}
	content[secTokenStarts], content[secTokens], content[secNames] = asBytes(starts), asBytes(tokens), asBytes(names)
	content[secSentences] = asBytes(sentences)
	content[secPairStarts], content[secPairs], err = pairSections(starts, tokens)
	return err
}

// passages yields the tokens of each passage.
func (w *Writer) passages() iter.Seq[[]Token] {
	return func(yield func([]Token) bool) {
		rest, blocks := []Token(nil), w.tokens
		for _, length := range w.lengths {
			if int(length) > len(rest) {
				rest, blocks = blocks[0], blocks[1:]
			}
			if !yield(rest[:length]) {
				return
			}
			rest = rest[length:]
		}
	}
}

func stringSections(all []string) (starts, text []byte) {
	at := make([]uint32, 1, len(all)+1)
	for _, s := range all {
		text = append(text, s...)
		at = append(at, uint32(len(text)))
	}
	return asBytes(at), text
}

// writeSections writes the sections to a new file and makes it durable.
func writeSections(path string, content [sections][]byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := bufio.NewWriterSize(file, 1<<20)
	header := append([]byte(magic), asBytes([]uint64{byteOrderMark})...)
	offset := uint64(headerSize)
	for _, c := range content {
		header = append(header, asBytes([]uint64{offset, uint64(len(c))})...)
		offset += uint64(padded(len(c)))
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	for _, c := range content {
		if _, err := w.Write(c); err != nil {
			return err
		}
		if _, err := w.Write(make([]byte, padded(len(c))-len(c))); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Sync()
}

// padded is the next multiple of 8.
func padded(n int) int { return (n + 7) &^ 7 }
