//! What happened lately, for programs that tell people of it.

use super::moment::{self, Day};
use super::stranger;
use super::telling::Scope;
use super::timeline::{ROWS, anchor};
use super::told::Told;
use crate::past::{Past, PastCommit};
use crate::text::{self, WsPath, escape_path};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::link::Here;

/// The most sentences of a commit.
const SENTENCES: usize = 12;

/// The most letters of a title.
const LETTERS: usize = 200;

/// What happened lately. Addresses are on the web where the site's is known, else seen from the site's root.
#[derive(Debug)]
pub struct Feed {
    /// What it is known by for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The moment of the newest change, as RFC 3339 writes it.
    pub updated: String,
    /// Where it is itself.
    pub own: String,
    /// The page with all changes.
    pub page: String,
    /// The newest changes.
    pub entries: Vec<FeedEntry>,
}

/// A commit.
#[derive(Debug)]
pub struct FeedEntry {
    /// What it is known by for ever.
    pub id: String,
    /// What its author said, else what it changed.
    pub title: String,
    /// When it was written, as RFC 3339 writes it.
    pub updated: String,
    /// Who wrote it.
    pub author: String,
    /// Where it is among the changes.
    pub page: String,
    /// Where it is on its forge.
    pub commit: Option<String>,
    /// What it changed, in sentences.
    pub lines: Vec<String>,
}

impl Viewer<'_> {
    /// Whether anything can be known of what happened before.
    pub fn has_past(&self) -> bool {
        self.settings.past.is_some()
    }

    /// What happened lately: as much as the first page of changes shows.
    pub fn feed(&self) -> Option<Feed> {
        let past = self.past()?;
        let here = Here::new(self, address::feed());
        let commits = past.commits.iter().take(ROWS);
        let moment = |commit: &PastCommit| moment::written(commit.info.seconds.unwrap_or_default(), commit.info.offset);
        // A moment that no calendar has is not the newest.
        let has_day =
            |commit: &&PastCommit| commit.info.seconds.and_then(|at| Day::of(at, commit.info.offset)).is_some();
        let newest = commits.clone().filter(has_day).max_by_key(|commit| commit.info.seconds);
        Some(Feed {
            id: self.feed_id(),
            title: format!("Changes · {}", stranger::text(self.title(), LETTERS)),
            updated: newest.map_or_else(|| moment::written(0, 0), moment),
            own: self.reached(&address::feed()),
            page: self.reached(&address::changes()),
            entries: commits.map(|commit| self.feed_entry(&here, past, commit)).collect(),
        })
    }

    fn feed_entry(&self, here: &Here<'_>, past: &Past, commit: &PastCommit) -> FeedEntry {
        let entry = here.entry(past, commit, &Scope::All, SENTENCES);
        let summary = commit.changes.as_ref().map(|changes| changes.summary()).filter(|summary| !summary.is_empty());
        let said = Some(stranger::line(&commit.info.message, LETTERS)).filter(|said| !said.is_empty());
        let weighs_most = entry.records.iter().min_by_key(|record| record.class == "changed");
        let told = weighs_most.map(|record| {
            let others = commit.changes.as_ref().map_or(0, |changes| changes.records.len().saturating_sub(1));
            let more =
                if others > 0 { format!(", and {}", text::count(others, "more", "more")) } else { String::new() };
            format!("{} “{}” {}{more}", record.kind, record.title, record.fate)
        });
        let told = told.or_else(|| entry.note.clone()).filter(|_| commit.is_generated);
        let title = told.or(said).or(summary).unwrap_or_else(|| "Change".to_owned());
        let mut lines: Vec<String> = entry.note.into_iter().collect();
        for record in &entry.records {
            lines.push(format!("{} “{}” {}", record.kind, record.title, record.fate));
            lines.extend(record.lines.iter().map(Told::text));
        }
        lines.extend(entry.lines.iter().map(Told::text));
        lines.extend(entry.more);
        FeedEntry {
            id: urn(&commit.info.revision.to_string()),
            title,
            updated: moment::written(commit.info.seconds.unwrap_or_default(), commit.info.offset),
            author: entry.author.text,
            page: format!("{}#{}", self.reached(&address::changes()), anchor(&commit.info.revision.to_string())),
            commit: entry.commit.href,
            lines,
        }
    }

    /// The feed's own address where that is known, else a name made of what the workspace is called by.
    fn feed_id(&self) -> String {
        if let Some(url) = self.url(&address::feed()) {
            return url;
        }
        let workspace = self.snapshot.workspace();
        let repository = workspace.and_then(|workspace| workspace.site("repository")).map_or("", |url| url.value);
        let slug = workspace.and_then(|workspace| workspace.record.text("slug")).map_or("", |slug| slug.value);
        let name = workspace.and_then(|workspace| workspace.name()).unwrap_or_default();
        let called = if slug.is_empty() { name } else { slug };
        urn(&format!("{repository}\n{}\n{called}", self.settings.repository_folder))
    }

    /// Where a file is: on the web, else seen from the site's root.
    fn reached(&self, path: &WsPath) -> String {
        self.url(path).unwrap_or_else(|| escape_path(path.as_str()))
    }
}

/// A name that stays the same wherever the site is published, in the form of RFC 9562 for names made of hashes.
fn urn(of: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(of.as_bytes()).as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
