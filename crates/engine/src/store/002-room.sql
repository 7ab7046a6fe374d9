-- Empty but for the length of one transaction: see Store::reserve.
CREATE TABLE room (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  bytes BLOB NOT NULL
) STRICT;
