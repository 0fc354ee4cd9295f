-- Strings that many traces share. kind: 1 app, 2 route, 3 prompt name, 4 prompt name@version, 5 model, 6 release,
-- 7 segment, 8 experiment, 9 document, 10 tool, 11 tag, 12 signal (canonical name).
CREATE TABLE name(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, s TEXT NOT NULL, UNIQUE(kind, s));
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE session(id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE);

-- Facts. The narrow row holds what lists show, filter and order by; columns from badness on are derived.
CREATE TABLE trace(
  id INTEGER PRIMARY KEY,
  tid TEXT NOT NULL UNIQUE,
  request TEXT, session INTEGER, user TEXT,
  started_at INTEGER, week INTEGER NOT NULL DEFAULT 0,
  app INTEGER, route INTEGER, prompt_name INTEGER, prompt INTEGER, model INTEGER, release INTEGER, segment INTEGER, experiment INTEGER,
  latency_ms REAL, cost_usd REAL, input_tokens INTEGER, output_tokens INTEGER, status INTEGER, confidence REAL,
  rnd INTEGER NOT NULL,
  snippet TEXT NOT NULL DEFAULT '',
  badness REAL NOT NULL DEFAULT 0.5, ambiguity REAL NOT NULL DEFAULT 0, triage REAL NOT NULL DEFAULT 0,
  -- bit 0 negative, 1 mixed, 2 praised bad, 3 has correction, 4 has comment, 5 reviewed (any verdict), 6 golden, 7 disputed,
  -- 8 reviewer's correction, 9 noted, 10 ambiguous
  flags INTEGER NOT NULL DEFAULT 0,
  severity INTEGER NOT NULL DEFAULT 0,
  verdicts INTEGER NOT NULL DEFAULT 0,   -- given, unsure included
  asked INTEGER NOT NULL DEFAULT 1,      -- verdicts this trace asks for
  settled REAL,                          -- 0 good .. 1 bad, null while no verdict settles it
  epoch INTEGER NOT NULL DEFAULT 0       -- score epoch applied; 0 = to be scored
);
CREATE INDEX trace_worst ON trace(badness DESC, severity DESC, started_at DESC, tid);
CREATE INDEX trace_time ON trace(started_at, tid);
CREATE INDEX trace_session ON trace(session, started_at) WHERE session IS NOT NULL;
CREATE INDEX trace_request ON trace(request) WHERE request IS NOT NULL;
CREATE INDEX trace_unscored ON trace(id) WHERE epoch = 0;
-- All that a list of negative traces needs to be ordered, narrowed to a window and to what is open, and counted.
CREATE INDEX trace_negative ON trace(badness DESC, severity DESC, started_at DESC, tid, verdicts, asked, flags) WHERE flags & 1 <> 0;
-- Counts the traces that are no longer open without reading the others.
CREATE INDEX trace_reviewed ON trace(verdicts, asked) WHERE verdicts > 0;
CREATE TABLE body(id INTEGER PRIMARY KEY, dict INTEGER NOT NULL, b BLOB NOT NULL);
CREATE TABLE link(name INTEGER NOT NULL, trace INTEGER NOT NULL, PRIMARY KEY(name, trace)) WITHOUT ROWID;
-- by_kind: 0 trace id, 1 session id, 2 request id; trace is null while unlinked.
CREATE TABLE signal(
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  trace INTEGER, half INTEGER NOT NULL DEFAULT 0,
  by_kind INTEGER NOT NULL, by_id TEXT NOT NULL,
  name INTEGER NOT NULL, at INTEGER,
  resolved TEXT,                         -- what scoring needs of it, given its trace
  body BLOB NOT NULL
);
CREATE INDEX signal_trace ON signal(trace) WHERE trace IS NOT NULL;
CREATE INDEX signal_name ON signal(name, trace);
CREATE INDEX signal_unlinked ON signal(by_kind, by_id) WHERE trace IS NULL;
-- What a session or a request that arrives late has waiting, and what it must look at again.
CREATE INDEX signal_by ON signal(by_kind, by_id) WHERE by_kind > 0;
-- Signals found in the traces themselves.
CREATE TABLE derived(trace INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER, detail TEXT, PRIMARY KEY(trace, name, n)) WITHOUT ROWID;
-- What retry and rephrase are told by; only for traces of a session.
CREATE TABLE fingerprint(trace INTEGER PRIMARY KEY, norm INTEGER NOT NULL, words BLOB NOT NULL);
-- Modes something other than a person gave a trace. source: user (a picked reason), judge, classifier, cues.
CREATE TABLE predicted(trace INTEGER NOT NULL, source TEXT NOT NULL, mode TEXT NOT NULL, confidence REAL NOT NULL, PRIMARY KEY(trace, source, mode)) WITHOUT ROWID;
CREATE INDEX predicted_mode ON predicted(mode, trace);
CREATE VIRTUAL TABLE search USING fts5(text, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 2');
-- Deleted words leave the file at once.
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);
INSERT INTO search(search, rank) VALUES ('automerge', 8);

-- Texts people write or decide on; named by BLAKE3(salt || text).
CREATE TABLE text(hash BLOB PRIMARY KEY, salt BLOB NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;

-- Decisions.
CREATE TABLE journal(
  replica TEXT NOT NULL, seq INTEGER NOT NULL, clock INTEGER NOT NULL, at INTEGER NOT NULL,
  reviewer TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, payload TEXT NOT NULL, grp TEXT,
  prev BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(replica, seq)
);
CREATE INDEX journal_target ON journal(target);
CREATE INDEX journal_order ON journal(clock, replica, seq);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Runs.
CREATE TABLE run(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, params TEXT NOT NULL, result TEXT NOT NULL);

-- Local state.
CREATE TABLE claim(tid TEXT PRIMARY KEY, reviewer TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE draft(tid TEXT NOT NULL, reviewer TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(tid, reviewer)) WITHOUT ROWID;
CREATE TABLE skip(tid TEXT NOT NULL, reviewer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(tid, reviewer)) WITHOUT ROWID;
CREATE TABLE local(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Projections of the journal.
CREATE TABLE p_verdict(tid TEXT NOT NULL, reviewer TEXT NOT NULL, verdict TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(tid, reviewer)) WITHOUT ROWID;
CREATE INDEX p_verdict_reviewer ON p_verdict(reviewer, tid);
CREATE TABLE p_label(tid TEXT NOT NULL, reviewer TEXT NOT NULL, mode TEXT NOT NULL, at INTEGER NOT NULL, blind INTEGER NOT NULL, PRIMARY KEY(tid, reviewer, mode)) WITHOUT ROWID;
CREATE INDEX p_label_mode ON p_label(mode, tid);
CREATE TABLE p_correction(tid TEXT NOT NULL, reviewer TEXT NOT NULL, text BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(tid, reviewer)) WITHOUT ROWID;
CREATE TABLE p_note(tid TEXT NOT NULL, event TEXT NOT NULL, reviewer TEXT NOT NULL, text BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(tid, event)) WITHOUT ROWID;
CREATE TABLE p_flag(tid TEXT NOT NULL, document TEXT NOT NULL, reviewer TEXT NOT NULL, flag TEXT NOT NULL, note BLOB, at INTEGER NOT NULL, PRIMARY KEY(tid, document, reviewer)) WITHOUT ROWID;
-- input_key, row_key: hashes of the normalised input, and of it with the normalised expected text.
CREATE TABLE p_golden(id TEXT PRIMARY KEY, tid TEXT, standing INTEGER NOT NULL, row TEXT NOT NULL, at INTEGER NOT NULL, input_key BLOB NOT NULL, row_key BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX p_golden_input ON p_golden(input_key) WHERE standing = 1;
CREATE INDEX p_golden_trace ON p_golden(tid) WHERE tid IS NOT NULL;
CREATE TABLE p_pin(signal TEXT NOT NULL, app TEXT NOT NULL, weight REAL NOT NULL, PRIMARY KEY(signal, app)) WITHOUT ROWID;
CREATE TABLE p_undone(event TEXT PRIMARY KEY) WITHOUT ROWID;
