package importing

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"verbatim/corpus/library"
)

// demoFiles are the demonstration collection; demo/README.md says where it is from.
//
//go:embed demo/*.jsonl.gz
var demoFiles embed.FS

// AddDemo puts the demonstration collection into a library, in one transaction.
// The caller holds the lock.
func AddDemo(ctx context.Context, l *library.Library) error {
	return l.InTransaction(ctx, func(tx *library.Tx) error {
		return eachDemoFile(func(name string, packed []byte) error {
			if err := addDemoFile(ctx, tx, name, packed); err != nil {
				return fmt.Errorf("read %s of the demonstration collection: %w", name, err)
			}
			return nil
		})
	})
}

// addDemoFile adds the narratives of a file, as importing it would.
func addDemoFile(ctx context.Context, tx *library.Tx, name string, packed []byte) error {
	lines, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(packed)
	source := newSource(name, sum[:])
	ordinals := map[string]int{}
	for n, err := range readJSONLines(ctx, lines) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		n.Source = source
		id := library.BaseID(n)
		if _, err := tx.Add(ctx, n, ordinals[id]); err != nil {
			return err
		}
		ordinals[id]++
	}
	return nil
}

// DemoSum returns the SHA-256 checksum of the demonstration collection, in
// hexadecimal digits.
func DemoSum() (string, error) {
	sum := sha256.New()
	err := eachDemoFile(func(name string, packed []byte) error {
		fmt.Fprintln(sum, name, len(packed))
		sum.Write(packed)
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// eachDemoFile calls f with each file of the demonstration collection, by name.
func eachDemoFile(f func(name string, packed []byte) error) error {
	entries, err := demoFiles.ReadDir("demo")
	if err != nil {
		return err
	}
	for _, e := range entries {
		packed, err := fs.ReadFile(demoFiles, "demo/"+e.Name())
		if err != nil {
			return err
		}
		if err := f(e.Name(), packed); err != nil {
			return err
		}
	}
	return nil
}
