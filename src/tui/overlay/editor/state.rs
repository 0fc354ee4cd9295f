//! What the editor holds, and what follows from it once per change.

use super::{find::Find, typing::Draft, view};
use crate::{
    model::{
        content::Content,
        golden::Row,
        read::TraceDetail,
        time::{SECOND, Time},
    },
    text::{
        json::{self, Fault},
        sanitise, snippet, wrap,
    },
    tui::{
        app::App,
        command::Context,
        theme::ThemeName,
        widget::{
            diff::{self, Difference, Look, Question},
            when::short_id,
        },
    },
};

/// Texts that are longer together are not compared.
const COMPARED: usize = 4_000_000;
/// How long typing rests before long texts are compared, in nanoseconds.
const REST: i64 = SECOND / 5;
/// Characters of what was asked and said that are shown above the text.
const CONTEXT: usize = 600;

/// What is being written.
#[derive(Debug)]
pub(super) enum Subject {
    /// What a trace should have answered.
    Trace(String),
    /// What a golden row expects.
    Row(Box<Row>),
}

#[derive(Debug)]
pub struct State {
    pub(super) subject: Subject,
    /// The trace was read; until then only what lists know is shown, and what is typed waits.
    read: bool,
    /// None until it is known.
    pub(super) output: Option<String>,
    pub(super) draft: Draft,
    /// The line that is searched with, while it is open.
    pub(super) find: Option<Find>,
    /// The output is JSON, so the text should be.
    wants_json: bool,
    /// Whether the text is JSON, where it should be, as of an edit.
    pub(super) json: Option<Result<(), Fault>>,
    checked: Option<u64>,
    /// The text that is known without a draft: closing with it leaves none.
    pub(super) kept: String,
    /// The correction of a reviewer that stands.
    pub(super) mine: Option<String>,
    /// Whose words the editor began with, for its title.
    pub(super) began_with: &'static str,
    /// What was asked, and what the user said of the answer.
    pub(super) asked: String,
    pub(super) said: Option<String>,
    /// The output as lines of its column.
    pub(super) shown: Vec<String>,
    pub(super) changes: diff::Laid,
    /// How the text differs from the output, and as of which edit that is known; none where it does not.
    difference: Option<Difference>,
    compared: Option<u64>,
    /// The edit as of which the difference is being found on another thread, and what is yet to be asked.
    comparing: Option<u64>,
    question: Option<Question>,
    laid: Option<Laid>,
    /// The width `shown` is wrapped at.
    wrapped: Option<u16>,
    dressed: Option<ThemeName>,
    /// Counts up with every edit; up to `drafted` they are in the draft.
    edits: u64,
    drafted: u64,
    edited_at: Time,
    /// The store holds a draft.
    pub(super) has_draft: bool,
    /// The last draft could not be kept.
    unkept: bool,
    /// Leaving what is saved nowhere was asked for once.
    pub(super) leave_asked: bool,
}

/// What the laid-out difference depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Laid {
    changes: u16,
    compared: Option<u64>,
}

impl State {
    pub fn is_read(&self) -> bool {
        self.read
    }

    /// The output is JSON, so the text should be.
    pub fn is_json(&self) -> bool {
        self.wants_json
    }

    /// Where keys go: into the text, or into the line that is searched with.
    pub fn context(&self) -> Context {
        match self.find {
            Some(_) => Context::Picking,
            None => Context::Editor,
        }
    }

    /// What is wrong with the text, where the output is JSON.
    pub(super) fn fault(&self) -> Option<&Fault> {
        self.json.as_ref()?.as_ref().err()
    }

    pub(super) fn new(subject: Subject) -> Self {
        Self {
            subject,
            read: false,
            output: None,
            draft: Draft::new(""),
            find: None,
            wants_json: false,
            json: None,
            checked: None,
            kept: String::new(),
            mine: None,
            began_with: "",
            asked: String::new(),
            said: None,
            shown: Vec::new(),
            changes: diff::Laid::default(),
            difference: None,
            compared: None,
            comparing: None,
            question: None,
            laid: None,
            wrapped: None,
            dressed: None,
            edits: 0,
            drafted: 0,
            edited_at: Time::default(),
            has_draft: false,
            unkept: false,
            leave_asked: false,
        }
    }

    pub(super) fn of_row(row: Row) -> Self {
        let text = row.expected.clone().unwrap_or_default();
        let asked = row.input.as_ref().map(Content::question);
        let mut state = Self::new(Subject::Row(Box::new(row)));
        state.asked = snippet(&asked.unwrap_or_default(), CONTEXT);
        state.draft = Draft::new(&text);
        state.began_with = "what it expects now";
        state.kept.clone_from(&text);
        state.output = Some(text);
        state.read = true;
        state
    }

    pub(super) fn is_about(&self, id: &str) -> bool {
        matches!(&self.subject, Subject::Trace(trace) if trace == id)
    }

    /// For the title.
    pub(super) fn title(&self) -> String {
        match &self.subject {
            Subject::Trace(trace) => format!("Correct {}", short_id(trace)),
            Subject::Row(row) => format!("What {} expects", row.id),
        }
    }

    pub(super) fn text(&self) -> String {
        self.draft.text()
    }

    /// Something was typed, or given back.
    pub(super) fn is_edited(&self) -> bool {
        self.edits > 0
    }

    /// The last draft could not be kept.
    pub(super) fn is_unkept(&self) -> bool {
        self.unkept
    }

    /// The draft could not be kept: it is behind what was typed.
    pub(super) fn mark_unkept(&mut self) {
        self.unkept = true;
        self.drafted = 0;
    }

    /// Something was typed that is in no draft yet.
    pub(super) fn is_ahead_of_draft(&self) -> bool {
        self.drafted < self.edits
    }

    pub(super) fn edited(&mut self, now: Time) {
        self.edits += 1;
        self.edited_at = now;
        self.leave_asked = false;
    }

    /// The text of a failed write goes on being edited.
    pub(super) fn give_back(&mut self, now: Time, text: &str) {
        self.draft = Draft::new(text);
        self.began_with = "what could not be saved";
        self.edited(now);
    }

    /// What is to be kept as the draft of which trace, where that is behind.
    pub(super) fn take_draft(&mut self) -> Option<(String, String)> {
        let Subject::Trace(trace) = &self.subject else {
            return None;
        };
        if !self.is_ahead_of_draft() {
            return None;
        }
        self.drafted = self.edits;
        self.has_draft = true;
        self.unkept = false;
        Some((trace.clone(), self.draft.text()))
    }

    /// What is known of the trace before it is read for the editor; a draft may have been kept since, so the text
    /// waits.
    pub(super) fn preview(&mut self, detail: &TraceDetail) {
        self.asked = detail
            .trace
            .input
            .as_ref()
            .map(|input| snippet(&input.question(), CONTEXT))
            .unwrap_or_default();
        let signals = detail.signals.iter();
        let mut comments = signals.filter_map(|v| v.signal.comment.as_deref());
        let comment = comments.rfind(|c| !c.trim().is_empty());
        self.said = comment.map(|c| snippet(c, CONTEXT));
        let output = output_of(detail);
        if self.output.as_ref() != Some(&output) {
            self.wants_json = json::is_document(&output);
            self.output = Some(output);
            self.wrapped = None;
        }
        self.laid = None;
        self.checked = None;
        (self.compared, self.comparing) = (None, None);
    }

    /// The trace was read: its output, and what the editor begins with unless something was typed already.
    pub(super) fn take_detail(&mut self, now: Time, detail: &TraceDetail) {
        self.preview(detail);
        self.read = true;
        let standing = detail.corrections.first();
        let mine = standing.filter(|c| c.source == "reviewer");
        self.mine = mine.map(|c| c.text.clone());
        let (text, whose) = match standing {
            Some(c) if c.source == "user" => (c.text.clone(), "the user's correction"),
            Some(c) if c.source == "final" => (c.text.clone(), "what the user used in the end"),
            Some(c) => (c.text.clone(), "the correction that stands"),
            None => (output_of(detail), "the output"),
        };
        self.has_draft = detail.draft.is_some();
        if self.edits == 0 {
            self.draft = Draft::new(&text);
            self.dressed = None;
            self.began_with = whose;
            if let Some(draft) = detail.draft.as_ref().filter(|d| **d != text) {
                self.draft.replace(draft);
                self.edited(now);
                self.drafted = self.edits;
                self.began_with = "your draft";
            }
        }
        self.kept = text;
    }

    /// Looks again whether the text is JSON, where it should be.
    fn check(&mut self) {
        if self.checked != Some(self.edits) {
            self.json = self.wants_json.then(|| json::check(&self.draft.text()));
            self.checked = Some(self.edits);
        }
    }

    /// Compares and lays out again where the text or the width has changed, and takes on the theme.
    pub(super) fn settle(&mut self, app: &App) {
        if self.dressed != Some(app.theme.name) {
            self.draft.dress(&app.theme);
            self.dressed = Some(app.theme.name);
        }
        self.check();
        self.compare(app.now);
        let Some(output) = &self.output else { return };
        let areas = view::areas(app);
        let wanted = Laid {
            changes: areas.changes.width,
            compared: self.compared,
        };
        let width = areas.output.map_or(0, |area| area.width);
        if self.wrapped != Some(width) {
            self.shown = wrapped(output, width);
            self.wrapped = Some(width);
        }
        if self.laid != Some(wanted) {
            let look = Look::new(usize::from(wanted.changes));
            let changes = self.difference.as_ref().map(|d| d.lay_out(&look));
            self.changes = changes.unwrap_or_default();
            self.laid = Some(wanted);
        }
    }

    /// Compares again after an edit; long texts once typing rests, on another thread.
    fn compare(&mut self, now: Time) {
        let Some(output) = self.output.as_ref().filter(|_| self.read) else {
            return;
        };
        if self.is_compared() {
            return;
        }
        let both = output.len() + self.draft.bytes();
        let was_compared = self.compared.or(self.comparing).is_some();
        if both > diff::LARGE && was_compared && now < self.edited_at.plus(REST) {
            return;
        }
        let text = self.draft.text();
        if both > COMPARED || *output == text {
            (self.difference, self.compared) = (None, Some(self.edits));
            return;
        }
        let question = Question {
            left: output.clone(),
            right: text,
            by_fields: true,
            laid_out: false,
        };
        if question.is_large() {
            self.comparing = Some(self.edits);
            self.question = Some(question);
        } else {
            self.difference = Some(question.answer());
            self.compared = Some(self.edits);
        }
    }

    /// The last edit was compared, or that is under way.
    fn is_compared(&self) -> bool {
        let last = Some(self.edits);
        self.compared == last || self.comparing == last
    }

    /// What is to be compared on another thread.
    pub(super) fn take_question(&mut self) -> Option<Question> {
        self.question.take()
    }

    /// Takes in what was found on another thread, unless the output has become another.
    pub(super) fn take_difference(&mut self, difference: Difference) {
        if let Some(edits) = self.comparing.take() {
            self.difference = Some(difference);
            self.compared = Some(edits);
        }
    }

    /// What the changes come to, in a few words.
    pub(super) fn what_changes(&self) -> String {
        match &self.difference {
            _ if self.compared.is_none() && self.comparing.is_some() => "comparing…".to_owned(),
            Some(found) if found.is_by_fields() && found.sameness().is_some() => {
                "only the layout or the order of keys".to_owned()
            }
            Some(found) if found.sameness().is_none() => found.summary(),
            _ => String::new(),
        }
    }

    /// When to compare, where that waits for typing to rest.
    pub(in crate::tui) fn next_tick(&self) -> Option<Time> {
        let was_compared = self.compared.or(self.comparing).is_some();
        let behind = self.output.is_some() && was_compared && !self.is_compared();
        behind.then(|| self.edited_at.plus(REST))
    }
}

fn output_of(detail: &TraceDetail) -> String {
    let output = detail.trace.output.as_ref();
    output.map(Content::plain).unwrap_or_default()
}

fn wrapped(text: &str, width: u16) -> Vec<String> {
    if width == 0 {
        return Vec::new();
    }
    let safe = sanitise::display(text);
    wrap::wrap(&safe, usize::from(width))
        .into_iter()
        .map(|range| safe[range].to_owned())
        .collect()
}
