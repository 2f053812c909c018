package pdf

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// PDFium runs as WebAssembly in a sandbox of its own for each file: it sees no
// files, it cannot take more memory than maxMemory, and it is thrown away
// with all its memory when the file has been read. Its code is compiled once.
const (
	maxReaders = 2       // files that are read at the same time; others wait
	maxMemory  = 1 << 30 // bytes of a reader, a multiple of 64 KiB
)

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
		WithMemoryLimitPages(maxMemory >> 16)
}

func compile(config wazero.RuntimeConfig) (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		Context:       experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0)),
		MaxTotal:      maxReaders,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(),
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

// withEngine calls use with a PDFium of its own, and ends it in any case: when
// use returns, or in the middle of a call when ctx is done. It waits while
// maxReaders are at work.
func withEngine(ctx context.Context, use func(pdfium.Pdfium) error) error {
	pool, err := engine()
	if err != nil {
		return fmt.Errorf("start PDFium: %w", err)
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return fmt.Errorf("start PDFium: %w", err)
	}
	killed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(killed)
		_ = instance.Kill() // what it reports is of no use to anyone: it is gone either way
	})
	defer func() {
		if stop() {
			_ = instance.Close()
		} else {
			<-killed
		}
	}()
	if err := use(instance); ctx.Err() == nil {
		return err
	}
	return context.Cause(ctx)
}
