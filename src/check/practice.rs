//! What the rules of good practice share: who counts as linked when something could not be read.
//!
//! A reference that names nothing counts as there, and nothing is said of a record that may be named where something
//! could not be read: one mistake is to give one finding.

use std::collections::HashSet;

use super::context::Context;
use crate::diag::Problem;
use crate::model::{Document, FileKind, Item, Journey, Kind, Record, names};
use crate::snapshot::{FileEntry, FileState, ItemEntry, ItemKey, JourneyEntry, Lookup};
use crate::store::layout::{Place, misnamed_record};
use crate::text::Span;

/// The names that stand in files where something could not be read, so that who is named there cannot be told.
pub(super) struct Unsure<'a> {
    words: HashSet<&'a str>,
    /// There is a file of which not even the text is known.
    anything: bool,
}

impl<'a> Unsure<'a> {
    /// Names that may be linked: those in items without a readable kind or list of links.
    pub(super) fn links(ctx: &Context<'a>) -> Unsure<'a> {
        Unsure::collect(ctx, &[FileKind::Item], &["links"])
    }

    /// Names that may be placed: those in journeys with a step, or a list of them or of its items, that is unread.
    pub(super) fn placements(ctx: &Context<'a>) -> Unsure<'a> {
        Unsure::collect(ctx, &[FileKind::Journey], &["stages", "steps", "items", "item"])
    }

    /// Names that may be those of personas in use.
    pub(super) fn personas(ctx: &Context<'a>) -> Unsure<'a> {
        const FIELDS: [&str; 8] = ["stages", "steps", "personas", "emotion", "actor", "segment", "evidence", "persona"];
        Unsure::collect(ctx, &[FileKind::Journey, FileKind::Item], &FIELDS)
    }

    fn collect(ctx: &Context<'a>, kinds: &[FileKind], fields: &[&str]) -> Unsure<'a> {
        let mut unsure = Unsure { words: HashSet::new(), anything: false };
        for file in ctx.snapshot.files().iter().filter(|file| may_say(file, kinds)) {
            match &file.state {
                // What could not be read has been reported.
                FileState::Read(source, parsed)
                    if parsed.is_partial || !parsed.problems.is_empty() && lacks(parsed.document.as_ref(), fields) =>
                {
                    unsure.words.extend(words(source.text()));
                }
                // A field in the wrong place, or by another name, may say anything.
                FileState::Read(source, parsed) if !parsed.problems.is_empty() => {
                    let record = parsed.document.as_ref().and_then(Document::record);
                    let spans = record.map_or(Vec::new(), Record::lost_spans);
                    unsure.words.extend(spans.into_iter().flat_map(|span| words(source.slice(span))));
                }
                // What lies behind a link does not exist.
                FileState::Read(..) | FileState::Refused(_) | FileState::Stray(_) => {}
                FileState::Unreadable(_) | FileState::NotRead => unsure.anything = true,
            }
        }
        unsure
    }

    /// Whether a record may be named, by its ID or a former one.
    pub(super) fn names(&self, id: &str, record: Option<&Record>) -> bool {
        let mut former = record.into_iter().flat_map(|record| record.texts(names::ALIASES));
        self.anything || self.words.contains(id) || former.any(|alias| self.words.contains(alias.value))
    }
}

/// The words of a text that may be IDs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
}

/// What is placed on steps.
pub(super) struct Placed<'a> {
    items: HashSet<ItemKey>,
    /// What names nothing and may be a misspelt ID, which is reported.
    unknown: Vec<&'a str>,
    unsure: Unsure<'a>,
}

impl<'a> Placed<'a> {
    pub(super) fn of(ctx: &Context<'a>) -> Placed<'a> {
        let mut placed = Placed { items: HashSet::new(), unknown: Vec::new(), unsure: Unsure::placements(ctx) };
        // Also where it is not allowed: that has a finding of its own.
        let journeys = ctx.snapshot.every_journey().filter_map(JourneyEntry::journey);
        for item in journeys.flat_map(Journey::placed_items) {
            match ctx.snapshot.find_item(item) {
                Lookup::Found(key) | Lookup::Former(key) => {
                    placed.items.insert(key);
                }
                Lookup::Unknown => placed.unknown.push(item),
                Lookup::Undecidable => {}
            }
        }
        placed.unknown.sort_unstable();
        placed.unknown.dedup();
        placed
    }

    /// Whether an item is placed, or may be.
    pub(super) fn may_have(&self, ctx: &Context<'_>, entry: ItemEntry<'_>) -> bool {
        let is_meant = |name: &&str| ctx.near(name, [entry.id()]).is_some();
        self.items.contains(&entry.key())
            || self.unsure.names(entry.id(), entry.item().map(|item| &item.record))
            || self.unknown.iter().any(is_meant)
    }
}

/// Whether a file is a record of one of these kinds, or may be a folder with some that could not be read.
fn may_say(file: &FileEntry, kinds: &[FileKind]) -> bool {
    let is_record = match &file.place {
        Place::Record(place) => kinds.contains(&place.kind),
        Place::Unexpected(_) => misnamed_record(&file.path).is_some_and(|place| kinds.contains(&place.kind)),
        _ => false,
    };
    is_record || kinds.iter().any(|kind| file.may_hide(*kind))
}

/// Whether a file could not be parsed, or one of these fields of it not be read.
fn lacks(document: Option<&Document>, fields: &[&str]) -> bool {
    match document {
        // What belongs to a kind is not read where the kind is not known.
        Some(Document::Item(item)) => item.kind.is_none() || item.record.lacks(fields),
        Some(document) => document.record().is_some_and(|record| record.lacks(fields)),
        None => true,
    }
}

/// The items of a kind that a practice rule may judge: parsed, and the only ones of their ID.
pub(super) fn items_of<'a>(ctx: &Context<'a>, kind: Kind) -> Vec<(ItemEntry<'a>, &'a Item)> {
    let parsed = ctx.items().filter_map(|entry| Some((entry, entry.item()?)));
    parsed.filter(|(entry, item)| item.kind == Some(kind) && !entry.is_contested()).collect()
}

/// Whether an item is legally linked with one of `kinds` that is in use, or may be: by a link that names nothing or something
/// unparsed, or where something could not be read.
pub(super) fn may_be_linked_with(ctx: &Context<'_>, unsure: &Unsure<'_>, entry: ItemEntry<'_>, kinds: &[Kind]) -> bool {
    let snapshot = ctx.snapshot;
    let linked = snapshot.led_to_by(entry.key()).iter().chain(snapshot.leads_to(entry.key()));
    // What is in use rests on nothing that is put away; what is put away itself may.
    let is_put_away = !snapshot.is_in_use(entry.key());
    let of_kind = linked.filter(|key| is_put_away || snapshot.is_in_use(**key));
    let of_kind = of_kind.filter_map(|key| snapshot.item(*key).kind()).any(|kind| kinds.contains(&kind));
    of_kind || has_unsure_link(ctx, entry) || unsure.names(entry.id(), entry.item().map(|item| &item.record))
}

fn has_unsure_link(ctx: &Context<'_>, entry: ItemEntry<'_>) -> bool {
    entry.item().is_some_and(|item| {
        let unsure = |id: &str| {
            let target = ctx.snapshot.find_item(id).found();
            target.is_none_or(|key| ctx.snapshot.item(key).kind().is_none())
        };
        // Of an unknown kind, nobody can tell which links are legal.
        item.kind.is_none() || item.record.is_unread(names::LINKS) || item.links().any(|id| unsure(id.value))
    })
}

/// The files of some kinds that could not be parsed.
pub(super) fn unparsed<'a>(ctx: &Context<'a>, kinds: &[FileKind]) -> impl Iterator<Item = &'a FileEntry> {
    let snapshot = ctx.snapshot;
    let is_unparsed =
        |file: &FileEntry| file.whole_document().is_none() && !matches!(file.state, FileState::Refused(_));
    snapshot.files().iter().map(|file| &**file).filter(move |file| may_say(file, kinds) && is_unparsed(file))
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
