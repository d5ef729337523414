//! A site in a page of text, for readers that are programs: what it is about and where to read on.

use crate::model::names;
use crate::snapshot::{JourneyKey, PersonaKey};
use crate::text::{WsPath, escape_path};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::words;

/// The most journeys, and the most personas, that are named.
const MOST: usize = 150;

/// The most letters that are said about each.
const MOST_LETTERS: usize = 240;

/// What a site is about.
#[derive(Debug)]
pub struct Overview {
    /// The site's title.
    pub title: String,
    /// The workspace's line about itself.
    pub summary: Option<String>,
    /// The journeys, those that are alive first.
    pub journeys: Named,
    /// The personas.
    pub personas: Named,
    /// What else there is.
    pub more: Vec<Entry>,
}

/// Records by name, as many as fit.
#[derive(Debug)]
pub struct Named {
    /// The first of them.
    pub entries: Vec<Entry>,
    /// How many more there are, and where.
    pub rest: Option<(usize, String)>,
}

/// Something one may read.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Where it is: on the web where the site's address is known, else seen from the site's root.
    pub href: String,
    /// A line about it.
    pub about: Option<String>,
}

impl Viewer<'_> {
    /// What the site is about.
    pub fn overview(&self) -> Overview {
        let workspace = self.snapshot.workspace();
        let summary =
            workspace.and_then(|workspace| workspace.record.text(names::SUMMARY)).map(|summary| summary.value);
        let personas: Vec<PersonaKey> = self.snapshot.personas().map(|entry| entry.key()).collect();
        Overview {
            title: words::excerpt(self.title(), MOST_LETTERS),
            summary: summary.map(|summary| words::excerpt(summary, MOST_LETTERS)),
            journeys: self.named(&self.index.journeys, &address::journeys(), |key| self.journey_entry(*key)),
            personas: self.named(&personas, &address::personas(), |key| self.persona_entry(*key)),
            more: self.more_pages(),
        }
    }

    fn more_pages(&self) -> Vec<Entry> {
        let mut pages = vec![
            self.entry("workspace.json", &address::export(), "Everything above and below as data"),
            self.entry("Building blocks", &address::blocks(), "Items that several journeys share"),
            self.entry("Health", &address::health(), "What is wrong with the workspace, or missing"),
        ];
        if self.shows_signals() {
            let signals = self.entry("Signals", &address::signals(), "What customers said and what was seen");
            pages.insert(2, signals);
        }
        if self.has_past() {
            pages.push(self.entry("Changes", &address::changes(), "What happened to the workspace, newest first"));
        }
        pages
    }

    /// Where a file of the site is on the web; `None` where the site's address is not known.
    pub fn url(&self, path: &WsPath) -> Option<String> {
        Some(format!("{}{}", self.base_url()?, escape_path(clean(path))))
    }

    /// The addresses on the web of pages; none where the site's address is not known.
    pub fn urls<'p>(&self, paths: impl Iterator<Item = &'p WsPath>) -> Vec<String> {
        let Some(base) = self.base_url() else { return Vec::new() };
        paths.map(|path| format!("{base}{}", escape_path(clean(path)))).collect()
    }

    /// Whether the site's address on the web is known.
    pub fn has_url(&self) -> bool {
        self.base_url().is_some()
    }

    fn named<K>(&self, keys: &[K], all: &WsPath, entry: impl Fn(&K) -> Entry) -> Named {
        let rest = keys.len().saturating_sub(MOST);
        Named {
            entries: keys.iter().take(MOST).map(entry).collect(),
            rest: (rest > 0).then(|| (rest, self.link_to(all))),
        }
    }

    fn journey_entry(&self, key: JourneyKey) -> Entry {
        let entry = self.snapshot.journey(key);
        let summary = entry.journey().and_then(|journey| journey.record.text(names::SUMMARY));
        self.entry(entry.title(), &address::journey(entry.id()), summary.map_or("", |summary| summary.value))
    }

    fn persona_entry(&self, key: PersonaKey) -> Entry {
        let entry = self.snapshot.persona(key);
        let role = entry.persona().and_then(|persona| persona.record.text("role"));
        self.entry(entry.name(), &address::persona(entry.id()), role.map_or("", |role| role.value))
    }

    fn entry(&self, name: &str, path: &WsPath, about: &str) -> Entry {
        let about = words::excerpt(about, MOST_LETTERS);
        Entry {
            name: words::excerpt(name, MOST_LETTERS),
            href: self.link_to(path),
            about: (!about.is_empty()).then_some(about),
        }
    }

    fn link_to(&self, path: &WsPath) -> String {
        self.url(path).unwrap_or_else(|| escape_path(path.as_str()))
    }
}

/// A page's address as servers and people write it: a folder instead of its `index.html`.
pub(in crate::view) fn clean(path: &WsPath) -> &str {
    path.as_str().strip_suffix("index.html").unwrap_or(path.as_str())
}
