-- Clusters.
-- Parts of a run of the table run: the groups it found and what vectors are made with, packed. A rebuild keeps them.
CREATE TABLE run_part(run INTEGER NOT NULL, part TEXT NOT NULL, b BLOB NOT NULL, PRIMARY KEY(run, part)) WITHOUT ROWID;
CREATE INDEX run_kind ON run(kind, id);
-- Projections of the journal. state: what was decided about a cluster, texts by their hashes.
CREATE TABLE p_cluster(id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE p_move(tid TEXT PRIMARY KEY, cluster TEXT, at INTEGER NOT NULL) WITHOUT ROWID;
-- Derived: the last run plus what people merged, split and moved.
-- part: the second level, a cluster inside the cluster.
CREATE TABLE member(trace INTEGER PRIMARY KEY, cluster TEXT NOT NULL, part TEXT);
CREATE INDEX member_cluster ON member(cluster, trace);
CREATE INDEX member_part ON member(part, trace) WHERE part IS NOT NULL;
-- Derived: the kind of question that a trace's input is, of the last run; share: traces of that kind in those of the largest.
CREATE TABLE question(trace INTEGER PRIMARY KEY, kind TEXT NOT NULL, share REAL NOT NULL);
CREATE INDEX question_kind ON question(kind, trace);
