-- Counts all traces: the smallest index there can be, since nearly all of them have no verdict.
CREATE INDEX trace_all ON trace(verdicts);
