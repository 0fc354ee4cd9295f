//! Order questions. What the assistant gets wrong here: it tells where the parcel is, whatever was asked.

use super::Intent;

pub(crate) const INTENTS: [Intent; 13] = [
    Intent {
        id: "status",
        asks: &[
            "Where is [my order|order|my parcel for order] {order}?",
            "When will [the {item}|order {order}] [arrive|be delivered|get here]?",
            "Has order {order} [been sent|left|shipped] yet?",
            "Any news on order {order}? It was due on {weekday}.",
        ],
        answers: &[
            "Order {order} left our warehouse on {weekday}; parcel {parcel} is on its way to {city}.",
            "The {item} is with the carrier in {city} and should reach you on {weekday}.",
            "Order {order} is packed and will be picked up tonight. The number will be {parcel}.",
        ],
        documents: &["tracking"],
        tool: Some("order_status"),
    },
    Intent {
        id: "change_address",
        asks: &[
            "Please [change|update] the delivery address of order {order} to {street}, {city}.",
            "I [moved|have moved], can order {order} go to {street} in {city} instead?",
            "The address on order {order} is wrong, it should be {street}, {city}. How do I change it?",
        ],
        answers: &[
            "Order {order} is not packed yet, so I changed the address to {street}, {city}.",
            "Done: order {order} now goes to {street}, {city}. You will get a new confirmation.",
        ],
        documents: &["order-changes"],
        tool: Some("change_order"),
    },
    Intent {
        id: "change_slot",
        asks: &[
            "Can [the delivery of order {order}|order {order}] be moved to {weekday}?",
            "I am not at home [on {weekday}|this week], please deliver order {order} another day.",
            "How do I choose another delivery day for order {order}?",
        ],
        answers: &[
            "I moved the delivery of order {order} to {weekday}.",
            "Yes: order {order} now comes on {weekday}. The driver calls {minutes} minutes ahead.",
        ],
        documents: &["order-changes"],
        tool: Some("change_order"),
    },
    Intent {
        id: "add_item",
        asks: &[
            "Can I add a {gift} to order {order}?",
            "I forgot the {gift}, is it possible to put it into order {order} [as well|too|before it ships]?",
        ],
        answers: &[
            "Order {order} is still open, so I added the {gift}; the difference will be on the same bill.",
            "Yes, the {gift} now goes out with order {order}.",
        ],
        documents: &["order-changes"],
        tool: Some("change_order"),
    },
    Intent {
        id: "gift_wrap",
        asks: &[
            "Could you [gift-wrap|wrap] the {item} in order {order} and [leave out|not print] the price?",
            "Is there a gift card with a message for order {order}?",
        ],
        answers: &[
            "Order {order} will be wrapped for 3.50 EUR with a card, and the note shows no price.",
            "Yes: wrapping is 3.50 EUR, a card with up to 200 characters is free, and no price is printed. I added both to order {order}.",
        ],
        documents: &["gift-service"],
        tool: None,
    },
    Intent {
        id: "invoice",
        asks: &[
            "I need the invoice for order {order}, [not the delivery note|with my company name on it|as a PDF].",
            "Where do I find [an invoice|the invoice] for [the {item}|my order of {month}]?",
            "Please send me the invoice for {month}, not the receipt.",
        ],
        answers: &[
            "The invoice of order {order} is under Account, Invoices as a PDF; a company name can be added there for 30 days.",
            "You find it under Account, Invoices, {month}. The PDF lists shipping apart.",
        ],
        documents: &["invoices-faq"],
        tool: None,
    },
    Intent {
        id: "change_variant",
        asks: &[
            "I ordered the {item} in the wrong size, please [make it|change order {order} to] size {size}.",
            "Can order {order} be changed to the {colour} {item} before it goes out?",
        ],
        answers: &[
            "I changed the {item} in order {order} as you asked; nothing else is different.",
            "Order {order} now has the other {item}. It is packed at 18:00.",
        ],
        documents: &["order-changes"],
        tool: Some("change_order"),
    },
    Intent {
        id: "pickup",
        asks: &[
            "Can I pick up order {order} at the shop in {city} instead of having it delivered?",
            "Is it possible to send order {order} to a parcel shop near {street}?",
        ],
        answers: &[
            "Yes, order {order} will wait for you at the parcel shop in {city} for seven days; bring the code from the e-mail.",
            "I set order {order} to pick-up in {city}. The code comes by e-mail on {weekday}.",
        ],
        documents: &["order-changes"],
        tool: Some("change_order"),
    },
    Intent {
        id: "cancel",
        asks: &[
            "[Please cancel|Cancel|I want to cancel] order {order}[.|, I ordered it twice.|, I found it cheaper.|, it comes too late.]",
            "Can you [stop|cancel] order {order} before it [ships|leaves]?",
            "I changed my mind about the {item}, cancel order {order} [please|for me].",
        ],
        answers: &[
            "Order {order} is cancelled; {amount} are released today.",
            "Done, I cancelled order {order}. The payment of {amount} is released the same day.",
        ],
        documents: &["cancellations"],
        tool: Some("cancel_order"),
    },
    Intent {
        id: "shipping_eu",
        asks: &[
            "What does shipping to [{country}|my address in {country}|friends in {country}] cost?",
            "How much is delivery [to {country}|of a {item} to {country}] and from when is it free?",
        ],
        answers: &[
            "Shipping to {country} costs {ship}, and it is free from {free}.",
            "A parcel to {country} is {ship}; from {free} we send it free of charge.",
        ],
        documents: &["shipping-eu"],
        tool: None,
    },
    Intent {
        id: "shipping_world",
        asks: &[
            "Do you [ship|deliver] to [Switzerland|Norway|the UK], and what does it cost?",
            "How long does a parcel to [Norway|Switzerland|the UK] take?",
        ],
        answers: &[
            "It is 14.90 EUR and 4 to 8 working days. Duties are paid on arrival.",
            "We deliver there within 4 to 8 working days for 14.90 EUR; customs may add duties.",
        ],
        documents: &["shipping-world"],
        tool: None,
    },
    Intent {
        id: "missing",
        asks: &[
            "The tracking of {parcel} [has not moved for four days|says delivered but nothing is here].",
            "Parcel {parcel} with my {item} [seems to be lost|never came], what now?",
        ],
        answers: &[
            "I opened a search for parcel {parcel}; you hear from us within two days, and we send a new {item} if it stays lost.",
            "A search for parcel {parcel} is under way since today; if it stays lost, a new {item} leaves on {weekday}.",
        ],
        documents: &["tracking"],
        tool: Some("order_status"),
    },
    Intent {
        id: "warranty",
        asks: &[
            "The {item} from order {order} stopped working after eight months, is that [covered|under warranty]?",
            "How long is the warranty on [a {item}|furniture], and what do I need?",
        ],
        answers: &[
            "All goods have two years of warranty, furniture five. The invoice of order {order} is proof enough.",
            "Two years, with the invoice as proof; furniture five. A repair takes ten working days.",
        ],
        documents: &["warranty", "invoices-faq"],
        tool: None,
    },
];

/// Intents that get misread as "where is my parcel".
pub(crate) const MISREAD: [&str; 7] = [
    "change_address",
    "change_slot",
    "add_item",
    "gift_wrap",
    "invoice",
    "change_variant",
    "pickup",
];

/// Where the parcel is: true, and not what was asked.
pub(crate) const PARCEL_TALK: [&str; 8] = [
    "Your parcel {parcel} is on its way. You can follow it with the tracking link in the dispatch e-mail.",
    "Good news, the parcel is on its way to you! Track it any time with the number {parcel}.",
    "You can track your parcel with the number {parcel}; scans can lag by a day.",
    "Order {order} is on its way. The tracking number is {parcel} and the link is in your dispatch e-mail.",
    "To see where your parcel is, open the tracking link in the e-mail. The number is {parcel}.",
    "Your parcel was scanned in {city} and is on its way. Tracking number: {parcel}.",
    "The tracking shows that parcel {parcel} is with the carrier. Delivery takes 2 to 4 working days.",
    "Parcel {parcel} left our warehouse on {weekday}. Please use the tracking link to follow it.",
];

/// The tool was called with the wrong order.
pub(crate) const WRONG_ORDER: [&str; 5] = [
    "Done, I cancelled order {other}. {amount} are released today.",
    "Order {other} is cancelled as you asked; the payment of {amount} is released the same day.",
    "Your order {other} has been cancelled.",
    "I cancelled order {other} for you. You get {amount} back.",
    "All set: order {other} is cancelled and will not be sent.",
];

/// Claims of a change that no tool made.
pub(crate) const NOT_DONE: [&str; 3] = [
    "All done! Order {order} has been changed as you wished.",
    "I have updated order {order}, you need not do anything else.",
    "That is taken care of, the change to order {order} is saved.",
];
