//! Conditions on the fields of a trace.

use super::{Sql, one_of, wildcard::matches};
use crate::{
    analysis::taxonomy,
    error::Result,
    model::query::Field,
    store::{Store, facts::intern::NameKind, lookup},
};
use rusqlite::{Connection, types::Value};

pub(super) fn condition(store: &Store, field: Field, values: &[String]) -> Result<Sql> {
    let conn = &store.conn;
    let column = |kind, column: &str| column_in(conn, kind, column, values);
    match field {
        Field::App => column(NameKind::App, "trace.app"),
        Field::Route => column(NameKind::Route, "trace.route"),
        Field::Model => column(NameKind::Model, "trace.model"),
        Field::Release => column(NameKind::Release, "trace.release"),
        Field::Segment => column(NameKind::Segment, "trace.segment"),
        Field::Prompt => prompt(conn, values),
        Field::Document => linked(conn, NameKind::Document, values),
        Field::Tool => linked(conn, NameKind::Tool, values),
        Field::Tag => linked(conn, NameKind::Tag, values),
        Field::Signal => signal(store, values),
        Field::Mode => mode(conn, values),
        Field::By => by(conn, values),
        Field::User => user(store, values),
        Field::Session => session(conn, values),
        Field::Owner => owner(conn, values),
        // Nothing is grouped before there are clusters.
        Field::Cluster | Field::ClusterStatus => Ok(Sql::never()),
    }
}

fn ids(ids: Vec<i64>) -> Vec<Value> {
    ids.into_iter().map(Value::from).collect()
}

fn texts(texts: impl IntoIterator<Item = String>) -> Vec<Value> {
    texts.into_iter().map(Value::from).collect()
}

fn column_in(conn: &Connection, kind: NameKind, column: &str, values: &[String]) -> Result<Sql> {
    Ok(one_of(column, ids(lookup::matching(conn, kind, values)?)))
}

/// `refunds@v5` names a version, `refunds` any of them.
fn prompt(conn: &Connection, values: &[String]) -> Result<Sql> {
    let (versions, all): (Vec<String>, Vec<String>) =
        values.iter().cloned().partition(|v| v.contains('@'));
    let mut sql = Sql::default();
    sql.append(column_in(
        conn,
        NameKind::Prompt,
        "trace.prompt",
        &versions,
    )?);
    sql.text.push_str(" OR ");
    sql.append(column_in(
        conn,
        NameKind::PromptName,
        "trace.prompt_name",
        &all,
    )?);
    Ok(sql)
}

/// `column` is among what a query finds; `query` ends with its last condition, to which `list` is added.
fn among(column: &str, query: &str, list: Sql) -> Sql {
    if list == Sql::never() {
        return list;
    }
    let text = format!("{column} IN ({query} AND {})", list.text);
    Sql::new(text, list.args)
}

fn linked(conn: &Connection, kind: NameKind, values: &[String]) -> Result<Sql> {
    let list = column_in(conn, kind, "name", values)?;
    Ok(among(
        "trace.id",
        "SELECT link.trace FROM link WHERE 1",
        list,
    ))
}

/// Reported and derived signals, by canonical name or any alias.
fn signal(store: &Store, values: &[String]) -> Result<Sql> {
    let wanted: Vec<String> = values.iter().map(|v| store.canonical(v)).collect();
    let list = column_in(&store.conn, NameKind::Signal, "name", &wanted)?;
    let reported = "SELECT signal.trace FROM signal WHERE trace IS NOT NULL";
    let mut sql = among("trace.id", reported, list);
    let found = lookup::DERIVED
        .iter()
        .filter(|name| wanted.iter().any(|w| matches(w, name)))
        .map(|name| (*name).to_owned());
    sql.text.push_str(" OR ");
    sql.append(among(
        "trace.id",
        "SELECT derived.trace FROM derived WHERE 1",
        one_of("name", texts(found)),
    ));
    Ok(sql)
}

/// People's labels; where there are none, what the strongest source of predictions says.
fn mode(conn: &Connection, values: &[String]) -> Result<Sql> {
    let ids = modes(conn, values)?;
    let mut sql = among(
        "trace.tid",
        "SELECT tid FROM p_label WHERE 1",
        one_of("mode", texts(ids.clone())),
    );
    let rank = |table: &str| {
        format!(
            "CASE {table}.source WHEN 'user' THEN 0 WHEN 'judge' THEN 1 WHEN 'classifier' THEN 2 ELSE 3 END"
        )
    };
    let strongest = format!(
        "SELECT p.trace FROM predicted p
         WHERE NOT EXISTS(SELECT 1 FROM predicted q WHERE q.trace = p.trace AND {} < {})",
        rank("q"),
        rank("p")
    );
    sql.text
        .push_str(" OR NOT EXISTS(SELECT 1 FROM p_label WHERE p_label.tid = trace.tid) AND ");
    sql.append(among("trace.id", &strongest, one_of("p.mode", texts(ids))));
    Ok(sql)
}

/// Ids of the modes that the values name, by id or by name.
fn modes(conn: &Connection, values: &[String]) -> Result<Vec<String>> {
    let fits = |text: &str| values.iter().any(|v| matches(v, text));
    let known = taxonomy::starter().modes.iter();
    let mut ids: Vec<String> = known
        .filter(|m| fits(&m.id) || fits(&m.name))
        .map(|m| m.id.clone())
        .collect();
    let mut statement = conn.prepare_cached("SELECT DISTINCT mode FROM p_label")?;
    for mode in statement.query_map([], |row| row.get::<_, String>(0))? {
        let mode = mode?;
        if fits(&mode) && !ids.contains(&mode) {
            ids.push(mode);
        }
    }
    Ok(ids)
}

/// Reviewers who gave a verdict, a label, a correction, a note, a flag, or promoted.
fn by(conn: &Connection, values: &[String]) -> Result<Sql> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT reviewer FROM journal")?;
    let mut who = Vec::new();
    for name in statement.query_map([], |row| row.get::<_, String>(0))? {
        let name = name?;
        if values.iter().any(|v| matches(v, &name)) {
            who.push(name);
        }
    }
    let mut sql = Sql::never();
    for (query, column) in [
        ("SELECT tid FROM p_verdict WHERE 1", "reviewer"),
        ("SELECT tid FROM p_note WHERE 1", "reviewer"),
        ("SELECT tid FROM p_flag WHERE 1", "reviewer"),
        (
            "SELECT tid FROM p_golden WHERE standing = 1 AND tid IS NOT NULL",
            "row ->> '$.source.reviewer'",
        ),
    ] {
        sql.text.push_str(" OR ");
        sql.append(among(
            "trace.tid",
            query,
            one_of(column, texts(who.clone())),
        ));
    }
    Ok(sql)
}

/// Traces that somebody is to look after.
fn owner(conn: &Connection, values: &[String]) -> Result<Sql> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT person FROM p_assign")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
    let wanted = names
        .into_iter()
        .filter(|n| values.iter().any(|v| matches(v, n)));
    let list = one_of("person", texts(wanted));
    Ok(among("trace.tid", "SELECT tid FROM p_assign WHERE 1", list))
}

/// Users by the id the product knows, or by the hash the store shows.
fn user(store: &Store, values: &[String]) -> Result<Sql> {
    let mut wanted = values.to_vec();
    for value in values {
        wanted.push(store.hash_user(value)?);
    }
    Ok(one_of("trace.user", texts(wanted)))
}

fn session(conn: &Connection, values: &[String]) -> Result<Sql> {
    let mut found = Vec::new();
    for value in values {
        found.extend(sessions(conn, value)?);
    }
    Ok(one_of("trace.session", ids(found)))
}

fn sessions(conn: &Connection, value: &str) -> Result<Vec<i64>> {
    if !value.contains('*') {
        let mut statement = conn.prepare_cached("SELECT id FROM session WHERE sid = ?1")?;
        let rows = statement.query_map([value], |row| row.get(0))?;
        return Ok(rows.collect::<rusqlite::Result<_>>()?);
    }
    let mut statement = conn.prepare_cached("SELECT id, sid FROM session")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if matches(value, row.get_ref(1)?.as_str().unwrap_or_default()) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}
