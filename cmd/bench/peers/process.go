package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/search"
)

// Lucene and tantivy are asked by programs of their own, in the folders below. Each
// reads lines and answers with lines, whose parts are separated by tabs, and says what
// its answer took, without what it takes to come here.
//
// A passage to be indexed is its values in the order of search.Facets, its text, with
// \, tabs and ends of lines escaped, and its words: of each the word, its stem, and
// where it begins and ends in bytes, with spaces between.
//
// A question is how often it is to be answered, as the last of which counts; the
// task, by taskNames; "bare" or "marked"; and the query, its operators before their
// operands (see lines). An answer is the total, the nanoseconds that it took, those of
// processors, and the texts of the passages.

// A program answers for an engine.
type program struct {
	name    string
	command []string // without the arguments: what is to be done, and the folder of the index
	built   string   // what is there if the program is
	warm    int      // how often it answers a question before that counts
}

var lucene = program{"Lucene", []string{
	filepath.Join(os.Getenv("JAVA_HOME"), "bin", "java"), "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx3g",
	"-cp", "lucene/target/classes" + string(filepath.ListSeparator) + "lucene/target/lib/*", "Lucene",
}, "lucene/target/classes/Lucene.class", 20} // a Java virtual machine compiles what runs often

var tantivy = program{"tantivy", []string{"tantivy/target/release/tantivy-peer"}, "tantivy/target/release/tantivy-peer", 1}

// ways are how a total and the first ten are had: by a count, beside a search that
// passes over what cannot be among them; or in one pass over all that is found.
var ways = []string{"beside", "once"}

// peers are the program's engines: it is one for each way, all with one index.
func (p program) peers() (all []peer) {
	if _, err := os.Stat(p.built); err != nil {
		return nil
	}
	for _, way := range ways {
		name := p.name
		if way == "once" {
			name += ", one pass"
		}
		all = append(all, peer{name, p.name, p.build, func(dir, _ string) (compare.Engine, error) { return p.start(name, dir, way) }})
	}
	return all
}

func (p program) run(ctx context.Context, args ...string) *exec.Cmd {
	all := append(append([]string{}, p.command...), args...)
	run := exec.CommandContext(ctx, all[0], all[1:]...)
	run.Stderr = os.Stderr
	return run
}

func (p program) build(ctx context.Context, dir string, library *library.Library) (err error) {
	run := p.run(ctx, "build", dir)
	in, err := run.StdinPipe()
	if err != nil {
		return err
	}
	if err := run.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close(), run.Wait()) }()
	out := bufio.NewWriterSize(in, 1<<20)
	for passage, err := range passages(ctx, library) {
		if err != nil {
			return err
		}
		if err := writePassage(out, passage); err != nil {
			return err
		}
	}
	return out.Flush()
}

var escaped = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writePassage(out *bufio.Writer, p passage) error {
	for _, v := range p.values() {
		out.WriteString(v + "\t")
	}
	escaped.WriteString(out, p.text)
	separator := byte('\t')
	for _, t := range search.Analyze(p.text) {
		out.WriteByte(separator)
		fmt.Fprintf(out, "%s %s %d %d", t.Word, t.Stem, t.Span.Start, t.Span.End)
		separator = ' '
	}
	if separator == '\t' {
		out.WriteByte(separator)
	}
	return out.WriteByte('\n') // an error of those before stays
}

// A process is a program that runs and is asked.
type process struct {
	name string
	warm int // see program
	run  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
}

func (p program) start(name, dir, way string) (compare.Engine, error) {
	run := p.run(context.Background(), "ask", dir, way)
	in, err := run.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := run.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &process{name, p.warm, run, in, bufio.NewReaderSize(out, 1<<20)}, run.Start()
}

func (p *process) Name() string { return p.name }
func (p *process) Close() error { return errors.Join(p.in.Close(), p.run.Wait()) }

// Warm implements compare.Warmer.
func (p *process) Warm(_ context.Context, q workload.Question) error {
	_, err := p.ask(q, p.warm)
	if errors.Is(err, compare.ErrCannot) {
		return nil
	}
	return err
}

// Ask implements compare.Engine.
func (p *process) Ask(_ context.Context, q workload.Question) (compare.Answer, error) {
	return p.ask(q, 1)
}

var taskNames = map[workload.Task]string{
	workload.TopTen: "top", workload.Facets: "facets", workload.Page: "page", workload.Export: "export",
	workload.ByYear: "year", workload.Count: "count",
}

func (p *process) ask(q workload.Question, times int) (answer compare.Answer, err error) {
	task, known := taskNames[q.Task]
	if !known {
		return answer, compare.ErrCannot
	}
	root, err := parse(q.Text, q.Mode)
	if err != nil {
		return answer, err
	}
	query, err := translate(lines, root)
	if err != nil {
		return answer, err
	}
	if len(q.Filters) > 0 {
		clauses := []string{query}
		for field, value := range q.Filters {
			clauses = append(clauses, line("is", string(field), value))
		}
		query = operator("and", clauses)
	}
	shown := "marked"
	if q.Bare {
		shown = "bare"
	}
	if _, err := fmt.Fprintln(p.in, line(strconv.Itoa(times), task, shown, query)); err != nil {
		return answer, err
	}
	said, err := p.out.ReadString('\n')
	if err != nil {
		return answer, err
	}
	parts := strings.Split(strings.TrimSuffix(said, "\n"), "\t")
	var numbers [3]int
	for i := range numbers {
		if numbers[i], err = strconv.Atoi(parts[i]); err != nil {
			return answer, err
		}
	}
	return compare.Answer{Total: numbers[0], Wall: time.Duration(numbers[1]), CPU: time.Duration(numbers[2]), Hits: parts[3:]}, nil
}

func line(parts ...string) string { return strings.Join(parts, "\t") }

// operator writes an operator with so many operands; one operand is written alone.
func operator(name string, operands []string) string {
	if len(operands) == 1 {
		return operands[0]
	}
	return line(name, strconv.Itoa(len(operands)), line(operands...))
}

// lines is the language of the programs.
var lines = language[string]{
	word: func(t *search.Term) (string, error) {
		var forms []string
		for _, s := range t.Stems {
			forms = append(forms, line("stem", s))
		}
		for _, apart := range stemsOf(t.Apart) {
			forms = append(forms, phraseLine("stems", apart))
		}
		return operator("or", forms), nil
	},
	phrase: func(words []string) (string, error) { return phraseLine("words", words), nil },
	wildcard: func(pattern string) (string, error) {
		if prefix, is := strings.CutSuffix(pattern, "*"); is && isPrefix(pattern) {
			return line("prefix", prefix), nil
		}
		return line("wildcard", pattern), nil
	},
	near: func(n *search.Near) (string, error) {
		if n.Within != search.WithinWords {
			return "", compare.ErrCannot
		}
		parts := []string{"near"}
		for _, operand := range []search.Node{n.Left, n.Right} {
			stems := operand.(*search.Phrase).Terms[0].Stems
			parts = append(append(parts, strconv.Itoa(len(stems))), stems...)
		}
		return line(append(parts, strconv.Itoa(n.Distance))...), nil
	},
	all: func(wanted, unwanted []string) string {
		for _, u := range unwanted {
			wanted = append(wanted, line("not", u))
		}
		return operator("and", wanted)
	},
	any: func(wanted []string) string { return operator("or", wanted) },
}

func phraseLine(field string, words []string) string {
	return line("phrase", field, strconv.Itoa(len(words)), line(words...))
}

// stemsOf returns in which stems terms that follow one another can stand. A word as
// written, the first part of a compound, stands for its stem, which it mostly is.
func stemsOf(terms []*search.Term) (all [][]string) {
	if len(terms) == 0 {
		return nil
	}
	all = [][]string{nil}
	for _, t := range terms {
		var longer [][]string
		stems := t.Stems
		if len(stems) == 0 {
			stems = []string{t.Stem}
		}
		for _, before := range all {
			for _, s := range stems {
				longer = append(longer, append(append([]string{}, before...), s))
			}
		}
		all = longer
	}
	return all
}
