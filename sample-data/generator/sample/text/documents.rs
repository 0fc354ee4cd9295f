//! The knowledge base: documents shared by id, one of them stale, one that changes on the way.

/// The week in which `shipping-eu` gets new prices (W44).
pub(crate) const SHIPPING_CHANGES: usize = 5;

const SHIPPING_EU_OLD: &str = "Shipping in the EU (until further notice). Parcels up to 20 kg cost \
4.90 EUR, free from 60 EUR. Delivery in 2 to 4 working days. Islands: 3.00 EUR more.";
const SHIPPING_EU_NEW: &str = "Shipping in the EU, prices of 26 October 2026. Parcels up to 20 kg \
cost 5.90 EUR, free from 75 EUR. Delivery in 2 to 4 working days. Islands: 4.00 EUR more.";

const TEXTS: [(&str, &str); 24] = [
    (
        "policy-2024",
        "Refund policy 2024. Refunds are paid within 14 business days once the item has been received \
at our warehouse. Items can be returned for 30 days after delivery. Shipping is not refunded.",
    ),
    (
        "policy-2026",
        "Refund policy, valid from 1 September 2026, replaces all earlier ones. Refunds are paid within \
5 business days once the item has been received in the EU. Returns: 30 days after delivery.",
    ),
    (
        "refund-methods",
        "Refunds go back to the way of payment of the order: card, PayPal, bank transfer or gift card. \
Banks may take one or two days more to show them. Store credit only on request.",
    ),
    (
        "returns-howto",
        "How to return: open Orders, choose Return, print the label or show the code at a parcel shop. \
One label covers one order. Keep the receipt until the refund is there.",
    ),
    (
        "exchanges",
        "Exchanges: size or colour can be exchanged once, free of charge, within 30 days. The new item \
leaves as soon as the return is scanned at the parcel shop.",
    ),
    (
        "damaged-goods",
        "Damaged or faulty goods: send a photo within 14 days of delivery. We replace the item or refund \
it in full, shipping included. The item need not be sent back below 25 EUR.",
    ),
    (
        "shipping-world",
        "Shipping outside the EU: Switzerland, Norway and the UK 14.90 EUR, 4 to 8 working days; duties \
are paid by the customer. Other countries on request.",
    ),
    (
        "tracking",
        "Tracking: every parcel has a number that begins with PX. The link is in the dispatch e-mail. \
Scans can lag by a day; after three days without one we open a search.",
    ),
    (
        "order-changes",
        "Changes to an order: address, delivery day and items can be changed under Orders, Change, until \
the parcel is packed, usually two hours before pick-up at 18:00.",
    ),
    (
        "cancellations",
        "Cancelling: an order can be cancelled until it is packed. The assistant may cancel with the tool \
cancel_order, only the order whose number the customer gave. Payment is released the same day.",
    ),
    (
        "gift-service",
        "Gift service: wrapping 3.50 EUR an item, a card with up to 200 characters is free. No prices are \
printed on the note. To be chosen in the basket or added until packing.",
    ),
    (
        "invoices-faq",
        "Invoices: a PDF for every order and every month of a plan is under Account, Invoices. A company \
name and VAT number can be added for 30 days after purchase.",
    ),
    (
        "warranty",
        "Warranty: two years on all goods, five on furniture. Proof is the invoice. Repairs take ten \
working days; spare parts are kept for seven years.",
    ),
    (
        "payments",
        "Payment: card, PayPal, SEPA debit, invoice (30 days, from the second order). A failed debit is \
tried again after three days, then a reminder without a fee is sent.",
    ),
    (
        "plans-2026",
        "Plans: Basic 4.00, Plus 9.00, Family 14.00, Studio 29.00 EUR a month; a year costs ten months. \
Changes apply from the next bill, upgrades at once with the difference pro rata.",
    ),
    (
        "billing-cycle",
        "Bills are made on the day of the month on which the plan began and collected two days later. An \
authorisation may show twice for up to five days; only one is collected.",
    ),
    (
        "vouchers",
        "Vouchers: one code an order, not on plans or gift cards, valid for twelve months. A voucher of a \
returned order is issued again within a day.",
    ),
    (
        "vat",
        "VAT: EU companies with a valid VAT number are billed without VAT (reverse charge) outside \
Ireland. The number is checked in VIES on entry.",
    ),
    (
        "account-security",
        "Security: passwords are reset by a link that works for 30 minutes. Two-factor codes come from an \
app; ten recovery codes are shown once. Sessions can be ended under Devices.",
    ),
    (
        "account-data",
        "Your data: name, address and e-mail are changed under Profile. A full export (ZIP) is made within \
a day. Deleting an account takes effect after 14 days; invoices are kept as the law asks.",
    ),
    (
        "newsletter",
        "Newsletter: at most one a week. Unsubscribe by the link at its end or under Profile, Messages. \
Order mails are sent in any case.",
    ),
    (
        "household",
        "Sharing: a Family plan has up to five members, invited by e-mail from Profile, Household. Each \
has an own basket; bills go to the owner.",
    ),
    (
        "docket-schema-3",
        "Docket schema 3: vendor, invoice_no, date (YYYY-MM-DD), currency (ISO 4217), lines [text, qty, \
net], net, vat, total as numbers with a decimal point, due (date or null). Every line of every page.",
    ),
    (
        "docket-rules",
        "Docket rules: copy, do not infer; a field that is not on the page is null. Totals are checked: \
net + vat = total. Credit notes have negative sums.",
    ),
];

/// The text of a document as it stood in a week.
pub(crate) fn text_of(id: &str, week: usize) -> &'static str {
    if id == "shipping-eu" {
        return if week < SHIPPING_CHANGES {
            SHIPPING_EU_OLD
        } else {
            SHIPPING_EU_NEW
        };
    }
    TEXTS
        .iter()
        .find(|(name, _)| *name == id)
        .map_or("", |(_, text)| text)
}
