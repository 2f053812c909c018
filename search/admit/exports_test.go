package admit

import (
	"errors"
	"io"
	"testing"
	"time"
)

// A reader of an export who does not read is cut off, and one who reads slowly has
// time by what was read.
func TestSlowReaders(t *testing.T) {
	var cut deadlines
	stalled := NewPaced(writerFunc(func([]byte) (int, error) {
		time.Sleep(10 * time.Millisecond)
		return 0, errors.New("deadline")
	}), &cut)
	if _, err := stalled.Write([]byte("text")); err == nil || !stalled.Gone() {
		t.Errorf("%v, gone %t: the reader does not read", err, stalled.Gone())
	}
	if wait := time.Until(cut[0]); wait > patience {
		t.Errorf("cut off after %v", wait)
	}
	trickle := &Paced{out: io.Discard, limit: &cut, waited: firstWait, bytes: slowest / 2}
	if _, err := trickle.Write([]byte("text")); err != nil {
		t.Fatal(err)
	}
	if wait := time.Until(cut[1]); wait > time.Second {
		t.Errorf("a reader of half a second's bytes in %v is waited for %v more", firstWait, wait)
	}
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(data []byte) (int, error) { return w(data) }

// deadlines notes what deadlines are set.
type deadlines []time.Time

func (d *deadlines) SetWriteDeadline(t time.Time) error {
	*d = append(*d, t)
	return nil
}

// One export more than there may be is told to come again.
func TestTurnsOfExports(t *testing.T) {
	engine := New(nil)
	var last func()
	for range MaxExports {
		leave, err := Export(engine)
		if err != nil {
			t.Fatal(err)
		}
		last = leave
	}
	if _, err := Export(engine); !errors.Is(err, ErrBusy) {
		t.Errorf("one more: %v", err)
	}
	last()
	if _, err := Export(engine); err != nil {
		t.Errorf("after one has left: %v", err)
	}
}
