//go:build unix

package quotetest

import (
	"syscall"
	"time"
)

// Spent returns the processor time that this process has taken: what a machine that has
// other things to do does not change much.
func Spent() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
