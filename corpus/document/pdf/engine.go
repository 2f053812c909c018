package pdf

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"verbatim/corpus/document"
)

// PDFium runs as WebAssembly in a sandbox of its own for each file: it sees no
// files, it cannot take more memory than maxMemory, and it is thrown away
// with all its memory when the file has been read. Its code is compiled once.
//
// What a file takes in all is at most 1 GiB: its bytes are there twice, once in
// the sandbox; the words of maxText characters take about 600 MB, when the
// sandbox is gone already.
const (
	maxReaders = 2         // files that are read at the same time; others wait
	maxMemory  = 640 << 20 // bytes of a reader, a multiple of 64 KiB
)

// readers has a place for each file that is being read.
var readers = make(chan struct{}, maxReaders)

// starting guards the start of a PDFium: the memory that is made meanwhile is its, and
// its context begins from that of its file.
var (
	starting sync.Mutex
	started  *memory
	startsIn atomic.Pointer[context.Context] // nil while none starts
)

// A fileContext is what the pool of PDFiums is given as its context, of which it makes one
// for each: while one starts, it is the context of its file. So the calls of a PDFium end
// with its file's context, and nothing else touches it while it is called.
type fileContext struct{ context.Context }

func (c fileContext) now() context.Context {
	if file := startsIn.Load(); file != nil {
		return *file
	}
	return c.Context
}

func (c fileContext) Deadline() (time.Time, bool) { return c.now().Deadline() }
func (c fileContext) Done() <-chan struct{}       { return c.now().Done() }
func (c fileContext) Err() error                  { return c.now().Err() }

func (c fileContext) Value(key any) any {
	if own := c.Context.Value(key); own != nil {
		return own
	}
	return c.now().Value(key)
}

// engine compiles PDFium when the first file is read. That takes seconds; the
// machine code is kept in the user's cache folder, from where it takes a tenth
// of one. A cache that is broken is made anew, and done without if it cannot be.
var engine = sync.OnceValues(func() (pdfium.Pool, error) {
	if folder, err := os.UserCacheDir(); err == nil {
		folder = filepath.Join(folder, "verbatim", "pdfium")
		for range 2 {
			cache, err := wazero.NewCompilationCacheWithDir(folder)
			if err != nil {
				break
			}
			if pool, err := compile(runtimeConfig().WithCompilationCache(cache)); err == nil {
				return pool, nil
			}
			if os.RemoveAll(folder) != nil {
				break
			}
		}
	}
	return compile(runtimeConfig())
})

func runtimeConfig() wazero.RuntimeConfig {
	return wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // PDFium is compiled to use them
		WithCloseOnContextDone(true).                                                      // so that a call that never ends can be ended
		WithMemoryLimitPages(1 << 16)                                                      // the memory itself bounds what there is
}

func compile(config wazero.RuntimeConfig) (pdfium.Pool, error) {
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	ctx = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, _ uint64) experimental.LinearMemory {
		return started
	}))
	return webassembly.Init(webassembly.Config{
		Context:       fileContext{ctx},
		MaxTotal:      maxReaders,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(),
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

// withEngine calls use with a PDFium of its own, and ends it in any case: when
// use returns, or in the middle of a call when ctx is done. It waits while
// maxReaders are at work. The error is document.ErrLimit if PDFium asked for more
// memory than it may have.
func withEngine(ctx context.Context, use func(pdfium.Pdfium) error) error {
	pool, err := engine()
	if err != nil {
		return fmt.Errorf("start PDFium: %w", err)
	}
	select {
	case readers <- struct{}{}:
		defer func() { <-readers }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	instance, memory, err := start(ctx, pool)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("start PDFium: %w", err)
	}
	defer memory.release()
	defer func() {
		// What these report is of no use to anyone: it is gone either way.
		if ctx.Err() == nil {
			_ = instance.Close()
		} else {
			_ = instance.Kill()
		}
	}()
	err = use(instance)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && memory.full:
		return fmt.Errorf("%w: its pages take more than %d MB of memory to read", document.ErrLimit, maxMemory>>20)
	}
	return err
}

// start starts a PDFium in a memory of its own.
func start(ctx context.Context, pool pdfium.Pool) (pdfium.Pdfium, *memory, error) {
	starting.Lock()
	defer starting.Unlock()
	m, err := newMemory()
	if err != nil {
		return nil, nil, err
	}
	started = m
	startsIn.Store(&ctx)
	instance, err := pool.GetInstanceWithContext(ctx)
	startsIn.Store(nil)
	started = nil
	if err != nil {
		m.release()
		return nil, nil, err
	}
	return instance, m, nil
}
