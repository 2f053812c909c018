//go:build !unix

package walindex

// An Index is not there on this system.
type Index struct{}

// Hold does nothing.
func Hold() (release func()) { return func() {} }

// Open returns nil.
func Open(string) (*Index, error) { return nil, nil }

// State returns a state that is not whole.
func (x *Index) State() (state State, whole bool) { return state, false }

// Close does nothing.
func (x *Index) Close() error { return nil }
