//! What the rules of good practice share: who counts as linked when something could not be read.
//!
//! A reference that names nothing counts as there, and nothing is said of a record that may be named in a file that
//! could not be parsed: one mistake is to give one finding.

use super::context::Context;
use crate::diag::Problem;
use crate::model::{FileKind, Item, Kind, Record};
use crate::snapshot::{FileEntry, FileState, ItemEntry};
use crate::store::layout::Place;
use crate::text::Span;

/// The items of a kind that a practice rule may judge: parsed, and the only ones of their ID.
pub(super) fn items_of<'a>(ctx: &Context<'a>, kind: Kind) -> Vec<(ItemEntry<'a>, &'a Item)> {
    let snapshot = ctx.snapshot;
    let parsed = snapshot.items().filter_map(|entry| Some((entry, entry.item()?)));
    parsed.filter(|(entry, item)| item.kind == Some(kind) && !super::link::is_taken_twice(ctx, *entry)).collect()
}

/// Whether an item is legally linked with one of `kinds`, or may be: by a link that names nothing or something
/// unparsed, or in a file that could not be parsed.
pub(super) fn may_be_linked_with(ctx: &Context<'_>, entry: ItemEntry<'_>, kinds: &[Kind]) -> bool {
    let snapshot = ctx.snapshot;
    let linked = snapshot.led_to_by(entry.key()).iter().chain(snapshot.leads_to(entry.key()));
    let of_kind =
        linked.map(|key| snapshot.item(*key).kind()).any(|kind| kind.is_some_and(|kind| kinds.contains(&kind)));
    of_kind || has_unsure_link(ctx, entry) || is_named_in_unparsed(ctx, entry.id(), &[FileKind::Item])
}

fn has_unsure_link(ctx: &Context<'_>, entry: ItemEntry<'_>) -> bool {
    entry.item().is_some_and(|item| {
        let unsure = |id: &str| {
            let target = ctx.snapshot.find_item(id).found();
            target.is_none_or(|key| ctx.snapshot.item(key).kind().is_none())
        };
        item.record.is_unread("links") || item.links().any(|id| unsure(id.value))
    })
}

/// Whether a file of one of these kinds that could not be parsed has an ID in its text.
pub(super) fn is_named_in_unparsed(ctx: &Context<'_>, id: &str, kinds: &[FileKind]) -> bool {
    unparsed(ctx, kinds).any(|file| match &file.state {
        FileState::Read(source, _) => has_word(source.text(), id),
        _ => true,
    })
}

/// The files of some kinds that could not be parsed.
pub(super) fn unparsed<'a>(ctx: &Context<'a>, kinds: &[FileKind]) -> impl Iterator<Item = &'a FileEntry> {
    let snapshot = ctx.snapshot;
    snapshot.files().iter().filter(move |file| {
        let of_kind = matches!(&file.place, Place::Record(place) if kinds.contains(&place.kind));
        of_kind && file.document().is_none()
    })
}

/// Whether `text` has `word` with no letter, digit or hyphen around it.
fn has_word(text: &str, word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(inner) && !text[at + word.len()..].starts_with(inner))
}

/// Where a finding on a whole record points: its title or name, or its first field where it has none.
pub(super) fn at_field(record: &Record, field: &str) -> Span {
    record.slot(field).map_or(record.first_key, |slot| slot.value.span)
}

/// Reports `message` at an item's title.
pub(super) fn report_item(ctx: &mut Context<'_>, entry: ItemEntry<'_>, message: &str, help: &str) {
    let Some(item) = entry.item() else { return };
    let problem: Problem = ctx.problem(at_field(&item.record, "title"), format!("`{}` {message}", entry.id()));
    ctx.report(entry.path(), problem.help(help));
}
