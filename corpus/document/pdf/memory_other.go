//go:build !unix

package pdf

// newMemory takes memory of Go's heap: fresh pages of it are not touched.
func newMemory() (*memory, error) {
	return &memory{reserved: make([]byte, maxMemory)}, nil
}

// release leaves the memory to the garbage collector.
func (m *memory) release() { m.reserved = nil }
