package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// inWords returns an error in words for people: what systems and SQLite say of a file
// that cannot be opened or written tells them little.
func inWords(err error) string {
	text := err.Error()
	for _, known := range []struct {
		is   bool
		says string
	}{
		{strings.Contains(text, "unable to open database file"), "the library cannot be opened: its folder or its files cannot be read, or not be written where that is needed; look at their owner and rights"},
		{strings.Contains(text, "attempt to write a readonly database"), "the library cannot be changed: its files cannot be written; look at their owner and rights"},
		{strings.Contains(text, "database disk image is malformed"), `the library is damaged; "verbatim verify" says where`},
		{strings.Contains(text, "disk I/O error"), "the disk with the library cannot be read or written"},
		{errors.Is(err, syscall.ENOSPC), "the disk is full"},
		{strings.Contains(text, "database or disk is full"), "the disk is full"},
		{errors.Is(err, syscall.EROFS), "the library is on a disk that cannot be written"},
		{errors.Is(err, fs.ErrPermission), "the rights to read or write it are missing"},
	} {
		if known.is {
			return known.says + " (" + text + ")"
		}
	}
	return text
}
