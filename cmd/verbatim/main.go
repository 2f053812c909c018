// Command verbatim searches report narratives to the letter.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
)

// version is the newest of CHANGELOG.md.
const version = "0.3.0"

// The exit codes.
const (
	exitNo    = 1 // the answer is no, or some input failed
	exitUsage = 2
)

// A usageError says what is wrong with a command's flags.
type usageError string

func (e usageError) Error() string { return string(e) }

// errNo is the answer no, which has been printed: only the exit code is left.
var errNo = errors.New("no")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run does what the arguments say and returns the exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	started := false
	root := newRoot(out, errOut)
	check := root.PersistentPreRunE
	root.PersistentPreRunE = func(c *cobra.Command, args []string) error {
		started = true
		return check(c, args)
	}
	root.SetArgs(questionLast(args))
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if errors.Is(err, errNo) {
		return exitNo
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped")
	}
	(&app{errOut: errOut}).say("verbatim: %s\n", inWords(err))
	if _, syntax := errors.AsType[*search.SyntaxError](err); syntax {
		return exitUsage
	}
	if _, usage := errors.AsType[usageError](err); usage || !started {
		fmt.Fprintln(errOut, `Try "verbatim --help".`)
		return exitUsage
	}
	return exitNo
}

// An app is what the commands share: where they print, and the library.
type app struct {
	out, errOut io.Writer
	library     string // the folder
	engine      engineFlags
	json        bool
}

func newRoot(out, errOut io.Writer) *cobra.Command {
	a := &app{out: out, errOut: errOut}
	root := &cobra.Command{
		Use:               "verbatim",
		Short:             "Search report narratives to the letter",
		Version:           version,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if err := a.engine.read(); err != nil {
			return err
		}
		store.RememberMount(a.library)
		return store.CheckMounted(a.library)
	}
	root.PersistentPostRun = func(*cobra.Command, []string) { store.RememberMount(a.library) }
	root.SetOut(out)
	root.SetErr(errOut)
	root.PersistentFlags().StringVar(&a.library, "library", defaultLibrary(), "folder of the library; you can also set $VERBATIM_LIBRARY")
	a.engine.add(root)
	root.AddCommand(
		serveCommand(a), healthCommand(),
		importCommand(a),
		fetchCommand(a),
		removeCommand(a),
		searchCommand(a),
		countCommand(a),
		concordanceCommand(a),
		collocatesCommand(a),
		keywordsCommand(a),
		followCommand(a),
		changesCommand(a),
		mcpCommand(a),
		checkCommand(a),
		showCommand(a), editCommand(a),
		statusCommand(a),
		verifyCommand(a),
		reindexCommand(a),
	)
	return root
}

// withJSON returns a command the flag --json.
func (a *app) withJSON(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVar(&a.json, "json", false, "print JSON")
	return c
}

// questionLast moves arguments that begin with a hyphen and are no flags, such
// as the query -"not", behind a --. There are no short flags but -h.
func questionLast(args []string) []string {
	var flags, questions []string
	for i, arg := range args {
		if arg == "--" {
			questions = append(questions, args[i+1:]...)
			break
		}
		if len(arg) > 1 && arg[0] == '-' && arg[1] != '-' && arg != "-h" && arg != "-v" {
			questions = append(questions, arg)
		} else {
			flags = append(flags, arg)
		}
	}
	if len(questions) == 0 {
		return flags
	}
	return slices.Concat(flags, []string{"--"}, questions)
}

// defaultLibrary is $VERBATIM_LIBRARY, or a folder under the user's data
// directory.
func defaultLibrary() string {
	if dir := os.Getenv("VERBATIM_LIBRARY"); dir != "" {
		return dir
	}
	return filepath.Join(dataDir(), "verbatim")
}

// dataDir is where programs keep their data on this system: see the XDG Base
// Directory Specification for the rest.
func dataDir() string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support")
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return dir
		}
		return filepath.Join(home, "AppData", "Local")
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(home, ".local", "share")
}

// plural returns "1 passage", "2 passages", "12,345 passages".
func plural(n int, one string) string {
	many := one + "s"
	if stem, y := strings.CutSuffix(one, "y"); y {
		many = stem + "ies"
	}
	return answer.Count(n, one, many)
}
