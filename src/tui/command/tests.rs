use super::{Context, all};
use crate::tui::keys::{print_sequence, read_sequence};
use std::collections::{HashMap, HashSet};

#[test]
fn every_command_has_one_row_a_name_and_a_verb_first_title() {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for command in all() {
        assert!(ids.insert(command.id), "two rows for {:?}", command.id);
        assert!(
            names.insert(command.name),
            "two commands named {}",
            command.name
        );
        assert!(
            command
                .name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-'),
            "{} is not kebab case",
            command.name
        );
        assert!(
            !command.title.is_empty() && !command.title.ends_with('.'),
            "{}",
            command.name
        );
        assert!(
            command.title.len() <= 57,
            "{} does not fit into the help at 80 cells",
            command.name
        );
        assert!(
            command.hint == 0 || !command.keys.is_empty(),
            "{} is hinted at and has no key",
            command.name
        );
        assert!(
            command.hint == 0 || !command.short.is_empty(),
            "{} has no short text",
            command.name
        );
    }
}

#[test]
fn every_key_parses_and_prints_back() {
    for command in all() {
        for keys in command.keys {
            let chords = read_sequence(keys).unwrap_or_else(|e| panic!("{}: {e}", command.name));
            let printed = print_sequence(&chords);
            assert_eq!(
                printed.replace(' ', ""),
                keys.replace(' ', ""),
                "{}",
                command.name
            );
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_place() {
    for context in Context::ALL {
        let mut taken: HashMap<Vec<_>, &str> = HashMap::new();
        for command in all().filter(|c| context.scopes().contains(&c.scope)) {
            for keys in command.keys {
                let chords = read_sequence(keys).unwrap();
                for (other, name) in &taken {
                    let short = other.len().min(chords.len());
                    assert!(
                        other[..short] != chords[..short],
                        "{keys} is {} and {name} in {context:?}",
                        command.name
                    );
                }
                taken.insert(chords, command.name);
            }
        }
    }
}

#[test]
fn reserved_keys_do_what_they_are_reserved_for() {
    let reserved = [
        ("j", "down"),
        ("k", "up"),
        ("Esc", "back"),
        ("Tab", "next-pane"),
        ("1", "queue"),
        ("2", "clusters"),
        ("3", "golden"),
        ("s", "more-like-this"),
        (":", "palette"),
        ("Ctrl-P", "palette"),
        ("?", "help"),
        ("u", "undo"),
        ("Ctrl-R", "redo"),
        ("q", "quit"),
        ("x", "bad"),
        ("a", "good"),
        ("z", "unsure"),
        ("l", "label"),
        ("c", "correct"),
        ("p", "promote"),
        ("!", "flag-document"),
        ("i", "note"),
        (".", "next"),
        (">", "skip"),
        ("/", "filter"),
        (",", "order"),
        ("w", "window"),
        ("n", "next-match"),
        ("N", "previous-match"),
    ];
    for (key, name) in reserved {
        let owner = all()
            .filter(|c| Context::Queue.scopes().contains(&c.scope))
            .find(|c| c.keys.contains(&key));
        assert_eq!(owner.map(|c| c.name), Some(name), "{key}");
    }
}
