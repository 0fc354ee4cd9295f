//! What to fix first: frequency × severity × addressability.

use super::words::percent;
use crate::model::cluster::FixKind;

/// Severity of a cluster whose traces have no mode: the middle of the scale.
const UNKNOWN_SEVERITY: u8 = 3;
/// Addressability where no mode says how such failures are fixed: as hard as a change of the product.
const UNKNOWN_FIX: FixKind = FixKind::Product;

/// What the priority of a cluster is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// Σ badness of its traces in the window.
    pub badness: f64,
    /// Σ badness of all negative and ambiguous traces of the window.
    pub all_badness: f64,
    /// Name, severity (1 to 5) and usual fix of its main mode.
    pub mode: Option<(String, u8, String)>,
    /// Share of its traces that were escalated, in `[0,1]`.
    pub escalated: f64,
    /// Share of its traces whose outcome was a failure, in `[0,1]`.
    pub failed: f64,
}

/// The computed factors, each in `[0,1]`, with where they come from in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Factors {
    pub frequency: (f64, String),
    pub severity: (f64, String),
    pub addressability: (f64, String),
}

pub fn factors(parts: &Parts) -> Factors {
    let frequency = if parts.all_badness > 0.0 {
        (parts.badness / parts.all_badness).clamp(0.0, 1.0)
    } else {
        0.0
    };
    Factors {
        frequency: (frequency, "share of the badness of the window".into()),
        severity: severity(parts),
        addressability: addressability(parts),
    }
}

/// `min(5, mode's severity + 2·max(escalation rate, outcome-failure rate)) / 5`
fn severity(parts: &Parts) -> (f64, String) {
    let (mut source, base) = match &parts.mode {
        Some((name, severity, _)) => (format!("{name} {severity}"), *severity),
        None => (
            format!("no mode yet, {UNKNOWN_SEVERITY} assumed"),
            UNKNOWN_SEVERITY,
        ),
    };
    let worst = parts.escalated.max(parts.failed).clamp(0.0, 1.0);
    if worst > 0.0 {
        let what = if parts.escalated >= parts.failed {
            "escalated"
        } else {
            "outcome failed"
        };
        source = format!("{source}, {what} {}", percent(worst));
    }
    ((f64::from(base) + 2.0 * worst).min(5.0) / 5.0, source)
}

fn addressability(parts: &Parts) -> (f64, String) {
    let named = parts
        .mode
        .as_ref()
        .and_then(|(name, _, fix)| Some((name, FixKind::named(fix)?)));
    match named {
        Some((name, kind)) => (
            kind.addressability(),
            format!("{name}: {} fix", kind.name()),
        ),
        None => (
            UNKNOWN_FIX.addressability(),
            "no mode yet, in the middle".into(),
        ),
    }
}
