// Package forward is the forward index: the words of each passage as numbers, in order,
// in one file that is mapped into memory. Start with Index, which reads it.
package forward

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unsafe"

	"github.com/blevesearch/mmap-go"

	"verbatim/corpus/library"
)

// The forward index is one file, mapped into memory and never changed:
//
//	magic      8 bytes, "vtokens9"
//	order      uint64, byteOrderMark as this machine writes it
//	directory  an offset and a length in bytes (uint64 each) for each section
//	sections   arrays of fixed-size numbers, each at a multiple of 8 bytes
//
// Passages are numbered in the order of their rows, words by descending
// frequency and then by alphabet, so that almost all need 2 bytes; the values of
// a field by alphabet. So the same passages make the same bytes, whether they
// are read from the library or from forward indexes that are merged.
const magic = "vtokens9"

const byteOrderMark = 0x0102030405060708

// The sections of the forward index.
const (
	secRowFirsts     = iota // uint32 a run of rows: its first passage (see Rows)
	secRows                 // uint64 a run of rows: its first one
	secLengths              // a passage: its number of words (see Packed)
	secTokenStarts          // uint32 a passage and one more: where its words begin in secTokens
	secTokens               // uint16: the numbers of the words; escape, high, low for those that need it
	secNames                // uint64: a bit for each uint16 of secTokens, which is 1 where a name begins (see alike.Names)
	secSentences            // uint64: the same where a sentence begins
	secWordStarts           // uint32 a word and one more: where it begins in secWords
	secWords                // bytes: the words, by number
	secSortedWords          // uint32: the words' numbers, sorted by word
	secStemStarts           // uint32 a stem and one more: where it begins in secStems
	secStems                // bytes: the stems, sorted
	secStemWordStart        // uint32 a stem and one more: where its words begin in secStemWords
	secStemWords            // uint32: the numbers of the words of each stem
	secFields               // a field after the other, each at a multiple of 8 bytes: the numbers of the passages' values, or of the narratives' (see Values)
	secValueStarts          // uint32 a value and one more: where it begins in secValues
	secValues               // bytes: the values, field after field, by number
	secFieldValues          // uint32 a field and one more: which value is its number 0
	secPairStarts           // uint32 a pair and one more: where its set begins in secPairs (see pairs.go)
	secPairs                // bytes: the passages of each pair; nothing for none
	secWordings             // these of Alike
	secWordingLengths
	secWordingFirsts
	secWordingKeys
	secWordingBits
	secRareStarts
	secRare
	secAlikeStarts
	secAlike
	secAlikeBefore
	secLeaderStarts // these of Leaders
	secLeaders
	secLeaderTraits
	sections
)

const headerSize = 16 + 16*sections

// escape stands in secTokens before the two halves of a number that has no
// place in 16 bits.
const Escape = 0xFFFF

// An Index is an open forward index.
type Index struct {
	file       *os.File
	data       mmap.MMap
	Rows       Rows
	Lengths    Packed // of each passage, in words
	heads      []head // of each passage, and one more
	tokens     []uint16
	names      bitset
	sentences  bitset
	Vocabulary stringTable
	words      lookup // of Vocabulary
	sorted     []uint32
	stems      stringTable
	byStem     lookup // of stems
	stemStart  []uint32
	stemWords  []uint32
	Fields     []Values
	values     stringTable
	fieldStart []uint32
	pairStart  []uint32
	pairs      []byte
	Alike      Alike
	leaders    Leaders
}

// A stringTable holds strings end to end.
type stringTable struct {
	starts []uint32
	bytes  []byte
}

func (t stringTable) Len() int { return len(t.starts) - 1 }

// At returns a string without copying it; it lives as long as the forward index.
func (t stringTable) At(i uint32) string {
	b := t.bytes[t.starts[i]:t.starts[i+1]]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// number is what sections hold.
type number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64
}

// asBytes returns the memory of an array, in this machine's byte order.
func asBytes[T number](a []T) []byte {
	if len(a) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(a))), len(a)*int(unsafe.Sizeof(a[0])))
}

// asNumbers is the way back; b begins at a multiple of 8 bytes.
func asNumbers[T number](b []byte) []T {
	var zero T
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(zero)))
}

// Open maps a forward index into memory. What is damaged is an error.
func Open(path string) (c *Index, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	c = &Index{file: file}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
			c = nil
		}
	}()
	if info, err := file.Stat(); err != nil || info.Size() < headerSize {
		return c, errors.Join(err, io.ErrUnexpectedEOF)
	}
	if c.data, err = mmap.Map(file, mmap.RDONLY, 0); err != nil {
		return c, err
	}
	if string(c.data[:8]) != magic || binary.NativeEndian.Uint64(c.data[8:]) != byteOrderMark {
		return c, fmt.Errorf("%s is not a forward index of this machine", path)
	}
	var content [sections][]byte
	for i, ends := 0, asNumbers[uint64](c.data[16:headerSize]); i < sections; i++ {
		from, size := ends[2*i], ends[2*i+1]
		if from%8 != 0 || from > uint64(len(c.data)) || size > uint64(len(c.data))-from {
			return c, fmt.Errorf("%s: section %d is not within the file", path, i)
		}
		content[i] = c.data[from : from+size]
	}
	c.adopt(content)
	return c, nil
}

func (c *Index) adopt(content [sections][]byte) {
	c.heads = newHeads(asNumbers[uint32](content[secTokenStarts]))
	c.Rows = Rows{uint32(c.Passages()), asNumbers[uint32](content[secRowFirsts]), asNumbers[uint64](content[secRows])}
	c.Lengths = unpack(content[secLengths], len(content[secLengths])/max(1, c.Passages()))
	c.tokens = asNumbers[uint16](content[secTokens])
	c.names = asNumbers[uint64](content[secNames])
	c.sentences = asNumbers[uint64](content[secSentences])
	c.Vocabulary = stringTable{asNumbers[uint32](content[secWordStarts]), content[secWords]}
	c.sorted = asNumbers[uint32](content[secSortedWords])
	c.stems = stringTable{asNumbers[uint32](content[secStemStarts]), content[secStems]}
	c.stemStart = asNumbers[uint32](content[secStemWordStart])
	c.stemWords = asNumbers[uint32](content[secStemWords])
	c.words, c.byStem = newLookup(c.Vocabulary), newLookup(c.stems)
	c.values = stringTable{asNumbers[uint32](content[secValueStarts]), content[secValues]}
	c.fieldStart = asNumbers[uint32](content[secFieldValues])
	c.pairStart, c.pairs = asNumbers[uint32](content[secPairStarts]), content[secPairs]
	c.Alike.adopt(content)
	c.leaders.adopt(content)
	c.Fields = valuesIn(content[secFields], c.fieldStart, c.Passages())
}

func (c *Index) Close() error {
	var err error
	if c.data != nil {
		err = c.data.Unmap()
	}
	return errors.Join(err, c.file.Close())
}

// Passages is how many passages the forward index has, and Units how many numbers of
// 2 bytes there are of their words, of which each needs one or three.
func (c *Index) Passages() int { return len(c.heads) - 1 }

func (c *Index) Units() int { return len(c.tokens) }

// Sorted returns the numbers of the words, sorted by word.
func (c *Index) Sorted() []uint32 { return c.sorted }

// Stems returns how many stems the words have.
func (c *Index) Stems() int { return c.stems.Len() }

// Stem returns a stem by its number.
func (c *Index) Stem(n uint32) string { return c.stems.At(n) }

// StemsOfWords returns the number of each word's stem.
func (c *Index) StemsOfWords() []uint32 {
	stems := make([]uint32, c.Vocabulary.Len())
	for s := range uint32(c.stems.Len()) {
		for _, word := range c.stemWords[c.stemStart[s]:c.stemStart[s+1]] {
			stems[word] = s
		}
	}
	return stems
}

// ValuesOf returns the values of a field, by number.
func (c *Index) ValuesOf(field int) (values []string) {
	for n := c.fieldStart[field]; n < c.fieldStart[field+1]; n++ {
		values = append(values, strings.Clone(c.values.At(n)))
	}
	return values
}

// PassagesIn returns the passages in a range of rows: from the first to the one
// before end.
func (c *Index) PassagesIn(r library.RowRange) (first, end uint64) {
	return uint64(c.Rows.From(uint64(r.First))), uint64(c.Rows.From(uint64(r.End)))
}

// A Passage is all that the forward index has of the words of one: their numbers, the
// places of the first words of its sentences, and which words are names.
type Passage struct {
	Words, Sentences []uint32
	Names            []bool
}

// Load puts a passage into p, but for its names.
func (c *Index) Load(doc uint32, p *Passage) {
	c.LoadWords(doc, p)
	p.Sentences = c.SentencesOf(doc, len(p.Words), p.Sentences[:0])
}

// LoadWords puts the words of a passage into p.
func (c *Index) LoadWords(doc uint32, p *Passage) { p.Words = c.appendWords(doc, p.Words[:0]) }

// appendWords appends the numbers of a passage's words.
func (c *Index) appendWords(doc uint32, to []uint32) []uint32 {
	tokens := c.units(doc)
	for i := 0; i < len(tokens); i++ {
		n := uint32(tokens[i])
		if n == Escape {
			n = uint32(tokens[i+1])<<16 | uint32(tokens[i+2])
			i += 2
		}
		to = append(to, n)
	}
	return to
}

// LoadNames puts into p which of a passage's words are names.
func (c *Index) LoadNames(doc uint32, p *Passage) {
	p.Names = p.Names[:0]
	for i := c.heads[doc].start; i < c.heads[doc+1].start; i++ {
		p.Names = append(p.Names, c.names.at(int(i)))
		if c.tokens[i] == Escape {
			i += 2
		}
	}
}

// SentencesOf appends the places of the first words of the sentences of a passage of so
// many words.
func (c *Index) SentencesOf(doc uint32, words int, to []uint32) []uint32 {
	start, end := int(c.heads[doc].start), int(c.heads[doc+1].start)
	at, skipped := start, 0 // skipped are the units beyond one a word
	if end-start == words {
		at = end // there are none
	}
	for i := range c.sentences.in(start, end) {
		for ; at < i; at++ {
			if c.tokens[at] == Escape {
				at += 2
				skipped += 2
			}
		}
		to = append(to, uint32(i-start-skipped))
	}
	return to
}

// appendToken is how a word's number is written.
func appendToken(tokens []uint16, n uint32) []uint16 {
	if n < Escape {
		return append(tokens, uint16(n))
	}
	return append(tokens, Escape, uint16(n>>16), uint16(n))
}
