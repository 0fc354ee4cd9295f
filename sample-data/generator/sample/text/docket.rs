//! Docket's invoices: the page as text, the right extraction, and the ways it goes wrong.

use super::super::rng::Rng;
use super::super::story::Fault;

struct Line {
    text: &'static str,
    quantity: i64,
    net: i64,
}

pub(crate) struct Invoice {
    vendor: &'static str,
    number: String,
    date: String,
    currency: &'static str,
    rate: i64,
    lines: Vec<Line>,
    due: Option<String>,
}

const VENDORS: [(&str, &str, &str, i64); 16] = [
    ("Brandt Bürobedarf GmbH", "RE", "EUR", 19),
    ("Northwind Paper Ltd", "INV", "GBP", 20),
    ("Officine Bellini Srl", "FT", "EUR", 22),
    ("Alpine Print AG", "R", "CHF", 8),
    ("Kowalski Transport", "FV", "PLN", 23),
    ("Delta Facility Services", "DFS", "EUR", 21),
    ("Maison Lefort", "F", "EUR", 20),
    ("Hansen Kaffe ApS", "HK", "DKK", 25),
    ("Blue Harbor Software", "BH", "USD", 0),
    ("Elektro Vogt KG", "EV", "EUR", 19),
    ("Ibérica de Limpiezas SL", "IL", "EUR", 21),
    ("Green Courier BV", "GC", "EUR", 21),
    ("Sundqvist Möbler AB", "SM", "SEK", 25),
    ("Parkside Catering", "PC", "GBP", 20),
    ("Werft & Söhne", "WS", "EUR", 19),
    ("Lumen Studio Lda", "LS", "EUR", 23),
];
const GOODS: [(&str, i64); 24] = [
    ("Copy paper A4 80 g", 420),
    ("Toner cartridge black", 6_890),
    ("Desk organiser oak", 2_450),
    ("Pallet freight zone 2", 18_500),
    ("Window cleaning north side", 24_000),
    ("Coffee beans 5 kg", 7_900),
    ("Licence seat yearly", 14_400),
    ("LED panel 60x60", 3_875),
    ("Catering lunch per head", 1_650),
    ("Courier express same day", 3_920),
    ("Conference chair grey", 18_900),
    ("Envelope C5 box", 1_280),
    ("Maintenance lift quarter", 41_500),
    ("Banner 3x1 m printed", 9_650),
    ("Cable CAT7 20 m", 1_995),
    ("Cleaning agent 10 l", 2_340),
    ("Design hours", 8_500),
    ("Water dispenser rent", 3_100),
    ("Fire extinguisher check", 1_890),
    ("Label rolls thermal", 990),
    ("Shelf unit steel", 12_750),
    ("Plant service monthly", 6_200),
    ("Storage box 40 l", 1_140),
    ("Translation pages", 4_200),
];

fn sum(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A sum as people write it: 1.240,50 EUR.
fn sum_in_words(cents: i64, currency: &str) -> String {
    let whole = cents / 100;
    let thousands = if whole >= 1_000 {
        format!("{}.{:03}", whole / 1_000, whole % 1_000)
    } else {
        whole.to_string()
    };
    format!("{thousands},{:02} {currency}", cents % 100)
}

impl Invoice {
    pub(crate) fn draw(rng: &mut Rng, date: (i64, i64, i64)) -> Self {
        let (vendor, prefix, currency, rate) = *rng.pick(&VENDORS);
        let mut goods: Vec<usize> = (0..GOODS.len()).collect();
        rng.shuffle(&mut goods);
        let count = rng.range(3, 5) as usize;
        let lines = goods[..count]
            .iter()
            .map(|&at| {
                let quantity = rng.range(1, 12);
                Line {
                    text: GOODS[at].0,
                    quantity,
                    net: GOODS[at].1 * quantity,
                }
            })
            .collect();
        let (year, month, day) = date;
        let due = rng.chance(70).then(|| {
            let next = if month == 12 { 1 } else { month + 1 };
            format!("{year}-{next:02}-{:02}", day.min(28))
        });
        let number = format!("{prefix}-{}{:04}", year % 100, rng.range(100, 9_999));
        let date = format!("{year}-{month:02}-{day:02}");
        Self {
            vendor,
            number,
            date,
            currency,
            rate,
            lines,
            due,
        }
    }

    fn net(&self) -> i64 {
        self.lines.iter().map(|line| line.net).sum()
    }

    fn vat(&self) -> i64 {
        (self.net() * self.rate + 50) / 100
    }

    pub(crate) fn number(&self) -> &str {
        &self.number
    }

    /// The page as the scanner read it.
    pub(crate) fn page(&self, rng: &mut Rng) -> String {
        let ask = rng.spin("[[Extract|Please extract|Read|Book] this [invoice|page]:\n|[Invoice|Document] from the scanner:\n|]");
        let label = rng.pick(&[
            "Invoice no.",
            "Rechnung Nr.",
            "Invoice",
            "Facture no",
            "No.",
        ]);
        let mut rows = vec![
            format!("{ask}{}", self.vendor),
            format!("{label} {}   {}", self.number, self.date),
        ];
        for (at, line) in self.lines.iter().enumerate() {
            if at == 2 && self.lines.len() > 3 {
                rows.push("--- page 2 ---".to_owned());
            }
            rows.push(format!(
                "{} x {}  {}",
                line.quantity,
                line.text,
                sum(line.net)
            ));
        }
        let (net, vat, currency) = (self.net(), self.vat(), self.currency);
        rows.push(format!(
            "Net {}  VAT {} % {}  Total {currency} {}",
            sum(net),
            self.rate,
            sum(vat),
            sum(net + vat)
        ));
        rows.extend(self.due.as_ref().map(|due| format!("Due {due}")));
        rows.join("\n")
    }

    /// The right extraction as JSON.
    pub(crate) fn answer(&self) -> String {
        let (net, vat) = (self.net(), self.vat());
        self.json(&self.lines, [sum(net), sum(vat), sum(net + vat)], "")
    }

    /// The extraction with a fault.
    pub(crate) fn faulty(&self, fault: Fault, rng: &mut Rng) -> String {
        let (net, vat) = (self.net(), self.vat());
        let right = [sum(net), sum(vat), sum(net + vat)];
        match fault {
            Fault::LinesMissing => self.json(&self.lines[..2], right, ""),
            Fault::SumsWrong if vat > 0 && rng.chance(50) => {
                self.json(&self.lines, [sum(net + vat), sum(vat), sum(net)], "")
            }
            Fault::SumsWrong => {
                let off = net + vat + 9 * rng.range(10, 400);
                self.json(&self.lines, [sum(net), sum(vat), sum(off)], "")
            }
            Fault::FieldInvented => {
                let order = format!(",\"po_number\":\"PO-{}\"", rng.range(2_000, 9_999));
                let vat_id = format!(
                    ",\"vendor_vat_id\":\"XX{}\"",
                    rng.range(100_000_000, 999_999_999)
                );
                self.json(
                    &self.lines,
                    right,
                    if rng.chance(60) { &order } else { &vat_id },
                )
            }
            Fault::TotalsAsText => {
                let text = |cents| format!("\"{}\"", sum_in_words(cents, self.currency));
                self.json(&self.lines, [text(net), text(vat), text(net + vat)], "")
            }
            _ => self.endless(rng),
        }
    }

    fn json(&self, lines: &[Line], sums: [String; 3], extra: &str) -> String {
        let lines: Vec<String> = lines
            .iter()
            .map(|l| {
                format!(
                    "{{\"text\":\"{}\",\"qty\":{},\"net\":{}}}",
                    l.text,
                    l.quantity,
                    sum(l.net)
                )
            })
            .collect();
        let due = self
            .due
            .as_ref()
            .map_or("null".to_owned(), |due| format!("\"{due}\""));
        let [net, vat, total] = sums;
        format!(
            "{{\"vendor\":\"{}\",\"invoice_no\":\"{}\",\"date\":\"{}\",\"currency\":\"{}\",\"lines\":[{}],\
\"net\":{net},\"vat\":{vat},\"total\":{total},\"due\":{due}{extra}}}",
            self.vendor,
            self.number,
            self.date,
            self.currency,
            lines.join(",")
        )
    }

    /// 200 KB of the same line: the model never closed the list.
    fn endless(&self, rng: &mut Rng) -> String {
        let line = &self.lines[0];
        let again = format!(
            "{{\"text\":\"{}\",\"qty\":{},\"net\":{}}},\n",
            line.text,
            line.quantity,
            sum(line.net)
        );
        let size = 200 * 1_024 - rng.below(7);
        let mut text = format!("{{\"vendor\":\"{}\",\"lines\":[", self.vendor);
        text.extend(std::iter::repeat_n(again.as_str(), size / again.len() + 1));
        let end = (0..=size).rev().find(|&at| text.is_char_boundary(at));
        text.truncate(end.unwrap_or(0));
        text
    }
}
