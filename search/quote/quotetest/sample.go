package quotetest

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Sample writes narratives of the .jsonl.gz files below a folder to a file of
// JSON lines: all editions of some countries, chosen by the seed, about so many
// narratives of each file.
func Sample(folder string, seed uint64, each int, to string) error {
	var files []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".jsonl.gz") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	if files == nil {
		return fmt.Errorf("%s has no .jsonl.gz file: %w", folder, fs.ErrNotExist)
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := sample(file, seed, each, out); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", file, err), out.Close())
		}
	}
	return out.Close()
}

func sample(file string, seed uint64, each int, out io.Writer) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	byCountry := map[string][][]byte{}
	total := 0
	for lines := bufio.NewReaderSize(unpacked, 1<<20); ; {
		line, err := lines.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			var n struct{ Country string }
			if err := json.Unmarshal(line, &n); err != nil {
				return err
			}
			byCountry[n.Country] = append(byCountry[n.Country], line)
			total++
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	countries := make([]string, 0, len(byCountry))
	for c := range byCountry {
		countries = append(countries, c)
	}
	slices.SortFunc(countries, func(a, b string) int { return strings.Compare(rank(seed, a), rank(seed, b)) })
	written := 0
	for _, c := range countries {
		for _, line := range byCountry[c] {
			if _, err := out.Write(append(line, '\n')); err != nil {
				return err
			}
			written++
		}
		if written >= each {
			break
		}
	}
	return nil
}

// rank shuffles countries by the seed, alike for all files.
func rank(seed uint64, country string) string {
	h := fnv.New64a()
	fmt.Fprint(h, seed, country)
	return fmt.Sprintf("%016x", h.Sum64())
}
