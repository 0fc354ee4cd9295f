//! Carries out effects in the workbench: the store's threads, the clipboard, the editor, the terminal.

use super::{
    Launch,
    effect::{
        By, Effect, Reply,
        clipboard::Clipboard,
        grouping::{self, Grouper, Request},
        judging::Judger,
        perform,
    },
    term::Guard,
};
use crate::{
    embed::Embedder,
    error::{Error, Result},
    judge::Judge,
    model::time::Time,
    store::{Settings, Store, worker::Worker},
};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};
use tokio::sync::mpsc::UnboundedSender;

pub(super) struct Runner {
    worker: Worker<Reply>,
    settings: Settings,
    replies: UnboundedSender<Reply>,
    /// The folder of a throw-away store, removed on leaving.
    scratch: Option<Scratch>,
    reviewer: String,
    /// The program for long texts, with its arguments.
    editor: String,
    /// A text that waits for the editor: the loop lends it the terminal.
    edit: Option<String>,
    clipboard: Clipboard,
    grouper: Grouper,
    judger: Judger,
    /// The file the worker has open.
    path: PathBuf,
}

impl Runner {
    /// Starts the store's threads; their answers go to `replies`.
    pub(super) fn start(
        launch: &Launch,
        env: &dyn Fn(&str) -> Option<String>,
        replies: UnboundedSender<Reply>,
    ) -> Result<Self> {
        Ok(Self {
            worker: start(&launch.store_path, &launch.settings, &replies)?,
            settings: launch.settings.clone(),
            clipboard: Clipboard::new(env, replies.clone()),
            replies,
            scratch: None,
            reviewer: launch.reviewer.clone(),
            editor: launch.config.editor(env),
            edit: None,
            grouper: Grouper::new(Embedder::of(&launch.config.embeddings, env).ok()),
            judger: Judger::new(Judge::of(&launch.config.judge, env).ok()),
            path: launch.store_path.clone(),
        })
    }

    /// Starts an effect; what takes time answers later.
    pub(super) fn run(&mut self, effect: Effect, terminal: &mut Guard) {
        let reviewer = self.reviewer.clone();
        match effect {
            Effect::Read(slot, generation, read) => {
                let replies = self.replies.clone();
                let mut reading = perform::Reading::of(&reviewer, slot, generation, read);
                let mut part = move |reply| {
                    let _ = replies.send(reply);
                };
                let job = move |store: &Store| reading.go_on(store, &mut part);
                self.worker.read(slot.name(), Box::new(job));
            }
            Effect::StopRead(slot) => self.worker.cancel(slot.name()),
            Effect::Write(write, at) => {
                let job = move |store: &mut Store| perform::write(store, &reviewer, at, write);
                self.worker.write(Box::new(job));
            }
            Effect::Copy(copy) => self.clipboard.copy(copy),
            Effect::CopyByTerminal(copy) => self.clipboard.copy_by_terminal(copy),
            Effect::Group { days, scratch, by } => self.group(days, scratch, by),
            Effect::PlanEmbeddings(at) => {
                let tell = self.teller();
                let store = (self.path.as_path(), &self.settings);
                self.grouper.look(store, at, tell);
            }
            Effect::StopGrouping => self.grouper.stop(),
            Effect::PlanJudging(wanted, at) => {
                let tell = self.teller();
                let store = (self.path.as_path(), &self.settings);
                self.judger.plan(store, (wanted, at), tell);
            }
            Effect::Judge(plan) => {
                let tell = self.teller();
                let store = (self.path.as_path(), &self.settings);
                self.judger.run(store, plan, tell);
            }
            Effect::StopJudging => self.judger.stop(),
            Effect::TakeGroups(take) => self.take_groups(take),
            Effect::OpenDemo => self.open_demo(),
            Effect::Edit(text) => self.edit = Some(text),
            Effect::Mouse(on) => terminal.set_mouse(on),
            Effect::Suspend => terminal.suspend(),
            Effect::Redraw => terminal.redraw(),
        }
    }

    fn group(&mut self, days: Option<u32>, scratch: bool, by: By) {
        let request = Request {
            days,
            scratch,
            by,
            now: Time::now(),
        };
        let tell = self.teller();
        self.grouper
            .start(&self.path, &self.settings, request, tell);
    }

    /// Tells the app something from another thread.
    fn teller(&self) -> impl Fn(Reply) + Send + Sync + use<> {
        let replies = self.replies.clone();
        move |reply| drop(replies.send(reply))
    }

    /// Records what was computed, after the writes before it.
    fn take_groups(&mut self, take: bool) {
        match self.grouper.take_proposed().filter(|_| take) {
            Some(planned) => {
                let job = move |store: &mut Store| grouping::record(store, Time::now(), planned);
                self.worker.write(Box::new(job));
            }
            None if take => drop(self.replies.send(grouping::nothing_proposed())),
            None => {}
        }
    }

    /// Goes on in a throw-away store, or stays where it is and says why.
    fn open_demo(&mut self) {
        let opened = Scratch::new().and_then(|scratch| {
            let path = scratch.0.join("demo.db");
            let worker = start(&path, &self.settings, &self.replies)?;
            let old = std::mem::replace(&mut self.worker, worker);
            self.scratch = Some(scratch);
            self.path = path;
            old.finish();
            Ok(())
        });
        let _ = self.replies.send(Reply::DemoOpened(opened));
    }

    pub(super) fn wants_edit(&self) -> bool {
        self.edit.is_some()
    }

    pub(super) fn take_edit(&mut self) -> Option<String> {
        self.edit.take()
    }

    /// Runs the editor on a text, the terminal being its own: the changed text, nothing when it was left unchanged, or
    /// why it could not run or failed.
    pub(super) fn edit(&self, text: &str) -> std::result::Result<Option<String>, String> {
        let folder = std::env::temp_dir();
        let path = folder.join(format!("goldset-{}.md", std::process::id()));
        let written = write_private(&path, text).and_then(|()| self.open_editor(&path, text));
        let _ = fs::remove_file(&path);
        written
    }

    fn open_editor(
        &self,
        path: &Path,
        before: &str,
    ) -> std::result::Result<Option<String>, String> {
        let mut words = split_words(&self.editor).into_iter();
        let program = words.next().unwrap_or_else(|| "vi".to_owned());
        let status = Command::new(&program)
            .args(words)
            .arg(path)
            .status()
            .map_err(|e| format!("cannot run {program}: {e}"))?;
        if !status.success() {
            return Err(format!("nothing taken: {program} ended with {status}"));
        }
        let after = fs::read_to_string(path)
            .map_err(|e| format!("cannot read back {}: {e}", path.display()))?;
        let after = after.strip_suffix('\n').unwrap_or(&after).to_owned();
        let before = before.strip_suffix('\n').unwrap_or(before);
        Ok((after != before).then_some(after))
    }

    /// Waits for what is being written.
    pub(super) fn finish(mut self) {
        self.grouper.finish();
        self.judger.finish();
        self.clipboard.finish();
        self.worker.finish();
    }
}

fn start(
    path: &Path,
    settings: &Settings,
    replies: &UnboundedSender<Reply>,
) -> Result<Worker<Reply>> {
    let replies = replies.clone();
    Worker::start(path, settings, move |answer| {
        let _ = replies.send(answer);
    })
}

/// A folder of ours that goes away with the value.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("goldset-demo-{}", std::process::id()));
        fs::create_dir_all(&path)
            .map_err(|e| Error::operational(format!("cannot make {}: {e}", path.display())))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write_private(path: &Path, text: &str) -> std::result::Result<(), String> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let _ = fs::remove_file(path);
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|e| format!("cannot write {}: {e}", path.display()))
}

/// Splits a command line into words as a shell does, quotes and backslashes understood.
fn split_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_with_arguments_are_split_like_a_shell_would() {
        assert_eq!(split_words("code --wait"), ["code", "--wait"]);
        assert_eq!(
            split_words(r#""/opt/my editor/bin" -c 'set tw=80' a\ b"#),
            ["/opt/my editor/bin", "-c", "set tw=80", "a b"]
        );
        assert!(split_words("  ").is_empty());
    }
}
