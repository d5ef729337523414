//! The rules, one a file: why each matters, with examples, and how its findings come about.
//!
//! The files are those of the rows in [`crate::rule_table`]. What a file alone can tell is found while it is read, what
//! the history tells is found by `review` or [`super::policy`]; such a rule's file says so and explains the rule. What
//! rules share is beside this folder.

use super::context::Context;
use crate::diag::{Example, Explanation, Problem, Rule};
use crate::snapshot::{FileEntry, Snapshot};

/// How the findings of a rule come about.
pub(super) enum Found {
    /// While a file is read, by `model`.
    WhileReading,
    /// By this function.
    By(fn(&mut Context<'_>)),
    /// Not here: `review` or [`super::policy`] finds it, which know the history.
    InHistory,
}

macro_rules! declare_rules {
    ($($module:ident $variant:ident $name:literal $group:ident $level:ident $finds:literal, $points_at:literal;)*) => {
        $(mod $module;)*

        pub(super) const RULES: &[(Rule, Found)] = &[$((Rule::$variant, $module::FOUND)),*];

        /// Why a rule matters, with examples and how to do right by it.
        pub fn explanation(rule: Rule) -> &'static Explanation {
            match rule {
                $(Rule::$variant => &$module::EXPLANATION,)*
            }
        }
    };
}

crate::rule_table!(declare_rules);

/// Adds to a problem that a file alone tells what only the workspace knows about it.
pub(super) fn refine(snapshot: &Snapshot, file: &FileEntry, problem: Problem) -> Problem {
    match problem.rule {
        Rule::CommentCutsText => comment_cuts_text::refine(snapshot, file, problem),
        Rule::UnknownField => unknown_field::refine(snapshot, file, problem),
        Rule::InvalidValue => invalid_value::refine(file, problem),
        _ => problem,
    }
}
