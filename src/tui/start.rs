//! The app as it begins: who, which store, which colours, which keys.

use super::{
    Launch,
    app::{App, Identity, Options},
    keymap::Keymap,
    theme::{Depth, Glyphs, Theme, ThemeName},
    update::DEMO,
};
use crate::{analysis::taxonomy, config, embed::Embedder, judge::Judge};
use std::path::Path;

type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Builds the app before anything was read.
pub(super) fn app(launch: &Launch, env: Env<'_>) -> App {
    let config = &launch.config;
    let who = Identity {
        store: store_name(&launch.store_path, launch.demo),
        reviewer: launch.reviewer.clone(),
        demo: launch.demo,
    };
    let options = Options {
        mouse: config.mouse,
        reduced_motion: config.reduced_motion || env("NO_MOTION").is_some_and(|v| !v.is_empty()),
        budget: u64::from(config.budget),
    };
    let depth = Depth::find(env);
    let (theme, warnings) = theme(config, env);
    let mut app = App::new(
        who,
        options,
        Keymap::build(&config.keys),
        theme.at(depth),
        Glyphs {
            ascii: config.ascii || is_bare(env),
        },
        taxonomy::starter().clone(),
    );
    app.depth = depth;
    app.team_theme = team_theme(config)
        .ok()
        .flatten()
        .map(|(theme, _)| theme.at(depth));
    app.troubles.extend(warnings);
    app.judge = judge(&config.judge, env);
    app.embeddings = embeddings(&config.embeddings, env);
    app.redact = config.redact_regexes();
    app.queue.start_with(config.window);
    app
}

/// Why no endpoint can be asked.
const NO_NETWORK: &str = "this goldset was built without a network (cargo feature `judge`)";
pub(super) const NO_JUDGE: &str = "no judge is configured: [judge] wants base_url and model";
pub(super) const NO_EMBEDDINGS: &str =
    "no embeddings endpoint is configured: [embeddings] wants base_url and model";

/// Where the judge is, or why it cannot be asked.
fn judge(config: &config::Endpoint, env: Env<'_>) -> Result<String, &'static str> {
    if !cfg!(feature = "judge") {
        return Err(NO_NETWORK);
    }
    if !config.is_set() {
        return Err(NO_JUDGE);
    }
    let judge = Judge::of(config, env);
    let address = judge.map(|judge| judge.address().to_owned());
    address.map_err(|_| "the variable that api_key_env of [judge] names holds no key")
}

/// Where the endpoint for vectors is, or why it cannot be asked.
fn embeddings(config: &config::Embeddings, env: Env<'_>) -> Result<String, &'static str> {
    if !cfg!(feature = "judge") {
        return Err(NO_NETWORK);
    }
    if !config.endpoint.is_set() {
        return Err(NO_EMBEDDINGS);
    }
    let embedder = Embedder::of(config, env);
    let address = embedder.map(|embedder| embedder.address().to_owned());
    address.map_err(|_| "the variable that api_key_env of [embeddings] names holds no key")
}

/// The title of the terminal's window.
pub(super) fn title(app: &App) -> String {
    let store = crate::text::sanitise::line(&app.who.store).into_owned();
    format!("goldset {store}")
}

/// The folder of `.goldset/store.db`, else the file's own name.
fn store_name(path: &Path, demo: bool) -> String {
    if demo {
        return DEMO.to_owned();
    }
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned());
    let parent = path.parent();
    let in_project = parent
        .and_then(Path::file_name)
        .is_some_and(|n| n == ".goldset");
    let project = parent
        .and_then(Path::parent)
        .filter(|_| in_project)
        .and_then(name);
    project
        .or_else(|| name(path))
        .unwrap_or_else(|| "store".to_owned())
}

/// The theme before the terminal told its background, and what the team's file says that means nothing. `NO_COLOR` is
/// heard by the theme alone.
fn theme(config: &config::Config, env: Env<'_>) -> (Theme, Vec<String>) {
    if let (config::Theme::Named(_), false) = (&config.theme, no_color(env)) {
        return match team_theme(config) {
            Ok(Some(read)) => read,
            Ok(None) => (Theme::new(ThemeName::Dark), Vec::new()),
            Err(why) => (Theme::new(ThemeName::Dark), vec![why]),
        };
    }
    (Theme::new(built_in(config, env)), Vec::new())
}

/// The team's own theme, where one is configured.
fn team_theme(config: &config::Config) -> Result<Option<(Theme, Vec<String>)>, String> {
    let Some(file) = &config.theme_file else {
        return Ok(None);
    };
    let told = |why: String| format!("{}: {why}", file.path.display());
    let (theme, warnings) = Theme::from_toml(&file.text).map_err(told)?;
    Ok(Some((theme, warnings.into_iter().map(told).collect())))
}

fn no_color(env: Env<'_>) -> bool {
    env("NO_COLOR").is_some_and(|v| !v.is_empty())
}

/// The terminal has a font of a few hundred signs: the console of Linux, and what calls itself a VT.
fn is_bare(env: Env<'_>) -> bool {
    env("TERM").is_some_and(|term| term == "linux" || term.starts_with("vt"))
}

/// The terminal shows no colours.
fn is_colourless(env: Env<'_>) -> bool {
    env("TERM").is_some_and(|term| {
        term.starts_with("vt") || term.ends_with("-m") || term.ends_with("-mono")
    })
}

fn built_in(config: &config::Config, env: Env<'_>) -> ThemeName {
    match config.theme {
        config::Theme::Mono => ThemeName::Mono,
        _ if no_color(env) || is_colourless(env) => ThemeName::Mono,
        config::Theme::Dark | config::Theme::Named(_) => ThemeName::Dark,
        config::Theme::Light => ThemeName::Light,
        config::Theme::Safe => ThemeName::Safe,
        config::Theme::Auto => match env("COLORFGBG").as_deref().and_then(is_light) {
            Some(true) => ThemeName::Light,
            _ => ThemeName::Dark,
        },
    }
}

/// Reads `COLORFGBG`, as `15;0` (dark) or `0;15` (light).
fn is_light(colours: &str) -> Option<bool> {
    let background: u8 = colours.rsplit(';').next()?.parse().ok()?;
    Some(matches!(background, 7 | 9..=15))
}

/// Whether to ask the terminal for its background: only where the answer would be used and the question understood.
pub(super) fn asks_background(config: &config::Config, env: Env<'_>) -> bool {
    let term = env("TERM").unwrap_or_default();
    let mute = term == "linux" || term.starts_with("screen") && env("TMUX").is_none();
    config.theme == config::Theme::Auto && !mute && built_in(config, env) == ThemeName::Dark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn stores_are_named_by_what_they_belong_to() {
        assert_eq!(
            store_name(Path::new("/a/shop/.goldset/store.db"), false),
            "shop"
        );
        assert_eq!(store_name(Path::new("/a/support.db"), false), "support.db");
    }

    #[test]
    #[cfg(feature = "judge")]
    fn a_judge_that_cannot_be_asked_says_why() {
        let mut config = config::Endpoint::default();
        let why = judge(&config, &|_| None).unwrap_err();
        assert!(why.contains("no judge is configured"), "{why}");
        config.base_url = "http://127.0.0.1:1/v1".into();
        config.model = "m".into();
        config.api_key_env = "KEY".into();
        let why = judge(&config, &|_| None).unwrap_err();
        assert!(why.contains("holds no key"), "{why}");
        let address = judge(&config, &|_| Some("secret".into()));
        assert_eq!(address.as_deref(), Ok("http://127.0.0.1:1/v1"));
    }

    #[test]
    fn no_color_and_colorfgbg_are_heard() {
        let config = Config::default();
        let with = |name: &'static str, value: &'static str| {
            built_in(&config, &move |asked| {
                (asked == name).then(|| value.to_owned())
            })
        };
        assert_eq!(with("NO_COLOR", "1"), ThemeName::Mono);
        assert_eq!(with("NO_COLOR", ""), ThemeName::Dark);
        assert_eq!(with("COLORFGBG", "0;15"), ThemeName::Light);
        assert_eq!(with("COLORFGBG", "15;default;0"), ThemeName::Dark);
        let dark = Config {
            theme: config::Theme::Dark,
            ..Config::default()
        };
        assert_eq!(built_in(&dark, &|_| Some("1".to_owned())), ThemeName::Mono);
        assert!(!asks_background(&dark, &|_| None));
    }

    #[test]
    fn terminals_of_few_signs_or_no_colours_are_known_by_name() {
        let config = Config::default();
        let looks = |term: &'static str| {
            let env = move |asked: &str| (asked == "TERM").then(|| term.to_owned());
            (built_in(&config, &env), is_bare(&env))
        };
        assert_eq!(looks("xterm-256color"), (ThemeName::Dark, false));
        assert_eq!(looks("linux"), (ThemeName::Dark, true));
        assert_eq!(looks("vt220"), (ThemeName::Mono, true));
        assert_eq!(looks("xterm-mono"), (ThemeName::Mono, false));
    }

    #[test]
    fn the_teams_own_theme_is_used_and_its_mistakes_are_told() {
        let own = |text: &str| Config {
            theme: config::Theme::Named("ours".into()),
            theme_file: Some(config::ThemeFile {
                path: "ours.toml".into(),
                text: text.into(),
            }),
            ..Config::default()
        };
        let (read, warnings) = theme(&own("[roles]\ngod = \"red\""), &|_| None);
        assert_eq!(read.name, ThemeName::Team);
        assert!(warnings[0].starts_with("ours.toml: the theme has nothing called `roles.god`"));
        let (fallback, why) = theme(&own("[roles]\ngood = 1.5"), &|_| None);
        assert_eq!(fallback.name, ThemeName::Dark);
        assert!(why[0].contains("roles.good"), "{why:?}");
        let silent = |name: &str| (name == "NO_COLOR").then(|| "1".to_owned());
        assert_eq!(theme(&own(""), &silent).0.name, ThemeName::Mono);
    }
}
