// Command bench asks a library real questions and prints how long the answers
// take: whole answers, with ten passages marked and all facets counted, one at
// a time in one process. Then it checks quotations made of the library's texts.
//
//	go run ./cmd/bench --library DIR
//
// Its results are kept in cmd/bench/results, each with its date and command.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"verbatim/corpus"
	"verbatim/index"
	"verbatim/search"
)

// questions are what people ask, by kind.
var questions = []struct {
	kind  string
	texts []string
}{
	{"one word", []string{"trafficking", "prison", "ombudsman", "debt", "orphanage", "bondage", "torture", "passport"}},
	{"two words", []string{"forced labor", "debt bondage", "child soldiers", "prison conditions", "labor inspectors", "victim shelter", "fishing vessels", "brick kilns"}},
	{"two common words", []string{"government law", "children rights", "police report", "women country", "authorities cases"}},
	{"phrase of 2", []string{`"forced labor"`, `"debt bondage"`, `"human rights"`, `"child labor"`, `"prison conditions"`, `"domestic violence"`}},
	{"phrase of 3", []string{`"worst forms of"`, `"trafficking in persons"`, `"freedom of expression"`, `"rule of law"`}},
	{"phrase of common words", []string{`"did not report"`, `"of the government"`, `"there were no reports"`, `"in the country"`, `"by the police"`}},
	{"phrase of 6", []string{`"there were no reports of politically motivated"`, `"the law prohibits all forms of"`, `"the government did not effectively enforce"`}},
	{"and, or, not", []string{`(torture OR abuse) AND prison NOT police`, `"child labor" AND (cocoa OR coffee)`, `bribe OR corruption OR impunity`}},
	{"near", []string{`victim NEAR/5 service`, `police PRE/3 arrest`, `"child labor" NEAR/10 mining`}},
	{"same sentence", []string{`victim /s shelter`, `court /s sentenced`}},
	{"wildcard", []string{`traffick*`, `wom?n AND labo*`, `prosecut*`}},
	{"with filters", []string{`forced labor country:Ghana`, `"forced labor" year:2016..2019`, `recommend kind:recommendation`}},
	{"mode any", []string{`what did the government do about forced labor in brick kilns`, `training of labor inspectors to identify victims`}},
}

func main() {
	library := flag.String("library", os.Getenv("VERBATIM_LIBRARY"), "folder of the library")
	rounds := flag.Int("rounds", 20, "times that each question is asked")
	quotations := flag.Int("quotations", 2000, "quotations to check, at least")
	flag.Parse()
	if err := run(context.Background(), *library, *rounds, *quotations); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, rounds, quotations int) error {
	library, err := corpus.OpenLibrary(dir)
	if err != nil {
		return err
	}
	defer library.Close()
	start := time.Now()
	engine, err := index.Open(filepath.Join(library.Dir(), "index"))
	if err != nil {
		return err
	}
	defer engine.Close()
	opened := time.Since(start)
	stats, err := library.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d processors, %d passages, index opened in %v\n\n", runtime.Version(), runtime.NumCPU(), stats.Passages, opened.Round(time.Millisecond))
	fmt.Printf("%-24s %10s %10s %10s\n", "", "median ms", "95th ms", "passages")
	searcher := search.NewSearcher(library, engine)
	for _, q := range questions {
		times, found, err := ask(ctx, searcher, q.kind, q.texts, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", q.kind, err)
		}
		fmt.Printf("%-24s %10.2f %10.2f %10d\n", q.kind, at(times, 50), at(times, 95), found/len(q.texts))
	}
	return check(ctx, searcher, quotations)
}

// ask gives the times of all answers, sorted, and the passages found once.
func ask(ctx context.Context, searcher *search.Searcher, kind string, texts []string, rounds int) (times []time.Duration, found int, err error) {
	mode := search.ModeAll
	if kind == "mode any" {
		mode = search.ModeAny
	}
	for round := range rounds + 1 {
		for _, text := range texts {
			start := time.Now()
			results, err := searcher.Search(ctx, search.Request{Text: text, Mode: mode})
			if err != nil {
				return nil, 0, err
			}
			if round == 0 { // warms up
				found += results.Total
				continue
			}
			times = append(times, time.Since(start))
		}
	}
	slices.Sort(times)
	return times, found, nil
}

// at gives a percentile in milliseconds.
func at(sorted []time.Duration, percent int) float64 {
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}
