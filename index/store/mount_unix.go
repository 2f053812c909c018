//go:build unix

package store

import (
	"os"
	"path/filepath"
	"syscall"
)

// mountOf returns the folder at which the file system with a folder is mounted, as its
// path says; empty if the folder is not there.
func mountOf(dir string) string {
	device, ok := deviceOf(dir)
	if !ok {
		return ""
	}
	for {
		parent := filepath.Dir(dir)
		if above, ok := deviceOf(parent); parent == dir || !ok || above != device {
			return dir
		}
		dir = parent
	}
}

func deviceOf(dir string) (uint64, bool) {
	info, err := os.Stat(dir)
	if err != nil {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return uint64(stat.Dev), true // of another type on other systems
}
