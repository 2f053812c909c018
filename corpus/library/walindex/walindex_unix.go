//go:build unix

package walindex

import (
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// An Index is the header of a WAL-index, mapped to be read.
type Index struct {
	mu     sync.RWMutex
	mapped []byte // nil when it is closed
}

// kept are the files of WAL-indexes that this process has opened. When a process closes
// any descriptor of a file it loses all its locks on it, those of SQLite as well: so there
// is one descriptor a file, and none is closed while a database may be open.
var kept struct {
	sync.Mutex
	files   []*os.File
	holders int
}

// Hold is called before the first connection to a database is opened. What it returns is
// called once or more when the last one is closed.
func Hold() (release func()) {
	kept.Lock()
	defer kept.Unlock()
	kept.holders++
	return sync.OnceFunc(func() {
		kept.Lock()
		defer kept.Unlock()
		if kept.holders--; kept.holders > 0 {
			return
		}
		for _, f := range kept.files {
			_ = f.Close() // nothing was written
		}
		kept.files = nil
	})
}

// Open maps the header of the WAL-index of the database at path, while it is held. A
// connection of this process must have read the database, and stay open as long as the
// Index: so the file is neither deleted nor cut short. It returns nil where there is no WAL-index, or where
// it cannot be written: SQLite does not use it then.
func Open(path string) (*Index, error) {
	kept.Lock()
	defer kept.Unlock()
	file, err := keep(path + "-shm")
	if file == nil || err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.Size() < 2*headerSize {
		return nil, err
	}
	mapped, err := syscall.Mmap(int(file.Fd()), 0, 2*headerSize, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return &Index{mapped: mapped}, nil
}

// keep returns the descriptor of a file; nil if there is none that can be written.
func keep(name string) (*os.File, error) {
	there, err := os.Stat(name)
	if err != nil {
		return nil, nil
	}
	for _, f := range kept.files {
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		if os.SameFile(info, there) {
			return f, nil
		}
	}
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, nil
	}
	kept.files = append(kept.files, file)
	return file, nil
}

// State returns what the header says. It is not whole while somebody commits, and where
// it was never written.
func (x *Index) State() (state State, whole bool) {
	if x == nil {
		return state, false
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.mapped == nil {
		return state, false
	}
	words := unsafe.Slice((*uint64)(unsafe.Pointer(&x.mapped[0])), 2*len(state))
	whole = true
	for i := range state {
		state[i] = atomic.LoadUint64(&words[i])
		whole = whole && state[i] == atomic.LoadUint64(&words[len(state)+i])
	}
	return state, whole && state != State{}
}

// Close ends it, before its connection is closed.
func (x *Index) Close() error {
	if x == nil {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	mapped := x.mapped
	if x.mapped = nil; mapped == nil {
		return nil
	}
	return syscall.Munmap(mapped)
}
