//! A site in a page of text, for readers that are programs: what it is about and where to read on.

use crate::model::{Journey, names};
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
    /// The journeys in the groups of the portfolio, those that are alive first.
    pub journeys: Vec<Named>,
    /// The personas.
    pub personas: Named,
    /// What else there is.
    pub more: Vec<Entry>,
}

/// Records by name, as many as fit.
#[derive(Debug)]
pub struct Named {
    /// What they are.
    pub title: String,
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
            journeys: self.journey_groups(),
            personas: self.named_personas(&personas),
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

    /// The journeys in their groups; what did not fit is counted below the last.
    fn journey_groups(&self) -> Vec<Named> {
        let titles = &self.index.journey_groups;
        let mut groups: Vec<Named> = Vec::new();
        for key in self.index.journeys.iter().take(MOST) {
            let title = match titles.get(key) {
                Some(title) => format!("Journeys: {}", words::excerpt(title, MOST_LETTERS)),
                None if titles.is_empty() => "Journeys".to_owned(),
                None => "Other journeys".to_owned(),
            };
            if groups.last().is_none_or(|group| group.title != title) {
                groups.push(Named { title, entries: Vec::new(), rest: None });
            }
            groups.iter_mut().last().into_iter().for_each(|group| group.entries.push(self.journey_entry(*key)));
        }
        let rest = self.rest(self.index.journeys.len(), &address::journeys());
        groups.iter_mut().last().into_iter().for_each(|group| group.rest.clone_from(&rest));
        groups
    }

    fn named_personas(&self, keys: &[PersonaKey]) -> Named {
        Named {
            title: "Personas".to_owned(),
            entries: keys.iter().take(MOST).map(|key| self.persona_entry(*key)).collect(),
            rest: self.rest(keys.len(), &address::personas()),
        }
    }

    fn rest(&self, count: usize, all: &WsPath) -> Option<(usize, String)> {
        (count > MOST).then(|| (count - MOST, self.link_to(all)))
    }

    fn journey_entry(&self, key: JourneyKey) -> Entry {
        let entry = self.snapshot.journey(key);
        let document = entry.journey();
        let summary = document.and_then(|journey| journey.record.text(names::SUMMARY));
        let summary = summary.map_or("", |summary| summary.value);
        let replaced =
            document.and_then(Journey::future_of).and_then(|of| self.snapshot.find_journey(of.value).found());
        let about = match (document.is_some_and(Journey::is_future), replaced) {
            (false, _) => summary.to_owned(),
            (true, None) => format!("A future journey. {summary}"),
            (true, Some(of)) => {
                format!("A future journey, to replace “{}”. {summary}", self.snapshot.journey(of).title())
            }
        };
        self.entry(entry.title(), &address::journey(entry.id()), about.trim_end())
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
