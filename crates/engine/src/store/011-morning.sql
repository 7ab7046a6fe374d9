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

-- How many conversations waited longer than a threshold.
CREATE TABLE long_waits (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  count      INTEGER NOT NULL,
  minutes    INTEGER NOT NULL, -- the threshold
  hours      TEXT,             -- the working hours in which it counts, as JSON; null for calendar time
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The ratings of customers since a moment.
CREATE TABLE rating (
  account_id  TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  since       INTEGER NOT NULL,
  rated       INTEGER NOT NULL,
  low         INTEGER NOT NULL,
  with_remark INTEGER,          -- null where the low ones are too many to count
  at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts of whole days, each asked for once after the day.
CREATE TABLE day_count (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  day        INTEGER NOT NULL, -- in the account's time zone, counted from 1970-01-01
  count      INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (account_id, name, day)
) STRICT, WITHOUT ROWID;

-- When the team of an account works, as a person said.
CREATE TABLE working_hours (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  hours      TEXT NOT NULL     -- as JSON
) STRICT, WITHOUT ROWID;

-- From when on Today says something about an account, as a person said.
CREATE TABLE threshold (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  thresholds TEXT NOT NULL     -- as JSON
) STRICT, WITHOUT ROWID;

-- The open conversations by team and teammate, when somebody looked last.
CREATE TABLE team_load (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  load       TEXT NOT NULL,    -- as JSON: names of teams and teammates, ids and times of conversations
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The conversation that a reading is about. Only the longest wait has one.
ALTER TABLE figure_history ADD COLUMN conversation_id TEXT;

-- The day of the last notification about an account, in its team's time zone, counted from 1970-01-01.
CREATE TABLE notified (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  day        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
