-- The library's tables, version 3. A change of them is a new version number
-- (schemaVersion) and a step that leads there from the one before (migrations).

-- One row. revision grows with each change of the narratives. What became of
-- them is known from the revision history on.
CREATE TABLE meta (
	only     INTEGER PRIMARY KEY CHECK (only = 1),
	identity TEXT    NOT NULL,
	revision INTEGER NOT NULL,
	history  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sources (
	row    INTEGER PRIMARY KEY,
	name   TEXT    NOT NULL,
	sha256 TEXT    NOT NULL,
	UNIQUE (name, sha256)
) STRICT;

-- A row is a narrative's text as it was from one revision of the library to
-- another; rows of the same id follow one another. The passages are the rows
-- first, first+1, … first+passages-1.
--
-- What was replaced is kept for good. What was removed loses its passages and
-- its tail after a day, when no index of a revision before shows them any more;
-- the row stays, so that an old link can say what was there.
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
	retired   INTEGER NOT NULL, -- 0, or when it was replaced or removed: seconds since 1970, UTC
	first     INTEGER NOT NULL,
	passages  INTEGER NOT NULL,
	words     INTEGER NOT NULL,
	bytes     INTEGER NOT NULL, -- of the text
	tail      TEXT    NOT NULL, -- the text after the last passage
	imported  INTEGER NOT NULL DEFAULT 0, -- when: seconds since 1970, UTC
	added     INTEGER NOT NULL DEFAULT 0, -- the library's revision that brought it
	ended     INTEGER NOT NULL DEFAULT 0, -- 0, or the revision that has it no more
	status    TEXT    NOT NULL DEFAULT '', -- replaced, removed, or deleted: removed, and its text is gone
	symbol    TEXT    NOT NULL DEFAULT '', -- of the document: A/HRC/28/15
	known     TEXT    NOT NULL DEFAULT '{}', -- JSON: where each value is from
	headings  INTEGER NOT NULL DEFAULT 0, -- how many of the passages are headings
	tail_sum  INTEGER NOT NULL DEFAULT 0  -- checksum of tail, as those of the passages
) STRICT;

-- The first three serve what is current, and do not grow with what was before.
CREATE UNIQUE INDEX narratives_id ON narratives (id) WHERE ended = 0;
CREATE INDEX narratives_key ON narratives (report, year, country) WHERE ended = 0;
CREATE INDEX narratives_added ON narratives (added) WHERE ended = 0;
CREATE INDEX narratives_ended ON narratives (ended) WHERE ended > 0;
CREATE INDEX narratives_before ON narratives (id) WHERE ended > 0;
CREATE INDEX narratives_removed ON narratives (retired) WHERE status = 'removed';

-- The text of a narrative stands in its passages, cut at their ends, so that a
-- passage is shown without reading the rest: before and text of each in turn,
-- then the narrative's tail. Rows grow and are never used again (AUTOINCREMENT).
--
-- narrative is no declared foreign key: without an index of its own, which
-- nothing else needs, each removal of a narrative would scan this table.
CREATE TABLE passages (
	row       INTEGER PRIMARY KEY AUTOINCREMENT,
	narrative INTEGER NOT NULL,
	start     INTEGER NOT NULL, -- byte of the narrative's text
	hash      INTEGER NOT NULL, -- first 40 bits of the folded text's SHA-256; of a heading with "# " before
	nth       INTEGER NOT NULL, -- 1, or which of several with this hash in the narrative
	section   TEXT    NOT NULL,
	kind      TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	before    TEXT    NOT NULL, -- what stands between the passage before and this one
	run_in    INTEGER NOT NULL DEFAULT 0, -- bytes of text that are a heading
	page      INTEGER NOT NULL DEFAULT 0, -- of the file, from 1; 0 where there are none
	number    TEXT    NOT NULL DEFAULT '', -- as printed before it: 115.12
	path      INTEGER NOT NULL DEFAULT 0, -- row of paths: the headings around its section; 0 if there are none
	sum       INTEGER NOT NULL DEFAULT 0, -- first 64 bits of text's SHA-256
	before_sum INTEGER NOT NULL DEFAULT 0 -- the same of before
) STRICT;

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
