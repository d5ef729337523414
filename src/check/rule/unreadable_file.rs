//! `unreadable-file`: a file or folder that cannot be read, or is a link or device, among records or assets.

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::snapshot::FileState;
use crate::store::layout::is_record_or_asset;
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A link may lead out of the workspace and mean something else on every machine, so links are never \
        followed. What cannot be read is missing from the map.",
    wrong: Example::words(
        "A symbolic link among the records, such as `blocks/insights/stall.md -> ../../../research/stall.md`.",
    ),
    right: Example::words(
        "The file itself in its place. An item that several journeys need lies once in `blocks/`, and each of them \
            places it.",
    ),
    fix: "Put a regular file in its place, or give yourself the right to read it.",
};

fn check(ctx: &mut Context<'_>) {
    for file in ctx.files().filter(|file| is_record_or_asset(&file.path)) {
        if let Some(reason) = file.why_unreadable() {
            let problem = ctx.problem(Span::FILE, format!("`{}` is not read: {reason}", file.path.file_name()));
            // What has no ending is a folder.
            let help = match (&file.state, file.path.extension()) {
                (FileState::Refused(_), "") => "put the folder itself, with its files, in its place, or remove it",
                (FileState::Unreadable(_), "") => "give yourself the right to read the folder",
                _ => "put a regular, readable file in its place, or remove it",
            };
            ctx.report(&file.path, problem.help(help));
        }
    }
    for (file, document) in ctx.documents() {
        let prose = document.prose();
        let refused: Vec<_> = prose.into_iter().filter(|prose| prose.is_refused()).collect();
        if !refused.is_empty() {
            let name = file.path.file_name();
            let message = format!("the Markdown of `{name}` is not read: it is nested so that reading it would take minutes");
            let problem = ctx.problem(Span::FILE, message);
            let problem = problem.help("take out the nested quotes and lists, or split the file");
            let is_in_cells = refused.iter().all(|prose| prose.is_cell());
            ctx.report(&file.path, if is_in_cells { problem.as_warning() } else { problem });
        }
    }
}
