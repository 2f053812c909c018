package plain

import (
	"context"

	"verbatim/corpus/document"
)

func ReadMarkdown(ctx context.Context, data []byte) (*document.Document, error) { return nil, nil }
