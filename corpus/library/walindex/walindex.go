// Package walindex tells at a glance whether anything was committed to an SQLite database
// in WAL mode, by any process. Start with Open.
package walindex

// A State is what the header of a database's WAL-index says. Each commit changes it:
// connections find by it what others have committed, as
// https://www.sqlite.org/walformat.html says of "The WAL-Index File Format". It names
// the last valid frame, counts transactions, and has a checksum of all that came.
type State [headerSize / 8]uint64

// headerSize is how long the header is. It is there twice, and who writes it writes the
// second copy first: where both are the same it is whole.
const headerSize = 48
