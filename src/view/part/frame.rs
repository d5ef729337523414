//! What surrounds every page: title, navigation, where one is, where its file is.

use serde::Serialize;

use super::link::{Here, Link};
use super::unread::Unread;
use crate::model::FileKind;
use crate::snapshot::Subject;
use crate::text::WsPath;
use crate::view::address;
use crate::view::past::compared::Compared;

/// What surrounds a page.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// A sentence for search engines and previews.
    pub description: Option<String>,
    /// The language of the records.
    pub lang: String,
    /// The site's title.
    pub site: String,
    /// What leads from the page to the site's root: `../../`, or nothing.
    pub root: String,
    /// The home page.
    pub home: String,
    /// The page's address on the web, where that is known; for a former address, the one that holds now.
    pub canonical: Option<String>,
    /// The site's sections.
    pub menu: Vec<MenuEntry>,
    /// Where one searches.
    pub search: MenuEntry,
    /// What the page lies in, outermost first.
    pub crumbs: Vec<Link>,
    /// The file the page is made of.
    pub source: Option<String>,
    /// Where that file can be edited.
    pub edit: Option<String>,
    /// The repository.
    pub repository: Option<String>,
    /// Whether the site tells what happened before, and has a feed of it.
    pub feed: bool,
    /// What changed on the page since the state that the site is compared with.
    compared: Option<Compared>,
    /// What could not be read of its file.
    unread: Option<Unread>,
}

/// A place that every page leads to.
#[derive(Debug, Serialize)]
pub struct MenuEntry {
    text: &'static str,
    href: String,
    /// `page` on that very page, `true` on a page of the section.
    current: Option<&'static str>,
}

/// What a page says of itself to its frame.
#[derive(Default)]
pub(in crate::view) struct About {
    pub(in crate::view) title: String,
    pub(in crate::view) description: Option<String>,
    pub(in crate::view) section: Option<Section>,
    pub(in crate::view) crumbs: Vec<Link>,
    pub(in crate::view) file: Option<WsPath>,
    /// Whether the page shows what others say of that record, and nothing of its own.
    pub(in crate::view) lists_others: bool,
    /// The step in that file which the page is about.
    pub(in crate::view) step: Option<String>,
    /// Where what was here is now.
    pub(in crate::view) moved_to: Option<WsPath>,
}

impl About {
    /// Of the page that a section begins with.
    pub(in crate::view) fn section(section: Section) -> About {
        About { title: section.word().to_owned(), section: Some(section), ..About::default() }
    }

    /// Of a page in a section.
    pub(in crate::view) fn within(here: &Here<'_>, section: Section, title: &str) -> About {
        let crumbs = vec![Link::new(section.word(), here.href(&section.path()))];
        About { title: title.to_owned(), section: Some(section), crumbs, ..About::default() }
    }

    /// Of a page in a section that is made of a record's file.
    pub(in crate::view) fn record(here: &Here<'_>, title: &str, section: Section, file: &WsPath) -> About {
        About { file: Some(file.clone()), ..About::within(here, section, title) }
    }

    /// What the page of a record tells that has nothing else to tell.
    pub(in crate::view) fn of_record(here: &Here<'_>, record: &Subject) -> About {
        let file = here.snapshot().file_of(record).map(|file| file.path.clone());
        let section = record.kind().map_or(Section::Journeys, Section::of);
        About { file, ..About::within(here, section, &here.subject(record).text) }
    }
}

/// A section of the site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::view) enum Section {
    Journeys,
    Blocks,
    Personas,
    Members,
    Signals,
    Health,
    Changes,
}

impl Section {
    /// The section of the records of a kind.
    fn of(kind: FileKind) -> Section {
        match kind {
            FileKind::Persona => Section::Personas,
            FileKind::Signal => Section::Signals,
            _ => Section::Journeys,
        }
    }

    const ALL: [Section; 7] = [
        Section::Journeys,
        Section::Blocks,
        Section::Personas,
        Section::Members,
        Section::Signals,
        Section::Health,
        Section::Changes,
    ];

    pub(in crate::view) fn word(self) -> &'static str {
        match self {
            Section::Journeys => "Journeys",
            Section::Blocks => "Building blocks",
            Section::Personas => "Personas",
            Section::Members => "Members",
            Section::Signals => "Signals",
            Section::Health => "Health",
            Section::Changes => "Changes",
        }
    }

    pub(in crate::view) fn path(self) -> WsPath {
        match self {
            Section::Journeys => address::home(),
            Section::Blocks => address::blocks(),
            Section::Personas => address::personas(),
            Section::Members => address::members(),
            Section::Signals => address::signals(),
            Section::Health => address::health(),
            Section::Changes => address::changes(),
        }
    }
}

pub(in crate::view) fn frame(here: &Here<'_>, about: About) -> Frame {
    let viewer = here.viewer;
    let base = viewer.base_url();
    let not_found = here.path == address::not_found();
    // A server shows the page for what is missing at any depth, so only absolute addresses are right on it.
    let root = match &base {
        Some(base) if not_found => base.clone(),
        _ => "../".repeat(here.path.parts().count() - 1),
    };
    let to = |path: &WsPath| if not_found { format!("{root}{path}") } else { here.href(path) };
    let has_past = viewer.has_past();
    let sections = Section::ALL.into_iter().filter(|section| match section {
        Section::Changes => has_past,
        Section::Signals => viewer.shows_signals(),
        _ => true,
    });
    let menu: Vec<MenuEntry> = sections
        .map(|section| MenuEntry {
            text: section.word(),
            href: to(&section.path()),
            current: (about.section == Some(section))
                .then(|| if here.path == section.path() { "page" } else { "true" }),
        })
        .collect();
    let search = MenuEntry {
        text: "Search",
        href: to(&address::search()),
        current: (here.path == address::search()).then_some("page"),
    };
    let workspace = here.snapshot().workspace();
    let compared = here.compared(about.file.as_ref(), about.step.as_deref());
    let unread = about.file.as_ref().filter(|_| !about.lists_others).and_then(|file| here.unread(file));
    Frame {
        unread,
        compared: compared.filter(|_| !not_found && about.moved_to.is_none() && here.path != address::review()),
        title: about.title,
        description: about.description,
        lang: viewer.language().to_owned(),
        site: viewer.title().to_owned(),
        home: to(&address::home()),
        canonical: viewer.url(about.moved_to.as_ref().unwrap_or(&here.path)).filter(|_| !not_found),
        root,
        menu,
        search,
        crumbs: about.crumbs,
        edit: about.file.as_ref().and_then(|file| viewer.repository_url(file)),
        source: about.file.map(|file| file.to_string()),
        feed: has_past,
        repository: workspace.and_then(|workspace| workspace.site("repository")).map(|url| url.value.to_owned()),
    }
}
