package library

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"verbatim/corpus"
)

// store writes a narrative, in place of the one in the row replaced, if not 0.
func (im *Tx) store(ctx context.Context, n *corpus.Narrative, ordinal int, replaced int64, sum [sha256.Size]byte) error {
	im.changed = true
	if replaced != 0 {
		if _, err := im.stmts.replace.ExecContext(ctx, im.revision, time.Now().Unix(), replaced); err != nil {
			return err
		}
	}
	source, err := im.source(ctx, n.Source)
	if err != nil {
		return err
	}
	repairs, err := json.Marshal(n.Repairs)
	if err != nil {
		return err
	}
	known, err := json.Marshal(n.Known)
	if err != nil {
		return err
	}
	c := countNarrative(n)
	result, err := im.stmts.narrative.ExecContext(ctx,
		n.ID, n.Report, n.Year, n.Country, n.CountryCode, n.Publisher, n.Title, n.Tier, n.Language, n.URL,
		string(repairs), source, n.Source.Imported.Unix(), ordinal, sum[:], im.revision, im.next, len(n.Passages), c.words, len(n.Text), c.tail,
		n.Symbol, string(known), c.headings, checksum(c.tail))
	if err != nil {
		return err
	}
	row, err := result.LastInsertId()
	if err != nil {
		return err
	}
	for i, l := range n.LeftOut {
		if _, err := im.stmts.leftOut.ExecContext(ctx, row, i, l.Why, l.Words, l.Page, l.Text); err != nil {
			return err
		}
	}
	return im.storePassages(ctx, n, row)
}

// counts are what is stored of a narrative beside its passages.
type counts struct {
	words, headings int    // headings' words do not count
	tail            string // the text after the last passage
}

func countNarrative(n *corpus.Narrative) (c counts) {
	end := 0
	for _, p := range n.Passages {
		if p.Kind == corpus.Heading {
			c.headings++
		} else {
			c.words += countWords(p.Span.In(n.Text))
		}
		end = p.Span.End
	}
	c.tail = n.Text[end:]
	return c
}

// storePassages writes the passages in rows that follow one another.
func (im *Tx) storePassages(ctx context.Context, n *corpus.Narrative, narrative int64) error {
	hashes, nths := NameAll(n, n.ID)
	args := make([]any, 0, batch*passageColumns)
	end := 0
	for i, p := range n.Passages {
		path, err := im.path(ctx, p.Under)
		if err != nil {
			return err
		}
		text, before := p.Span.In(n.Text), n.Text[end:p.Span.Start]
		args = append(args, im.next, narrative, p.Span.Start, hashes[i], nths[i], p.Section, string(p.Kind),
			text, before, p.RunIn, p.Page, p.Number, path, checksum(text), checksum(before))
		im.next++
		end = p.Span.End
		if len(args) == cap(args) {
			if _, err := im.stmts.passages.ExecContext(ctx, args...); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	for ; len(args) > 0; args = args[passageColumns:] {
		if _, err := im.stmts.passage.ExecContext(ctx, args[:passageColumns]...); err != nil {
			return err
		}
	}
	return nil
}

// path returns the row of the headings around a section, and makes it if it is new.
func (im *Tx) path(ctx context.Context, titles string) (row int64, err error) {
	if titles == "" {
		return 0, nil
	}
	row, known := im.paths[titles]
	if !known {
		err = im.stmts.path.QueryRowContext(ctx, titles).Scan(&row)
		im.paths[titles] = row
	}
	return row, err
}

// checksum is the first 64 bits of a text's SHA-256: it tells a text that is not what
// was written any more.
func checksum(text string) int64 {
	sum := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// NameAll sets the IDs of a narrative and its passages, and returns what the
// latter are made of.
func NameAll(n *corpus.Narrative, id string) (hashes []int64, nths []int) {
	n.ID = id
	hashes, nths = make([]int64, len(n.Passages)), make([]int, len(n.Passages))
	seen := make(map[int64]int, len(n.Passages))
	for i := range n.Passages {
		h := hashOf(n.Passages[i], n.Text)
		seen[h]++
		hashes[i], nths[i] = h, seen[h]
		n.Passages[i].ID = passageID(id, h, seen[h])
	}
	return hashes, nths
}

// countWords counts what white space separates.
func countWords(passage string) int { return len(strings.Fields(passage)) }

// source returns the row of a source, and makes it if it is new.
func (im *Tx) source(ctx context.Context, s corpus.Source) (row int64, err error) {
	err = im.stmts.source.QueryRowContext(ctx, s.Name, s.SHA256).Scan(&row)
	return row, err
}

// checkNarrative makes sure that the passages can be cut from the text, and
// that the text can be put together again.
func checkNarrative(n *corpus.Narrative) error {
	if !utf8.ValidString(n.Text) {
		return errors.New("the text is not UTF-8")
	}
	end := 0
	for i, p := range n.Passages {
		s := p.Span
		if s.Start < end || s.End < s.Start || s.End > len(n.Text) {
			return fmt.Errorf("passage %d: bytes %d to %d are not within the text after the passage before", i, s.Start, s.End)
		}
		if !runeBoundary(n.Text, s.Start) || !runeBoundary(n.Text, s.End) {
			return fmt.Errorf("passage %d: bytes %d to %d cut a character", i, s.Start, s.End)
		}
		if p.RunIn < 0 || p.RunIn > s.Len() || !runeBoundary(n.Text, s.Start+p.RunIn) {
			return fmt.Errorf("passage %d: its first %d of %d bytes are not a heading", i, p.RunIn, s.Len())
		}
		end = s.End
	}
	return nil
}

func runeBoundary(text string, at int) bool {
	return at == len(text) || utf8.RuneStart(text[at])
}

// passages are written in batches, as a statement costs more than its rows.
const (
	batch          = 16
	passageColumns = 15
)

type txStatements struct {
	known, idUsed, replace, source, narrative, passage, passages, path, leftOut, stored, texts *sql.Stmt
}

func (s *txStatements) prepare(ctx context.Context, tx *sql.Tx) error {
	row := "(?" + strings.Repeat(", ?", passageColumns-1) + ")"
	insert := "INSERT INTO passages (row, narrative, start, hash, nth, section, kind, text, before, run_in, page, number, path, sum, before_sum) VALUES "
	return prepareAll(ctx, tx, []toPrepare{
		{&s.known, `SELECT n.row, n.ordinal, n.id, s.name, n.digest FROM narratives n JOIN sources s ON s.row = n.source
			WHERE n.report = ? AND n.year = ? AND n.country = ? AND n.ended = 0 ORDER BY n.row`},
		{&s.idUsed, "SELECT EXISTS (SELECT 1 FROM narratives WHERE id = ? AND ended = 0)"},
		{&s.replace, "UPDATE narratives SET ended = ?, retired = ?, status = 'replaced' WHERE row = ?"},
		{&s.source, `INSERT INTO sources (name, sha256) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET name = name RETURNING row`},
		{&s.narrative, `INSERT INTO narratives (id, report, year, country, code, publisher, title, tier, language, url,
			repairs, source, imported, ordinal, digest, added, retired, first, passages, words, bytes, tail,
			symbol, known, headings, tail_sum)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.stored, "SELECT " + narrativeColumns + narrativeTables + " WHERE n.row = ?"},
		{&s.texts, selectPassages},
		{&s.path, "INSERT INTO paths (titles) VALUES (?) ON CONFLICT DO UPDATE SET titles = titles RETURNING row"},
		{&s.leftOut, "INSERT INTO left_out (narrative, nth, why, words, page, text) VALUES (?, ?, ?, ?, ?, ?)"},
		{&s.passage, insert + row},
		{&s.passages, insert + row + strings.Repeat(", "+row, batch-1)},
	})
}
