-- Who is to look after a trace.
CREATE TABLE p_assign(tid TEXT PRIMARY KEY, person TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX p_assign_person ON p_assign(person, tid);
