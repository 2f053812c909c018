package opensearch

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"verbatim/corpus/library"
	"verbatim/search"
)

// A keeper keeps the index of a library: its search.Keeper. An alias names the index;
// one that is built anew takes it over.
type keeper struct {
	client  *client
	library *library.Library
	alias   string
	shards  int
}

// Open implements search.Keeper.
func (k *keeper) Open(ctx context.Context) (search.Index, error) {
	x, err := open(ctx, k.client, k.alias, k.library)
	if err != nil {
		return nil, err // not an interface that holds nil
	}
	return x, nil
}

// Exists implements search.Keeper.
func (k *keeper) Exists(ctx context.Context) (bool, error) {
	_, err := k.client.resolve(ctx, k.alias)
	if errors.Is(err, search.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// Leftovers implements search.Keeper.
func (k *keeper) Leftovers(ctx context.Context) (names []string, err error) {
	current, err := k.client.resolve(ctx, k.alias)
	if err != nil && !errors.Is(err, search.ErrNone) {
		return nil, err
	}
	var all map[string]json.RawMessage
	if err := k.client.do(ctx, http.MethodGet, "/"+k.alias+"-*/_alias", nil, &all); err != nil && !missing(err) {
		return nil, err
	}
	for name := range all {
		if name != current {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Sweep implements search.Keeper.
func (k *keeper) Sweep(ctx context.Context) error {
	names, err := k.Leftovers(ctx)
	for _, name := range names {
		err = errors.Join(err, k.drop(ctx, name))
	}
	return err
}

func (k *keeper) drop(ctx context.Context, index string) error {
	err := k.client.do(ctx, http.MethodDelete, "/"+index, nil, nil)
	if missing(err) {
		return nil
	}
	return err
}

// Build implements search.Keeper: it writes an index aside, has the alias name it, and
// removes the one before.
func (k *keeper) Build(ctx context.Context, lib *library.Library, progress func(done, total int)) (err error) {
	if err := k.Sweep(ctx); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	stats, err := lib.Stats(ctx)
	if err != nil {
		return err
	}
	reference := 60.0
	if stats.Passages > 0 {
		reference = 1.1 * float64(stats.Words) / float64(stats.Passages)
	}
	shards := k.shards
	if shards == 0 {
		shards = 1 + stats.Passages/passagesPerShard
	}
	body, err := json.Marshal(mapping(shards, max(1, reference)))
	if err != nil {
		return err
	}
	index := k.alias + "-" + strings.ToLower(rand.Text()[:10])
	if err := k.client.do(ctx, http.MethodPut, "/"+index, body, nil); err != nil {
		return fmt.Errorf("build index %s: %w", index, err)
	}
	f := &filler{client: k.client, library: lib, index: index, progress: progress, vocabulary: newVocabulary(),
		state: state{Library: lib.Identity(), Reference: max(1, reference)}}
	if err = f.follow(ctx); err == nil {
		err = k.take(ctx, index)
	}
	if err != nil {
		aside, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		return errors.Join(fmt.Errorf("build index %s: %w", index, err), k.drop(aside, index))
	}
	return k.Sweep(ctx)
}

// take has the alias name an index, and no other.
func (k *keeper) take(ctx context.Context, index string) error {
	actions := []object{{"add": object{"index": index, "alias": k.alias}}}
	if current, err := k.client.resolve(ctx, k.alias); err == nil {
		actions = append(actions, object{"remove": object{"index": current, "alias": k.alias}})
	} else if !errors.Is(err, search.ErrNone) {
		return err
	}
	body, err := json.Marshal(object{"actions": actions})
	if err != nil {
		return err
	}
	return k.client.do(ctx, http.MethodPost, "/_aliases", body, nil)
}

// Update implements search.Keeper.
func (k *keeper) Update(ctx context.Context, lib *library.Library, progress func(done, total int)) error {
	err := k.update(ctx, lib, progress)
	if err != nil {
		return fmt.Errorf("update index %s: %w", k.alias, err)
	}
	return nil
}

func (k *keeper) update(ctx context.Context, lib *library.Library, progress func(done, total int)) error {
	index, err := k.client.resolve(ctx, k.alias)
	if err != nil {
		return err
	}
	s, err := k.client.state(ctx, index)
	if err != nil {
		return err
	}
	if s.Library != lib.Identity() {
		return search.Stale("it was made from another library")
	}
	f := &filler{client: k.client, library: lib, index: index, progress: progress, vocabulary: newVocabulary(), state: *s}
	if err := k.client.readWords(ctx, index, f.vocabulary, 0, s.Vocabulary); err != nil {
		return err
	}
	if err := f.clear(ctx); err != nil {
		return err
	}
	if err := f.follow(ctx); err != nil {
		return err
	}
	return f.forget(ctx)
}
