-- Vectors that a model behind an embeddings endpoint gave, by the text it was asked for: a run, which a rebuild keeps, so that
-- no text is sent twice. text: BLAKE3 of it; v: 32-bit floats, little endian, all of a model of one length. An erasure of a
-- trace must take along that of its text.
CREATE TABLE embedded(
  id INTEGER PRIMARY KEY, model TEXT NOT NULL, text BLOB NOT NULL, at INTEGER NOT NULL, v BLOB NOT NULL,
  UNIQUE(model, text)
);
