//! The workbench in a real pseudo-terminal, one that never answers a question: start, manners, and every way to end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

#[path = "pty/terminal.rs"]
mod terminal;

use rustix::process::Signal;
use std::{fs, os::unix::fs::PermissionsExt as _};
use terminal::Home;

#[test]
fn starts_takes_a_verdict_and_leaves_a_clean_terminal() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21").wait_for("it is 5 days");
    t.screen(|screen| {
        assert!(screen.alternate_screen() && screen.bracketed_paste());
        assert_ne!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    });
    t.send("x")
        .wait_for("bad on “How long do ref")
        .wait_for("5 to review of 21");
    t.send("q");
    assert_eq!(t.end(), 0);
    t.assert_clean();
    assert!(
        !t.raw().contains("\x1b[6n"),
        "asks for the cursor's place, which nobody answers"
    );
    let mut again = home.open(80, 24, &[]);
    again
        .wait_for("5 to review of 21")
        .send("u")
        .wait_for("undone: bad")
        .wait_for("6 to review");
    again.send("\x03");
    assert_eq!(again.end(), 0);
}

#[test]
fn quick_fingers_make_a_golden_row_of_the_worst_item() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21").wait_for("it is 5 days");
    t.send("l3c\x13p\r").wait_for("promoted “How long do ref");
    t.send("u").wait_for("undone: promote");
    t.send("\x12").wait_for("redone: promote");
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn signals_end_it_cleanly() {
    let home = Home::new();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut t = home.open(80, 24, &[]);
        t.wait_for("to review of 21");
        t.signal(signal);
        assert_eq!(t.end(), 0, "{signal:?}");
        t.assert_clean();
    }
}

#[test]
fn a_panic_restores_the_terminal_and_leaves_a_report() {
    if !cfg!(debug_assertions) {
        eprintln!("SKIPPED: a panic is rehearsed by debug builds only");
        return;
    }
    let home = Home::new();
    let mut t = home.open(80, 24, &[("GOLDSET_REHEARSE_PANIC", "1")]);
    assert_eq!(t.end(), 4);
    t.assert_clean();
    let raw = t.raw();
    let path = raw
        .split("the report is in ")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    let report = fs::read_to_string(path.unwrap().trim()).unwrap();
    assert!(
        report.contains("rehearsed") || report.contains("panic.rs"),
        "{report}"
    );
    assert!(!raw.contains("stack backtrace"), "a backtrace is printed");
}

#[test]
fn ctrl_z_stops_it_and_fg_brings_the_screen_back() {
    let home = Home::new();
    let mut t = home.open(80, 24, &[]);
    t.wait_for("to review of 21").send("j\x1a");
    t.wait_until("it is stopped", |t| t.state() == Some('T'));
    t.assert_clean();
    t.signal(Signal::CONT);
    t.wait_until("the screen is back", |t| {
        t.screen(vt100::Screen::alternate_screen)
    })
    .wait_for("6 to review of 21");
    t.screen(|screen| assert!(screen.bracketed_paste()));
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn the_selection_is_seen_without_colours() {
    let home = Home::new();
    let mut t = home.open(100, 24, &[("NO_COLOR", "1")]);
    t.wait_for("to review of 21").wait_for("How long do");
    let row = t
        .text()
        .lines()
        .position(|line| line.contains('▸'))
        .unwrap();
    let row = u16::try_from(row).unwrap();
    t.screen(|screen| {
        assert!(
            screen.cell(row, 6).unwrap().inverse(),
            "the selected row is not reversed"
        );
        for row in 0..24 {
            for column in 0..100 {
                let cell = screen.cell(row, column).unwrap();
                assert_eq!(
                    (cell.fgcolor(), cell.bgcolor()),
                    (vt100::Color::Default, vt100::Color::Default)
                );
            }
        }
    });
}

#[test]
fn resizing_draws_anew_and_a_tiny_terminal_says_so() {
    let home = Home::new();
    let mut t = home.open(80, 24, &[]);
    t.wait_for("to review of 21");
    t.resize(140, 40);
    t.wait_for("WHY .98");
    t.resize(30, 8);
    t.wait_for("40×10 needed, have 30×8");
    t.resize(80, 24);
    t.wait_for("to review of 21").send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn pastes_and_late_answers_of_the_terminal_are_not_keys() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21");
    t.send("\x1b[200~xxqq\x1b[201~")
        .wait_for("pasted text is not run as keys");
    t.send("\x1b]11;rgb:ffff/ffff/eeee\x1b\\")
        .send("j")
        .wait_for("Within 14 business days");
    t.wait_for("6 to review of 21");
    t.send("\x1b[<0;10;5M\x1b[<0;10;5m")
        .wait_for("Refunds take 14 business days");
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn what_is_copied_is_handed_to_the_terminal_over_ssh_and_through_tmux() {
    let home = Home::new();
    let mut t = home.open(
        120,
        30,
        &[("SSH_TTY", "/dev/pts/9"), ("TMUX", "/tmp/t,1,0")],
    );
    t.wait_for("6 to review of 21").wait_for("it is 5 days");
    t.send("yi")
        .wait_for("copied id, 9 characters, by the terminal (OSC 52)");
    let sequence = "]52;c;cmVmdW5kLWV1";
    let raw = t.raw();
    assert!(
        raw.contains(&format!("\x1b{sequence}\x1b\\")),
        "asked of tmux"
    );
    let through = format!("\x1bPtmux;\x1b\x1b{sequence}\x1b\x1b\\\x1b\\");
    assert!(raw.contains(&through), "passed through tmux");
    t.send("\x1b[<0;80;9M\x1b[<32;100;9M\x1b[<0;100;9m")
        .wait_for("copied selection");
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn the_mouse_is_left_to_the_terminal_while_the_text_stands_alone() {
    let home = Home::new();
    let mut t = home.open(80, 24, &[]);
    let captured = |t: &terminal::Terminal| {
        t.screen(vt100::Screen::mouse_protocol_mode) != vt100::MouseProtocolMode::None
    };
    t.wait_for("to review of 21");
    assert!(captured(&t));
    t.send("Z")
        .wait_until("the mouse is let go", |t| !captured(t));
    t.send("\x1b")
        .wait_until("the mouse is taken again", captured);
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn a_storm_of_sizes_ends_with_the_last_one_drawn() {
    let home = Home::new();
    let mut t = home.open(80, 24, &[]);
    t.wait_for("to review of 21");
    for n in 0..60 {
        t.resize(40 + n * 3 % 160, 10 + n % 50);
    }
    t.resize(100, 30);
    t.wait_for("WHY .98").send("j").wait_for("Within 14");
    t.screen(|screen| {
        let last = screen.contents().lines().count();
        assert_eq!(last, 30, "the footer stands on the last line");
    });
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn a_key_and_a_new_size_that_come_together_are_both_taken_at_once() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21");
    for n in 0..40 {
        let (height, selected) = if n % 2 == 0 {
            (29, "Within 14")
        } else {
            (30, "WHY .98")
        };
        t.resize(120, height);
        t.send(if n % 2 == 0 { "j" } else { "k" });
        t.wait_for(selected)
            .wait_until("the footer stands on the last line", |t| {
                let drawn = t.screen(|screen| screen.contents().lines().count());
                drawn == usize::from(height)
            });
    }
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn focus_shows_at_once_what_others_did() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21");
    home.run(&["verdict", "refund-when", "bad"]);
    t.send("\x1b[I").wait_for("5 to review of 21");
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn a_recorded_session_is_replayed_to_the_same_screen() {
    let home = Home::new();
    let report = home.folder.path().join("report.jsonl");
    let report = report.to_str().unwrap();
    let mut t = home.open_with(&["--record", report], 100, 24, &[]);
    t.wait_for("6 to review of 21").send("j");
    t.wait_for("Within 14").send("\r").wait_for("Conversation");
    t.send("i").wait_for("Note on").send("my secret 42\r");
    t.wait_for("noted on").send("q");
    assert_eq!(t.end(), 0);
    let text = fs::read_to_string(report).unwrap();
    assert!(
        !text.contains("secret") && text.contains("\"answer\""),
        "{text}"
    );
    assert!(
        !text.contains("refund"),
        "nothing of the data is in it: {text}"
    );
    let shown = home.run(&[
        "--replay",
        report,
        "--store",
        home.store().to_str().unwrap(),
    ]);
    assert!(shown.contains("trace refund-when"), "{shown}");
}

#[test]
fn a_recording_is_stepped_through_in_a_terminal() {
    let home = Home::new();
    let report = home.folder.path().join("report.jsonl");
    let report = report.to_str().unwrap();
    let mut t = home.open_with(&["--record", report], 100, 24, &[]);
    t.wait_for("6 to review of 21").send("x");
    t.wait_for("bad on “How long do ref").send("q");
    assert_eq!(t.end(), 0);
    home.run(&["undo"]);
    let mut t = home.open_with(&["--replay", report], 110, 26, &[]);
    t.wait_for("input 0 of 2").wait_for("6 to review of 21");
    t.send(" ")
        .wait_for("input 1 of 2")
        .wait_for("key x")
        .wait_for("5 to review of 21");
    t.send("\x1b[D")
        .wait_for("input 0 of 2")
        .wait_for("6 to review of 21");
    t.resize(80, 24);
    t.send("+").wait_for("paused ×2").send("p");
    t.wait_for("input 2 of 2").wait_for("the end").send("q");
    assert_eq!(t.end(), 0);
    t.assert_clean();
    let decided = home.run(&["history"]);
    assert!(
        decided.contains("undo"),
        "the store itself is as it was: {decided}"
    );
}

#[test]
fn it_works_inside_tmux() {
    let socket = format!("goldset-test-{}", std::process::id());
    let tmux = |args: &[&str]| {
        let home = std::env::temp_dir();
        std::process::Command::new("tmux")
            .args(["-L", &socket, "-f", "/dev/null"])
            .args(args)
            .env_remove("TMUX")
            .env("HOME", home)
            .output()
    };
    if tmux(&["-V"]).is_err() {
        eprintln!("SKIPPED: tmux is not installed");
        return;
    }
    let home = Home::new();
    let store = home.store();
    let program = format!(
        "exec env -u NO_COLOR -u DISPLAY -u WAYLAND_DISPLAY HOME='{0}' XDG_CONFIG_HOME='{0}' GOLDSET_STORE='{1}' GOLDSET_REVIEWER=ana '{2}'",
        home.folder.path().display(),
        store.display(),
        env!("CARGO_BIN_EXE_goldset")
    );
    tmux(&["new-session", "-d", "-x", "120", "-y", "30", &program]).unwrap();
    let shows = |text: &str| {
        let begun = std::time::Instant::now();
        loop {
            let screen = tmux(&["capture-pane", "-p"]).unwrap().stdout;
            let screen = String::from_utf8_lossy(&screen).into_owned();
            if screen.contains(text) {
                return;
            }
            assert!(begun.elapsed().as_secs() < 60, "no {text:?} on\n{screen}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    };
    shows("6 to review of 21");
    tmux(&["send-keys", "y", "i"]).unwrap();
    shows("copied id, 9 characters, by tmux");
    let buffer = tmux(&["show-buffer"]).unwrap().stdout;
    assert_eq!(String::from_utf8_lossy(&buffer), "refund-eu");
    tmux(&["resize-window", "-x", "80", "-y", "24"]).unwrap();
    tmux(&["send-keys", "x"]).unwrap();
    shows("bad on “How long do ref");
    tmux(&["kill-server"]).unwrap();
}

#[test]
fn the_editor_gets_the_terminal_and_gives_back_the_text() {
    let home = Home::new();
    let script = home.folder.path().join("edit it.sh");
    fs::write(
        &script,
        "#!/bin/sh\nread -r key < /dev/tty\necho \"edited with $key\" > \"$1\"\n",
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = format!("'{}'", script.display());
    let mut t = home.open(120, 30, &[("EDITOR", &editor)]);
    t.wait_for("6 to review of 21")
        .send("c")
        .wait_for("as it should have been");
    t.wait_for("in the EU").send("\x0f");
    t.wait_until("the terminal is lent", |t| {
        !t.screen(vt100::Screen::alternate_screen)
    });
    t.send("mykeys\n").wait_for("edited with mykeys");
    t.screen(|screen| assert!(screen.bracketed_paste() && screen.alternate_screen()));
    t.send("\x13")
        .wait_for("corrected “How long do ref")
        .send("q");
    assert_eq!(t.end(), 0);
}

/// A program that is run as `$EDITOR`.
fn editor(home: &Home, name: &str, script: &str) -> String {
    let path = home.folder.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

#[test]
fn whatever_an_editor_does_the_terminal_is_taken_back_and_no_key_is_lost() {
    let home = Home::new();
    let lent = "echo lent > /dev/tty; ";
    let cases = [
        (
            "slow",
            "sleep 1.5; printf 'written slowly' > \"$1\"",
            "taken from the editor",
        ),
        (
            "fails",
            "printf 'not this' > \"$1\"; exit 3",
            "exit status: 3",
        ),
        ("deletes", "rm \"$1\"", "cannot read back"),
        ("idles", ":", "nothing changed in the editor"),
        ("dies", "kill -9 $$", "ended with signal: 9"),
        (
            "garbles",
            "printf '\\377\\376' > \"$1\"",
            "cannot read back",
        ),
    ];
    for (name, script, says) in cases {
        let editor = editor(&home, name, &format!("{lent}{script}"));
        let mut t = home.open(120, 30, &[("EDITOR", &editor)]);
        t.wait_for("6 to review of 21")
            .send("c")
            .wait_for("in the EU");
        t.assert_taken();
        t.send("\x0f");
        t.wait_until(&format!("{name}: the terminal is lent"), |t| {
            t.raw().contains("lent")
        });
        // Typed while the editor runs, and not read by it.
        t.send("kept keys");
        t.wait_for(says).wait_for("kept keys");
        t.assert_taken();
        assert!(!t.text().contains("not this"), "{name}");
        t.send("\x1b").wait_for("draft kept").send("cx");
        t.wait_for("kept keysx").send("\x03q");
        assert_eq!(t.end(), 0, "{name}");
        t.assert_clean();
        home.run(&["correct", "refund-eu", "--text", "Five days, in the EU."]);
        home.run(&["undo"]);
    }
}

#[test]
fn an_editor_that_does_not_exist_is_said_and_nothing_is_lost() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[("EDITOR", "no-such-editor -x")]);
    t.wait_for("6 to review of 21")
        .send("c")
        .wait_for("in the EU");
    t.send(" yes\x0f").wait_for("cannot run no-such-editor");
    t.assert_taken();
    t.wait_for("in the EU. yes")
        .send("\x03")
        .wait_for("draft kept");
    t.send("q");
    assert_eq!(t.end(), 0);
}

#[test]
fn a_draft_survives_a_kill() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21")
        .send("c")
        .wait_for("in the EU");
    t.send(" and this is mine").wait_for("and this is mine");
    let other = rusqlite::Connection::open(home.store()).unwrap();
    let kept = "SELECT EXISTS(SELECT 1 FROM draft WHERE text LIKE '%and this is mine')";
    t.wait_until("the draft is kept", |_| {
        other.query_row(kept, [], |row| row.get(0)).unwrap()
    });
    t.signal(Signal::KILL);
    t.end();
    let mut again = home.open(120, 30, &[]);
    again
        .wait_for("6 to review of 21")
        .send("c")
        .wait_for("and this is mine");
}

#[test]
fn what_cannot_be_saved_on_leaving_is_told_in_the_shell() {
    let home = Home::new();
    let mut t = home.open(120, 30, &[]);
    t.wait_for("6 to review of 21").wait_for("it is 5 days");
    let other = rusqlite::Connection::open(home.store()).unwrap();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END; BEGIN IMMEDIATE";
    other.execute_batch(refuse).unwrap();
    // The verdict waits for the lock until the screen is gone, so its failure comes too late to be drawn.
    t.send("xq").wait_until("the screen is left", |t| {
        t.screen(|screen| !screen.alternate_screen())
    });
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(t.end(), 4);
    t.assert_clean();
    t.wait_for("not saved on leaving: bad on");
}

#[test]
fn an_empty_store_opens_the_sample_and_leaves_the_store_empty() {
    let home = Home::new();
    let store = home.folder.path().join("empty.db");
    let path = store.to_str().unwrap();
    let mut t = home.open(120, 30, &[("GOLDSET_STORE", path)]);
    t.wait_for("This store is empty")
        .send("\r")
        .wait_for("demo (sample data)");
    t.wait_for("to review of 2,000").send("q");
    assert_eq!(t.end(), 0);
    let mut again = home.open(120, 30, &[("GOLDSET_STORE", path)]);
    again.wait_for("This store is empty");
}

#[test]
fn a_terminal_that_cannot_draw_is_refused_in_words() {
    let home = Home::new();
    let mut t = home.open(80, 24, &[("TERM", "dumb")]);
    assert_eq!(t.end(), 2);
    assert!(t.text().contains("cannot draw a workbench"), "{}", t.text());
}
