//! Describing and making a commit of what changed in a workspace.

mod message;
mod named;
mod planned;
mod stray;

use std::io::Write;

use super::Workspace;
use crate::diag::{Advice, Operation, Refused};
use crate::git::{Change, Commit, CommitError, CommitPlan, CommitWay, IndexTree, Repository};
use crate::store::layout;
use crate::text::WsPath;

pub use planned::Planned;

/// What is to be committed, and how.
#[derive(Clone, Debug, Default)]
pub struct CommitOptions {
    /// Only what changed in these files and folders; everything where there are none.
    pub paths: Vec<WsPath>,
    /// The message, instead of one written from what changed.
    pub message: Option<String>,
    /// Whether the message is edited before committing.
    pub edits: bool,
    /// Whether the last commit is replaced by one that holds what changed since, too.
    pub amends: bool,
    /// Whether the message says what the check has found.
    pub notes_check: bool,
    /// Whether it is committed although there are errors.
    pub is_unchecked: bool,
    /// Whether nothing is committed.
    pub is_dry_run: bool,
}

/// A commit that can be made.
pub struct Draft<'r> {
    repository: &'r Repository,
    options: CommitOptions,
    /// Which files it holds.
    pub plan: CommitPlan<'r>,
    /// The state that it makes.
    planned: Planned,
    /// Its message.
    pub message: String,
    /// What is said of records that lie elsewhere and are left out.
    pub strays: Vec<String>,
}

/// A commit that was made.
#[derive(Debug)]
pub struct Committed {
    /// The commit.
    pub commit: Commit,
    /// The first line of its message.
    pub subject: String,
    /// How many files it changed.
    pub files: usize,
    /// What differs from the last commit and is not in it, and why.
    pub left_out: Vec<Change>,
    /// What is said of records that lie elsewhere and are left out.
    pub strays: Vec<String>,
    /// How many warnings it holds; none where nobody asked for a check.
    pub warnings: usize,
    /// Whether it has the files and the message of the one that it takes the place of.
    pub is_as_before: bool,
}

/// Why a commit was not made.
pub enum CommitFailure {
    /// What it would hold has errors.
    Errors(Box<Planned>),
    /// A signal ended it, by its number.
    Interrupted(i32, Refused),
    /// Anything else.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for CommitFailure {
    fn from(error: E) -> CommitFailure {
        CommitFailure::Refused(error.into())
    }
}

impl Workspace {
    /// Plans, checks and describes a commit of what changed.
    ///
    /// # Errors
    /// When there is nothing to commit, something is in the way, or what it would hold has errors.
    pub fn draft_commit<'r>(
        &self,
        repository: &'r Repository,
        options: CommitOptions,
    ) -> Result<Draft<'r>, CommitFailure> {
        let strays = stray::left_out(self.root(), repository)?;
        named::refuse_missing(self.root(), repository, &options.paths)?;
        let plan = plan(repository, &options)
            .map_err(|refusal| strays.iter().fold(refusal, |refusal, stray| refusal.help(stray.as_str())))?;
        let planned = Planned::read(plan.files()?, options.is_unchecked)?;
        if planned.has_errors() {
            return Err(CommitFailure::Errors(Box::new(planned)));
        }
        let message = describe(repository, &options, &planned, &plan)?;
        Ok(Draft { repository, options, plan, planned, message, strays })
    }
}

impl Draft<'_> {
    /// How many warnings it would hold; none where nobody asked for a check.
    pub fn warnings(&self) -> usize {
        self.planned.report.summary().warnings
    }

    /// Makes the commit; what hooks print goes to `out`. What they make of the files is checked, too.
    ///
    /// # Errors
    /// When it cannot be made, or what it would hold has errors by then.
    pub fn commit(self, out: &mut dyn Write) -> Result<Committed, CommitFailure> {
        let Draft { repository, options, plan, planned, message, strays } = self;
        let (files, left_out) = (plan.changes().len(), plan.left_out().to_vec());
        let before = if options.amends { repository.head()? } else { None };
        let before = before.and_then(|head| repository.commit_message(&head).ok());
        let (mut refused, mut warnings) = (None, planned.report.summary().warnings);
        let mut judge = |files: IndexTree, message: &str| {
            if files.is_same_as(&planned.tree) {
                return Some(message.to_owned());
            }
            // A hook or a filter has made something else of it.
            match Planned::read(files, options.is_unchecked) {
                Ok(now) if !now.has_errors() => {
                    warnings = now.report.summary().warnings;
                    let is_noted = message::has_note(message);
                    Some(if is_noted { message::noted(message, &now) } else { message.to_owned() })
                }
                other => {
                    refused = Some(other);
                    None
                }
            }
        };
        let commit = match plan.commit_judged(&message, &mut judge, out) {
            Ok(commit) => commit,
            Err(CommitError::Refused) => {
                return Err(match refused {
                    Some(Ok(now)) => CommitFailure::Errors(Box::new(now)),
                    Some(Err(refusal)) => CommitFailure::Refused(refusal),
                    None => CommitError::Refused.into(),
                });
            }
            Err(CommitError::Interrupted { signal, commit }) => {
                let refusal = Refused::from(CommitError::Interrupted { signal, commit });
                return Err(CommitFailure::Interrupted(signal, refusal));
            }
            Err(error) => return Err(error.into()),
        };
        let message = if options.edits { repository.commit_message(&commit.revision)? } else { message };
        let is_as_before = files == 0 && before.is_some_and(|before| before.trim_end() == message.trim_end());
        let subject = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned();
        Ok(Committed { commit, subject, files, left_out, strays, warnings, is_as_before })
    }
}

/// The message to commit with, with what the check has found where that is to be said.
fn describe(
    repository: &Repository,
    options: &CommitOptions,
    planned: &Planned,
    plan: &CommitPlan<'_>,
) -> Result<String, Refused> {
    let message = match &options.message {
        Some(message) => message.clone(),
        None => message::describe(repository, planned, plan, options.amends)?,
    };
    let was_noted = options.message.is_none() && message::has_note(&message);
    Ok(match options.is_unchecked {
        // What an earlier check has found says nothing of this commit.
        true if was_noted => message::without_note(&message),
        false if (was_noted || options.notes_check) && !message.trim().is_empty() => message::noted(&message, planned),
        _ => message,
    })
}

fn plan<'r>(repository: &'r Repository, options: &CommitOptions) -> Result<CommitPlan<'r>, Refused> {
    let paths = &options.paths;
    let starters = starters(repository)?;
    let is_named = |path: &WsPath| paths.is_empty() || paths.iter().any(|named| path.is_within(named));
    let belongs = |path: &WsPath| is_named(path) && (layout::is_own(path) || starters.contains(path));
    let way = CommitWay {
        amends: options.amends,
        edits: options.edits,
        is_dry_run: options.is_dry_run,
        is_unchecked: options.is_unchecked,
    };
    repository.plan_commit_by(&belongs, way).map_err(|error| match error {
        CommitError::NothingToCommit => match paths.iter().find(|path| !layout::may_hold_own(path)) {
            Some(foreign) => {
                Refused::new(format!("nothing to commit: `{foreign}` is no file or folder of the workspace's records"))
                    .advise(Advice::operation(Operation::Check))
                    .help("commit other files with `git commit`")
            }
            None if !paths.is_empty() => {
                Refused::new("nothing to commit: what is named is as it is in the last commit")
                    .help("leave the names out, or see what changed with `wayfare diff`")
            }
            None => Refused::from(CommitError::NothingToCommit),
        },
        error => Refused::from(error),
    })
}

/// What the first commit of a workspace takes along of what `init` began it with: what no commit has yet.
fn starters(repository: &Repository) -> Result<Vec<WsPath>, Refused> {
    let is_begun = WsPath::new(layout::WORKSPACE_FILE).map_or(Ok(false), |path| repository.is_committed(&path))?;
    let mut starters = Vec::new();
    for path in layout::STARTERS.into_iter().filter(|_| !is_begun).filter_map(WsPath::new) {
        if !repository.is_committed(&path)? {
            starters.push(path);
        }
    }
    Ok(starters)
}
