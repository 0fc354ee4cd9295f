//! The ready mappings, embedded.

/// Names and texts.
pub(super) const MAPPINGS: [(&str, &str); 5] = [
    (
        "tau-bench-airline-gpt4o",
        include_str!("../../../assets/mappings/tau-bench-airline-gpt4o.toml"),
    ),
    (
        "ttcw-expert-comments",
        include_str!("../../../assets/mappings/ttcw-expert-comments.toml"),
    ),
    (
        "pandalm-human-preferences",
        include_str!("../../../assets/mappings/pandalm-human-preferences.toml"),
    ),
    (
        "ilf-mbpp-feedback-and-refinements",
        include_str!("../../../assets/mappings/ilf-mbpp-feedback-and-refinements.toml"),
    ),
    (
        "who-and-when-algorithm-generated",
        include_str!("../../../assets/mappings/who-and-when-algorithm-generated.toml"),
    ),
];

/// The text of the mapping of that name.
pub(super) fn text(name: &str) -> Option<&'static str> {
    let found = MAPPINGS.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}
