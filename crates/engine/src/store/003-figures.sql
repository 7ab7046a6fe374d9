-- A disabled account keeps what the last check found of it, for when it is enabled again.
ALTER TABLE account ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;

CREATE TABLE figure (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  count      INTEGER,          -- the last one that was told
  counted_at INTEGER,
  missing    INTEGER NOT NULL, -- the last question: the app lacks the permission
  trouble    TEXT,             -- the last question: the report why it was not answered, as JSON
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE headroom (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  total      INTEGER NOT NULL,
  remaining  INTEGER NOT NULL,
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The answer of /me, as people read it. It has its own table, so that the list of accounts stays light.
CREATE TABLE me_answer (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  json       TEXT NOT NULL,
  at         INTEGER NOT NULL
) STRICT;
