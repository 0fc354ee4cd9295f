//! The second import, 2026-W47: what became of the fixes.

use super::plan::{Mixed, Slot, deal, empty_slots};
use super::rng::Rng;
use super::story::{Fault, Route, WEEKS};

const PLANTED: [(Route, Fault, usize); 13] = [
    // v6 has run for 100 traces now, 4 of them bad.
    (Route::Refunds, Fault::RefundFact, 1),
    (Route::Refunds, Fault::RefundPart, 1),
    (Route::Orders, Fault::WrongQuestion, 7),
    (Route::Orders, Fault::WrongOrder, 3),
    (Route::Orders, Fault::FalseSuccess, 1),
    (Route::Orders, Fault::SystemError, 1),
    (Route::Billing, Fault::WallOfText, 2),
    (Route::Billing, Fault::TooVague, 1),
    (Route::Account, Fault::OverRefusal, 3),
    (Route::Extraction, Fault::LinesMissing, 2),
    (Route::Extraction, Fault::SumsWrong, 2),
    (Route::Extraction, Fault::FieldInvented, 1),
    (Route::Extraction, Fault::TotalsAsText, 4),
];

pub(crate) fn second_import() -> Vec<Slot> {
    let mut slots = empty_slots(WEEKS..WEEKS + 1);
    let rng = &mut Rng::named("second plan", 0);
    for (route, fault, count) in PLANTED {
        let fits = |s: &Slot| s.route == route && s.is_free();
        deal(&mut slots, rng, count, fits, |s| s.fault = Some(fault));
    }
    let fits = |s: &Slot| s.route == Route::Billing && s.is_free();
    deal(&mut slots, rng, 1, fits, |s| {
        s.mixed = Some(Mixed::PraisedThenRetried);
    });
    slots
}
