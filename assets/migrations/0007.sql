-- What a judging model said of a trace when it was asked, by what it was asked: a run, which a rebuild keeps and an erasure
-- of the trace must take along, since reasons may quote it. question: BLAKE3 of the record it was shown; prompt: version of
-- the words around it; reply: modes as JSON; tokens: 0 where the answer to the same question about another trace was taken.
CREATE TABLE judged(
  trace TEXT NOT NULL, question BLOB NOT NULL, prompt TEXT NOT NULL, model TEXT NOT NULL,
  run INTEGER NOT NULL, at INTEGER NOT NULL, tokens INTEGER NOT NULL, reply TEXT NOT NULL,
  PRIMARY KEY(trace, question, prompt, model)
) WITHOUT ROWID;
CREATE INDEX judged_question ON judged(question, prompt, model);
