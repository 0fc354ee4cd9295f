//! What people see, held as pictures.

use crate::support::Home;
use insta::assert_snapshot;
use std::process::Stdio;

fn looks(home: &Home, columns: &str, args: &[&str]) -> String {
    let mut command = home.command();
    let out = command
        .env("COLUMNS", columns)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    assert!(
        text.lines().all(|l| l.trim_end() == l),
        "blanks at the end of a line of\n{text}"
    );
    text
}

#[test]
fn the_queue_at_three_widths() {
    let home = Home::with_small_world();
    home.ok(&["label", "bad", "wrong_facts"]);
    assert_snapshot!(looks(&home, "100", &["queue", "--all"]), @r#"
    1.0  bad    bad  thumbs_down           wrong facts  refunds@v5  How long do refunds take for EU ord…
    .32  mixed       thumbs_up regenerat…  mixed                    Cancel my order
    .15  plain                                                      Total of invoice 9
    .03  good        thumbs_up                                      Where is my order 4711?
    "#);
    assert_snapshot!(looks(&home, "60", &["queue", "--all"]), @r#"
    1.0  bad    bad  thumbs_down   How long do refunds take for…
    .32  mixed       thumbs_up r…  Cancel my order
    .15  plain                     Total of invoice 9
    .03  good        thumbs_up     Where is my order 4711?
    "#);
    assert_snapshot!(looks(&home, "140", &["queue", "--all", "--limit", "2"]), @r#"
    1.0  bad    2026-11-10  bad  thumbs_down                    wrong facts  refunds@v5  How long do refunds take for EU orders?
    .32  mixed  2026-11-12       thumbs_up regenerate escalate  mixed                    Cancel my order
    … and 2 more; --limit N shows them
    "#);
}

#[test]
fn a_trace() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad", "--reason", "the page says 5"]);
    assert_snapshot!(looks(&home, "80", &["show", "bad"]), @r#"
    bad  bad 1.0  wrong facts  decided: bad
    shop  refunds  refunds@v5  gpt-5-mini  release 44  1.83 s  2026-11-10 09:00
    confidence 0.90  session s-1 (1 of 1)

    why
      +2.7  thumbs down (wrong facts) “it is 5 days”
      +2.0  user corrected it
      -1.7  15 % bad assumed before any verdict

    input
      user  How long do refunds take for EU orders?

    output
      assistant  Refunds take 14 business days once the item has been received.

    documents
      policy-2024 0.91  Refunds take 5 business days.

    tool calls
      order_status  {"order":7}  ! timeout

    spans
      agent      answer_refund  1.83 s
      retriever    kb.search  0.20 s
      llm          draft  1.00 s

    signals
      +4.7  thumbs_down “wrong facts” “it is 5 days”

    predicted
      mode  wrong facts .90 by user: the user picked 'wrong facts'

    corrections
      user  Refunds take 5 business days once the item has been received in the EU.

    decided
      tester  bad (the page says 5)
    "#);
}

#[test]
fn errors() {
    let home = Home::with_small_world();
    let said = [
        &["queue", "--filter", "model:x badnes>0.5"][..],
        &["show", "nope"],
        &["label", "bad", "wrong_fact"],
        &["quue"],
        &["queue", "--fitler", "x"],
        &["import"],
        &["golden"],
        &["promote", "plain"],
        &["verdict", "bad", "unsure"],
    ]
    .map(|args| looks(&home, "100", args));
    assert_snapshot!(said.concat(), @r#"
    goldset: filter: there is no filter `badnes`; did you mean `badness`?
      model:x badnes>0.5
              ^^^^^^
    goldset: there is no trace "nope"
      goldset queue --all lists what there is
    goldset: there is no failure mode "wrong_fact"
      did you mean wrong_facts?
    goldset: unrecognized subcommand 'quue'
      a similar subcommand exists: 'queue'
    goldset: unexpected argument '--fitler' found
      a similar argument exists: '--filter'
    goldset: the following required arguments were not provided: <PATH>...
      usage: goldset import <PATH>...
    goldset: golden needs one of list, show, add, edit, retire, export
      goldset golden --help tells what each does
    goldset: nobody has said what trace plain should have answered
      correct it first (c in the workbench, `goldset correct plain --text …`), give --expected, or judge it good to keep its output
    goldset: unsure needs a reason
      one of not_enough, rubric_unclear, borderline, or your own words
    "#);
}

#[test]
fn help() {
    let home = Home::new();
    assert_snapshot!(looks(&home, "100", &["--help"]), @r#"
    Turn production feedback on AI outputs into a golden set, and the golden set into a release gate

    Usage: goldset [OPTIONS] [COMMAND]

    Commands:
      init         Make a store in this folder (.goldset/)
      demo         The workbench on sample data, in a throw-away store
      import       Read traces, spans and signals from files, folders, globs or - (stdin)
      queue        List traces, the worst first
      show         Show a trace: what happened, its signals, what was decided
      verdict      Say whether an output was good or bad
      label        Name what is wrong with an output
      correct      Write the output as it should have been
      assign       Say who looks after a trace
      promote      Put a trace into the golden set
      modes        The failure modes: list, add, rename, edit, merge, retire, import, export
      classify     Learn from verdicts and labels what signals and texts say
      undo         Take back my last decision, or the one named
      redo         Do again what was undone last
      history      List decisions, of all or of one trace or golden row
      golden       The golden set: list, show, add, edit, retire, export
      cluster      Group failing traces that fail alike
      clusters     Failure clusters: what fails, how badly, what to fix first
      fix          Fixes: record one, and tell those who complained
      doctor       Check the store: integrity, history, indexes
      config       Show the configuration, or where it lives
      completions  Print completions for a shell
      man          Print the man page
      help         Print this message or the help of the given subcommand(s)

    Options:
          --record <FILE>  Record keys, sizes and the kind of every answer, for a bug report; texts
                           become unreadable
          --replay <FILE>  Play a recording step by step, on the sample or on a copy of the store; not
                           in a terminal, print its last screen
      -h, --help           Print help
      -V, --version        Print version

    Options of every verb:
          --store <PATH>     The store to use [env: GOLDSET_STORE] [default: the nearest
                             .goldset/store.db, else your own]
          --reviewer <NAME>  Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]
          --json             Machine-readable output
      -q, --quiet            No progress, no remarks

    Without a verb: the workbench on the nearest store.

    Examples:
      goldset demo                                  the workbench on sample data
      goldset import traces.jsonl && goldset        your own traces, the worst first
      goldset queue --filter 'prompt:refunds* since:7d'
      goldset verdict 7f3a bad && goldset promote 7f3a

    Exit codes: 0 done; 1 the thing asked about failed; 2 usage; 3 inconclusive; 4 cannot read or write.
    Colours: none when stdout is no terminal or NO_COLOR is set.
    Width: COLUMNS, else the terminal's, else 100.
    "#);
}

#[test]
fn help_of_a_verb() {
    let home = Home::new();
    assert_snapshot!(looks(&home, "100", &["queue", "--help"]), @r#"
    List traces, the worst first

    Usage: goldset queue [OPTIONS]

    Options:
          --order <ORDER>    What comes first [default: worst] [possible values: worst, triage,
                             ambiguous, newest, best, random]
          --filter <FILTER>  Only traces that match, e.g. 'prompt:refunds* signal:thumbs_down since:7d'
          --view <NAME>      A view saved in the workbench: its filter, order and window; --filter
                             narrows it
          --like <ID>        The traces most like this one, over the whole store, the likest first
          --all              Also what is decided already
          --limit <N>        At most so many rows [default: 50]
      -h, --help             Print help

    Options of every verb:
          --store <PATH>     The store to use [env: GOLDSET_STORE] [default: the nearest
                             .goldset/store.db, else your own]
          --reviewer <NAME>  Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]
          --json             Machine-readable output
      -q, --quiet            No progress, no remarks

    Examples:
      goldset queue                                 open to you, the worst first
      goldset queue --order best --filter route:orders
      goldset queue --filter 'signal:thumbs_down -tag:test badness>0.8' --json
      goldset queue --filter 'by:ana is:reviewed'
      goldset queue --like 7f3a                     the traces most like this one

    Filters (- negates, a comma is or, * is a wildcard):
      mode: prompt: model: app: route: slice:APP/ROUTE release: segment: document: tool: signal:
      session: user: tag: by: owner: cluster: status: type: since:7d until:2026-11-14 badness>0.8
      ambiguity>0.5 has:correction,comment
      is:negative,ambiguous,reviewed,golden,mixed,disputed,praised-bad
      word "a phrase" text~"a part of a word"
    "#);
}

#[test]
fn a_golden_row() {
    let home = Home::with_small_world();
    home.ok(&["label", "bad", "wrong_facts"]);
    home.ok(&["promote", "bad", "--critical", "--tag", "eu"]);
    let row = home.json(&["golden", "list"])["rows"][0].clone();
    let id = row["id"].as_str().unwrap();
    let promoted_on = &row["source"]["promoted_at"].as_str().unwrap()[..10];
    assert_snapshot!(looks(&home, "100", &["golden", "list"]), @r#"
    g-3hbr1aq4sr  wrong facts       critical  How long do refunds take for EU orders?
    "#);
    let page = looks(&home, "100", &["golden", "show", id]).replace(promoted_on, "DAY");
    assert_snapshot!(page, @r#"
    g-3hbr1aq4sr  wrong facts  critical  #eu
    from trace bad  promoted by tester on DAY

    input
      How long do refunds take for EU orders?

    context
      policy-2024  Refunds take 5 business days.

    expected
      Refunds take 5 business days once the item has been received in the EU.

    checks
      has the number 5
      contains “in the EU”
      does not contain “14 business days”
      is like the expected text (token F1 ≥ 0.7)
    "#);
}
