-- The needs that a person put off. A need that changed, or began anew, is another need.
CREATE TABLE put_off (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  need       TEXT NOT NULL, -- JSON
  since      TEXT NOT NULL, -- as the need was shown; empty where that was unknown
  until      INTEGER NOT NULL,
  PRIMARY KEY (account_id, need, since)
) STRICT, WITHOUT ROWID;
