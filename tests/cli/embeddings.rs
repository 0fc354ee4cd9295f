//! Grouping by vectors of an endpoint: one that answers well, in any order, wrongly, rudely, or not at all.

use crate::{
    endpoint::{Reply, Request, Server},
    support::{Home, Run, parse, signal, trace},
};
use serde_json::{Value, json};
use std::fs;

const KEY: &str = "sk-test-5ecret5ecret";

/// Ways to say the same that share no word.
const WAYS: [[&str; 4]; 2] = [
    [
        "reimburse my purchase",
        "money back please",
        "return the cash",
        "refund this order",
    ],
    [
        "forgot password",
        "cannot sign in",
        "account locked out",
        "login fails",
    ],
];

/// Twelve disliked traces of each topic, `0-00`, `0-01`, …
fn world() -> Home {
    let home = Home::new();
    grow(&home, 0..12);
    home
}

fn grow(home: &Home, numbers: std::ops::Range<usize>) {
    let mut records = Vec::new();
    for (topic, ways) in WAYS.iter().enumerate() {
        for n in numbers.clone() {
            let id = format!("{topic}-{n:02}");
            let question = format!("{} number{n}", ways[n % ways.len()]);
            let mut record = trace(&id, &question, "hm");
            record["started_at"] = json!(format!("2026-11-{:02}T10:00:00Z", n + 1));
            records.push(record);
            records.push(signal(&id, "thumbs_down"));
        }
    }
    home.import(&records);
}

fn configure(home: &Home, server: &Server, more: &str) {
    fs::create_dir_all(home.config_folder()).unwrap();
    let text = format!(
        "[embeddings]\nbase_url = {:?}\nmodel = \"e-1\"\napi_key_env = \"EMBED_KEY\"\n{more}\n",
        server.url
    );
    fs::write(home.config_folder().join("config.toml"), text).unwrap();
}

fn cluster(home: &Home, args: &[&str]) -> Run {
    let mut command = home.command();
    command.env("EMBED_KEY", KEY).arg("cluster").args(args);
    Run::of(&command.output().unwrap())
}

fn clustered(home: &Home, args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.push("--json");
    parse(&cluster(home, &all).succeeded(&all))
}

/// What `--embeddings` says when it fails.
fn refused(home: &Home, args: &[&str], code: i32) -> String {
    let mut all = vec!["--embeddings", "--quiet"];
    all.extend(args);
    let run = cluster(home, &all);
    assert_eq!(run.code, code, "{}", run.err);
    assert!(!run.err.contains(KEY), "{}", run.err);
    run.err
}

fn texts(request: &Request) -> Vec<String> {
    let input = request.body["input"].as_array().unwrap();
    input
        .iter()
        .map(|t| t.as_str().unwrap().to_owned())
        .collect()
}

/// A vector by what a text means, with a little of its own.
fn meaning(text: &str) -> Vec<f64> {
    let is_login = WAYS[1].iter().any(|way| text.contains(way));
    let own: f64 = text.bytes().map(f64::from).sum::<f64>() % 17.0 / 100.0;
    let mut vector = vec![0.3, own, 0.1 - own, 0.05];
    vector[usize::from(is_login)] += 1.0;
    vector
}

/// The vectors of a request, the last text first.
fn answer(request: &Request) -> Vec<Value> {
    let all = texts(request);
    let rows = all.iter().enumerate().rev();
    rows.map(|(i, text)| json!({"index": i, "embedding": meaning(text)}))
        .collect()
}

fn with(data: &[Value]) -> Reply {
    let body = json!({"data": data, "usage": {"total_tokens": 10}});
    Reply::Status(200, "", body.to_string())
}

fn honest() -> Server {
    Server::start(|_, request| with(&answer(request)))
}

/// The clusters of the traces, as sorted lists.
fn groups(home: &Home) -> Vec<Vec<String>> {
    let list = home.json(&["clusters", "--members"]);
    let clusters = list["clusters"].as_array().unwrap().iter();
    let mut all: Vec<Vec<String>> = clusters
        .map(|c| {
            let members = c["members"].as_array().unwrap().iter();
            let mut ids: Vec<String> = members.map(|m| m.as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        })
        .collect();
    all.sort();
    all
}

fn sent(server: &Server) -> usize {
    server.seen().iter().map(|r| texts(r).len()).sum()
}

#[test]
fn texts_are_grouped_by_meaning_and_each_is_sent_once() {
    let (home, server) = (world(), honest());
    configure(&home, &server, "batch = 5\nconcurrency = 3");
    let told = clustered(&home, &["--embeddings", "--dry-run"]);
    assert_eq!(
        (&told["texts"], &told["calls"], &told["traces"]),
        (&json!(24), &json!(5), &json!(24))
    );
    let said = cluster(&home, &["--embeddings", "--dry-run"]).succeeded(&[]);
    assert!(
        said.contains("24 texts to e-1 at http://127.0.0.1"),
        "{said}"
    );
    assert!(server.seen().is_empty(), "a dry run sends nothing");

    let run = clustered(&home, &["--embeddings"]);
    assert_eq!(run["embeddings"]["vectors"], 24, "{run}");
    assert_eq!(run["run"]["vectors"]["model"], "e-1");
    assert_eq!(run["run"]["vectors"]["dims"], 4);
    let cut = run["run"]["vectors"]["cut"].as_f64().unwrap();
    assert!(cut > 0.0 && cut < 0.9, "{cut}");
    let found = groups(&home);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].len() == 12 && found[0].iter().all(|id| id.starts_with("0-")));
    assert_eq!(sent(&server), 24);
    let first = &server.seen()[0];
    assert_eq!(first.path, "/v1/embeddings");
    assert!(first.head.contains(&format!("Bearer {KEY}")));
    assert_eq!(first.body["model"], "e-1");
    assert_eq!(first.body.get("dimensions"), None);
    let store = fs::read(home.default_store()).unwrap();
    assert!(!store.windows(KEY.len()).any(|w| w == KEY.as_bytes()));

    assert_eq!(clustered(&home, &["--embeddings"])["unchanged"], true);
    grow(&home, 12..13);
    let run = clustered(&home, &["--embeddings"]);
    assert_eq!(run["embeddings"]["vectors"], 2, "{run}");
    assert_eq!(sent(&server), 26, "only new texts are sent");
    assert_eq!(groups(&home)[0].len(), 13);
}

#[test]
fn without_the_flag_nothing_is_sent_and_new_texts_wait() {
    let (home, server) = (world(), honest());
    configure(&home, &server, "");
    clustered(&home, &["--embeddings"]);
    let (calls, before) = (server.seen().len(), groups(&home));
    grow(&home, 12..13);
    let run = cluster(&home, &[]);
    let said = run.err.clone();
    assert!(
        run.succeeded(&[])
            .contains("by vectors of e-1, 4 dimensions")
    );
    assert!(said.contains("want of a vector of e-1: 2 ("), "{said}");
    assert_eq!(server.seen().len(), calls);
    assert_eq!(groups(&home), before, "nobody is compared by other vectors");

    // A note changes the text of a trace; it stays where it was.
    home.ok(&[
        "verdict",
        "0-03",
        "bad",
        "--reason",
        "the customer is owed this",
    ]);
    let run = clustered(&home, &[]);
    assert_eq!(run["run"]["unclustered"], 2, "{run}");
    assert_eq!(groups(&home), before);
    let run = clustered(&home, &["--words"]);
    assert_eq!(run["run"]["vectors"], Value::Null);
    assert_eq!(server.seen().len(), calls);
}

#[test]
fn names_and_merges_survive_a_change_of_vectors() {
    let (home, server) = (world(), honest());
    configure(&home, &server, "");
    clustered(&home, &["--embeddings"]);
    let list = home.json(&["clusters", "--members"]);
    let of = |list: &Value, trace: &str| {
        let clusters = list["clusters"].as_array().unwrap();
        let holds = |c: &&Value| c["members"].as_array().unwrap().contains(&json!(trace));
        clusters.iter().find(holds).cloned().unwrap_or_default()
    };
    let refunds = of(&list, "0-01")["id"].as_str().unwrap().to_owned();
    home.ok(&["clusters", "name", &refunds, "money is not given back"]);
    for kind in ["--words", "--embeddings"] {
        let run = clustered(&home, &[kind]);
        assert_eq!(run["run"]["how"], "refitted", "{run}");
        let after = of(&home.json(&["clusters", "--members"]), "0-01");
        assert_eq!(
            (after["id"].as_str(), after["name"].as_str()),
            (Some(refunds.as_str()), Some("money is not given back")),
            "{kind}"
        );
    }
}

#[test]
fn a_budget_ends_it_and_the_next_run_goes_on() {
    let (home, server) = (world(), honest());
    configure(&home, &server, "batch = 5\nconcurrency = 1");
    let said = refused(&home, &["--max-calls", "2"], 1);
    assert!(said.contains("10 of 24 texts got a vector"), "{said}");
    assert!(groups(&home).is_empty(), "nothing is grouped by half");
    let run = clustered(&home, &["--embeddings"]);
    assert_eq!(
        (sent(&server), &run["embeddings"]["vectors"]),
        (24, &json!(14))
    );
}

#[test]
fn replies_that_cannot_be_used_leave_nothing_behind() {
    type Wrong = fn(usize, &Request) -> Reply;
    let cases: [(&str, Wrong); 7] = [
        ("a web page came", |_, _| {
            Reply::Status(200, "", "<html>sign in</html>".into())
        }),
        ("23 vectors came for 24", |_, request| {
            with(&answer(request)[1..])
        }),
        ("vector 1 came twice", |_, request| {
            let mut data = answer(request);
            data[0]["index"] = json!(1);
            with(&data)
        }),
        ("not finite", |_, request| {
            let body = json!({"data": answer(request)}).to_string();
            Reply::Status(200, "", body.replacen("0.3", "NaN", 1))
        }),
        ("only zeros", |_, request| {
            let mut data = answer(request);
            for row in &mut data {
                row["embedding"] = json!([0, 0, 0, 0]);
            }
            with(&data)
        }),
        ("HTTP 404: no such model", |_, _| {
            Reply::Status(404, "", r#"{"error":{"message":"no such model"}}"#.into())
        }),
        ("the connection failed", |_, _| Reply::Dropped),
    ];
    let home = world();
    for (why, wrong) in cases {
        let server = Server::start(wrong);
        configure(&home, &server, "timeout = 5");
        let said = refused(&home, &[], 4);
        assert!(said.contains(why), "{why}: {said}");
        assert!(said.contains("nothing was grouped"), "{said}");
        assert_eq!(
            said.trim().lines().count(),
            2,
            "what, and what to do: {said}"
        );
    }
    let server = honest();
    configure(&home, &server, "");
    clustered(&home, &["--embeddings"]);
    assert_eq!(sent(&server), 24, "nothing of it was kept");
}

#[test]
fn a_text_that_is_refused_costs_the_others_nothing() {
    let home = world();
    let server = Server::start(|_, request| {
        if texts(request).iter().any(|t| t.contains("number7")) {
            let why = json!({"error": {"message": "input is too long"}});
            return Reply::Status(400, "", why.to_string());
        }
        with(&answer(request))
    });
    configure(&home, &server, "batch = 24");
    let run = clustered(&home, &["--embeddings"]);
    assert_eq!(
        (&run["embeddings"]["vectors"], &run["embeddings"]["failed"]),
        (&json!(22), &json!(2)),
        "{run}"
    );
    assert_eq!(
        (&run["run"]["clusters"], &run["run"]["unclustered"]),
        (&json!(2), &json!(2))
    );
    let run = cluster(&home, &["--embeddings"]);
    assert!(run.err.contains("input is too long"), "{}", run.err);
}

#[test]
fn an_endpoint_that_refuses_everything_is_not_asked_for_each_text() {
    let home = world();
    let server = Server::start(|_, _| {
        Reply::Status(
            400,
            "",
            r#"{"error":{"message":"dimensions is not supported"}}"#.into(),
        )
    });
    configure(&home, &server, "dimensions = 2\nconcurrency = 1");
    let said = refused(&home, &[], 4);
    assert!(
        said.contains("HTTP 400: dimensions is not supported"),
        "{said}"
    );
    assert_eq!(server.seen().len(), 2, "the texts, and a harmless one");
    assert_eq!(server.seen()[0].body["dimensions"], 2);
}

#[test]
fn vectors_of_another_dimension_are_not_mixed() {
    let home = world();
    let server = Server::start(|_, request| {
        let mut data = answer(request);
        if texts(request).iter().any(|t| t.contains("number3")) {
            data[0]["embedding"] = json!([1, 0]);
        }
        with(&data)
    });
    configure(&home, &server, "batch = 24");
    let said = refused(&home, &[], 4);
    assert!(said.contains("dimensions where"), "{said}");

    let server = honest();
    configure(&home, &server, "");
    clustered(&home, &["--embeddings"]);
    let found = groups(&home);
    // The model behind the name changed: what comes is not mixed with what is there.
    grow(&home, 12..13);
    let shorter = Server::start(|_, request| {
        let mut data = answer(request);
        for row in &mut data {
            row["embedding"].as_array_mut().unwrap().truncate(3);
        }
        with(&data)
    });
    configure(&home, &shorter, "");
    let said = refused(&home, &[], 4);
    assert!(
        said.contains("with 3 dimensions where 4 were expected"),
        "{said}"
    );
    assert_eq!(groups(&home), found);
    configure(&home, &shorter, "dimensions = 3");
    let said = refused(&home, &[], 1);
    assert!(
        said.contains("keeps vectors of e-1 with 4 dimensions, not 3"),
        "{said}"
    );
    assert!(said.contains("--forget-vectors"), "{said}");
    let run = clustered(&home, &["--embeddings", "--forget-vectors"]);
    assert_eq!(
        (
            &run["run"]["vectors"]["dims"],
            &run["embeddings"]["vectors"]
        ),
        (&json!(3), &json!(26)),
        "{run}"
    );
    assert_eq!(groups(&home).len(), 2);
}

#[test]
fn who_is_rate_limited_waits_as_asked() {
    let home = world();
    let server = Server::start(|number, request| match number {
        0 => Reply::Status(429, "Retry-After: 1\r\n", "{}".into()),
        _ => with(&answer(request)),
    });
    configure(&home, &server, "");
    clustered(&home, &["--embeddings"]);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen[1].at - seen[0].at >= std::time::Duration::from_millis(900));
}

#[test]
fn without_a_configuration_or_a_key_it_says_what_is_missing() {
    let home = world();
    let said = refused(&home, &[], 2);
    assert!(
        said.contains("no embeddings endpoint is configured"),
        "{said}"
    );
    let server = honest();
    configure(&home, &server, "");
    let said = home.fails(2, &["cluster", "--embeddings"]);
    assert!(said.contains("the variable EMBED_KEY is not set"), "{said}");
    let said = home.fails(2, &["cluster", "--dry-run"]);
    assert!(said.contains("--embeddings"), "{said}");
    assert!(server.seen().is_empty());
}

#[test]
fn a_text_that_is_too_long_is_cut_and_said() {
    let home = world();
    let mut long = trace("0-99", &"reimburse my purchase and ".repeat(200), "hm");
    long["started_at"] = json!("2026-11-05T10:00:00Z");
    home.import(&[long, signal("0-99", "thumbs_down")]);
    let server = Server::start(|_, request| {
        if texts(request).iter().any(|t| t.chars().count() > 1_500) {
            let why = json!({"error": {"message": "maximum context length is 512 tokens"}});
            return Reply::Status(400, "", why.to_string());
        }
        with(&answer(request))
    });
    configure(&home, &server, "batch = 8");
    let run = clustered(&home, &["--embeddings"]);
    let asked = &run["embeddings"];
    assert_eq!(
        (&asked["vectors"], &asked["failed"], &asked["cut"]),
        (&json!(25), &json!(0), &json!(1)),
        "{run}"
    );
    assert!(groups(&home)[0].contains(&"0-99".to_owned()));
    let calls = server.seen().len();
    assert_eq!(clustered(&home, &["--embeddings"])["unchanged"], true);
    assert_eq!(server.seen().len(), calls, "it is not tried again");

    let other = world();
    other.import(&[
        signal("0-00", "thumbs_down"),
        trace("0-98", &"money back ".repeat(300), "hm"),
        signal("0-98", "thumbs_down"),
    ]);
    configure(&other, &server, "");
    let run = cluster(&other, &["--embeddings"]);
    assert!(run.err.contains("1 text too long for e-1"), "{}", run.err);
}

#[test]
fn a_dry_run_counts_what_lies_before_the_window() {
    let (home, server) = (world(), honest());
    configure(&home, &server, "");
    let told = clustered(&home, &["--embeddings", "--dry-run"]);
    assert_eq!((&told["texts"], &told["older"]), (&json!(24), &json!(0)));
    let window = ["--embeddings", "--dry-run", "--window", "5d"];
    let told = clustered(&home, &window);
    assert_eq!((&told["texts"], &told["older"]), (&json!(24), &json!(12)));
    let said = cluster(&home, &window).succeeded(&[]);
    assert!(
        said.contains("12 from before the window, sent too"),
        "{said}"
    );
    assert!(server.seen().is_empty());
    let run = clustered(&home, &["--embeddings", "--window", "5d"]);
    assert_eq!(run["embeddings"]["vectors"], 24);
    assert_eq!(sent(&server), 24);
}

#[test]
fn a_server_that_is_ill_for_a_moment_is_asked_again() {
    let home = world();
    let server = Server::start(|number, request| match number {
        0 => Reply::Status(503, "Retry-After: 0\r\n", "<h1>busy</h1>".into()),
        1 => Reply::Status(500, "", r#"{"error":{"message":"worker died"}}"#.into()),
        _ => with(&answer(request)),
    });
    configure(&home, &server, "batch = 12\nconcurrency = 1");
    let run = clustered(&home, &["--embeddings"]);
    assert_eq!(run["embeddings"]["vectors"], 24, "{run}");
    assert_eq!(groups(&home).len(), 2);
    assert_eq!(server.seen().len(), 4);

    let home = world();
    let ill = Server::start(|_, _| Reply::Status(502, "Retry-After: 0\r\n", "bad gateway".into()));
    configure(&home, &ill, "concurrency = 1");
    let said = refused(&home, &[], 4);
    assert!(said.contains("HTTP 502"), "{said}");
    assert!(said.contains("nothing was grouped"), "{said}");
    assert!(groups(&home).is_empty());
}

#[test]
fn an_interrupt_in_the_middle_keeps_what_came_and_the_next_run_goes_on() {
    let home = world();
    let server = Server::start(|number, request| {
        if number >= 2 {
            std::thread::sleep(std::time::Duration::from_secs(30));
        }
        with(&answer(request))
    });
    configure(&home, &server, "batch = 6\nconcurrency = 1");
    let mut command = home.command();
    command
        .env("EMBED_KEY", KEY)
        .args(["cluster", "--embeddings"]);
    command.stdout(std::process::Stdio::piped());
    command.stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    // The third call hangs: two have been answered, and are kept before it is made.
    while server.seen().len() < 3 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let signalled = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signalled.unwrap().success());
    let run = Run::of(&child.wait_with_output().unwrap());
    assert_eq!(run.code, 4, "{} {}", run.out, run.err);
    assert!(run.err.contains("stopped before the end"), "{}", run.err);
    assert!(run.err.contains("nothing was grouped"), "{}", run.err);
    assert!(groups(&home).is_empty());
    let well = honest();
    configure(&home, &well, "batch = 6");
    let run = clustered(&home, &["--embeddings"]);
    assert_eq!(
        (sent(&well), &run["embeddings"]["known"]),
        (12, &json!(12)),
        "{run}"
    );
    assert_eq!(groups(&home).len(), 2);
}

#[test]
fn a_merge_survives_a_change_from_words_to_vectors_and_back() {
    let (home, server) = (world(), honest());
    configure(&home, &server, "");
    clustered(&home, &["--embeddings"]);
    let of = |trace: &str| {
        let list = home.json(&["clusters", "--members"]);
        let clusters = list["clusters"].as_array().unwrap().clone();
        let holds = |c: &&Value| c["members"].as_array().unwrap().contains(&json!(trace));
        let found = clusters.iter().find(holds).cloned().unwrap_or_default();
        found["id"].as_str().unwrap_or_default().to_owned()
    };
    let (refunds, logins) = (of("0-00"), of("1-00"));
    assert_ne!(refunds, logins);
    home.ok(&["clusters", "merge", &logins, &refunds]);
    for kind in ["--words", "--embeddings", "--words"] {
        clustered(&home, &[kind]);
        assert_eq!(
            (of("0-00"), of("1-00")),
            (refunds.clone(), refunds.clone()),
            "{kind}"
        );
    }
    clustered(&home, &["--embeddings"]);
    home.ok(&["undo"]);
    assert_eq!((of("0-00"), of("1-00")), (refunds, logins));
}
