package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"verbatim/corpus/importing"
	"verbatim/index"
	"verbatim/search"
)

// OpenDemo opens the demonstration collection, which has a folder of its own in the
// folder parent. The folder's name has a number in it that differs for each
// collection, format of the index and version of the program, so that another
// program makes its own. The folder appears when it is complete: whatever ends the
// program before, the next start makes it anew.
func OpenDemo(ctx context.Context, parent, version string, o Options) (*Store, error) {
	dir, err := demoFolder(parent, version)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		if err := makeDemo(ctx, dir, o); err != nil {
			return nil, fmt.Errorf("make the demonstration collection in %s: %w", dir, err)
		}
	}
	return Open(ctx, dir, importing.AddDemo, o)
}

func demoFolder(parent, version string) (string, error) {
	collection, err := importing.DemoSum()
	if err != nil {
		return "", err
	}
	of := fmt.Sprintln(collection, index.FormatVersion, search.AnalysisVersion, version)
	return filepath.Join(parent, fmt.Sprintf("demo-%.6x", sha256.Sum256([]byte(of)))), nil
}

// makeDemo makes the folder dir beside its place, and then moves it there. If
// another process was faster, its folder stays.
func makeDemo(ctx context.Context, dir string, o Options) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "making-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	made := filepath.Join(temp, "library")
	s, err := Open(ctx, made, importing.AddDemo, Options{Indexing: o.Indexing})
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	err = os.Rename(made, dir)
	if _, there := os.Stat(dir); there == nil {
		return nil
	}
	return err
}
