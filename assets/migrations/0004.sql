-- Rows of trace that changed or went, in that order, so that what a process holds of them in memory can follow. Rows that
-- came are found by their number. Only the latest entries are kept; who has missed some reads everything again.
CREATE TABLE change(n INTEGER PRIMARY KEY, trace INTEGER NOT NULL);
CREATE TRIGGER trace_changed AFTER UPDATE ON trace BEGIN INSERT INTO change(trace) VALUES (new.id); END;
CREATE TRIGGER trace_gone AFTER DELETE ON trace BEGIN INSERT INTO change(trace) VALUES (old.id); END;

-- Each word's list is written again by every merge; fewer, larger merges make an import a tenth faster and leave a few more
-- pieces to look into.
INSERT INTO search(search, rank) VALUES ('automerge', 16);
