-- A library of version 2, as the program of that time made it.
PRAGMA application_id = 1987207789;
PRAGMA user_version = 2;
CREATE TABLE meta (
	only     INTEGER PRIMARY KEY CHECK (only = 1),
	identity TEXT    NOT NULL,
	revision INTEGER NOT NULL,
	history  INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "meta" VALUES(1,'SH7ICYZBRE5OM4CJ2HT3LF5COK',1,0);
CREATE TABLE sources (
	row    INTEGER PRIMARY KEY,
	name   TEXT    NOT NULL,
	sha256 TEXT    NOT NULL,
	UNIQUE (name, sha256)
) STRICT;
INSERT INTO "sources" VALUES(1,'Kenya 2023 TIP report.md','bd8f94b569f33ff0907640754274cd3ff0fc7f475a069ffe10642164faf1ccd4');
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
	fate      TEXT    NOT NULL DEFAULT '' -- replaced, removed, or deleted: removed, and its text is gone
) STRICT;
INSERT INTO "narratives" VALUES(1,'trafficking-in-persons-2023-kenya','Trafficking in Persons Report',2023,'Kenya','KE','U.S. Department of State','2023 Trafficking in Persons Report: Kenya','Tier 2','en','','null',1,0,X'2FD6DE9391F05D78ECF0B64D0D4D316F4C1A3896B06E7AF7335631B5987AE23A',0,1,2,11,96,'',1795904480,1,0,'');
CREATE TABLE passages (
	row       INTEGER PRIMARY KEY AUTOINCREMENT,
	narrative INTEGER NOT NULL,
	start     INTEGER NOT NULL, -- byte of the narrative's text
	hash      INTEGER NOT NULL, -- first 40 bits of the folded text's SHA-256
	nth       INTEGER NOT NULL, -- 1, or which of several with this hash in the narrative
	section   TEXT    NOT NULL,
	kind      TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	before    TEXT    NOT NULL, -- what stands between the passage before and this one
	run_in    INTEGER NOT NULL DEFAULT 0, -- bytes of text that are a heading
	page      INTEGER NOT NULL DEFAULT 0  -- of the file, from 1; 0 where there are none
) STRICT;
INSERT INTO "passages" VALUES(1,1,16,160809518663,1,'overview','paragraph','The government does not fully meet the minimum standards.','KENYA (Tier 2)

',0,0);
INSERT INTO "passages" VALUES(2,1,87,595019273563,1,'prevention','paragraph','It tried.','

Prevention

',0,0);
CREATE UNIQUE INDEX narratives_id ON narratives (id) WHERE ended = 0;
CREATE INDEX narratives_key ON narratives (report, year, country) WHERE ended = 0;
CREATE INDEX narratives_added ON narratives (added) WHERE ended = 0;
CREATE INDEX narratives_ended ON narratives (ended) WHERE ended > 0;
CREATE INDEX narratives_before ON narratives (id) WHERE ended > 0;
CREATE INDEX narratives_removed ON narratives (retired) WHERE fate = 'removed';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('narratives',1);
INSERT INTO "sqlite_sequence" VALUES('passages',2);
PRAGMA journal_mode = WAL;
