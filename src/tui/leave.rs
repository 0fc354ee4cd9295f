//! What is told in the shell once the workbench is left: writes that were still under way and failed.

use super::effect::{Reply, Write};
use crate::{
    error::{Error, Result},
    model::view,
};
use tokio::sync::mpsc::UnboundedReceiver;

/// Looks through the answers that came after the last frame; nobody would see them on a screen.
///
/// # Errors
/// The first write of something a person did that failed, as it would have been told, with how many failed in all.
pub(super) fn check_written(inbox: &mut UnboundedReceiver<Reply>) -> Result<()> {
    let mut failed = Vec::new();
    while let Ok(reply) = inbox.try_recv() {
        if let Reply::Write(write, Err(error)) = reply
            && let Some(what) = lost(&write)
        {
            failed.push((what, error));
        }
    }
    let count = failed.len();
    let Some((what, error)) = failed.into_iter().next() else {
        return Ok(());
    };
    let more = match count {
        1 => String::new(),
        many => format!(" (and {} more)", many - 1),
    };
    let cause = error.to_string().replace('\n', ": ");
    Err(Error {
        kind: error.kind,
        what: format!("not saved on leaving: {what}{more}"),
        hint: Some(cause),
    })
}

/// What is lost where a write fails; none where nobody misses it.
fn lost(write: &Write) -> Option<String> {
    match write {
        Write::Decide { said, .. } => Some(said.clone()),
        Write::DecideSome { decisions, .. } => Some(format!("{} decisions", decisions.len())),
        Write::Undo(_) => Some("the undo".into()),
        Write::Redo => Some("the redo".into()),
        Write::SaveDraft { trace, .. } => Some(format!("the draft on {trace}")),
        Write::Skip(_) | Write::SkipAll(_) => Some("what was skipped".into()),
        Write::UnskipAll(_) => Some("what was to come back".into()),
        Write::ExportGolden(path) => Some(format!("the export to {path}")),
        Write::SetLocal { key, .. } | Write::DropLocal(key) => {
            let view = key.strip_prefix(view::KEY)?;
            Some(format!("the view {view}"))
        }
        Write::Claim(_)
        | Write::Release(_)
        | Write::DropDraft(_)
        | Write::Greet
        | Write::ImportSample
        | Write::CurateSample => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::Kind, tui::effect::Done};
    use tokio::sync::mpsc::unbounded_channel;

    fn refused() -> Error {
        Error::operational("no space left for the store").hint("free some space")
    }

    /// What is told of the writes that ended so.
    fn told(ended: Vec<(Write, Result<Done>)>) -> Result<()> {
        let (replies, mut inbox) = unbounded_channel();
        for (write, done) in ended {
            replies.send(Reply::Write(Box::new(write), done)).unwrap();
        }
        check_written(&mut inbox)
    }

    #[test]
    fn a_decision_that_fails_after_the_last_frame_is_told() {
        let decide = |said: &str| Write::Decide {
            decisions: Vec::new(),
            said: said.into(),
        };
        let claim = Write::Claim("t".into());
        let stands = (decide("good on t0"), Ok(Done::Quiet));
        let ended = vec![
            (claim.clone(), Err(refused())),
            stands,
            (decide("bad on t1"), Err(refused())),
            (Write::Undo(None), Err(refused())),
        ];
        let error = told(ended).unwrap_err();
        assert_eq!(error.kind, Kind::Operational);
        assert_eq!(error.what, "not saved on leaving: bad on t1 (and 1 more)");
        let cause = "no space left for the store: free some space";
        assert_eq!(error.hint.as_deref(), Some(cause));
        assert_eq!(told(vec![(claim, Err(refused()))]), Ok(()));
    }

    #[test]
    fn of_what_the_workbench_keeps_for_itself_only_views_are_missed() {
        let kept = |key: &str| {
            let write = Write::SetLocal {
                key: key.into(),
                value: String::new(),
            };
            told(vec![(write, Err(refused()))])
        };
        assert_eq!(kept("lessons/ana"), Ok(()));
        let error = kept(&format!("{}mine", view::KEY)).unwrap_err();
        assert_eq!(error.what, "not saved on leaving: the view mine");
    }
}
