package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"verbatim/corpus/prose"
	"verbatim/index/store"
)

// isTerminal reports whether a person reads what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colored reports whether matches are marked with colour (no-color.org).
func colored(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// The marks of a match on a terminal.
const (
	markOn  = "\x1b[1;33m"
	markOff = "\x1b[0m"
)

// marked returns a passage's text on one line, its spans in colour if on.
func marked(text string, spans []prose.Span, on bool) string {
	if !on {
		spans = nil
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + markOn + s.In(text) + markOff)
		at = s.End
	}
	b.WriteString(text[at:])
	return printable(prose.OneLine(b.String()), on)
}

// printable takes control characters away, so that no text can steer the
// terminal; on keeps the marks.
func printable(s string, on bool) string {
	const place = "\x00"
	if on {
		s = strings.NewReplacer(place, "", markOn, place+"1", markOff, place+"0").Replace(s)
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != 0 || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer(place+"1", markOn, place+"0", markOff, place, "").Replace(s)
}

// say prints what is no answer: notes, progress, what is wrong. Names of files and
// messages cannot steer the terminal.
func (a *app) say(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		text, ended := strings.CutSuffix(line, "\n")
		_, _ = io.WriteString(a.errOut, printable(text, false)) // there is nowhere to say that it failed
		if ended {
			_, _ = io.WriteString(a.errOut, "\n")
		}
	}
}

// printJSON prints v as JSON for people and programs.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// A progress shows how far a long work is, on a terminal only.
type progress struct {
	bar *progressbar.ProgressBar
}

func (a *app) progress(what, unit string) *progress {
	if !isTerminal(a.errOut) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(a.errOut),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetItsString(unit),
		progressbar.OptionShowBytes(unit == "bytes"),
		progressbar.OptionShowIts(),
		progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)}
}

func (p *progress) set(done, total int64) {
	if p.bar == nil {
		return
	}
	if p.bar.GetMax64() != total {
		p.bar.ChangeMax64(total)
	}
	_ = p.bar.Set64(done)
}

// describe says what is going on at present.
func (p *progress) describe(what string) {
	if p.bar != nil {
		p.bar.Describe(printable(what, false))
	}
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// options has printed what a person should know of a library that is opened or changed.
func (a *app) options() store.Options {
	return store.Options{
		Keeper: a.engine.keeper(),
		Notice: func(message string) { a.say("%s\n", message) },
		Indexing: func() (progress func(done, total int), end func()) {
			return a.watched("indexing", "passages")
		},
		Copying: func() (progress func(done, total int), end func()) {
			return a.watched("copying", "narratives")
		},
	}
}

func (a *app) watched(what, unit string) (progress func(done, total int), end func()) {
	bar := a.progress(what, unit)
	return func(done, total int) { bar.set(int64(done), int64(total)) }, bar.done
}

// inWords returns an error in words for people: what systems and SQLite say of a file
// that cannot be opened or written tells them little.
func inWords(err error) string {
	text := err.Error()
	for _, known := range []struct {
		is   bool
		says string
	}{
		{strings.Contains(text, "unable to open database file"), "the library cannot be opened: its folder or its files cannot be read, or not be written where that is needed; look at their owner and rights, and whether the disk can be written"},
		{strings.Contains(text, "attempt to write a readonly database"), "the library cannot be changed: its files cannot be written; look at their owner and rights"},
		{strings.Contains(text, "database disk image is malformed"), `the library is damaged; "verbatim verify" says where`},
		{strings.Contains(text, "disk I/O error"), "the disk with the library cannot be read or written: it may be full, or fail"},
		{errors.Is(err, syscall.ENOSPC), "the disk is full"},
		{strings.Contains(text, "database or disk is full"), "the disk is full"},
		{errors.Is(err, syscall.ENOTDIR), "there is a file where a folder is wanted"},
		{errors.Is(err, syscall.EROFS), "the library is on a disk that cannot be written"},
		{errors.Is(err, fs.ErrPermission), "the rights to read or write it are missing"},
	} {
		if known.is {
			return known.says + " (" + text + ")"
		}
	}
	return text
}
