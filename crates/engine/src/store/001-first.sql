-- Secrets lie here only sealed: private_key, client_secret and token are blobs of sealing.rs.

CREATE TABLE vault (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  vault_id   TEXT NOT NULL,
  key_id     BLOB NOT NULL,
  mode       TEXT NOT NULL,
  check_blob BLOB NOT NULL
) STRICT;

CREATE TABLE registration (
  id                     TEXT PRIMARY KEY,
  name                   TEXT NOT NULL UNIQUE,
  kind                   TEXT NOT NULL,
  client_id              TEXT NOT NULL,
  redirect_uri           TEXT NOT NULL,
  region                 TEXT NOT NULL,
  authorization_endpoint TEXT,             -- null for the sandbox: the running one is asked
  token_endpoint         TEXT,
  api_base               TEXT,
  api_pinned             INTEGER NOT NULL, -- api_base was given and serves every region
  client_secret          BLOB,             -- null for the sandbox
  created_at             INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
  id                   TEXT PRIMARY KEY,
  name                 TEXT NOT NULL,
  kind                 TEXT NOT NULL,
  identity             TEXT UNIQUE,        -- null until /me told it
  status               TEXT NOT NULL,
  registration         TEXT,               -- the name, kept when the registration is removed
  client_id            TEXT,
  api_base             TEXT,               -- null: the provider's own table
  token                BLOB,
  workspace_id         TEXT,
  workspace_name       TEXT,
  workspace_region     TEXT,
  workspace_timezone   TEXT,
  workspace_created_at INTEGER,
  admin_id             TEXT,
  admin_name           TEXT,
  admin_email          TEXT,
  admin_email_verified INTEGER,
  connected_at         INTEGER NOT NULL,
  checked_at           INTEGER
) STRICT;

CREATE TABLE account_tag (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  tag        TEXT NOT NULL,
  PRIMARY KEY (account_id, tag)
) STRICT, WITHOUT ROWID;

-- One row for each attempt, with all that its answer needs. An ended attempt stays for 24 hours without its secrets.
-- So Switchhook can tell a late link from a foreign one.
CREATE TABLE attempt (
  id                     TEXT PRIMARY KEY,
  state_hash             BLOB NOT NULL UNIQUE,
  stage                  TEXT NOT NULL,
  reconnects             TEXT,             -- the account that gets a new token
  public_key             BLOB NOT NULL,
  private_key            BLOB,
  client_secret          BLOB,
  token                  BLOB,
  inbox                  BLOB,             -- a link sealed to public_key by a process without the vault
  registration_id        TEXT NOT NULL,
  registration           TEXT NOT NULL,
  kind                   TEXT NOT NULL,
  client_id              TEXT NOT NULL,
  redirect_uri           TEXT NOT NULL,
  authorization_endpoint TEXT NOT NULL,
  token_endpoint         TEXT NOT NULL,
  api_base               TEXT NOT NULL,
  api_pinned             INTEGER NOT NULL,
  name                   TEXT,
  tags                   TEXT NOT NULL,    -- a JSON list
  owner                  TEXT NOT NULL,    -- the process that drives it
  started_at             INTEGER NOT NULL,
  expires_at             INTEGER NOT NULL,
  claimed_at             INTEGER,
  ended_at               INTEGER,
  dismissed              INTEGER NOT NULL DEFAULT 0,
  empty_return           INTEGER NOT NULL DEFAULT 0,
  strays                 INTEGER NOT NULL DEFAULT 0,
  account_id             TEXT,             -- what it connected
  error                  TEXT              -- the report it ended with, as JSON
) STRICT;
CREATE INDEX attempt_stage ON attempt (stage);

-- Links that belonged to no attempt.
CREATE TABLE stray (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  count INTEGER NOT NULL
) STRICT;
INSERT INTO stray VALUES (1, 0);
