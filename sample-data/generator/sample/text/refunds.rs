//! Refund questions. The right number of days is 5; the old policy said 14.

use super::Intent;

pub(crate) const INTENTS: [Intent; 12] = [
    Intent {
        id: "time_eu",
        asks: &[
            "How long do refunds [take|usually take|normally take] for [EU orders|orders in the EU|orders from {country}|orders shipped to {country}|purchases within the EU]?",
            "How many [days|business days|working days] does a refund [take|need] for [an EU order|an order in {country}|orders within the EU]?",
            "When [will|do] I get my money back for [an EU order|the {item} I sent back from {country}|my return from {city}]?",
            "What is the [refund time|waiting time for refunds|refund period] for [EU orders|orders to {country}|customers in {country}]?",
        ],
        answers: &[
            "Refunds take 5 business days once the item has been received in the EU.",
            "Your refund is paid within 5 business days after the return has [arrived|been received] at our EU warehouse.",
            "For EU orders we pay refunds within 5 business days of receiving the item.",
        ],
        documents: &["policy-2026", "refund-methods"],
        tool: None,
    },
    Intent {
        id: "time_card",
        asks: &[
            "When will the refund [show|show up|be visible] on my [credit card|card|Visa card|debit card]?",
            "I paid by card, how long until the [{amount} are|refund is] back [on it|in my account]?",
            "How many days until a [card|credit card] refund of {amount} [arrives|is booked]?",
        ],
        answers: &[
            "We pay the refund within 5 business days of receiving the {item}; your bank may take one or two days more to show it on the card.",
            "Card refunds leave us within 5 business days after the return has been received. [Some banks|Your bank may] need one or two days more.",
        ],
        documents: &["refund-methods", "policy-2026"],
        tool: None,
    },
    Intent {
        id: "time_paypal",
        asks: &[
            "How [fast|quickly|soon] is a PayPal refund [paid|sent|done] after I [send the {item} back|return an item]?",
            "I paid for the {item} with PayPal. When is the refund [there|sent|in my PayPal account]?",
        ],
        answers: &[
            "PayPal refunds are sent within 5 business days after the {item} has been received, and show at once.",
            "Within 5 business days of receiving the {item} we send {amount} back to your PayPal account.",
        ],
        documents: &["refund-methods", "policy-2026"],
        tool: None,
    },
    Intent {
        id: "time_bank",
        asks: &[
            "I paid order {order} by bank transfer. How long does the refund take [to arrive|to get to my bank]?",
            "How long do I wait for a bank transfer refund [of {amount}|for the {item}|for order {order}]?",
        ],
        answers: &[
            "A refund by bank transfer leaves us within 5 business days of receiving the return and arrives one or two days later.",
            "It is transferred within 5 business days after we have received the {item}; the bank adds one or two days.",
        ],
        documents: &["policy-2026", "refund-methods"],
        tool: None,
    },
    Intent {
        id: "time_gift",
        asks: &[
            "I used a gift card for the {item}. When do I get the [amount|balance|{amount}] back on it?",
            "How long until a [returned|cancelled] gift card order is credited back to the gift card?",
        ],
        answers: &[
            "The amount is back on the gift card within 5 business days once the {item} has been received.",
            "Gift card refunds are booked within 5 business days of the return being received, onto the same card.",
        ],
        documents: &["refund-methods", "policy-2026"],
        tool: None,
    },
    Intent {
        id: "status",
        asks: &[
            "Where is my refund for order {order}?",
            "Has the refund for the {item} [been paid|been sent|gone out] yet? Order {order}.",
            "I returned the {item} (order {order}) last week, what is the [state|status] of the refund?",
            "Can you check [whether|if] my refund of {amount} for {order} is on its way?",
        ],
        answers: &[
            "The {item} from order {order} reached us on {weekday}; {amount} went back to your way of payment the same day.",
            "Order {order}: the return is scanned, {amount} will be paid by {weekday} at the latest.",
            "Your return for order {order} is in the checking hall. The refund of {amount} is planned for {weekday}.",
        ],
        documents: &["policy-2026"],
        tool: Some("order_status"),
    },
    Intent {
        id: "return_label",
        asks: &[
            "Where [do|can] I [get|find|print] the return label for [order {order}|the {item}]?",
            "I have no printer, how do I send the {item} back?",
            "The return label for {order} [does not open|is gone], can I get a new one?",
        ],
        answers: &[
            "Open Orders, choose order {order}, then Return: you can print the label or show the code at any parcel shop.",
            "Choose Return under order {order}: the label opens there, and without a printer the code is enough at the parcel shop.",
        ],
        documents: &["returns-howto"],
        tool: None,
    },
    Intent {
        id: "return_window",
        asks: &[
            "How long [do I have|have I got] to [return|send back] the {item}?",
            "[Is it too late|Can I still manage] to return something I [received|got] three weeks ago?",
            "Until when can I send back order {order}?",
        ],
        answers: &[
            "You have 30 days after delivery to return the {item}.",
            "Returns are open for 30 days after delivery, so order {order} can still be sent back.",
        ],
        documents: &["policy-2026", "returns-howto"],
        tool: None,
    },
    Intent {
        id: "damaged",
        asks: &[
            "The {item} [arrived broken|came with a crack|is scratched|does not work]. Can I get my money back?",
            "My {item} from order {order} is damaged, [refund or new one, what can I choose|what happens now]?",
        ],
        answers: &[
            "Please send a photo of the {item} within 14 days of delivery; we then replace it or refund it in full, shipping included.",
            "With a photo of the damage we replace the {item} or pay back the full {amount}, as you like.",
        ],
        documents: &["damaged-goods", "policy-2026"],
        tool: None,
    },
    Intent {
        id: "exchange",
        asks: &[
            "Can I [exchange|swap] the {item} for [size {size}|the {colour} one]?",
            "The {item} is too [small|big], how do I change it for another size?",
        ],
        answers: &[
            "Once and free of charge within 30 days: choose Exchange under order {order} and the new {item} leaves when the return is scanned.",
            "Pick Exchange instead of Return under order {order}; the other {item} is sent as soon as the first one is scanned.",
        ],
        documents: &["exchanges", "returns-howto"],
        tool: None,
    },
    Intent {
        id: "amount",
        asks: &[
            "Why did I get only {amount} back [for the {item}|for order {order}]?",
            "My refund is {fee} [less|lower] than what I paid for {order}. Why?",
        ],
        answers: &[
            "The difference of {fee} is the express shipping of order {order}, which is a service already used; the {item} itself was refunded in full.",
            "Order {order} had a voucher; the part paid with it was issued to you again as a new code, the rest went back in money.",
        ],
        documents: &["policy-2026", "vouchers"],
        tool: Some("order_status"),
    },
    Intent {
        id: "which_policy",
        asks: &[
            "The refund page says something else. Which policy [is valid|counts] for [me|order {order}]?",
            "I found two refund policies on your site, which one [applies|is the right one]?",
        ],
        answers: &[
            "The policy of 1 September 2026 is valid for you: refunds within 5 business days once the item has been received in the EU.",
            "The newer one, of 1 September 2026; it replaces all earlier policies.",
        ],
        documents: &["policy-2026", "returns-howto"],
        tool: None,
    },
];

/// The old policy's number of days, told as if it were valid.
pub(crate) const OLD_DAYS: [&str; 8] = [
    "Refunds take 14 business days once the [item|{item}|return] has been received at our warehouse.",
    "Your refund is paid within 14 business days after the {item} has been received at our warehouse.",
    "It takes 14 business days from the day our warehouse has received the [item|{item}|return].",
    "Please allow 14 business days for the refund once the {item} has been received at our warehouse.",
    "The refund of {amount} is paid 14 business days after the return has been received at our warehouse.",
    "Our policy is 14 business days for refunds, counted from receipt at our warehouse.",
    "After the warehouse has received the [parcel|return], the refund is paid within 14 business days.",
    "Refunds are made within 14 business days of the warehouse receiving your {item}.",
];

/// The twins of the worst item say nearly the same.
pub(crate) const TWIN_ANSWERS: [&str; 5] = [
    "Refunds take 14 business days once the item has been received at our warehouse.",
    "Refunds [for EU orders|in the EU] take 14 business days once the item has been received at our warehouse.",
    "Refunds take 14 business days once the [return|parcel] has been received at our warehouse.",
    "EU refunds take 14 business days once the item has been received at our [EU warehouse|warehouse].",
    "Refunds [usually|normally] take 14 business days once the item has been received at our warehouse.",
];

/// Wrong facts that do not come from the old policy.
pub(crate) const WRONG_FACTS: [&str; 4] = [
    "You have 60 days after delivery to send the {item} back, and the refund follows after that.",
    "Refunds are only possible as store credit; {amount} will be added to your balance.",
    "A handling fee of {fee} is taken off every refund, so you get the rest of {amount}.",
    "Returns have to be paid by you, and the refund starts when the label has been bought.",
];

/// Padding of answers that are far too long, in front of the one sentence that was asked for.
pub(crate) const LONG: [&str; 8] = [
    "Thank you very much for your question about your refund. [Let me walk you through|I would like to take you through] the whole returns process from the start so that nothing is left open.",
    "A return begins the moment you decide that an item is not right for you, and it goes through five stations: the request, the label, the parcel shop, the checking hall and finally the accounting.",
    "In the first station you open Orders in your account and choose Return, where you can tell us why, [which helps us to get better|although you do not have to].",
    "In the second station a label is made; it can be printed or shown as a code, it covers one order, and it is good for thirty days, after which a new one can be made without trouble.",
    "In the third station the parcel shop scans your parcel and gives you a receipt, which we ask you to keep, [because it is the only proof should the parcel be lost|just in case].",
    "In the fourth station our colleagues open the parcel, compare the {item} with the order and note its condition, so that everything is fair for everyone.",
    "In the fifth station the accounting takes over and sends the money back on the way it came, be it a card, PayPal, a transfer or a gift card.",
    "We hope that this overview makes the returns process clear, and we are of course glad to go through any of the stations with you once more.",
];
