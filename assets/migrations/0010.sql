-- Columns of `trace`, packed, for processes that ask a large store once: 32,768 rows a chunk, as of entry `change` of
-- `change` and up to row `last`.
CREATE TABLE chunk(n INTEGER PRIMARY KEY, change INTEGER NOT NULL, last INTEGER NOT NULL);
-- id = 64 × chunk + column.
CREATE TABLE packed(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
