-- Why a source gave a trace a mode, in words, and when.
ALTER TABLE predicted ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE predicted ADD COLUMN at INTEGER;
