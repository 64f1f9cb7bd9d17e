-- Everything is keyed by subscription first ('' is the tenant), so that the same tables can be spread over machines elsewhere.
-- Times are milliseconds since 1970. Statuses are h(ealthy), u(nhealthy), n(ot applicable), x (not assessed).

CREATE TABLE head (
  id bigint PRIMARY KEY CHECK (id = 1),
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  -- The moment of the last change of the tree, of an exemption or of what is declared collected.
  context bigint NOT NULL,
  generation bigint NOT NULL,
  catalogue text COLLATE "C" NOT NULL,
  -- The last moment that compaction has gone over; 0: none.
  compacted bigint NOT NULL
);

CREATE TABLE place (
  subscription text COLLATE "C" NOT NULL PRIMARY KEY,
  last_rid bigint NOT NULL
);

-- Deleted rows stay, so that a resource keeps its number in the journal for as long as the journal speaks of it.
CREATE TABLE resource (
  subscription text COLLATE "C" NOT NULL,
  rid bigint NOT NULL,
  key text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  resource_group text COLLATE "C",
  implied bigint NOT NULL,
  deleted bigint NOT NULL,
  configured bigint NOT NULL,
  hash text COLLATE "C" NOT NULL,
  generation bigint NOT NULL,
  first_seen bigint NOT NULL,
  changed bigint NOT NULL,
  shape bigint NOT NULL,
  lookups text COLLATE "C" NOT NULL,
  PRIMARY KEY (subscription, rid)
);
CREATE UNIQUE INDEX resource_by_key ON resource (subscription, key);
CREATE INDEX resource_by_type ON resource (subscription, type, key);

CREATE TABLE body (
  subscription text COLLATE "C" NOT NULL,
  rid bigint NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (subscription, rid)
);

CREATE TABLE assessment (
  subscription text COLLATE "C" NOT NULL,
  rid bigint NOT NULL,
  recommendation bigint NOT NULL,
  status text COLLATE "C" NOT NULL,
  -- The status before exemptions.
  raw text COLLATE "C" NOT NULL,
  cause text COLLATE "C",
  needs text COLLATE "C",
  -- 1 when an assessment in the input decided.
  imported bigint NOT NULL,
  evaluated bigint NOT NULL,
  changed bigint NOT NULL,
  PRIMARY KEY (subscription, rid, recommendation)
);
CREATE INDEX assessment_by_status ON assessment (recommendation, status, subscription, rid);

-- What a resource adds to every count, as one text; resources that add the same share it.
CREATE TABLE shape (
  id bigint NOT NULL PRIMARY KEY,
  text text COLLATE "C" NOT NULL
);

CREATE TABLE profile (
  subscription text COLLATE "C" NOT NULL,
  shape bigint NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (subscription, shape)
);

CREATE TABLE tally (
  subscription text COLLATE "C" NOT NULL,
  recommendation bigint NOT NULL,
  status text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (subscription, recommendation, status)
);

CREATE TABLE recommendation (
  ordinal bigint NOT NULL PRIMARY KEY,
  key text COLLATE "C" NOT NULL
);

-- A look-up, hashed, and who asked it. Two look-ups with one hash cost a needless judgement, never a wrong one.
CREATE TABLE dependency (
  lookup bigint NOT NULL,
  subscription text COLLATE "C" NOT NULL,
  rid bigint NOT NULL,
  PRIMARY KEY (lookup, subscription, rid)
);

-- Assessments that came from outside, by the resource that they speak of.
CREATE TABLE imported (
  subscription text COLLATE "C" NOT NULL,
  resource_key text COLLATE "C" NOT NULL,
  source_key text COLLATE "C" NOT NULL,
  resource_id text COLLATE "C" NOT NULL,
  recommendation text COLLATE "C" NOT NULL,
  verdict text COLLATE "C" NOT NULL,
  PRIMARY KEY (subscription, resource_key, source_key)
);

CREATE TABLE declared (
  subscription text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  PRIMARY KEY (subscription, type)
);

CREATE TABLE completion (
  scope text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  generation bigint NOT NULL,
  PRIMARY KEY (scope, type)
);

-- Versions of what the tree, the exemptions and the assignments are made of.
CREATE TABLE context (
  subscription text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  body text COLLATE "C",
  PRIMARY KEY (subscription, key, sequence)
);

CREATE TABLE batch (
  key text COLLATE "C" NOT NULL PRIMARY KEY,
  digest text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  result text COLLATE "C" NOT NULL
);

CREATE TABLE catalogue (
  fingerprint text COLLATE "C" NOT NULL PRIMARY KEY,
  body text COLLATE "C" NOT NULL
);

CREATE TABLE moment (
  sequence bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  catalogue text COLLATE "C" NOT NULL,
  put bigint NOT NULL,
  deleted bigint NOT NULL,
  status_changes bigint NOT NULL
);
CREATE INDEX moment_by_time ON moment (at);

-- Append only: [[rid, shape before, shape after], …] of one moment. Compacted rows have rid 0 and a count instead: [[0, shape, difference], …].
CREATE TABLE journal (
  subscription text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  compacted bigint NOT NULL,
  changes text COLLATE "C" NOT NULL,
  PRIMARY KEY (subscription, sequence)
);
CREATE INDEX journal_by_sequence ON journal (sequence);

-- What happened to one resource. recommendation: -1 put, -2 deleted.
CREATE TABLE transition (
  subscription text COLLATE "C" NOT NULL,
  rid bigint NOT NULL,
  sequence bigint NOT NULL,
  recommendation bigint NOT NULL,
  before text COLLATE "C",
  after text COLLATE "C",
  cause text COLLATE "C",
  PRIMARY KEY (subscription, rid, sequence, recommendation)
);
CREATE INDEX transition_by_sequence ON transition (sequence, subscription, rid);

CREATE TABLE setting (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  value text COLLATE "C" NOT NULL
);

INSERT INTO head (id, sequence, at, context, generation, catalogue, compacted) VALUES (1, 0, 0, 0, 1, '', 0);
