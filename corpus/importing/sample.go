package importing

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"

	"verbatim/corpus"
	"verbatim/corpus/document/plain"
	"verbatim/corpus/library"
)

// sampleName is the file that the sample came in; sample/README.md says its
// history.
const sampleName = "north-korea-2023.txt"

//go:embed sample/north-korea-2023.txt
var sampleText []byte

// Sample returns the embedded sample narrative, read like any file of its kind.
func Sample() (*corpus.Narrative, error) {
	d, err := plain.Read(context.Background(), sampleText)
	if err != nil {
		return nil, fmt.Errorf("read the embedded sample: %w", err)
	}
	for n, err := range narratives(d, fileOf{path: sampleName}) {
		if err != nil {
			return nil, fmt.Errorf("read the embedded sample: %w", err)
		}
		sum := sha256.Sum256(sampleText)
		n.Source = newSource(sampleName, sum[:])
		return n, nil
	}
	return nil, nil // never: there is one narrative or error
}

// AddSample puts the sample into a library.
func AddSample(ctx context.Context, l *library.Library) error {
	n, err := Sample()
	if err != nil {
		return err
	}
	return l.InTransaction(ctx, func(im *library.Tx) error {
		_, err := im.Add(ctx, n, 0)
		return err
	})
}
