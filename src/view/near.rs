//! Pages whose names are near one that is not there.

use super::address;
use super::index::Viewer;
use crate::text::{WsPath, all_near};

impl Viewer<'_> {
    /// The pages of sections and records that are called nearly so, the nearest first; found without listing all pages.
    pub fn near_pages(&self, name: &str) -> Vec<WsPath> {
        let sections = [address::journeys(), address::blocks(), address::personas(), address::members()];
        let more = [address::search(), address::health()];
        let signals = self.shows_signals().then(address::signals);
        let changes = self.has_past().then(address::changes);
        let sections: Vec<WsPath> = sections.into_iter().chain(signals).chain(more).chain(changes).collect();
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
}
