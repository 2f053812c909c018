package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// perNarrative is about how many passages a narrative of the collections has.
const perNarrative = 113

// collection returns about so many passages of the collections in a folder: every
// nth narrative of them, or all, or all and altered copies of them.
func collection(data string, passages int) ([]narrative, error) {
	narratives, err := readCollections(data)
	if err != nil || passages == 0 {
		return narratives, err
	}
	wanted := make([]narrative, max(1, passages/perNarrative))
	grower := newGrower(narratives)
	for i := range wanted {
		switch copies := i / len(narratives); {
		case len(wanted) < len(narratives):
			wanted[i] = narratives[i*len(narratives)/len(wanted)]
		case copies == 0:
			wanted[i] = narratives[i]
		default:
			wanted[i] = grower.alter(narratives[i%len(narratives)], copies)
		}
	}
	return wanted, nil
}

// writeNarratives writes a collection.
func writeNarratives(path string, narratives []narrative) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	packed := gzip.NewWriter(file)
	out := json.NewEncoder(packed)
	for _, n := range narratives {
		if err := out.Encode(n); err != nil {
			return err
		}
	}
	return packed.Close()
}

// A narrative is a line of a collection.
type narrative struct {
	Report    string `json:"report"`
	Publisher string `json:"publisher"`
	Country   string `json:"country"`
	Year      int    `json:"year"`
	Title     string `json:"title"`
	Tier      string `json:"tier"`
	URL       string `json:"url"`
	Markdown  string `json:"markdown"`
}

func readCollections(dir string) (all []narrative, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("there are no collections in %s", dir))
	}
	for _, path := range files {
		if all, err = readCollection(path, all); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return all, nil
}

func readCollection(path string, all []narrative) ([]narrative, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var n narrative
		if err := json.Unmarshal(bytes.TrimSpace(lines.Bytes()), &n); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, lines.Err()
}
