-- Numbers and times alone, and nothing of a customer.
CREATE TABLE figure_history (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  hour       INTEGER NOT NULL, -- since 1970, so that a figure has at most one count an hour
  at         INTEGER NOT NULL,
  count      INTEGER NOT NULL,
  PRIMARY KEY (account_id, name, hour)
) STRICT, WITHOUT ROWID;
