//! The values a conversation turns around: an order, a thing, a place, a sum.

use super::super::rng::Rng;

pub(crate) struct Vars(Vec<(&'static str, String)>);

const ITEMS: [&str; 28] = [
    "desk lamp",
    "rain jacket",
    "espresso maker",
    "pair of boots",
    "wool blanket",
    "bike helmet",
    "office chair",
    "backpack",
    "wall clock",
    "garden hose",
    "bluetooth speaker",
    "winter coat",
    "cutting board",
    "running shirt",
    "kettle",
    "duvet cover",
    "camping stove",
    "toaster",
    "board game",
    "mirror",
    "air purifier",
    "bookshelf",
    "yoga mat",
    "sun hat",
    "knife set",
    "pillow",
    "monitor arm",
    "tea pot",
];
const CITIES: [&str; 18] = [
    "Lyon", "Porto", "Graz", "Utrecht", "Leipzig", "Gdansk", "Malmo", "Turin", "Cork", "Bilbao",
    "Aarhus", "Ghent", "Brno", "Tartu", "Split", "Tampere", "Bonn", "Nantes",
];
const COUNTRIES: [&str; 12] = [
    "France",
    "Portugal",
    "Austria",
    "the Netherlands",
    "Poland",
    "Sweden",
    "Italy",
    "Ireland",
    "Spain",
    "Denmark",
    "Belgium",
    "Finland",
];
const STREETS: [&str; 10] = [
    "Mill Lane",
    "Station Road",
    "Rue Victor Hugo",
    "Lindenweg",
    "Via Roma",
    "Harbour Street",
    "Church Row",
    "Calle Mayor",
    "Parkstrasse",
    "Elm Court",
];
const MONTHS: [&str; 8] = [
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
];
const NAMES: [&str; 20] = [
    "Mila", "Jonas", "Aoife", "Luca", "Ines", "Piotr", "Sanne", "Marek", "Chloe", "Tomas", "Eva",
    "Nils", "Rosa", "Hugo", "Lena", "Owen", "Petra", "Youssef", "Carla", "Dario",
];
const WEEKDAYS: [&str; 6] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const PLANS: [&str; 4] = ["Basic", "Plus", "Family", "Studio"];
const COLOURS: [&str; 8] = [
    "black", "blue", "green", "grey", "red", "white", "yellow", "brown",
];

impl Vars {
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        let order = rng.range(40_000, 79_999);
        // The order that a careless tool call takes instead: one digit away, as the eye would.
        let other = if order % 10 < 9 { order + 1 } else { order - 1 };
        // The other plan is always the larger one.
        let first = rng.below(PLANS.len() - 1);
        let pairs = [
            ("order", order.to_string()),
            ("other", other.to_string()),
            ("item", (*rng.pick(&ITEMS)).to_owned()),
            ("gift", (*rng.pick(&ITEMS)).to_owned()),
            ("city", (*rng.pick(&CITIES)).to_owned()),
            ("country", (*rng.pick(&COUNTRIES)).to_owned()),
            (
                "street",
                format!("{} {}", rng.pick(&STREETS), rng.range(2, 98)),
            ),
            ("month", (*rng.pick(&MONTHS)).to_owned()),
            ("name", (*rng.pick(&NAMES)).to_owned()),
            ("weekday", (*rng.pick(&WEEKDAYS)).to_owned()),
            ("colour", (*rng.pick(&COLOURS)).to_owned()),
            ("plan", PLANS[first].to_owned()),
            ("plan2", PLANS[first + 1].to_owned()),
            (
                "amount",
                format!("{}.{:02} EUR", rng.range(9, 189), rng.range(0, 19) * 5),
            ),
            ("fee", format!("{}.90 EUR", rng.range(3, 9))),
            ("day", rng.range(2, 28).to_string()),
            ("size", rng.range(36, 46).to_string()),
            ("parcel", format!("PX{}", rng.range(1_000_000, 9_999_999))),
            ("minutes", rng.range(5, 40).to_string()),
        ];
        Self(pairs.into())
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| *key == name)
            .map_or("", |(_, value)| value)
    }

    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.0.retain(|(key, _)| *key != name);
        self.0.push((name, value.to_owned()));
    }

    /// A template with its choices made and its values put in.
    pub(crate) fn fill(&self, rng: &mut Rng, template: &str) -> String {
        let mut text = rng.spin(template);
        for (name, value) in &self.0 {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

/// The first letter in lower case, for a sentence that an opening was put before.
pub(crate) fn uncapitalise(text: &str) -> String {
    if text.starts_with("I ") || text.starts_with("I'") {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
