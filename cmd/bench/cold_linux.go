package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// The advice of madvise and posix_fadvise that pages are not needed any more.
const (
	madvDontNeed  = 4
	fadviseNeedNo = 4
)

// cool has the system forget what it has in memory of the files below a folder, also of
// those that this process has mapped; what other processes have mapped stays.
func cool(dir string) error {
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return err
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to uintptr
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x", &from, &to); err != nil || !strings.Contains(lines.Text(), " "+dir+string(filepath.Separator)) {
			continue
		}
		if _, _, err := syscall.Syscall(syscall.SYS_MADVISE, from, to-from, madvDontNeed); err != 0 {
			return err
		}
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		if _, _, failed := syscall.Syscall6(syscall.SYS_FADVISE64, file.Fd(), 0, 0, fadviseNeedNo, 0, 0); failed != 0 {
			err = failed
		}
		return errors.Join(err, file.Close())
	})
}

// readFromDisk is how often this process has waited for a disk to read a mapped page.
func readFromDisk() int64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Majflt
}
