package index

import (
	"fmt"
	"runtime/debug"

	"verbatim/search"
)

// guard is deferred, as guard(&err)(), by what reads the mapped files. A file that is
// cut short while it is mapped ends the process when it is read, unless the goroutine
// asks for a panic instead: guard does so, and makes an error of it.
func (x *Index) guard(err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		cause := recover()
		if cause == nil {
			return
		}
		fault, ok := cause.(interface {
			error
			Addr() uintptr // only a fault has one
		})
		if !ok {
			panic(cause)
		}
		*err = fmt.Errorf("%w (%w)", search.ErrDamaged, fault)
		select {
		case x.damaged <- struct{}{}:
		default:
		}
	}
}

// Damaged tells whoever can make the index anew that a question met ErrDamaged.
func (x *Index) Damaged() <-chan struct{} { return x.damaged }
