use super::load::apply_file;
use super::options::OPTIONS;
use super::*;
use std::collections::HashMap;
use std::path::Path;

fn read(text: &str) -> Result<(Config, Vec<String>), String> {
    let mut config = Config::default();
    let mut warnings = Vec::new();
    apply_file(&mut config, text, "c.toml", &mut warnings).map_err(|e| e.what)?;
    Ok((config, warnings))
}

/// The example with every `# option = …` and `# [table]` line in force.
fn uncommented() -> String {
    let is_option = |line: &str| {
        OPTIONS
            .iter()
            .any(|o| line == format!("[{}]", o.name) || line.starts_with(&format!("{} = ", o.name)))
    };
    Config::example()
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if is_option(rest) => rest,
            _ => line,
        })
        .fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn the_example_documents_every_default() {
    assert!(OPTIONS.len() <= 20);
    let text = uncommented();
    let table: toml::Table = toml::from_str(&text).unwrap();
    for option in &OPTIONS {
        assert!(table.contains_key(option.name), "{}", option.name);
    }
    assert_eq!(table.len(), OPTIONS.len());
    assert_eq!(read(&text).unwrap(), (Config::default(), vec![]));
    assert_eq!(
        read(Config::example()).unwrap(),
        (Config::default(), vec![])
    );
}

#[test]
fn the_examples_inside_tables_are_true_too() {
    let text: String = uncommented()
        .lines()
        .map(|line| line.strip_prefix("## ").unwrap_or(line).to_owned() + "\n")
        .collect();
    let (config, warnings) = read(&text).unwrap();
    assert!(warnings.is_empty());
    assert_eq!(config.keys["promote"], ["p", "P"]);
    assert!(config.redact_regexes()[0].1.is_match("ORD-123456"));
    let table =
        crate::analysis::signals::SignalTable::with_overrides(&config.signal_overrides()).unwrap();
    let weight = table.get("thumbs_down").and_then(|d| d.weight);
    assert_eq!(weight, Some(2.5));
    assert_eq!(table.canonical("sad_face"), Some("thumbs_down"));
    assert!((table.default_of("rating:1") - 3.0).abs() < 1e-12);
}

#[test]
fn what_is_shown_reads_back() {
    let (config, _) = read(
        "theme = \"safe\"\nwindow = \"8w\"\nbudget = 0\n[keys]\nquit = \"Q\"\n[signals.copy]\nweight = 0\n",
    )
    .unwrap();
    assert_eq!(config.theme, Theme::Safe);
    assert_eq!(config.window, Window::Days(56));
    assert_eq!(config.keys["quit"], ["Q"]);
    assert_eq!(read(&config.to_toml()).unwrap().0, config);
}

#[test]
fn unknown_options_warn_with_the_nearest_name() {
    let (_, warnings) = read("mouse = false\n\nthem = \"dark\"\n[zebra]\nx = 1\n").unwrap();
    assert_eq!(
        warnings,
        [
            "c.toml:3: there is no option `them`; did you mean `theme`?",
            "c.toml:4: there is no option `zebra`"
        ]
    );
}

#[test]
fn wrong_values_are_errors_with_their_line() {
    let cases = [
        (
            "\nmouse = \"yes\"",
            "c.toml:2: mouse: expected true or false, found \"yes\"",
        ),
        ("theme = \"\"", "expected a theme"),
        (
            "budget = -1",
            "budget: expected a whole number, 0 or more, found -1",
        ),
        ("prior_bad_rate = 1.0", "above 0 and below 1"),
        ("second_verdict_share = 10", "from 0 to 1, found 10"),
        ("window = \"soon\"", "not a window"),
        ("reviewer = 3", "a text in quotes, found 3"),
        (
            "[redact_patterns]\na = 'x'\nb = '('",
            "c.toml:3: redact_patterns.b: expected a regular expression",
        ),
        (
            "[keys]\nquit = 4",
            "c.toml:2: keys.quit: expected a key in quotes",
        ),
        (
            "[signals]\n\ncopy = true",
            "c.toml:3: signals.copy: expected a weight",
        ),
        ("keys = 4", "c.toml:1: keys: expected a table, found 4"),
        ("a = 1\nmouse = ", "c.toml:2: not TOML"),
        ("mouse = true\nmouse = true", "c.toml:2: not TOML"),
    ];
    for (text, says) in cases {
        let error = read(text).unwrap_err();
        assert!(error.contains(says), "{text}: {error}");
        assert!(!error.contains('\n'), "{error}");
    }
}

fn load_with(vars: &[(&str, &str)], flags: &Flags) -> crate::error::Result<Loaded> {
    let vars: HashMap<String, String> = vars
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    load(&|name| vars.get(name).cloned(), flags)
}

#[test]
fn flags_win_over_environment_over_file_over_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap();
    std::fs::create_dir_all(folder.path().join(".config/goldset")).unwrap();
    let file = folder.path().join(".config/goldset/config.toml");
    std::fs::write(
        &file,
        "reviewer = \"file\"\ntheme = \"dark\"\nbudget = 5\nmouse = false\n",
    )
    .unwrap();
    let env = [
        ("HOME", home),
        ("GOLDSET_REVIEWER", "env"),
        ("GOLDSET_THEME", "light"),
        ("GOLDSET_ASCII", "1"),
        ("GOLDSET_PRIOR_BAD_RATE", "0.3"),
    ];
    let loaded = load_with(&env, &Flags::default()).unwrap();
    assert_eq!(loaded.file.as_deref(), Some(file.as_path()));
    assert_eq!(loaded.reviewer, "env");
    assert_eq!(loaded.config.theme, Theme::Light);
    assert_eq!((loaded.config.budget, loaded.config.mouse), (5, false));
    assert!(loaded.config.ascii);
    assert!((loaded.config.prior_bad_rate - 0.3).abs() < 1e-12);
    assert_eq!(loaded.config.seed, 1);
    let flags = Flags {
        reviewer: Some("flag".into()),
        theme: Some(Theme::Mono),
    };
    let loaded = load_with(&env, &flags).unwrap();
    assert_eq!(
        (loaded.reviewer.as_str(), loaded.config.theme),
        ("flag", Theme::Mono)
    );
    let loaded = load_with(&[("HOME", home)], &Flags::default()).unwrap();
    assert_eq!(loaded.reviewer, "file");
    let bad = load_with(
        &[("HOME", home), ("GOLDSET_BUDGET", "many")],
        &Flags::default(),
    );
    assert!(
        bad.unwrap_err()
            .what
            .starts_with("GOLDSET_BUDGET: expected a whole number")
    );
    let seven = load_with(
        &[("HOME", home), ("GOLDSET_REVIEWER", "7")],
        &Flags::default(),
    );
    assert_eq!(seven.unwrap().reviewer, "7");
}

#[test]
fn finds_folders_by_the_xdg_rules_and_a_named_file() {
    let env = |vars: &'static [(&'static str, &'static str)]| {
        Paths::find(&|name| {
            vars.iter()
                .find(|(k, _)| *k == name)
                .map(|(_, v)| (*v).to_owned())
        })
        .unwrap()
    };
    let paths = env(&[
        ("HOME", "/h"),
        ("XDG_STATE_HOME", "/s"),
        ("XDG_DATA_HOME", "relative"),
    ]);
    assert_eq!(
        paths.config_file,
        Path::new("/h/.config/goldset/config.toml")
    );
    assert_eq!(paths.user_key(), Path::new("/h/.config/goldset/user.key"));
    assert_eq!(paths.data_dir, Path::new("/h/.local/share/goldset"));
    assert_eq!(paths.state_dir, Path::new("/s/goldset"));
    assert!(!paths.config_named);
    let paths = env(&[("HOME", "/h"), ("GOLDSET_CONFIG", "/x/c.toml")]);
    assert_eq!(paths.config_file, Path::new("/x/c.toml"));
    let missing = load_with(
        &[("HOME", "/h"), ("GOLDSET_CONFIG", "/no/such/file.toml")],
        &Flags::default(),
    );
    let error = missing.unwrap_err();
    assert_eq!(error.kind, crate::error::Kind::Operational);
    assert!(error.what.contains("/no/such/file.toml"));
}

#[test]
fn the_editor_is_the_configured_one_first() {
    let mut config = Config::default();
    let env = |name: &str| (name == "EDITOR").then(|| "nano".to_owned());
    assert_eq!(config.editor(&env), "nano");
    assert_eq!(config.editor(&|_| None), "vi");
    config.editor = "hx".into();
    assert_eq!(config.editor(&env), "hx");
}

#[test]
fn writes_the_example_once_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap().to_owned();
    let paths = Paths::find(&|name| (name == "HOME").then(|| home.clone())).unwrap();
    paths.write_example().unwrap();
    let mode = std::fs::metadata(&paths.config_file)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        std::fs::read_to_string(&paths.config_file).unwrap(),
        Config::example()
    );
    let error = paths.write_example().unwrap_err();
    assert_eq!(error.kind, crate::error::Kind::Failed);
}

#[test]
fn the_judge_is_configured_in_a_table_of_its_own() {
    let (config, warnings) = read(
        "[judge]\nbase_url = \"https://api.example.com/v1/\"\nmodel = \"m\"\napi_key_env = \"KEY\"\nmax_cals = 3\n",
    )
    .unwrap();
    assert_eq!(config.judge.base_url, "https://api.example.com/v1");
    assert_eq!(config.judge.api_key_env, "KEY");
    assert_eq!(config.judge.concurrency, Endpoint::default().concurrency);
    assert_eq!(
        warnings,
        ["c.toml:5: there is no option `judge.max_cals`; did you mean `judge.max_calls`?"]
    );
    assert_eq!(read(&config.to_toml()).unwrap().0, config);
}

#[test]
fn a_key_in_the_wrong_place_is_refused_and_not_repeated() {
    for text in [
        "[judge]\napi_key_env = \"sk-live-SECRET\"",
        "[judge]\napi_key_env = 5",
        "[judge]\nbase_url = \"https://me:SECRET@host/v1\"",
        "[judge]\nbase_url = \"https://host/v1?key=SECRET\"",
        "[judge]\nbase_url = \"ftp://SECRET\"",
    ] {
        let error = read(text).unwrap_err();
        assert!(error.starts_with("c.toml:2: judge."), "{error}");
        assert!(!error.contains("SECRET"), "{error}");
    }
    let (_, warnings) = read("[judge]\napi_key = \"sk-SECRET\"").unwrap();
    assert_eq!(
        warnings,
        ["c.toml:2: there is no option `judge.api_key`; did you mean `judge.api_key_env`?"]
    );
    let error = read("[judge]\nconcurrency = 0").unwrap_err();
    assert!(error.contains("from 1 to 64, found 0"), "{error}");
}

#[test]
fn embeddings_are_configured_as_the_judge_is_with_two_more() {
    let (config, warnings) = read(
        "[embeddings]\nbase_url = \"http://127.0.0.1:1/v1\"\nmodel = \"e\"\ndimensions = 256\nbatch = 8\nbatches = 3\n",
    )
    .unwrap();
    let set = &config.embeddings;
    assert!(set.endpoint.is_set());
    assert_eq!((set.dimensions, set.batch), (256, 8));
    assert_eq!(
        warnings,
        ["c.toml:6: there is no option `embeddings.batches`; did you mean `embeddings.batch`?"]
    );
    assert_eq!(read(&config.to_toml()).unwrap().0, config);
    let error = read("[embeddings]\nbatch = 0").unwrap_err();
    assert!(
        error.contains("batch: expected a whole number from 1"),
        "{error}"
    );
    let error = read("[embeddings]\napi_key_env = \"sk-SECRET\"").unwrap_err();
    assert!(!error.contains("SECRET"), "{error}");
}
