//! `unreadable-file`: a file or folder that cannot be read, or is a link or device, among records or assets.

use super::Found;
use super::context::Context;
use crate::snapshot::FileState;
use crate::store::layout::is_record_or_asset;
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for file in ctx.snapshot.files().iter().filter(|file| is_record_or_asset(&file.path)) {
        if let FileState::Unreadable(reason) = &file.state {
            let problem = ctx.problem(Span::FILE, format!("`{}` is not read: {reason}", file.path.file_name()));
            ctx.report(&file.path, problem.help("put a regular, readable file in its place, or remove it"));
        }
    }
}
