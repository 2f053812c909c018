package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/search"
)

// others are the words that were judged to be of another family than their stem; the
// file says how its lines are read.
//
//go:embed others.txt
var others string

// isOther are the judged words by their stems.
var isOther = func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(others) {
		line, _, _ = strings.Cut(line, "#")
		if stem, words, ok := strings.Cut(line, ":"); ok {
			all[stem] = strings.Fields(words)
		}
	}
	return all
}()

// topStems is of how many stems, those with the most passages, the words were judged.
const topStems = 500

// A stray counts the passages that have a word of a stem, and those of them that have
// none but words of another family.
type stray struct{ found, others int }

// countOthers returns what share of all passages that the top stems find has only words
// of another family. The collections are .jsonl.gz files whose lines have "markdown".
func countOthers(files []string) (stray, error) {
	byStem := map[string]*stray{}
	for _, file := range files {
		if err := eachPassage(file, func(text string) { countPassage(text, byStem) }); err != nil {
			return stray{}, fmt.Errorf("%s: %w", file, err)
		}
	}
	all := slices.SortedFunc(maps.Values(byStem), func(a, b *stray) int { return cmp.Compare(b.found, a.found) })
	var sum stray
	for _, s := range all[:min(len(all), topStems)] {
		sum.found += s.found
		sum.others += s.others
	}
	return sum, nil
}

// countPassage counts the stems of a passage.
func countPassage(text string, byStem map[string]*stray) {
	own := map[string]bool{} // of each stem: whether a word of its family is there
	for _, t := range search.Analyze(text) {
		own[t.Stem] = own[t.Stem] || !slices.Contains(isOther[t.Stem], t.Word)
	}
	for stem, has := range own {
		s := byStem[stem]
		if s == nil {
			s = &stray{}
			byStem[stem] = s
		}
		s.found++
		if !has {
			s.others++
		}
	}
}

// eachPassage yields the paragraphs and items of a collection.
func eachPassage(file string, yield func(text string)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	lines := bufio.NewReader(unpacked)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var n struct{ Markdown string }
			if err := json.Unmarshal(line, &n); err != nil {
				return err
			}
			for p := range strings.Lines(n.Markdown) {
				if p = strings.TrimSpace(p); p != "" && !strings.HasPrefix(p, "#") {
					yield(p)
				}
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// printOthers prints the share for the collections in a folder.
func printOthers(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl.gz"))
	if err != nil {
		return err
	}
	s, err := countOthers(files)
	if err != nil {
		return err
	}
	fmt.Printf("the %d stems with the most passages: %.3f %% of what they find has only a word of another family (%d of %d)\n",
		topStems, 100*float64(s.others)/float64(max(1, s.found)), s.others, s.found)
	return nil
}
