package forward

import (
	"bufio"
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"

	"verbatim/search"
)

// A Writer takes passages in the order of their rows, with their words
// and values as numbers that it assigns, and writes their forward index. What it
// writes depends on the passages alone, not on the numbers.
type Writer struct {
	words       numbering
	stems       []string // of each word
	occurrences []int    // of each word
	values      []numbering
	Rows        Rows
	lengths     []uint32
	tokens      []uint32   // the words of all passages
	names       bitset     // of them
	sentences   bitset     // their first words
	fields      [][]uint32 // of each field, by passage
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

func NewWriter() *Writer {
	w := &Writer{
		words:  numbering{numbers: map[string]uint32{}},
		values: make([]numbering, len(search.Fields)),
		fields: make([][]uint32, len(search.Fields)),
	}
	for f := range w.values {
		w.values[f].numbers = map[string]uint32{}
	}
	return w
}

// Word returns the number of a word with its stem, to be added.
func (w *Writer) Word(word, stem string) uint32 {
	n, isNew := w.words.number(word)
	if isNew {
		w.stems = append(w.stems, strings.Clone(stem))
		w.occurrences = append(w.occurrences, 0)
	}
	return n
}

// Value returns the number of a field's value, to be added.
func (w *Writer) Value(field int, value string) uint32 {
	n, _ := w.values[field].number(value)
	return n
}

// Add adds a passage, and the number of its value in each field.
func (w *Writer) Add(row uint64, p Passage, values []uint32) {
	w.Rows.add(row)
	w.lengths = append(w.lengths, uint32(len(p.Words)))
	for i, is := range p.Names {
		w.names.set(len(w.tokens)+i, is)
	}
	for _, at := range p.Sentences {
		w.sentences.set(len(w.tokens)+int(at), true)
	}
	w.tokens = append(w.tokens, p.Words...)
	for _, n := range p.Words {
		w.occurrences[n]++
	}
	for f, v := range values {
		w.fields[f] = append(w.fields[f], v)
	}
}

func (w *Writer) Passages() int { return len(w.lengths) }

// Write writes the forward index to a new file, with what relate says of it as it will
// be, but for its Alike.
func (w *Writer) Write(path string, relate func(*Index) (*Alike, error)) error {
	var content [sections][]byte
	content[secRowFirsts], content[secRows] = asBytes(w.Rows.firsts), asBytes(w.Rows.rows)
	content[secLengths] = pack(w.lengths, int(slices.Max(append(w.lengths, 0)))+1)
	if err := w.valueSections(&content); err != nil {
		return err
	}
	if err := w.tokenSections(&content, w.wordSections(&content)); err != nil {
		return err
	}
	var written Index
	written.adopt(content)
	alike, err := relate(&written)
	if err != nil {
		return err
	}
	alike.sections(&content)
	lead(&written).sections(&content)
	return writeSections(path, content)
}

// wordSections writes the vocabulary, and returns the final numbers of the words.
func (w *Writer) wordSections(content *[sections][]byte) (final []uint32) {
	byNumber := Order(len(w.stems), func(a, b uint32) int {
		return cmp.Or(w.occurrences[b]-w.occurrences[a], strings.Compare(w.words.strings[a], w.words.strings[b]))
	})
	words, stems := make([]string, len(byNumber)), make([]string, len(byNumber))
	final = make([]uint32, len(byNumber))
	for n, was := range byNumber {
		words[n], stems[n], final[was] = w.words.strings[was], w.stems[was], uint32(n)
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
	tokens := make([]uint16, 0, len(w.tokens)+len(w.tokens)/16)
	at := 0 // in w.tokens
	var names, sentences bitset
	for _, length := range w.lengths {
		for _, n := range w.tokens[at : at+int(length)] {
			names.set(len(tokens), w.names.at(at))
			sentences.set(len(tokens), w.sentences.at(at))
			tokens = appendToken(tokens, final[n])
			at++
		}
		starts = append(starts, uint32(len(tokens)))
	}
	content[secTokenStarts], content[secTokens], content[secNames] = asBytes(starts), asBytes(tokens), asBytes(names)
	content[secSentences] = asBytes(sentences)
	content[secPairStarts], content[secPairs], err = pairSections(starts, tokens)
	return err
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
