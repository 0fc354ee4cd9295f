//! Conditions on the fields of a trace.

use super::{Named, Sql, Test, one_of, slice, wildcard::matches};
use crate::{
    error::Result,
    model::{query::Field, time::Time},
    store::{Store, cluster, facts::intern::NameKind, lookup, modes::taxonomy},
};
use rusqlite::{Connection, OptionalExtension as _, types::Value};

pub(super) fn test(store: &Store, field: Field, values: &[String]) -> Result<Test> {
    let conn = &store.conn;
    let named = |kind, column| named(conn, kind, column, values);
    match field {
        Field::App => named(NameKind::App, Named::App),
        Field::Route => named(NameKind::Route, Named::Route),
        Field::Model => named(NameKind::Model, Named::Model),
        Field::Slice => slice::test(conn, values),
        Field::Release => named(NameKind::Release, Named::Release),
        Field::Segment => named(NameKind::Segment, Named::Segment),
        Field::Prompt => prompt(conn, values),
        Field::Document => linked(conn, NameKind::Document, values),
        Field::Tool => linked(conn, NameKind::Tool, values),
        Field::Tag => linked(conn, NameKind::Tag, values),
        Field::Signal => signal(store, values),
        Field::Mode => mode(conn, values).map(Test::Where),
        Field::By => by(conn, values).map(Test::Where),
        Field::User => user(store, values),
        Field::Session => session(store, values),
        Field::Owner => Ok(Test::Either(vec![
            Test::Where(owner(conn, values)?),
            grouped(cluster::owned(conn, values)?),
        ])),
        Field::Cluster => Ok(grouped(cluster::matching(conn, values)?)),
        Field::ClusterStatus => with_status(store, values),
        Field::QueryType => query_type(conn, values),
    }
}

/// The failing traces of these clusters, or of these parts of clusters.
fn grouped(clusters: Vec<String>) -> Test {
    let query = format!(
        "SELECT member.trace FROM member JOIN trace t ON t.id = member.trace WHERE t.flags & {} <> 0",
        cluster::FAILING
    );
    Test::Either(vec![
        found(&query, one_of("cluster", texts(clusters.clone()))),
        found(&query, one_of("part", texts(clusters))),
    ])
}

fn with_status(store: &Store, values: &[String]) -> Result<Test> {
    let statuses = cluster::statuses(store, Time::now())?.into_iter();
    let wanted = statuses.filter(|(_, status)| values.iter().any(|v| matches(v, status.name())));
    Ok(grouped(wanted.map(|(id, _)| id).collect()))
}

fn query_type(conn: &Connection, values: &[String]) -> Result<Test> {
    let kinds = cluster::kinds_matching(conn, values)?;
    let asked = "SELECT question.trace FROM question WHERE 1";
    Ok(found(asked, one_of("kind", texts(kinds))))
}

fn ids(ids: Vec<i64>) -> Vec<Value> {
    ids.into_iter().map(Value::from).collect()
}

fn texts(texts: impl IntoIterator<Item = String>) -> Vec<Value> {
    texts.into_iter().map(Value::from).collect()
}

fn named(conn: &Connection, kind: NameKind, column: Named, values: &[String]) -> Result<Test> {
    Ok(Test::Named(column, lookup::matching(conn, kind, values)?))
}

/// Which names a value of `prompt:` is among, and how they are written there: `refunds@v5` names a version, `refunds`
/// any of them, `refunds@` what has none.
pub(in crate::store) fn prompt_kind(value: &str) -> (NameKind, &str) {
    if value.contains('@') {
        (NameKind::Prompt, value.strip_suffix('@').unwrap_or(value))
    } else {
        (NameKind::PromptName, value)
    }
}

fn prompt(conn: &Connection, values: &[String]) -> Result<Test> {
    let (mut versions, mut all) = (Vec::new(), Vec::new());
    for value in values {
        match prompt_kind(value) {
            (NameKind::PromptName, name) => all.push(name.to_owned()),
            (_, version) => versions.push(version.to_owned()),
        }
    }
    Ok(Test::Either(vec![
        named(conn, NameKind::Prompt, Named::Prompt, &versions)?,
        named(conn, NameKind::PromptName, Named::PromptName, &all)?,
    ]))
}

/// A query that ends with its last condition, narrowed to a list.
fn narrowed(query: &str, list: Sql) -> Sql {
    Sql::new(format!("{query} AND {}", list.text), list.args)
}

/// `column` is among what a query finds.
fn among(column: &str, query: &str, list: Sql) -> Sql {
    if list == Sql::never() {
        return list;
    }
    let query = narrowed(query, list);
    Sql::new(format!("{column} IN ({})", query.text), query.args)
}

/// The trace is among the rows that a query finds.
fn found(query: &str, list: Sql) -> Test {
    if list == Sql::never() {
        return Test::Never;
    }
    Test::Among(narrowed(query, list))
}

fn names(conn: &Connection, kind: NameKind, values: &[String]) -> Result<Sql> {
    Ok(one_of("name", ids(lookup::matching(conn, kind, values)?)))
}

fn linked(conn: &Connection, kind: NameKind, values: &[String]) -> Result<Test> {
    let list = names(conn, kind, values)?;
    Ok(found("SELECT link.trace FROM link WHERE 1", list))
}

/// Reported and derived signals, by canonical name or any alias.
fn signal(store: &Store, values: &[String]) -> Result<Test> {
    let wanted: Vec<String> = values.iter().map(|v| store.canonical(v)).collect();
    let list = names(&store.conn, NameKind::Signal, &wanted)?;
    let reported = "SELECT signal.trace FROM signal WHERE trace IS NOT NULL";
    let derived = lookup::DERIVED
        .iter()
        .filter(|name| wanted.iter().any(|w| matches(w, name)))
        .map(|name| (*name).to_owned());
    Ok(Test::Either(vec![
        found(reported, list),
        found(
            "SELECT derived.trace FROM derived WHERE 1",
            one_of("name", texts(derived)),
        ),
    ]))
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
pub(in crate::store) fn modes(conn: &Connection, values: &[String]) -> Result<Vec<String>> {
    let fits = |text: &str| values.iter().any(|v| matches(v, text));
    let taxonomy = taxonomy(conn)?;
    let known = taxonomy.standing();
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

/// Traces given to these people.
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
fn user(store: &Store, values: &[String]) -> Result<Test> {
    let mut wanted = values.to_vec();
    for value in values {
        wanted.push(store.hash_user(value)?);
    }
    Ok(Test::User(wanted))
}

fn session(store: &Store, values: &[String]) -> Result<Test> {
    let mut found = Vec::new();
    for value in values {
        if value.contains('*') {
            let query = Sql::new("sessions like", vec![value.clone().into()]);
            let sessions = store.rows_kept(&query, || store.sessions_like(value))?;
            found.extend(sessions.rows().map(|id| id as i64));
        } else {
            let sql = "SELECT id FROM session WHERE sid = ?1";
            let id = store
                .conn
                .prepare_cached(sql)?
                .query_row([value], |row| row.get::<_, i64>(0));
            found.extend(id.optional()?);
        }
    }
    Ok(Test::Session(found))
}
