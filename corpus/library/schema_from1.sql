-- From version 1 of the library's tables to version 2: what was replaced is
-- kept, with the revisions from which and to which it stood.
--
-- Which revision brought a narrative was not noted. All are given the present
-- one, and nothing is said of revisions before it (history).

ALTER TABLE meta ADD COLUMN history INTEGER NOT NULL DEFAULT 0;
UPDATE meta SET history = revision;

ALTER TABLE narratives ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
ALTER TABLE narratives ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
ALTER TABLE narratives ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE narratives ADD COLUMN fate TEXT NOT NULL DEFAULT '';
UPDATE narratives SET
	imported = (SELECT imported FROM sources WHERE row = source),
	added = (SELECT revision FROM meta);
UPDATE narratives SET ended = added, fate = 'replaced' WHERE retired > 0;
ALTER TABLE sources DROP COLUMN imported;

DROP INDEX narratives_id;
DROP INDEX narratives_key;
CREATE UNIQUE INDEX narratives_id ON narratives (id) WHERE ended = 0;
CREATE INDEX narratives_key ON narratives (report, year, country) WHERE ended = 0;
CREATE INDEX narratives_added ON narratives (added) WHERE ended = 0;
CREATE INDEX narratives_ended ON narratives (ended) WHERE ended > 0;
CREATE INDEX narratives_before ON narratives (id) WHERE ended > 0;
CREATE INDEX narratives_removed ON narratives (retired) WHERE fate = 'removed';

ALTER TABLE passages ADD COLUMN run_in INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN page INTEGER NOT NULL DEFAULT 0;
