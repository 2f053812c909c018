package count

import "slices"

// maxRecent is how many results are kept of each kind.
const maxRecent = 6

// recent keeps a few results by key; the one that was asked for longest ago goes.
type recent[T any] struct {
	keys   []string
	values []T
}

func (r *recent[T]) get(key string) (value T, ok bool) {
	at := slices.Index(r.keys, key)
	if at < 0 {
		return value, false
	}
	value = r.values[at]
	r.drop(at)
	r.put(key, value)
	return value, true
}

func (r *recent[T]) put(key string, value T) {
	if len(r.keys) == maxRecent {
		r.drop(0)
	}
	r.keys, r.values = append(r.keys, key), append(r.values, value)
}

func (r *recent[T]) drop(at int) {
	r.keys, r.values = slices.Delete(r.keys, at, at+1), slices.Delete(r.values, at, at+1)
}
