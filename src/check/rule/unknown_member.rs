//! `unknown-member`: an ID that names no member, also as the name of a file in `members/`.

use crate::check::context::Context;
use crate::check::reference::check_target;
use super::{Example, Explanation, Found};
use crate::model::{FileKind, Target};
use crate::snapshot::{FileEntry, Lookup, Snapshot};
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Work whose owner is misspelt has none: nobody is asked about it.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
owner: maia
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
owner: maya
",
    ),
    fix: "Correct the ID, or add the person to `members` in `workspace.yaml`.",
};

fn check(ctx: &mut Context<'_>) {
    check_target(ctx, Target::Member);
    for file in ctx.files().filter(|file| is_of_nobody(ctx.snapshot, file)) {
        let id = file.path.stem();
        let problem = ctx.problem(Span::FILE, format!("no member `{id}`")).as_warning();
        let members = ctx.names(Target::Member);
        let help = match ctx.near(id, members.iter().copied()) {
            Some(near) => format!("did you mean `{}`? Rename the file to `{}.yaml`", near.name, near.name),
            None => "name the file after a member of `workspace.yaml`, or add the member there".to_owned(),
        };
        ctx.report(&file.path, problem.help(help));
    }
}

/// Whether a file is to be a member's settings, and there is no such member.
fn is_of_nobody(snapshot: &Snapshot, file: &FileEntry) -> bool {
    file.is_of_kind(FileKind::MemberSettings) && snapshot.find_member(file.path.stem()) == Lookup::Unknown
}
