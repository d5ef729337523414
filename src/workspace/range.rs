//! Which two states of a workspace are compared.

use std::fmt;

use super::{Point, State};
use crate::diag::Refused;
use crate::git::Repository;

/// Two states of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// What it was.
    pub before: State,
    /// What it is.
    pub after: State,
}

impl Range {
    /// Reads a range as git does: by default from `HEAD` to `now`, the folder or what is staged.
    ///
    /// # Errors
    /// When a name is no revision, or two revisions have no commit in common.
    pub(super) fn of(repository: &Repository, range: Option<&str>, now: State) -> Result<Range, Refused> {
        let at = |name: &str| {
            let name = if name.is_empty() { "HEAD" } else { name };
            let revision = repository.resolve(name)?;
            Ok::<_, Refused>(State::At(Point { name: name.to_owned(), revision }))
        };
        let named = |after: &str| if now == State::Staged { Err(two_ends(after)) } else { at(after) };
        match range {
            None => Ok(Range { before: head(repository)?, after: now }),
            Some(range) => match (range.split_once("..."), range.split_once("..")) {
                (Some((base, head)), _) => {
                    let (base, head) = (at(base)?, named(head)?);
                    Ok(Range { before: common(repository, &base, &head)?, after: head })
                }
                (None, Some((base, head))) => Ok(Range { before: at(base)?, after: named(head)? }),
                (None, None) => Ok(Range { before: at(range)?, after: now }),
            },
        }
    }
}

fn two_ends(name: &str) -> Refused {
    Refused::new(format!("what is staged is one end of the comparison, and so cannot be `{name}`"))
        .help("give one revision, or leave out that it is about what is staged")
}

fn head(repository: &Repository) -> Result<State, Refused> {
    let point = |revision| State::At(Point { name: "HEAD".to_owned(), revision });
    Ok(repository.head()?.map_or(State::Nothing, point))
}

/// The newest commit that two revisions have in common.
fn common(repository: &Repository, base: &State, head: &State) -> Result<State, Refused> {
    let (State::At(base), State::At(head)) = (base, head) else { return Ok(State::Nothing) };
    match repository.merge_base(&base.revision, &head.revision)? {
        Some(revision) if revision == base.revision => Ok(State::At(base.clone())),
        Some(revision) => {
            let name = format!("{} (where {} left {})", revision.short(), head.name, base.name);
            Ok(State::At(Point { name, revision }))
        }
        None => Err(Refused::new(format!("`{}` and `{}` have no commit in common", base.name, head.name)).help(
            format!("compare them as they are with `{}..{}`, or fetch more of their history", base.name, head.name),
        )),
    }
}

/// As an end of a comparison.
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            State::Nothing => f.write_str("nothing"),
            State::At(point) => f.write_str(&point.name),
            State::Staged => f.write_str("what is staged"),
            State::Folder => f.write_str("the files in the folder"),
        }
    }
}
