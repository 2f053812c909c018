//go:build !unix

package compare

import "time"

var begun = time.Now()

// ProcessorTime is the time of the day, where nothing better is known.
func ProcessorTime() time.Duration { return time.Since(begun) }
