//! Slices of the traffic: `app/route`, where the rates of clusters are counted.

use super::{Named, Test};
use crate::{
    error::Result,
    store::{facts::intern::NameKind, lookup},
};
use rusqlite::Connection;

/// A slice as a filter names it; traces may lack the app, the route or both.
pub(in crate::store) fn name(app: Option<&str>, route: Option<&str>) -> String {
    let (app, route) = (app.unwrap_or_default(), route.unwrap_or_default());
    format!("{app}/{route}")
}

/// The traces of these slices; a value without a slash names an app or a route.
pub(super) fn test(conn: &Connection, values: &[String]) -> Result<Test> {
    let mut any = Vec::new();
    for value in values {
        if !value.contains('/') {
            any.push(side(conn, NameKind::App, Named::App, value)?);
            any.push(side(conn, NameKind::Route, Named::Route, value)?);
        }
        // Names may hold slashes too, so each of them may be the one between app and route.
        for (at, _) in value.match_indices('/') {
            any.push(Test::All(vec![
                side(conn, NameKind::App, Named::App, &value[..at])?,
                side(conn, NameKind::Route, Named::Route, &value[at + 1..])?,
            ]));
        }
    }
    Ok(Test::Either(any))
}

fn side(conn: &Connection, kind: NameKind, column: Named, name: &str) -> Result<Test> {
    if name.is_empty() {
        return Ok(Test::Unnamed(column));
    }
    let ids = lookup::matching(conn, kind, &[name.to_owned()])?;
    Ok(Test::Named(column, ids))
}
