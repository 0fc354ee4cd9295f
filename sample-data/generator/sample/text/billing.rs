//! Billing questions.

use super::Intent;

pub(crate) const INTENTS: [Intent; 9] = [
    Intent {
        id: "charged_twice",
        asks: &[
            "Why was I charged [twice|two times] [in {month}|for {amount}|for the {plan} plan]?",
            "There are two charges of {amount} on my [card|statement], one must be wrong.",
        ],
        answers: &[
            "One of the two is only an authorisation and drops off within five days; {amount} was collected once.",
            "Only one charge of {amount} is collected. The second line is an authorisation that vanishes within five days.",
        ],
        documents: &["billing-cycle", "payments"],
        tool: Some("bill_lookup"),
    },
    Intent {
        id: "plan_change",
        asks: &[
            "How do I [change|switch|move] from {plan} to {plan2}?",
            "I want to [upgrade|go] to the {plan2} plan, what do I pay [this month|for the rest of {month}]?",
            "When does the change from {plan} to {plan2} start?",
        ],
        answers: &[
            "Choose {plan2} under Account, Plan. An upgrade starts at once with the difference pro rata, a smaller plan with the next bill.",
            "Under Account, Plan you can pick {plan2}; you pay only the difference for the days that are left.",
        ],
        documents: &["plans-2026", "billing-cycle"],
        tool: None,
    },
    Intent {
        id: "vat_invoice",
        asks: &[
            "Can you put our VAT number on the invoice of {month}?",
            "I need a VAT invoice for [the {plan} plan|{amount}] made out to my company in {city}.",
        ],
        answers: &[
            "Add the VAT number under Account, Invoices; bills of the last 30 days are made out again with it.",
            "For 30 days after the bill you can enter company and VAT number under Account, Invoices; then load the PDF again.",
        ],
        documents: &["invoices-faq", "vat"],
        tool: None,
    },
    Intent {
        id: "payment_failed",
        asks: &[
            "My [debit|payment] for {month} failed, what [happens now|do I have to do]?",
            "I got a mail that {amount} could not be collected. Is there a fee?",
        ],
        answers: &[
            "There is nothing to do and no fee: the debit of {amount} is tried again after three days.",
            "We try again in three days. If that fails too you get a reminder; both are free of charge.",
        ],
        documents: &["payments"],
        tool: Some("bill_lookup"),
    },
    Intent {
        id: "price",
        asks: &[
            "Why is my bill {fee} higher than [last month|in {month}]?",
            "The {plan} plan cost less in {month}, what has changed?",
        ],
        answers: &[
            "The {plan} plan itself costs the same; {fee} are the pro rata difference of the change on day {day}.",
            "You moved from {plan} to {plan2} on day {day}, so this bill has {fee} of difference once.",
        ],
        documents: &["plans-2026", "billing-cycle"],
        tool: Some("bill_lookup"),
    },
    Intent {
        id: "annual",
        asks: &[
            "Is it cheaper to pay {plan} [by the year|yearly]?",
            "What does {plan} cost for a year, and can I [switch in the middle|change to it now]?",
        ],
        answers: &[
            "A year of {plan} costs ten months. The change starts with your next bill.",
            "A year of {plan} costs as much as ten months, and what you paid for {month} is counted in.",
        ],
        documents: &["plans-2026"],
        tool: None,
    },
    Intent {
        id: "voucher",
        asks: &[
            "My voucher [does not work|is refused] on the {plan} plan, why?",
            "Can I use two [vouchers|codes] on one order?",
        ],
        answers: &[
            "Vouchers are for goods, one code an order; they do not work for plans or gift cards.",
            "It is one code an order, and none on plans. Each voucher stays good for twelve months.",
        ],
        documents: &["vouchers"],
        tool: None,
    },
    Intent {
        id: "pay_by_invoice",
        asks: &[
            "Can I pay order {order} by invoice?",
            "How [long|many days] do I have to pay an invoice [of {amount}|for order {order}]?",
        ],
        answers: &[
            "Paying by invoice is open from your second order on; it is due after 30 days.",
            "An invoice is due after 30 days. It can be chosen from the second order on.",
        ],
        documents: &["payments", "invoices-faq"],
        tool: None,
    },
    Intent {
        id: "billing_day",
        asks: &[
            "On which day is the {plan} plan [billed|collected]?",
            "Can you move my billing day to the {day}. of the month?",
        ],
        answers: &[
            "It is billed on the day of the month the plan began, and collected two days later.",
            "The billing day follows the day your plan began; it moves when you start the plan anew on another day.",
        ],
        documents: &["billing-cycle"],
        tool: None,
    },
];

/// A wall of text: everything about billing, with the answer buried at the end.
pub(crate) const WALL: [&str; 8] = [
    "Thank you for reaching out about your account and your bill. To [answer this properly|understand this fully] it helps to know how our billing works in full detail.",
    "Every plan has a billing anchor, which is the day of the month on which it began, and from this anchor all further dates follow, including the date of collection, the date of the reminder and the date on which a change takes effect.",
    "On the anchor day a bill is drawn up, it is then checked, numbered and stored, and a copy is laid down under Account, Invoices, where it stays for ten years as the law asks of us.",
    "Two days later the amount is collected by the means of payment that is on file, which may be a card, PayPal, a direct debit or, for some customers, an invoice with a term of thirty days.",
    "An authorisation is not a collection: it only asks the bank whether the amount could be collected, it may be visible for up to five days, and it vanishes by itself without anybody having to do anything.",
    "Should a collection fail, it is repeated after three days, and only if that fails as well does our system write a reminder, which, I am glad to say, is free of charge in all countries that we serve.",
    "Discounts, vouchers and credits are taken off before tax, the tax is then worked out by the country of the billing address, and the sum is rounded to the cent, which is why the last digit may differ from your own sum.",
    "I hope that this background was helpful. Do let me know if I should go deeper into the anchor, the collection, the reminders, the discounts or the taxes.",
];

/// Vague answers that help nobody.
pub(crate) const VAGUE: [&str; 4] = [
    "That depends on several things. In most cases it should be fine.",
    "There can be different reasons for this, please check your settings.",
    "It varies. You will usually see it sooner or later in your account.",
    "Please have a look at our help pages, the information should be there.",
];

/// Things that nobody wrote anywhere.
pub(crate) const INVENTED: [&str; 3] = [
    "With our Loyalty Gold programme you get {fee} back each month, it is switched on under Rewards.",
    "Since the price guarantee of 2019 your {plan} plan is frozen for life at {fee}.",
    "You can call the billing desk in {city} at any hour, they will take {fee} off at once.",
];

/// Rude ones.
pub(crate) const RUDE: [&str; 2] = [
    "As I already explained, read your bill. The {plan} plan is not that hard to understand.",
    "It is all in the mail you got. Next time please read it before you ask.",
];

/// Somebody else's data.
pub(crate) const LEAK: &str = "The last bill of {amount} was paid by {name} Castell, Harbour Street 12, \
card ending in 4417; your own bill is not due yet.";
