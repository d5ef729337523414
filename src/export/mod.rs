//! Everything a workspace holds, as one document for programs: `workspace.json`.
//!
//! Knows no pages: where a record is published says [`Published`].
//!
//! Nothing a record says is left out: its fields stand under `fields` as they are written, the user's own among them,
//! and what could not be read is there as its file's text. Beside them stands what only the whole workspace can tell:
//! addresses of pages, placements, links and mentions, both ways. Written as it is walked through, so that nothing but
//! the addresses and mentions is held in memory; [`SHAPES`] says what each key means.

mod each;
mod file;
mod journey;
mod place;
mod record;
mod shape;

use std::collections::HashSet;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::diag::{Report, Sources, render};
use crate::model::{Record, names};
use crate::snapshot::{Snapshot, Subject};
use crate::text::WsPath;

use each::Each;
use place::Places;

pub use shape::{Key, SHAPES, Shape};

/// The version of the document: raised when a key goes or changes its meaning, not when one is added.
const FORMAT: u32 = 1;

/// Everything in a workspace, to be serialised.
pub struct Export<'a> {
    places: Places<'a>,
    report: &'a Report,
    sources: &'a dyn Sources,
}

/// What is known of a workspace only where it is published.
pub trait Published {
    /// What it is called there.
    fn title(&self) -> &str;

    /// Where that is on the web, with a slash at its end.
    fn base_url(&self) -> Option<String>;

    /// The page of a record or step there.
    fn page(&self, subject: &Subject) -> Option<WsPath>;

    /// Where one can see a file in its repository.
    fn edit(&self, file: &WsPath) -> Option<String>;
}

#[derive(Serialize)]
struct SiteOut<'a> {
    title: &'a str,
    base_url: Option<String>,
    repository: Option<&'a str>,
}

#[derive(Serialize)]
struct WorkspaceOut<F> {
    file: Option<&'static str>,
    fields: Option<F>,
}

impl<'a> Export<'a> {
    /// Everything in a workspace, and what was found in it; `sources` are the files in which that was found.
    pub fn new(
        snapshot: &'a Snapshot,
        report: &'a Report,
        sources: &'a dyn Sources,
        published: &'a dyn Published,
    ) -> Export<'a> {
        Export { places: Places::of(snapshot, published), report, sources }
    }
}

impl Serialize for Export<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let places = &self.places;
        let snapshot = places.snapshot;
        let mut document = serializer.serialize_struct("Export", 11)?;
        document.serialize_field("format", &FORMAT)?;
        document.serialize_field("site", &site(places))?;
        let workspace = snapshot.workspace().map(|workspace| &workspace.record);
        document.serialize_field("workspace", &workspace_out(workspace))?;
        document.serialize_field("members", &Each(|| members(places, workspace)))?;
        document
            .serialize_field("journeys", &Each(|| snapshot.every_journey().map(|it| journey::journey(places, it))))?;
        document.serialize_field("portfolio", &Each(|| groups(snapshot)))?;
        document.serialize_field("items", &Each(|| snapshot.every_item().map(|it| record::item(places, it))))?;
        document
            .serialize_field("personas", &Each(|| snapshot.every_persona().map(|it| record::persona(places, it))))?;
        document.serialize_field("signals", &Each(|| snapshot.every_signal().map(|it| record::signal(places, it))))?;
        document.serialize_field("files", &Each(|| file::files(snapshot)))?;
        document.serialize_field("report", &render::data(self.report, self.sources))?;
        document.end()
    }
}

#[derive(Serialize)]
struct GroupOut<'a> {
    title: Option<&'a str>,
    journeys: Vec<&'a str>,
    fields: &'a Record,
}

/// The groups of the portfolio.
fn groups(snapshot: &Snapshot) -> impl Iterator<Item = GroupOut<'_>> {
    snapshot.portfolio().into_iter().flat_map(|(_, portfolio)| portfolio.groups()).map(|group| {
        let keys = group.journeys().filter_map(|id| snapshot.find_journey(id.value).found());
        GroupOut {
            title: group.title(),
            journeys: keys.map(|key| snapshot.journey(key).id()).collect(),
            fields: group.record,
        }
    })
}

fn site<'a>(places: &Places<'a>) -> SiteOut<'a> {
    let repository = places.snapshot.workspace().and_then(|workspace| workspace.site("repository"));
    SiteOut {
        title: places.published.title(),
        base_url: places.published.base_url(),
        repository: repository.map(|url| url.value),
    }
}

fn workspace_out(record: Option<&Record>) -> WorkspaceOut<impl Serialize> {
    WorkspaceOut {
        file: record.map(|_| crate::store::layout::WORKSPACE_FILE),
        fields: record.map(|record| record.without(&[names::MEMBERS])),
    }
}

fn members<'p>(places: &'p Places<'_>, workspace: Option<&'p Record>) -> impl Iterator<Item = impl Serialize> {
    let mut taken = HashSet::new();
    workspace.into_iter().flat_map(|record| record.records(names::MEMBERS)).map(move |member| {
        let is_first = member.text(names::ID).is_some_and(|id| taken.insert(id.value));
        record::member(places, member, is_first)
    })
}
