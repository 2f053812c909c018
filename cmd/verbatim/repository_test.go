package main

import (
	"context"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The tests of this file are about the repository itself: who imports whom,
// what lies where, and whether its documents tell the truth.

// root is the repository's top folder.
const root = "../.."

// folders and files are all that may stand there, besides dot-files.
var (
	folders = []string{"cmd", "corpus", "index", "search", "ui"}
	files   = []string{"CHANGELOG.md", "CONTRIBUTING.md", "DESIGN.md", "LICENSE", "Makefile", "README.md", "go.mod", "go.sum"}
)

// Imports point one way: the packages of this module that each may import.
// Those under cmd may import all.
var neighbors = imports(`
corpus/prose:
corpus/fetch:
corpus/remote:
corpus/mirror:      corpus/library corpus/remote
corpus/corpustest:
corpus:             corpus/prose
corpus/series:      corpus corpus/prose corpus/document
corpus/library:     corpus corpus/library/walindex corpus/prose
corpus/library/walindex:
corpus/document:    corpus/prose
corpus/document/plain:  corpus/document corpus/prose
corpus/document/html:   corpus/document corpus/document/plain corpus/prose
corpus/document/pdf:    corpus/document corpus/prose
corpus/document/office: corpus/document corpus/prose
corpus/document/epub:   corpus/document corpus/document/html corpus/prose
corpus/document/rtf:    corpus/document corpus/prose
corpus/document/sheet:  corpus/document
corpus/importing:   corpus corpus/prose corpus/series corpus/library corpus/fetch corpus/document
	corpus/document/plain corpus/document/html corpus/document/pdf corpus/document/office corpus/document/epub corpus/document/rtf corpus/document/sheet
search/english:
search:             corpus corpus/prose corpus/series corpus/library search/english
search/quote/style:   corpus/prose search/english
search/quote/meaning: search/english search/quote/style
search/admit:       search
search/quote:       corpus corpus/prose corpus/series corpus/library corpus/document corpus/document/html search search/quote/style search/quote/meaning
	search/admit
	search/quote/article
search/quote/annotate:
search/quote/article: corpus corpus/prose corpus/series corpus/document
search/cite:        corpus corpus/prose corpus/series corpus/library
search/count:       corpus corpus/document corpus/library corpus/prose search search/admit
search/alike:       search
search/follow:      corpus corpus/library corpus/prose search search/admit search/alike
search/changes:     corpus/library corpus/prose search search/admit
search/feed:        corpus corpus/prose search search/answer search/changes
search/answer:      corpus corpus/prose corpus/series corpus/library search search/changes search/count search/follow search/quote search/quote/annotate search/quote/article search/cite
search/compress:
search/api:         corpus corpus/library corpus/mirror search search/answer search/changes search/compress search/count search/follow search/quote
	search/admit
search/enginetest:  corpus corpus/corpustest corpus/prose corpus/library corpus/importing search search/alike
search/quote/quotetest: corpus corpus/prose search/quote
search/mcp:         corpus corpus/library corpus/prose search search/answer search/cite search/count search/follow search/quote
index/forward:      corpus corpus/library search
index/segment:      index/forward search
index/alike:        index/forward search search/alike
index/analysis:     corpus/library index/forward search
index/paging:
index/dense:
index/coarse:       index/dense index/forward search
index:              corpus corpus/library index/alike index/analysis index/coarse index/dense index/forward index/paging index/segment search search/alike
index/opensearch:   corpus corpus/library corpus/remote search search/alike
index/indextest:    corpus/library index search search/enginetest
index/store:        corpus/library corpus/importing corpus/mirror index search
	search/admit
ui:                 corpus corpus/prose corpus/series corpus/library search search/answer search/changes search/compress search/cite search/feed search/follow search/quote
	search/admit
	search/count ui/counting ui/reading
ui/counting:        corpus search search/answer search/count
ui/reading:         corpus corpus/prose search search/answer search/follow search/quote
`)

// imports reads a table: a package, a colon, and those that it may import; a line
// that begins with a tab goes on with the one before.
func imports(table string) map[string][]string {
	list := map[string][]string{}
	for line := range strings.Lines(strings.ReplaceAll(table, "\n\t", " ")) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		list["verbatim/"+name] = []string{}
		for imported := range strings.FieldsSeq(rest) {
			list["verbatim/"+name] = append(list["verbatim/"+name], "verbatim/"+imported)
		}
	}
	return list
}

// One dependency, one door: the packages that may import what begins so.
var doors = map[string][]string{
	"github.com/blevesearch/mmap":      {"verbatim/index/forward"},
	"github.com/blevesearch/bleve":     {"verbatim/index/segment"},
	"github.com/blevesearch/scorch":    {"verbatim/index/segment"},
	"github.com/blevesearch/zapx":      {"verbatim/index/segment"},
	"github.com/blevesearch/vellum":    {"verbatim/index/segment"},
	"github.com/RoaringBitmap/":        {"verbatim/index", "verbatim/index/alike", "verbatim/index/dense", "verbatim/index/forward", "verbatim/index/segment"},
	"github.com/gin-":                  {"verbatim/search/api", "verbatim/ui", "verbatim/cmd/verbatim"},
	"github.com/kljensen/snowball":     {"verbatim/search/english"},
	"github.com/klippa-app/":           {"verbatim/corpus/document/pdf"},
	"github.com/xuri/":                 {"verbatim/corpus/document/sheet"},
	"github.com/tetratelabs/":          {"verbatim/corpus/document/pdf"},
	"github.com/modelcontextprotocol/": {"verbatim/search/mcp"},
	"github.com/prometheus/":           {"verbatim/search/api"},
	"modernc.org/sqlite":               {"verbatim/corpus/library"},
}

func TestImports(t *testing.T) {
	t.Parallel()
	list := json.NewDecoder(strings.NewReader(output(t, "go", "list", "-json=ImportPath,Imports", "./...")))
	for {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := list.Decode(&pkg); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		for _, imported := range pkg.Imports {
			if !mayImport(pkg.ImportPath, imported) {
				t.Errorf("%s must not import %s", pkg.ImportPath, imported)
			}
		}
	}
}

func mayImport(importer, imported string) bool {
	if strings.HasPrefix(imported, "verbatim/") {
		return strings.HasPrefix(importer, "verbatim/cmd/") || slices.Contains(neighbors[importer], imported)
	}
	for dependency, importers := range doors {
		if strings.HasPrefix(imported, dependency) {
			return slices.Contains(importers, importer)
		}
	}
	return true
}

// TestPackageComments wants every package to say what it is for.
func TestPackageComments(t *testing.T) {
	t.Parallel()
	if silent := output(t, "go", "list", "-f", "{{if not .Doc}}{{.ImportPath}}{{end}}", "./..."); strings.TrimSpace(silent) != "" {
		t.Errorf("packages without a comment:\n%s", silent)
	}
}

// TestDocComments wants the comments of what is exported to begin with its name.
func TestDocComments(t *testing.T) {
	for _, path := range sources(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		check := func(name *ast.Ident, comment *ast.CommentGroup) {
			text := comment.Text()
			for _, article := range []string{"A ", "An ", "The "} {
				text = strings.TrimPrefix(text, article)
			}
			if comment != nil && name.IsExported() && !strings.HasPrefix(text, name.Name) {
				t.Errorf("%s: the comment of %s should begin with its name", path, name.Name)
			}
		}
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				check(d.Name, d.Doc)
			case *ast.GenDecl:
				if one, ok := d.Specs[0].(*ast.TypeSpec); ok && len(d.Specs) == 1 {
					check(one.Name, d.Doc)
				}
			}
		}
	}
}

func TestTopFolder(t *testing.T) {
	git := exec.Command("git", "ls-files", "-z")
	git.Dir = root
	tracked, err := git.Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(tracked), "\x00"), "\x00") {
		top, _, isFolder := strings.Cut(name, "/")
		allowed := files
		if isFolder {
			allowed = folders
		}
		if !strings.HasPrefix(top, ".") && !slices.Contains(allowed, top) {
			t.Errorf("%s: %s has no place in the top folder", name, top)
		}
	}
}

// TestSizes keeps packages, files and functions small enough to be read: at most 20
// files a package besides its tests, 400 lines a file and 80 lines a function.
func TestSizes(t *testing.T) {
	files := map[string]int{} // by folder
	for _, path := range sources(t) {
		files[filepath.Dir(path)]++
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if lines := set.Position(parsed.FileEnd).Line - 1; lines > 400 {
			t.Errorf("%s has %d lines", path, lines)
		}
		for _, declared := range parsed.Decls {
			f, ok := declared.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; lines > 80 {
				t.Errorf("%s: %s has %d lines", path, f.Name.Name, lines)
			}
		}
	}
	for folder, n := range files {
		if n > 20 {
			t.Errorf("%s has %d files besides tests", folder, n)
		}
	}
}

// sources returns the files of Go code that are no tests.
func sources(t *testing.T) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata"):
			return filepath.SkipDir
		case !entry.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestDesign(t *testing.T) {
	design := read(t, "DESIGN.md")
	if lines := strings.Count(design, "\n"); lines > 300 {
		t.Errorf("DESIGN.md has %d lines: more than 300 are not read", lines)
	}
	for _, quoted := range inlineCode.FindAllStringSubmatch(fenced.ReplaceAllString(design, ""), -1) {
		name := quoted[1]
		if !looksLikePath(name) {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Errorf("DESIGN.md names %s, which does not exist", name)
		}
	}
}

var (
	fenced     = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	inlineCode = regexp.MustCompile("`([^`\n]+)`")
	pathLike   = regexp.MustCompile(`^[\w.-][\w./-]*$`)
)

// looksLikePath distinguishes a path of the repository from what else has a slash or
// a dot in it: html/template, NEAR/5, /api/v1/search, .jsonl, search.Match.
func looksLikePath(name string) bool {
	if !pathLike.MatchString(name) || strings.HasPrefix(name, "../") {
		return false
	}
	if top, _, ok := strings.Cut(name, "/"); ok && (slices.Contains(folders, top) || top == ".ci") {
		return true
	}
	known := []string{".css", ".go", ".html", ".js", ".md", ".mjs", ".mod", ".sum"}
	return slices.Contains(known, path.Ext(name)) && path.Ext(name) != name
}

func TestChangelog(t *testing.T) {
	newest := regexp.MustCompile(`(?m)^## .*?(\d+\.\d+\.\d+)`).FindStringSubmatch(read(t, "CHANGELOG.md"))
	if newest == nil {
		t.Fatal("CHANGELOG.md has no heading with a version")
	}
	var said strings.Builder
	if code := run(t.Context(), []string{"--version"}, &said, &said); code != 0 || !strings.Contains(said.String(), newest[1]) {
		t.Errorf("CHANGELOG.md's newest version is %s, verbatim --version says %s", newest[1], &said)
	}
}

// TestReadme does what README.md shows, command after command, as a reader
// with an empty home would. A fence that begins ```sh example needs files of
// the reader's own and is left out.
func TestReadme(t *testing.T) {
	t.Parallel()
	blocks := shellFence.FindAllStringSubmatch(read(t, "README.md"), -1)
	if blocks == nil {
		t.Fatal("README.md shows no command")
	}
	r := reader{home: t.TempDir(), folder: t.TempDir(), program: installProgram(t)}
	for _, block := range blocks {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				t.Run(line, func(t *testing.T) { r.follow(t, line) })
			}
		}
	}
}

type reader struct {
	home, folder, program string
}

var (
	shellFence = regexp.MustCompile("(?ms)^ *```sh *\n(.*?)^ *```")
	ourProgram = regexp.MustCompile(`^(go run \./cmd/verbatim|verbatim)\b`)
	elsewhere  = regexp.MustCompile(`^(git clone|go install|cd) `) // needs a network, or moves about
)

func (r reader) follow(t *testing.T, line string) {
	line = ourProgram.ReplaceAllString(line, "verbatim")
	switch targets, isMake := strings.CutPrefix(line, "make "); {
	case isMake:
		for target := range strings.FieldsSeq(withoutComment(targets)) {
			if !strings.Contains(read(t, "Makefile"), "\n"+target+":") {
				t.Errorf("the Makefile has no target %s", target)
			}
		}
	case strings.HasPrefix(line, "verbatim serve"):
		r.serve(t, withoutComment(line))
	case strings.HasPrefix(line, "verbatim"):
		r.run(t, line)
	case !elsewhere.MatchString(line):
		t.Errorf("this test does not know how to follow %q", line)
	}
}

func withoutComment(line string) string {
	command, _, _ := strings.Cut(line, " #")
	return command
}

// run wants exit code 0, or what the line says: # exit 1.
func (r reader) run(t *testing.T, line string) {
	want := 0
	if says := regexp.MustCompile(`# exit (\d+)$`).FindStringSubmatch(line); says != nil {
		want, _ = strconv.Atoi(says[1])
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := r.shell(ctx, line)
	said, err := command.CombinedOutput()
	if got := command.ProcessState.ExitCode(); got != want {
		t.Errorf("exit %d, want %d (%v)\n%s", got, want, err, said)
	}
}

// serve wants a server that answers, and that ends well when interrupted. It
// listens on a free port, whatever the line says, to meet no other server.
func (r reader) serve(t *testing.T, line string) {
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	server := r.shell(t.Context(), "exec "+line+" --addr 127.0.0.1:0")
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()

	waitUntilHealthy(t, log.Name())
	if err := server.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(slower * 5 * time.Second):
		t.Error("still serving 5 seconds after the interrupt")
	}
}

// shell runs a line as the reader would, and ends it with the context.
func (r reader) shell(ctx context.Context, line string) *exec.Cmd {
	shell := exec.CommandContext(ctx, "sh", "-c", line)
	shell.Dir = r.folder
	shell.Env = []string{asProgram + "=1", "HOME=" + r.home, "PATH=" + filepath.Dir(r.program) + ":" + os.Getenv("PATH")}
	shell.WaitDelay = time.Second
	return shell
}

// waitUntilHealthy asks the server whose URL stands in the log whether it is
// well, until it is.
func waitUntilHealthy(t *testing.T, log string) {
	t.Helper()
	var said []byte
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		said, _ = os.ReadFile(log)
		if url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).Find(said); url != nil {
			if answer, err := http.Get(string(url) + "/healthz"); err == nil {
				answer.Body.Close()
				if answer.StatusCode == http.StatusOK {
					return
				}
			}
		}
	}
	t.Fatalf("no answer within a minute; the server said:\n%s", said)
}

// installProgram returns the path of the program: the test's own binary under the
// program's name, which runs as the program where asProgram is set.
func installProgram(t *testing.T) string {
	t.Helper()
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "verbatim")
	if err := os.WriteFile(program, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	return program
}

// output returns what a command prints that is run in the top folder.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = root
	var said strings.Builder
	command.Stderr = &said
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command, err, said.String())
	}
	return string(printed)
}

// read returns a file of the top folder.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
