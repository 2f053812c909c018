-- A library of version 1, as the program of that time made it.
PRAGMA application_id = 1987207789;
PRAGMA user_version = 1;
CREATE TABLE meta (
	only     INTEGER PRIMARY KEY CHECK (only = 1),
	identity TEXT    NOT NULL,
	revision INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES(1,'DQLFNYBBHMQ73U4HBTSA32U5VL',2);
CREATE TABLE sources (
	row      INTEGER PRIMARY KEY,
	name     TEXT    NOT NULL,
	sha256   TEXT    NOT NULL,
	imported INTEGER NOT NULL, -- seconds since 1970, UTC
	UNIQUE (name, sha256)
) STRICT;
INSERT INTO sources VALUES(1,'a.txt','0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f',1700000000);
INSERT INTO sources VALUES(2,'a.txt','1f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f',1700000100);
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
INSERT INTO narratives VALUES(1,'trafficking-in-persons-2023-chad','Trafficking in Persons Report',2023,'Chad','TD','U.S. Department of State','2023 Trafficking in Persons Report: Chad','Tier 3','en','https://example.org/','["joined a word"]',1,0,X'18de1fc0456a2a9a543d08d398ffba71f7623bd990bb3e419d1c284b12d71528',1795548461,1,2,2,21,replace('\n\n','\n',char(10)));
INSERT INTO narratives VALUES(2,'trafficking-in-persons-2023-chad','Trafficking in Persons Report',2023,'Chad','TD','U.S. Department of State','2023 Trafficking in Persons Report: Chad','Tier 3','en','https://example.org/','["joined a word"]',2,0,X'58a0ff18937f5158351b80696aa28c4056527d4cc3209143a0ab0d10f02031ce',0,3,2,2,21,replace('\n\n','\n',char(10)));
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
INSERT INTO passages VALUES(1,1,8,693933756165,1,'overview','paragraph','Old.',replace('# Chad\n\n','\n',char(10)));
INSERT INTO passages VALUES(2,1,14,192607265607,1,'overview','paragraph','Same.',replace('\n\n','\n',char(10)));
INSERT INTO passages VALUES(3,2,8,1035387372129,1,'overview','paragraph','New.',replace('# Chad\n\n','\n',char(10)));
INSERT INTO passages VALUES(4,2,14,192607265607,1,'overview','paragraph','Same.',replace('\n\n','\n',char(10)));
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('narratives',2);
INSERT INTO sqlite_sequence VALUES('passages',4);
CREATE UNIQUE INDEX narratives_id ON narratives (id) WHERE retired = 0;
CREATE INDEX narratives_key ON narratives (report, year, country) WHERE retired = 0;
PRAGMA journal_mode = WAL;
