package pdf

import "github.com/tetratelabs/wazero/experimental"

// A memory is what one PDFium works in. It grows in place, within maxMemory, in
// address space that was set aside for it: grown by copying, as Go's slices are,
// it would be there several times until the garbage is collected.
type memory struct {
	reserved []byte
	full     bool // more was asked for than there may be
}

// Reallocate returns the first so many bytes, or nil if there may not be so many.
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) {
		m.full = true
		return nil
	}
	return m.reserved[:size:size]
}

// Free does nothing: who reserved the memory releases it, when its PDFium has ended.
func (m *memory) Free() {}

var _ experimental.LinearMemory = (*memory)(nil)
