-- The open conversation that waits longest for a reply: times and an id, and nothing of a customer.
CREATE TABLE waiting (
  account_id      TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  since           INTEGER,          -- by the last answer; null where nobody waited, and before the first answer
  conversation_id TEXT,
  read_at         INTEGER,          -- when the last answer came
  missing         INTEGER NOT NULL, -- the last question: the app lacks the permission
  trouble         TEXT,             -- the last question: the problem why it was not answered, as JSON
  asked_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
