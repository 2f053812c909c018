package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"verbatim/corpus"
)

// A fileClaim is what it says that a narrative is: what edits are kept by.
type fileClaim struct {
	source  string
	key     key
	ordinal int
}

// Said returns what was said by hand of a narrative that a file gives, by the names
// of metadata; nil if nothing was. It holds when the file is imported again.
func (im *Tx) Said(ctx context.Context, n *corpus.Narrative, ordinal int) (said map[string]string, err error) {
	var text string
	err = im.tx.QueryRowContext(ctx, "SELECT said FROM edits WHERE source = ? AND report = ? AND year = ? AND country = ? AND ordinal = ?",
		n.Source.Name, n.Report, n.Year, n.Country, ordinal).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &said)
	}
	if err != nil {
		return nil, fmt.Errorf("what was said by hand of %s: %w", BaseID(n), err)
	}
	return said, nil
}

// Edit corrects a narrative: said is what is said by hand now, by the names of
// metadata, and apply sets all that was ever said of it on the narrative. If it has
// another report, year or country then, it has another ID, which is returned, and the
// old one leads there. The error is ErrNotFound if there is no narrative with this ID.
func (im *Tx) Edit(ctx context.Context, id string, said map[string]string, apply func(*corpus.Narrative, map[string]string)) (now string, err error) {
	if now, err = im.edit(ctx, id, said, apply); err != nil {
		if !errors.Is(err, ErrNotFound) {
			im.broken = errors.Join(im.broken, err)
		}
		return "", fmt.Errorf("edit narrative %s: %w", id, err)
	}
	return now, nil
}

func (im *Tx) edit(ctx context.Context, id string, said map[string]string, apply func(*corpus.Narrative, map[string]string)) (string, error) {
	n, row, claim, err := im.current(ctx, id)
	if err != nil {
		return "", err
	}
	all := map[string]string{}
	var before string
	err = im.tx.QueryRowContext(ctx, "SELECT source, report, year, country, ordinal, said FROM edits WHERE id = ?", id).
		Scan(&claim.source, &claim.key.report, &claim.key.year, &claim.key.country, &claim.ordinal, &before)
	if err == nil {
		err = json.Unmarshal([]byte(before), &all)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	maps.Copy(all, said)
	was := keyOf(n)
	apply(n, all)
	if keyOf(n) != was {
		if n.ID, err = im.freeID(ctx, BaseID(n)); err != nil {
			return "", err
		}
	}
	if err := im.store(ctx, n, claim.ordinal, row, digest(n)); err != nil {
		return "", err
	}
	text, err := json.Marshal(all)
	if err != nil {
		return "", err
	}
	_, err = im.tx.ExecContext(ctx, `INSERT INTO edits (source, report, year, country, ordinal, id, said) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET id = excluded.id, said = excluded.said`,
		claim.source, claim.key.report, claim.key.year, claim.key.country, claim.ordinal, n.ID, string(text))
	if err != nil || n.ID == id {
		return n.ID, err
	}
	return n.ID, im.lead(ctx, id, n.ID)
}

// lead makes an old ID, and those that led there, lead to a new one.
func (im *Tx) lead(ctx context.Context, old, now string) error {
	for _, step := range []string{
		"DELETE FROM addresses WHERE old = ?2 AND ?1 <> ''",
		"UPDATE addresses SET new = ?2 WHERE new = ?1",
		"INSERT INTO addresses (old, new) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET new = excluded.new",
	} {
		if _, err := im.tx.ExecContext(ctx, step, old, now); err != nil {
			return err
		}
	}
	return nil
}

// current reads a current narrative whole, with what was left out, its row, and what
// its file says it is as far as the row tells.
func (im *Tx) current(ctx context.Context, id string) (n *corpus.Narrative, row int64, claim fileClaim, err error) {
	found, err := scanNarratives(im.tx.QueryContext(ctx, "SELECT "+narrativeColumns+narrativeTables+" WHERE n.id = ? AND n.ended = 0", id))
	if err == nil && len(found) == 0 {
		err = missing(ctx, im.tx, id)
	}
	if err != nil {
		return nil, 0, claim, err
	}
	passages, err := im.tx.PrepareContext(ctx, selectPassages)
	if err != nil {
		return nil, 0, claim, err
	}
	defer passages.Close()
	stored, err := found[0].whole(ctx, passages)
	if err != nil {
		return nil, 0, claim, err
	}
	n, row = stored.Narrative, found[0].row
	if n.LeftOut, err = scanLeftOut(im.tx.QueryContext(ctx, leftOutQuery, row)); err != nil {
		return nil, 0, claim, err
	}
	n.Source.Imported = time.Now().UTC().Truncate(time.Second)
	claim = fileClaim{source: n.Source.Name, key: keyOf(n)}
	err = im.tx.QueryRowContext(ctx, "SELECT ordinal FROM narratives WHERE row = ?", row).Scan(&claim.ordinal)
	return n, row, claim, err
}

// leadsTo returns the ID that an ID leads to which a narrative had before it was
// edited; any other as it is.
func leadsTo(ctx context.Context, tx *sql.Tx, id string) (string, error) {
	var now string
	err := tx.QueryRowContext(ctx, `SELECT new FROM addresses WHERE old = ?1
		AND NOT EXISTS (SELECT 1 FROM narratives WHERE id = ?1 AND ended = 0)`, id).Scan(&now)
	if errors.Is(err, sql.ErrNoRows) {
		return id, nil
	}
	return now, err
}
