package document

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Limits of one file. What goes beyond one of them is an error that is
// ErrLimit: no real report comes near.
const (
	MaxBytes   = 256 << 20       // of a file, and of what is unpacked from it
	MaxText    = 64 << 20        // bytes of text in a document
	MaxLines   = 2_000_000       // of plain text: what is known of each takes memory
	MaxBlocks  = 1_000_000       // paragraphs, headings, items and rows of a document
	MaxPages   = 5_000           // of a file that has pages
	MaxDepth   = 512             // of elements within elements
	MaxEntries = 20_000          // of an archive
	MaxTime    = 2 * time.Minute // to read a file
)

// Why a file cannot be read, for those who tell people or branch.
var (
	ErrLimit     = errors.New("too large")
	ErrEncrypted = errors.New("it is encrypted")
	ErrNoText    = errors.New("no text in it")
	ErrDamaged   = errors.New("it is damaged")
)

// Beyond is an ErrLimit that says what there is too much of:
// "too large: 6000 pages, at most 5000 are read".
func Beyond(have int64, limit int64, what string) error {
	return fmt.Errorf("%w: %d %s; the limit is %d", ErrLimit, have, what, limit)
}

// maxYAML is how many brackets, braces and strokes of lists a text in YAML has at most.
const maxYAML = 1_000

// CheckYAML returns an ErrLimit for a text in YAML that may be nested so deep that
// parsing it takes all memory, which grows with the square of the depth.
func CheckYAML(text string) error {
	if marks := strings.Count(text, "[") + strings.Count(text, "{") + strings.Count(text, "- "); marks > maxYAML {
		return Beyond(int64(marks), maxYAML, "brackets and strokes of lists in YAML")
	}
	return nil
}
