use super::*;
use crate::analysis::signals::{SignalTable, resolve};
use crate::model::signal::Signal;

#[test]
fn thumbs_down_alone() {
    let table = SignalTable::builtin();
    let weights = Weights::defaults(table, 0.15);
    let signal = Signal {
        name: "thumbs_down".into(),
        ..Signal::default()
    };
    let resolved = resolve(table, &signal, None);
    let evidence = [Evidence {
        id: "s1",
        resolved: &resolved,
        half: false,
        derived: false,
        text: String::new(),
    }];
    let slice = Slice::default();
    let input = ScoreInput {
        slice: &slice,
        evidence: &evidence,
        settled: None,
        confidence: None,
        trace_user: None,
    };
    let got = score(&input, &weights);
    let want = 1.0 / (1.0 + (-(0.15_f64 / 0.85).ln() - 2.2).exp());
    assert!((got.badness - want).abs() < 1e-12);
    assert!(got.negative);
}
