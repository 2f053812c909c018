package corpus

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"

	"verbatim/corpus/document/plain"
)

// sampleName is the file that the sample came in; sample/README.md tells its
// history.
const sampleName = "north-korea-2023.txt"

//go:embed sample/north-korea-2023.txt
var sampleText []byte

// Sample gives the embedded sample narrative, read like any file of its kind.
func Sample() (*Narrative, error) {
	d, err := plain.Read(context.Background(), sampleText)
	if err != nil {
		return nil, fmt.Errorf("read the embedded sample: %w", err)
	}
	for n, err := range narratives(d, sampleName) {
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
func (l *Library) AddSample(ctx context.Context) error {
	n, err := Sample()
	if err != nil {
		return err
	}
	return l.inTransaction(ctx, func(im *Import) error {
		_, err := im.Add(ctx, n, 0)
		return err
	})
}
