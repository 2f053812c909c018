//go:build race

package main

// slower is how much longer servers may take: the race detector makes them slow.
const slower = 10
