//go:build !linux

package main

import "errors"

// cool is known on Linux alone.
func cool(string) error { return errors.New("--cold: only on Linux is it known how pages are dropped") }

// readFromDisk is 0: see cool.
func readFromDisk() int64 { return 0 }
