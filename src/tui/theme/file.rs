//! A team's own theme: a TOML file that names roles and gives them colours. `assets/themes/example.toml` tells all.

use super::{Role, Theme, ThemeName};
use crate::model::nearest::nearest;
use ratatui::style::{Color, Modifier, Style};
use toml::{Table, Value};

impl Theme {
    /// Reads a theme's file, and what in it means nothing, a sentence each.
    ///
    /// # Errors
    /// When it is no TOML, or a value is no colour and no look; says where and what was expected.
    pub fn from_toml(text: &str) -> Result<(Self, Vec<String>), String> {
        let table: Table = toml::from_str(text).map_err(|e| {
            let line = e
                .span()
                .map_or(1, |s| text[..s.start].lines().count().max(1));
            format!("line {line}: {}", e.message())
        })?;
        let mut warnings = Vec::new();
        let mut theme = Self::new(base(&table)?);
        theme.name = ThemeName::Team;
        for (name, value) in &table {
            match name.as_str() {
                "base" => {}
                "roles" => theme.take_roles(value, &mut warnings)?,
                _ => warnings.push(unknown("", name, &["base", "roles"])),
            }
        }
        Ok((theme, warnings))
    }

    fn take_roles(&mut self, value: &Value, warnings: &mut Vec<String>) -> Result<(), String> {
        let roles = value
            .as_table()
            .ok_or("roles: expected a table such as [roles]")?;
        for (name, look) in roles {
            let Some(at) = Role::ALL.iter().position(|(_, n)| n == name) else {
                let names: Vec<&str> = Role::ALL.iter().map(|(_, n)| *n).collect();
                warnings.push(unknown("roles.", name, &names));
                continue;
            };
            self.styles[at] =
                look_of(look, self.styles[at]).map_err(|why| format!("roles.{name}: {why}"))?;
        }
        Ok(())
    }
}

fn base(table: &Table) -> Result<ThemeName, String> {
    let Some(value) = table.get("base") else {
        return Ok(ThemeName::Dark);
    };
    let name = value.as_str().and_then(ThemeName::parse);
    name.ok_or_else(|| {
        let names = ThemeName::ALL.map(ThemeName::name).join(", ");
        format!("base: expected one of {names}, found {value}")
    })
}

fn unknown(before: &str, name: &str, names: &[&'static str]) -> String {
    let meant = nearest(name, names.iter().copied());
    let meant = meant.map(|m| format!("; did you mean `{before}{m}`?"));
    format!(
        "the theme has nothing called `{before}{name}`{}",
        meant.unwrap_or_default()
    )
}

/// A colour alone keeps the rest of the base's look; a table is the whole look.
fn look_of(value: &Value, base: Style) -> Result<Style, String> {
    match value {
        Value::String(text) => Ok(Style {
            fg: Some(colour(text)?),
            ..base
        }),
        Value::Integer(_) => Ok(Style {
            fg: Some(colour(&value.to_string())?),
            ..base
        }),
        Value::Table(parts) => parts.iter().try_fold(Style::new(), add_part),
        other => Err(format!(
            "expected a colour in quotes or a table such as {{ fg = \"green\", bold = true }}, found {other}"
        )),
    }
}

fn add_part(style: Style, (name, value): (&String, &Value)) -> Result<Style, String> {
    let modifier = match name.as_str() {
        "fg" | "bg" => {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let colour = colour(&text)?;
            return Ok(if name == "fg" {
                style.fg(colour)
            } else {
                style.bg(colour)
            });
        }
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underlined" => Modifier::UNDERLINED,
        "reversed" => Modifier::REVERSED,
        _ => {
            return Err(format!(
                "expected fg, bg, bold, dim, italic, underlined or reversed, found {name}"
            ));
        }
    };
    match value.as_bool() {
        Some(true) => Ok(style.add_modifier(modifier)),
        Some(false) => Ok(style),
        None => Err(format!("{name}: expected true or false, found {value}")),
    }
}

fn colour(text: &str) -> Result<Color, String> {
    text.parse().map_err(|_| {
        format!("expected a name (green, light-blue …), a number from 0 to 255 or #rrggbb, found {text:?}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Depth;

    #[test]
    fn the_example_names_every_role_and_is_the_dark_theme() {
        let example = include_str!("../../../assets/themes/example.toml");
        let (theme, warnings) = Theme::from_toml(example).unwrap();
        assert_eq!(warnings, [] as [String; 0]);
        let dark = Theme::new(ThemeName::Dark);
        let table: Table = toml::from_str(example).unwrap();
        for (role, name) in Role::ALL {
            assert!(table["roles"].get(name).is_some(), "{name} is not told of");
            assert_eq!(theme.style(role), dark.style(role), "{name}");
        }
    }

    #[test]
    fn what_is_not_named_stays_and_what_is_wrong_is_told() {
        let (theme, warnings) =
            Theme::from_toml("base = \"light\"\n[roles]\nacent = \"red\"\ngood = \"#00ff00\"\n")
                .unwrap();
        let light = Theme::new(ThemeName::Light);
        assert_eq!(theme.style(Role::Bad), light.style(Role::Bad));
        assert_eq!(theme.style(Role::Good).fg, Some(Color::Rgb(0, 255, 0)));
        assert_eq!(
            theme.at(Depth::Sixteen).style(Role::Good).fg,
            Some(Color::LightGreen)
        );
        assert!(
            warnings[0].contains("did you mean `roles.accent`?"),
            "{warnings:?}"
        );
        for (text, told) in [
            ("[roles]\ngood = \"grün\"", "roles.good: expected a name"),
            ("[roles]\ngood = { blod = true }", "found blod"),
            ("base = \"drak\"", "expected one of dark, light, mono, safe"),
            ("roles = ", "line 1"),
        ] {
            let why = Theme::from_toml(text).unwrap_err();
            assert!(why.contains(told), "{why}");
        }
    }
}
