//! The page that an address leads to, without listing all pages: what a preview is asked for right after an edit.

use crate::model::{Member, Step};
use crate::snapshot::{Lookup, Subject};
use crate::text::{WsPath, all_near, is_file_name};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::page::PageId;
use crate::view::part::head::JourneyView;
use crate::view::part::pager::PageNumber;

impl Viewer<'_> {
    /// The page at an address of one's own, found without listing all pages. `None` is no proof that there is none.
    pub fn page_at(&self, path: &WsPath) -> Option<PageId> {
        let snapshot = self.snapshot;
        let file = path.file_name().strip_suffix(".html")?;
        let parts: Vec<&str> = path.parts().collect();
        let (page, address) = match parts.as_slice() {
            ["index.html"] => (PageId::Home, address::home()),
            ["404.html"] => (PageId::NotFound, address::not_found()),
            ["search", _] => (PageId::Search, address::search()),
            ["changes", _] if self.has_past() => (PageId::Changes(PageNumber::FIRST), address::changes()),
            ["items", _] => match snapshot.find_item(file) {
                Lookup::Found(key) => (PageId::Item(key), address::item(file)),
                _ => return None,
            },
            ["personas", _] => match snapshot.find_persona(file) {
                Lookup::Found(key) => (PageId::Persona(key), address::persona(file)),
                _ => return None,
            },
            ["signals", _] => match snapshot.find_signal(file) {
                Lookup::Found(key) => (PageId::Signal(key), address::signal(file)),
                _ => return None,
            },
            ["journeys", journey, rest @ ..] => {
                let Lookup::Found(key) = snapshot.find_journey(journey) else { return None };
                match rest {
                    ["steps", _] => {
                        let is_meant = |step: &Step<'_>| step.id().is_some_and(|id| id.value == file);
                        let mut steps = self.steps(key).into_iter();
                        let (step, _) = steps.find(|(key, step)| is_meant(step) && self.has_page(*key))?;
                        (PageId::Step(step), address::step(journey, file))
                    }
                    _ => {
                        let view = JourneyView::ALL.into_iter().find(|view| view.path(journey) == *path)?;
                        (PageId::Journey(key, view), view.path(journey))
                    }
                }
            }
            _ => return None,
        };
        (address == *path).then_some(page)
    }

    /// Whether it is plain without listing all pages that there is none at an address: that of a record which an ID names
    /// that nothing has, or had.
    pub fn surely_has_no_page(&self, path: &WsPath) -> bool {
        let parts: Vec<&str> = path.parts().collect();
        let Some(id) = path.file_name().strip_suffix(".html").filter(|id| is_file_name(id)) else { return false };
        match parts.as_slice() {
            // A list's own pages are beside the index.
            [_, "index.html"] => false,
            ["items", _] => self.snapshot.find_item(id) == Lookup::Unknown,
            ["personas", _] => self.snapshot.find_persona(id) == Lookup::Unknown,
            ["signals", _] => self.snapshot.find_signal(id) == Lookup::Unknown,
            _ => false,
        }
    }

    /// The pages of sections and records that are called nearly so, the nearest first; found without listing all pages.
    pub fn near_pages(&self, name: &str) -> Vec<WsPath> {
        let sections = [address::journeys(), address::blocks(), address::personas(), address::members()];
        let more = [address::signals(), address::search(), address::health()];
        let changes = self.has_past().then(address::changes);
        let sections: Vec<WsPath> = sections.into_iter().chain(more).chain(changes).collect();
        let folder = |page: &WsPath| page.parts().next().unwrap_or_default().to_owned();
        let folders: Vec<String> = sections.iter().map(folder).collect();
        let records = self.records();
        let names = folders.iter().map(String::as_str).chain(records.iter().map(|(id, _)| *id));
        let nearest = all_near(name, names);
        let rank = |name: &str| nearest.iter().position(|near| *near == name);
        let sections = folders.iter().zip(sections).filter_map(|(name, page)| Some((rank(name)?, page)));
        let records = records.iter().filter_map(|(id, record)| Some((rank(id)?, self.path(record)?)));
        let mut near: Vec<(usize, WsPath)> = sections.chain(records).collect();
        near.sort();
        near.into_iter().map(|(_, page)| page).collect()
    }

    /// The records and steps that may have pages, by their IDs.
    pub(in crate::view) fn records(&self) -> Vec<(&str, Subject)> {
        let snapshot = self.snapshot;
        let mut records: Vec<(&str, Subject)> = Vec::new();
        records.extend(snapshot.items().map(|entry| (entry.id(), Subject::Item(entry.key()))));
        records.extend(snapshot.personas().map(|entry| (entry.id(), Subject::Persona(entry.key()))));
        records.extend(snapshot.signals().map(|entry| (entry.id(), Subject::Signal(entry.key()))));
        let members = snapshot.members().filter_map(Member::id);
        records.extend(members.map(|id| (id.value, Subject::Member(id.value.to_owned()))));
        for entry in snapshot.journeys() {
            records.push((entry.id(), Subject::Journey(entry.key())));
            let steps = self.steps(entry.key()).into_iter();
            records.extend(steps.filter_map(|(key, step)| Some((step.id()?.value, Subject::Step(key)))));
        }
        records
    }
}
