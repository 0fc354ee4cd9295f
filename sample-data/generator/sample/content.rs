//! Writes what was asked and answered in each slot.

use std::collections::BTreeMap;

use serde_json::Value;

use super::plan::{Repeat, Role, Slot};
use super::record::{Attributes, Document, ToolCall};
use super::rng::Rng;
use super::story::{Fault, Route};
use super::text::vars::{Vars, uncapitalise};
use super::text::{
    self, Intent, account, billing, docket, documents, faults, odd, orders, refunds,
};
use super::time;

pub(crate) struct Content {
    pub(crate) input: String,
    pub(crate) output: String,
    /// The right answer, also where the output is a wrong one.
    pub(crate) expected: String,
    pub(crate) documents: Vec<Document>,
    pub(crate) tools: Vec<ToolCall>,
    pub(crate) intent: &'static str,
    pub(crate) error: Option<&'static str>,
    vars: Vars,
}

/// The contents of all slots; a repeated question takes over what the earlier one was about.
pub(crate) fn write_all(slots: &[Slot], stream: &str) -> Vec<Content> {
    let mut contents: BTreeMap<usize, Content> = BTreeMap::new();
    let mut odd_count: BTreeMap<usize, usize> = BTreeMap::new();
    let mut order: Vec<usize> = (0..slots.len()).collect();
    // Followers after those they follow; a chain is at most three long.
    order.sort_by_key(|&i| depth(slots, i));
    for index in order {
        let slot = &slots[index];
        let rng = &mut Rng::named(stream, index);
        let number = slot.oddity.map_or(0, |oddity| {
            let seen = odd_count.entry(oddity as usize).or_default();
            *seen += 1;
            *seen - 1
        });
        let prior = slot.follows.and_then(|(at, _)| contents.get(&at));
        let content = write(slot, prior, number, rng);
        contents.insert(index, content);
    }
    contents.into_values().collect()
}

fn depth(slots: &[Slot], index: usize) -> usize {
    slots[index]
        .follows
        .map_or(0, |(at, _)| 1 + depth(slots, at))
}

fn write(slot: &Slot, prior: Option<&Content>, number: usize, rng: &mut Rng) -> Content {
    if slot.route == Route::Extraction {
        return extraction(slot, rng);
    }
    if let Some(oddity) = slot.oddity {
        let odd = odd::text(oddity, number);
        return plain(slot, odd.input, odd.output, rng);
    }
    let intent = prior.map_or_else(
        || pick_intent(slot, rng),
        |p| find_intent(slot.route, p.intent),
    );
    let mut vars = Vars::draw(rng);
    if let Some(prior) = prior {
        for name in [
            "order", "other", "item", "city", "street", "parcel", "country", "gift",
        ] {
            vars.set(name, prior.vars.get(name));
        }
    }
    if matches!(slot.role, Role::Worst | Role::Turn(_)) {
        vars.set("order", "58213");
        vars.set("item", "rain jacket");
        vars.set("city", "Graz");
    }
    let new_prices = slot.week >= documents::SHIPPING_CHANGES;
    vars.set("ship", if new_prices { "5.90 EUR" } else { "4.90 EUR" });
    vars.set("free", if new_prices { "75 EUR" } else { "60 EUR" });
    let input = match (prior, slot.follows) {
        (Some(prior), Some((_, repeat))) => {
            ask_again(&prior.input, repeat, slot.fault.is_some(), rng)
        }
        _ => ask(slot, intent, &vars, rng),
    };
    let answer = *rng.pick(intent.answers);
    let expected = vars.fill(rng, answer);
    let output = output_of(slot, &vars, &expected, rng);
    Content {
        input,
        documents: documents_of(slot, intent, rng),
        tools: tools_of(slot, intent, &vars),
        error: (slot.fault == Some(Fault::SystemError)).then_some("upstream timeout after 30 s"),
        output,
        expected,
        intent: intent.id,
        vars,
    }
}

fn intents(route: Route) -> &'static [Intent] {
    match route {
        Route::Refunds => &refunds::INTENTS,
        Route::Orders | Route::Extraction => &orders::INTENTS,
        Route::Billing => &billing::INTENTS,
        Route::Account => &account::INTENTS,
    }
}

fn find_intent(route: Route, id: &str) -> &'static Intent {
    let all = intents(route);
    all.iter().find(|intent| intent.id == id).unwrap_or(&all[0])
}

/// The question fits what was planted: waiting times for the old policy, changes for the misread ones.
fn pick_intent(slot: &Slot, rng: &mut Rng) -> &'static Intent {
    const TIMES: [&str; 5] = [
        "time_card",
        "time_paypal",
        "time_bank",
        "time_gift",
        "time_eu",
    ];
    let id = match (slot.intent, slot.role, slot.fault, slot.route) {
        (Some(id), ..) => id,
        (_, Role::Twin, ..) => "time_eu",
        (_, _, Some(Fault::RefundDays | Fault::RefundDaysLong), _) => rng.pick(&TIMES[..4]),
        (_, _, Some(Fault::RefundLong), _) => {
            rng.pick(&["time_card", "return_window", "status", "exchange"])
        }
        (_, _, Some(Fault::RefundFact), _) => rng.pick(&["return_window", "damaged", "exchange"]),
        (_, _, Some(Fault::RefundPart), _) => "return_label",
        (_, _, Some(Fault::WrongQuestion), _) => rng.pick(&orders::MISREAD),
        (_, _, Some(Fault::WrongOrder), _) => "cancel",
        (_, _, Some(Fault::FalseSuccess), _) => {
            rng.pick(&["change_address", "change_slot", "add_item"])
        }
        (_, _, Some(Fault::Incomplete), _) => "shipping_eu",
        (_, _, Some(Fault::OverRefusal), Route::Account) => rng.pick(&account::REFUSED),
        (_, _, Some(Fault::OverRefusal), _) => rng.pick(&["vat_invoice", "billing_day"]),
        (.., Route::Refunds) if slot.old_policy => rng.pick(&TIMES),
        (.., Route::Orders) if rng.chance(12) => "cancel",
        (.., Route::Refunds) => return rng.pick(&refunds::INTENTS[..11]),
        _ => return rng.pick(intents(slot.route)),
    };
    find_intent(slot.route, id)
}

fn ask(slot: &Slot, intent: &Intent, vars: &Vars, rng: &mut Rng) -> String {
    match slot.role {
        Role::Worst => return "How long do refunds take for EU orders?".to_owned(),
        Role::Lookalike => return "So how long do refunds take for EU orders?".to_owned(),
        Role::Turn(2) => {
            return "Where do I find the return label for it? My e-mail is mila.hartmann@example.com \
if you need it."
                .to_owned();
        }
        _ => {}
    }
    let template = *rng.pick(intent.asks);
    let question = vars.fill(rng, template);
    let opening = *rng.pick(&text::OPENINGS);
    let ending = *rng.pick(&text::ENDINGS);
    let question = if opening.is_empty() {
        question
    } else {
        uncapitalise(&question)
    };
    vars.fill(rng, &format!("{opening}{question}{ending}"))
}

fn ask_again(first: &str, repeat: Repeat, unnerved: bool, rng: &mut Rng) -> String {
    if repeat == Repeat::Retry {
        return if rng.chance(50) {
            first.to_owned()
        } else {
            format!("{first} ")
        };
    }
    let again: &[&str] = if unnerved {
        &["No: {q}", "Again: {q}", "{q} Please read my question."]
    } else {
        &[
            "Again: {q}",
            "I mean: {q}",
            "Once more: {q}",
            "{q} That was my question.",
            "No, {q}",
        ]
    };
    rng.pick(again).replace("{q}", first)
}

fn output_of(slot: &Slot, vars: &Vars, expected: &str, rng: &mut Rng) -> String {
    let Some(fault) = slot.fault else {
        return polite(slot, expected, rng);
    };
    match slot.role {
        Role::Worst | Role::Lookalike => refunds::TWIN_ANSWERS[0].to_owned(),
        Role::Twin => {
            let template = *rng.pick(&refunds::TWIN_ANSWERS);
            vars.fill(rng, template)
        }
        _ => faults::answer(fault, slot.route, vars, expected, rng),
    }
}

/// Before "be concise", refunds answered with some manners around.
fn polite(slot: &Slot, expected: &str, rng: &mut Rng) -> String {
    if slot.prompt() != "v4" || slot.route != Route::Refunds {
        return expected.to_owned();
    }
    let opening = rng.spin("[Thanks for asking! |Happy to help. |Good question. |]");
    let ending = rng
        .spin("[ Is there anything else you would like to know?| Just ask if something is open.|]");
    format!("{opening}{expected}{ending}")
}

fn documents_of(slot: &Slot, intent: &Intent, rng: &mut Rng) -> Vec<Document> {
    let ids: Vec<&str> = match slot.fault {
        Some(Fault::RefundDays | Fault::RefundDaysLong) => vec!["policy-2024", "policy-2026"],
        Some(Fault::WrongQuestion) => vec!["tracking"],
        Some(Fault::SystemError) => Vec::new(),
        _ if slot.old_policy => vec!["policy-2026", "policy-2024"],
        _ => intent.documents.to_vec(),
    };
    with_scores(&ids, slot.week, rng)
}

fn with_scores(ids: &[&str], week: usize, rng: &mut Rng) -> Vec<Document> {
    let mut score = rng.range(78, 94);
    ids.iter()
        .map(|id| {
            score -= rng.range(1, 6);
            Document {
                id: (*id).to_owned(),
                text: documents::text_of(id, week).to_owned(),
                score: score as f64 / 100.0,
                source: format!("kb/{id}"),
            }
        })
        .collect()
}

fn attributes<const N: usize>(pairs: [(&str, Value); N]) -> Attributes {
    pairs
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn call(name: &str, arguments: Attributes, result: Attributes) -> ToolCall {
    ToolCall {
        name: name.to_owned(),
        arguments,
        result: Some(result),
        error: None,
    }
}

fn tools_of(slot: &Slot, intent: &Intent, vars: &Vars) -> Vec<ToolCall> {
    let order = || attributes([("order_id", vars.get("order").into())]);
    let state = || {
        attributes([
            ("status", "shipped".into()),
            ("parcel", vars.get("parcel").into()),
        ])
    };
    let failed = |name: &str, arguments: Attributes| ToolCall {
        name: name.to_owned(),
        arguments,
        result: None,
        error: Some("timeout".to_owned()),
    };
    match (slot.fault, intent.tool) {
        (Some(Fault::SystemError), _) => vec![failed("order_status", order())],
        (Some(Fault::WrongQuestion), _) => vec![call("order_status", order(), state())],
        (Some(Fault::WrongOrder), _) => {
            let wrong = attributes([("order_id", vars.get("other").into())]);
            vec![call(
                "cancel_order",
                wrong,
                attributes([("cancelled", true.into())]),
            )]
        }
        (Some(Fault::FalseSuccess), _) => vec![failed("change_order", order())],
        _ if matches!(slot.role, Role::Worst) => vec![failed("order_status", order())],
        (_, Some("order_status")) => vec![call("order_status", order(), state())],
        (_, Some("cancel_order")) => {
            vec![call(
                "cancel_order",
                order(),
                attributes([("cancelled", true.into())]),
            )]
        }
        (_, Some("bill_lookup")) => {
            let month = attributes([("month", vars.get("month").into())]);
            let bill = attributes([
                ("amount", vars.get("amount").into()),
                ("open", false.into()),
            ]);
            vec![call("bill_lookup", month, bill)]
        }
        (_, Some(name)) => vec![call(name, order(), attributes([("changed", true.into())]))],
        _ => Vec::new(),
    }
}

/// A conversation given word for word.
fn plain(slot: &Slot, input: &str, output: &str, rng: &mut Rng) -> Content {
    let intent = &intents(slot.route)[0];
    Content {
        input: input.to_owned(),
        output: output.to_owned(),
        expected: output.to_owned(),
        documents: with_scores(intent.documents, slot.week, rng),
        tools: Vec::new(),
        intent: "odd",
        error: None,
        vars: Vars::draw(rng),
    }
}

fn extraction(slot: &Slot, rng: &mut Rng) -> Content {
    let before = time::midnight(slot.week, slot.day) / time::DAY - rng.range(1, 9);
    let invoice = docket::Invoice::draw(rng, time::civil(before));
    let expected = invoice.answer();
    let output = slot
        .fault
        .map_or_else(|| expected.clone(), |fault| invoice.faulty(fault, rng));
    let arguments = attributes([
        ("schema", 3.into()),
        ("invoice_no", invoice.number().into()),
    ]);
    let verdict = attributes([("valid", (slot.fault != Some(Fault::TotalsAsText)).into())]);
    Content {
        input: invoice.page(rng),
        output,
        expected,
        documents: with_scores(&["docket-schema-3", "docket-rules"], slot.week, rng),
        tools: vec![call("validate_json", arguments, verdict)],
        intent: "invoice",
        error: None,
        vars: Vars::draw(rng),
    }
}
