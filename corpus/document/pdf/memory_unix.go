//go:build unix

package pdf

import "syscall"

// newMemory sets address space aside; pages of it that nobody touches take none
// of the machine's memory.
func newMemory() (*memory, error) {
	reserved, err := syscall.Mmap(-1, 0, maxMemory, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	return &memory{reserved: reserved}, nil
}

// release gives the memory back.
func (m *memory) release() {
	_ = syscall.Munmap(m.reserved) // it was mapped above: there is nothing that can fail
	m.reserved = nil
}
