-- Everything is keyed by subscription first ('' is the tenant), so that the same tables can be spread over machines elsewhere.
-- Times are milliseconds since 1970. Statuses are h(ealthy), u(nhealthy), n(ot applicable), x (not assessed).

CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- The moment of the last change of the tree, of an exemption or of what is declared collected.
  context INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  catalogue TEXT NOT NULL,
  -- The last moment that compaction has gone over; 0: none.
  compacted INTEGER NOT NULL
) STRICT;

CREATE TABLE place (
  subscription TEXT NOT NULL PRIMARY KEY,
  last_rid INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Deleted rows stay, so that a resource keeps its number in the journal for as long as the journal speaks of it.
CREATE TABLE resource (
  subscription TEXT NOT NULL,
  rid INTEGER NOT NULL,
  key TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  resource_group TEXT,
  implied INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  configured INTEGER NOT NULL,
  hash TEXT NOT NULL,
  generation INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  shape INTEGER NOT NULL,
  lookups TEXT NOT NULL,
  PRIMARY KEY (subscription, rid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX resource_by_key ON resource (subscription, key);
CREATE INDEX resource_by_type ON resource (subscription, type, key);

CREATE TABLE body (
  subscription TEXT NOT NULL,
  rid INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (subscription, rid)
) STRICT;

CREATE TABLE assessment (
  subscription TEXT NOT NULL,
  rid INTEGER NOT NULL,
  recommendation INTEGER NOT NULL,
  status TEXT NOT NULL,
  -- The status before exemptions.
  raw TEXT NOT NULL,
  cause TEXT,
  needs TEXT,
  -- 1 when an assessment in the input decided.
  imported INTEGER NOT NULL,
  evaluated INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (subscription, rid, recommendation)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessment_by_status ON assessment (recommendation, status, subscription, rid);

-- What a resource adds to every count, as one text; resources that add the same share it.
CREATE TABLE shape (
  id INTEGER NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE profile (
  subscription TEXT NOT NULL,
  shape INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (subscription, shape)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
  subscription TEXT NOT NULL,
  recommendation INTEGER NOT NULL,
  status TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (subscription, recommendation, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE recommendation (
  ordinal INTEGER NOT NULL PRIMARY KEY,
  key TEXT NOT NULL
) STRICT;

-- A look-up, hashed, and who asked it. Two look-ups with one hash cost a needless judgement, never a wrong one.
CREATE TABLE dependency (
  lookup INTEGER NOT NULL,
  subscription TEXT NOT NULL,
  rid INTEGER NOT NULL,
  PRIMARY KEY (lookup, subscription, rid)
) STRICT, WITHOUT ROWID;

-- Assessments that came from outside, by the resource that they speak of.
CREATE TABLE imported (
  subscription TEXT NOT NULL,
  resource_key TEXT NOT NULL,
  source_key TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  recommendation TEXT NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (subscription, resource_key, source_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE declared (
  subscription TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (subscription, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE completion (
  scope TEXT NOT NULL,
  type TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (scope, type)
) STRICT, WITHOUT ROWID;

-- Versions of what the tree, the exemptions and the assignments are made of.
CREATE TABLE context (
  subscription TEXT NOT NULL,
  key TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  body TEXT,
  PRIMARY KEY (subscription, key, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
  key TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL,
  at INTEGER NOT NULL,
  result TEXT NOT NULL
) STRICT;

CREATE TABLE catalogue (
  fingerprint TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE moment (
  sequence INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  catalogue TEXT NOT NULL,
  put INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  status_changes INTEGER NOT NULL
) STRICT;
CREATE INDEX moment_by_time ON moment (at);

-- Append only: [[rid, shape before, shape after], …] of one moment. Compacted rows have rid 0 and a count instead: [[0, shape, difference], …].
CREATE TABLE journal (
  subscription TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  compacted INTEGER NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (subscription, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_by_sequence ON journal (sequence);

-- What happened to one resource. recommendation: -1 put, -2 deleted.
CREATE TABLE transition (
  subscription TEXT NOT NULL,
  rid INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  recommendation INTEGER NOT NULL,
  before TEXT,
  after TEXT,
  cause TEXT,
  PRIMARY KEY (subscription, rid, sequence, recommendation)
) STRICT, WITHOUT ROWID;
CREATE INDEX transition_by_sequence ON transition (sequence, subscription, rid);

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

INSERT INTO head (id, sequence, at, context, generation, catalogue, compacted) VALUES (1, 0, 0, 0, 1, '', 0);

-- What a large estate looks like, told once: without it the planner takes a whole subscription for as good as one resource, and with
-- statistics of its own a plan could change from one day to the next.
ANALYZE;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('place', 'place', '400 1'),
  ('resource', 'resource', '1000000 2500 1'),
  ('resource', 'resource_by_key', '1000000 2500 1'),
  ('resource', 'resource_by_type', '1000000 2500 100 1'),
  ('body', 'sqlite_autoindex_body_1', '1000000 2500 1'),
  ('assessment', 'assessment', '5000000 12500 5 1'),
  ('assessment', 'assessment_by_status', '5000000 50000 20000 60 1'),
  ('shape', NULL, '20000'),
  ('profile', 'profile', '100000 250 1'),
  ('tally', 'tally', '40000 100 2 1'),
  ('dependency', 'dependency', '5000000 5 2 1'),
  ('imported', 'imported', '100000 250 2 1'),
  ('context', 'context', '20000 50 2 1'),
  ('moment', 'moment_by_time', '1000000 2'),
  ('journal', 'journal', '1000000 2500 1'),
  ('journal', 'journal_by_sequence', '1000000 2'),
  ('transition', 'transition', '5000000 12500 5 2 1'),
  ('transition', 'transition_by_sequence', '5000000 10 5 2');
-- Read them in this connection too.
ANALYZE sqlite_schema;
