//! Turns a right answer into a wrong one.

use super::super::rng::Rng;
use super::super::story::{Fault, Route};
use super::vars::Vars;
use super::{account, billing, orders, refunds};

/// A bad output for a question whose right answer is known.
pub(crate) fn answer(
    fault: Fault,
    route: Route,
    vars: &Vars,
    right: &str,
    rng: &mut Rng,
) -> String {
    let one_of = |texts: &[&str], rng: &mut Rng| {
        let template = *rng.pick(texts);
        vars.fill(rng, template)
    };
    match fault {
        Fault::RefundDays => one_of(&refunds::OLD_DAYS, rng),
        Fault::RefundDaysLong => {
            padded(&refunds::LONG, &one_of(&refunds::OLD_DAYS, rng), vars, rng)
        }
        Fault::RefundFact => one_of(&refunds::WRONG_FACTS, rng),
        Fault::RefundLong => padded(&refunds::LONG, right, vars, rng),
        Fault::WallOfText => padded(&billing::WALL, right, vars, rng),
        Fault::WrongQuestion => one_of(&orders::PARCEL_TALK, rng),
        Fault::WrongOrder => one_of(&orders::WRONG_ORDER, rng),
        Fault::FalseSuccess => one_of(&orders::NOT_DONE, rng),
        Fault::OverRefusal => one_of(&account::REFUSALS, rng),
        Fault::TooVague => one_of(&billing::VAGUE, rng),
        Fault::Hallucination => one_of(&billing::INVENTED, rng),
        Fault::Tone => one_of(&billing::RUDE, rng),
        Fault::PrivacyLeak => one_of(&[billing::LEAK], rng),
        Fault::RefundPart => "First open Orders and choose Return. Then".to_owned(),
        Fault::Incomplete if route == Route::Orders => {
            vars.fill(rng, "[A parcel|Shipping] within Germany costs 3.90 EUR.")
        }
        _ => String::new(),
    }
}

/// The answer at the end of a long preamble: always the first and last paragraph, most of the others.
fn padded(paragraphs: &[&str], answer: &str, vars: &Vars, rng: &mut Rng) -> String {
    let last = paragraphs.len() - 1;
    let skipped = 1 + rng.below(last - 1);
    let mut text: Vec<String> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at == last {
            text.push(answer.to_owned());
        }
        if at != skipped {
            text.push(vars.fill(rng, paragraph));
        }
    }
    text.join(" ")
}
