//! What a store says, without the numbers that depend on the order of arrival.

use crate::store::{Store, body};

/// One line a fact, sorted.
pub(super) fn dump(store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(traces(store));
    for sql in [
        "SELECT 'row', tid, session.sid, request, user, started_at, week, app.s, route.s, prompt_name.s, prompt.s,
            model.s, latency_ms, cost_usd, input_tokens, status, confidence, rnd, snippet,
            badness, ambiguity, triage, flags, severity, verdicts, asked, settled, epoch
         FROM trace LEFT JOIN session ON session.id = trace.session
         LEFT JOIN name app ON app.id = trace.app LEFT JOIN name route ON route.id = trace.route
         LEFT JOIN name prompt_name ON prompt_name.id = trace.prompt_name
         LEFT JOIN name prompt ON prompt.id = trace.prompt LEFT JOIN name model ON model.id = trace.model",
        "SELECT 'link', tid, s, kind FROM link JOIN name ON name.id = link.name JOIN trace ON trace.id = link.trace",
        "SELECT 'derived', tid, name, n, at, detail FROM derived JOIN trace ON trace.id = derived.trace",
        "SELECT 'fingerprint', tid, norm, hex(words) FROM fingerprint JOIN trace ON trace.id = fingerprint.trace",
        "SELECT 'predicted', tid, source, mode, predicted.confidence, why, predicted.at FROM predicted JOIN trace ON trace.id = predicted.trace",
        "SELECT 'signal', sid, tid, half, by_kind, by_id, s, at, resolved, CAST(body AS TEXT)
         FROM signal JOIN name ON name.id = signal.name LEFT JOIN trace ON trace.id = signal.trace",
        "SELECT 'word', term, doc & 3, COALESCE(tid, sid) FROM vocabulary
         LEFT JOIN trace ON (doc & 3) <> 1 AND trace.id = doc >> 2 LEFT JOIN signal ON (doc & 3) = 1 AND signal.id = doc >> 2",
    ] {
        lines.extend(rows(store, sql));
    }
    lines.sort();
    lines
}

fn traces(store: &Store) -> Vec<String> {
    let mut statement = store.conn.prepare("SELECT id, tid FROM trace").unwrap();
    let ids = statement
        .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))
        .unwrap();
    ids.map(|row| {
        let (id, tid) = row.unwrap();
        format!("trace {:?}", body::load(&store.conn, id, &tid).unwrap())
    })
    .collect()
}

pub(super) fn rows(store: &Store, sql: &str) -> Vec<String> {
    let vocabulary = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, instance)";
    store.conn.execute_batch(vocabulary).unwrap();
    let mut statement = store.conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement
        .query_map([], |row| {
            let values = (0..columns).map(|i| row.get::<_, rusqlite::types::Value>(i));
            Ok(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
        })
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}
