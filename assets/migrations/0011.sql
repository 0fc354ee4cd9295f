-- Who is in which cluster, and what is asked, as of each run of clustering. What a run finds is written beside what stands,
-- bit by bit, under the number of a run that is staged; it is in force once that run is the last one that is not.
CREATE TABLE membership(run INTEGER NOT NULL, trace INTEGER NOT NULL, cluster TEXT NOT NULL, part TEXT, PRIMARY KEY(run, trace)) WITHOUT ROWID;
CREATE TABLE asked(run INTEGER NOT NULL, trace INTEGER NOT NULL, kind TEXT NOT NULL, share REAL NOT NULL, PRIMARY KEY(run, trace)) WITHOUT ROWID;
INSERT INTO membership SELECT COALESCE((SELECT MAX(id) FROM run WHERE kind = 'cluster'), 0), trace, cluster, part FROM member;
INSERT INTO asked SELECT COALESCE((SELECT MAX(id) FROM run WHERE kind = 'cluster'), 0), trace, kind, share FROM question;
CREATE INDEX membership_cluster ON membership(run, cluster, trace);
CREATE INDEX membership_part ON membership(run, part, trace) WHERE part IS NOT NULL;
CREATE INDEX asked_kind ON asked(run, kind, trace);
DROP TABLE member;
DROP TABLE question;
CREATE VIEW member AS SELECT trace, cluster, part FROM membership
    WHERE run = COALESCE((SELECT MAX(id) FROM run WHERE kind = 'cluster'), 0);
CREATE VIEW question AS SELECT trace, kind, share FROM asked
    WHERE run = COALESCE((SELECT MAX(id) FROM run WHERE kind = 'cluster'), 0);
