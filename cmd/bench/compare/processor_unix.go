//go:build unix

package compare

import (
	"syscall"
	"time"
)

// ProcessorTime is what the process has used of all processors: unlike the
// time of the day it does not grow while other programs run.
func ProcessorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
