//go:build !unix

package compare

import "time"

var begun = time.Now()

// processorTime is the time of the day, where nothing better is known.
func processorTime() time.Duration { return time.Since(begun) }
