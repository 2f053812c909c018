-- From version 2 of the library's tables to version 3: headings, numbers, symbols,
-- where values are from, what was left out, what was said by hand, and checksums.

ALTER TABLE narratives RENAME COLUMN fate TO status;
ALTER TABLE narratives ADD COLUMN symbol TEXT NOT NULL DEFAULT '';
ALTER TABLE narratives ADD COLUMN known TEXT NOT NULL DEFAULT '{}';
ALTER TABLE narratives ADD COLUMN headings INTEGER NOT NULL DEFAULT 0;
ALTER TABLE narratives ADD COLUMN tail_sum INTEGER NOT NULL DEFAULT 0;
UPDATE narratives SET tail_sum = checksum(tail);

DROP INDEX narratives_removed;
CREATE INDEX narratives_removed ON narratives (retired) WHERE status = 'removed';

ALTER TABLE passages ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE passages ADD COLUMN path INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN before_sum INTEGER NOT NULL DEFAULT 0;
UPDATE passages SET sum = checksum(text), before_sum = checksum(before);

-- The headings around sections, the outermost first, one a line.
CREATE TABLE paths (
	row    INTEGER PRIMARY KEY,
	titles TEXT    NOT NULL UNIQUE
) STRICT;

-- What of a narrative's file is in no passage, and why.
CREATE TABLE left_out (
	narrative INTEGER NOT NULL, -- row of narratives
	nth       INTEGER NOT NULL, -- from 0
	why       TEXT    NOT NULL,
	words     INTEGER NOT NULL,
	page      INTEGER NOT NULL, -- of the file, from 1; 0 where there are none
	text      TEXT    NOT NULL,
	PRIMARY KEY (narrative, nth)
) STRICT, WITHOUT ROWID;

-- What was said by hand of a narrative: it holds when its file is imported again.
-- The first columns are what the file says it is, as new narratives are known by.
CREATE TABLE edits (
	source  TEXT    NOT NULL, -- name
	report  TEXT    NOT NULL,
	year    INTEGER NOT NULL,
	country TEXT    NOT NULL,
	ordinal INTEGER NOT NULL,
	id      TEXT    NOT NULL, -- of the narrative that came of it
	said    TEXT    NOT NULL, -- JSON: values by their names in metadata
	PRIMARY KEY (source, report, year, country, ordinal)
) STRICT, WITHOUT ROWID;

-- IDs that narratives had before they were edited, and what they lead to.
CREATE TABLE addresses (
	old TEXT PRIMARY KEY,
	new TEXT NOT NULL
) STRICT, WITHOUT ROWID;
