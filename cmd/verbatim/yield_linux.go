package main

import (
	"os"
	"strconv"
	"syscall"
)

// yieldToOthers lets other processes go first where there are not enough
// processors: whoever asks a server does not wait for an import. Where it cannot
// be had, the work goes on as it is.
func yieldToOthers() {
	const nice = 10
	// Linux has a priority for each thread; new ones begin with that of the one
	// that makes them.
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, t := range threads {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, nice)
		}
	}
}
