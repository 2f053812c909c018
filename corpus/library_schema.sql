-- The library's tables, version 1. A change of them is a new version number
-- (schemaVersion) and a step that leads there from the one before.

-- One row. revision grows with each change of the narratives.
CREATE TABLE meta (
	only     INTEGER PRIMARY KEY CHECK (only = 1),
	identity TEXT    NOT NULL,
	revision INTEGER NOT NULL
) STRICT;

CREATE TABLE sources (
	row      INTEGER PRIMARY KEY,
	name     TEXT    NOT NULL,
	sha256   TEXT    NOT NULL,
	imported INTEGER NOT NULL, -- seconds since 1970, UTC
	UNIQUE (name, sha256)
) STRICT;

-- A narrative that was replaced stays for a day, retired, so that an index of a
-- revision before can still show its passages. The passages of a narrative are
-- the rows first, first+1, … first+passages-1.
CREATE TABLE narratives (
	row       INTEGER PRIMARY KEY AUTOINCREMENT,
	id        TEXT    NOT NULL,
	report    TEXT    NOT NULL,
	year      INTEGER NOT NULL,
	country   TEXT    NOT NULL,
	code      TEXT    NOT NULL,
	publisher TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	tier      TEXT    NOT NULL,
	language  TEXT    NOT NULL,
	url       TEXT    NOT NULL,
	repairs   TEXT    NOT NULL, -- JSON, a list of texts
	source    INTEGER NOT NULL REFERENCES sources (row),
	ordinal   INTEGER NOT NULL, -- which of the same report, year and country in its source, from 0
	digest    BLOB    NOT NULL, -- SHA-256 of all that was read
	retired   INTEGER NOT NULL, -- 0, or when it was replaced: seconds since 1970, UTC
	first     INTEGER NOT NULL,
	passages  INTEGER NOT NULL,
	words     INTEGER NOT NULL,
	bytes     INTEGER NOT NULL, -- of the text
	tail      TEXT    NOT NULL  -- the text after the last passage
) STRICT;

CREATE UNIQUE INDEX narratives_id ON narratives (id) WHERE retired = 0;
CREATE INDEX narratives_key ON narratives (report, year, country) WHERE retired = 0;

-- The text of a narrative stands in its passages, cut at their ends, so that a
-- passage is shown without reading the rest: before and text of each in turn,
-- then the narrative's tail. Rows are never used again (AUTOINCREMENT).
--
-- narrative is no declared foreign key: without an index of its own, which
-- nothing else needs, each removal of a narrative would scan this table.
CREATE TABLE passages (
	row       INTEGER PRIMARY KEY AUTOINCREMENT,
	narrative INTEGER NOT NULL,
	start     INTEGER NOT NULL, -- byte of the narrative's text
	hash      INTEGER NOT NULL, -- first 40 bits of the folded text's SHA-256
	nth       INTEGER NOT NULL, -- 1, or which of several with this hash in the narrative
	section   TEXT    NOT NULL,
	kind      TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	before    TEXT    NOT NULL  -- what stands between the passage before and this one
) STRICT;
