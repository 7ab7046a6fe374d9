-- When it was asked what its status tells: an answer to an older question is no news.
ALTER TABLE account ADD COLUMN judged_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
