package admit

import (
	"io"
	"time"

	"verbatim/search"
)

// MaxExports is how many files that are as long as what is found there may be at once: each
// may take as long as a reader takes to read it, so that a few are enough.
const MaxExports = 8

// Export takes a turn, to be left again, for an export of what an engine finds, or says
// that all are taken: ErrBusy. All exports of an engine, of pages and of the JSON
// interface, have the same turns. An engine without turns has nobody wait.
func Export(e search.Engine) (leave func(), err error) {
	turns, ok := e.(inTurns)
	if !ok {
		return func() {}, nil
	}
	return turns.export()
}

func (e *Engine) export() (leave func(), err error) {
	select {
	case e.exports <- struct{}{}:
		return func() { <-e.exports }, nil
	default:
		return nil, ErrBusy
	}
}

// A Paced writes an export to a reader who keeps up: one who does not read for some
// seconds, or reads much slower than any line is, is cut off.
type Paced struct {
	out    io.Writer
	limit  Deadlines
	waited time.Duration // for the reader, so far
	bytes  int
	gone   bool
}

// Deadlines are set on what a Paced writes to; *http.ResponseController has them.
type Deadlines interface{ SetWriteDeadline(time.Time) error }

// NewPaced makes a Paced.
func NewPaced(out io.Writer, limit Deadlines) *Paced { return &Paced{out: out, limit: limit} }

// What a reader may have us wait: at once, and in all by what was read.
const (
	patience  = 10 * time.Second
	slowest   = 32 << 10 // bytes a second
	firstWait = 20 * time.Second
)

func (p *Paced) Write(data []byte) (int, error) {
	left := firstWait + time.Duration(p.bytes)*time.Second/slowest - p.waited
	start := time.Now()
	// Not every writer has deadlines; one without has none to put off.
	_ = p.limit.SetWriteDeadline(start.Add(min(patience, left)))
	n, err := p.out.Write(data)
	p.waited += time.Since(start)
	p.bytes += n
	p.gone = err != nil
	return n, err
}

// Gone reports whether the reader does not read any more.
func (p *Paced) Gone() bool { return p.gone }
