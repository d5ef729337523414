//! Prose as HTML, its references turned into links of the site.

use super::link::{Here, Link};
use crate::attachment;
use crate::markdown::{self, BROKEN, Reference, Resolve, Target};
use crate::model::Prose;
use crate::snapshot::{Destination, FileEntry, Lookup, StageKey, Subject};
use crate::text::{UrlKind, WsPath, check_url, escape_anchor};
use crate::view::address;

/// Renders the prose of a record, stage or step; `None` when there is none.
pub(in crate::view) fn render(here: &Here<'_>, of: &Subject, prose: Option<&Prose>, top_heading: u8) -> Option<String> {
    let prose = prose.filter(|prose| !prose.is_blank())?;
    // Which side holds is not decided, and as Markdown the marks would be headings and quotes.
    if markdown::find_conflicts(prose.text()).is_some() {
        return Some(markdown::render_source(prose.text()));
    }
    let resolver = Resolver { here, of, file: &file(here, of)?.path, is_quoted: prose.is_quoted() };
    if prose.is_cell() {
        return Some(markdown::render_cell(prose.text(), &resolver));
    }
    // Authors begin with `##` as often as with `#`; on the page neither may skip a level.
    let highest = prose.headings().iter().map(|heading| heading.level).min().unwrap_or(1);
    Some(markdown::render(prose.text(), &resolver, top_heading.saturating_sub(highest - 1).max(1)))
}

/// The file in which a subject is written.
fn file<'a>(here: &Here<'a>, of: &Subject) -> Option<&'a FileEntry> {
    let snapshot = here.viewer.snapshot;
    match of {
        Subject::Stage(StageKey { journey, .. }) => Some(snapshot.journey(*journey).file()),
        Subject::Step(key) => Some(snapshot.journey(key.stage.journey).file()),
        record => snapshot.file_of(record),
    }
}

/// Words that lead where a path does that stands in a field of the record in `file`; marked where that is nowhere on the
/// site, with why beside them.
pub(in crate::view) fn file_link(here: &Here<'_>, file: &WsPath, path: &str, words: &str) -> Link {
    let why = match lead(here, file, here.snapshot().follow(file, path), None) {
        Lead::To { href, .. } => return Link::new(words, href),
        Lead::Unavailable(why) => why,
        Lead::Nowhere if is_held_back(here, file, path) => return Link::broken(words),
        Lead::Nowhere => format!("leads nowhere: {path}"),
    };
    Link { class: BROKEN.to_owned(), ..Link::broken(words).aside(why) }
}

/// Where the site has the image at a path that stands in a field of the record in `file`; `None` where it has none there
/// that a page can show.
pub(in crate::view) fn image(here: &Here<'_>, file: &WsPath, path: &str) -> Option<String> {
    match lead(here, file, here.snapshot().follow(file, path), None) {
        Lead::To { href, is_image: true, .. } => Some(href),
        _ => None,
    }
}

/// What a link from a record to a file comes to on the site.
enum Lead {
    /// A record's page, which may lack the heading, a file that the site carries, or else the file in the repository.
    To { href: String, words: String, is_image: bool, is_whole: bool },
    /// Nothing, though the file is there, with the reason.
    Unavailable(String),
    /// Nothing.
    Nowhere,
}

fn lead(here: &Here<'_>, from: &WsPath, destination: Destination<'_>, anchor: Option<&str>) -> Lead {
    let (Destination::File(file) | Destination::Hidden(file)) = destination else { return Lead::Nowhere };
    let words = file.path.file_name().to_owned();
    let to = |href, is_image, is_whole| Lead::To { href, words: words.clone(), is_image, is_whole };
    if let Some(subject) = here.snapshot().find_path(&file.path) {
        let href = here.subject(&subject).href.map(|page| record_href(here, &subject, page, anchor));
        return href.map_or(Lead::Nowhere, |(href, is_whole)| to(href, false, is_whole));
    }
    if matches!(destination, Destination::Hidden(_)) {
        return Lead::Unavailable(format!("not on this site: {words} cannot be read"));
    }
    match here.snapshot().check_carried(from, file) {
        Ok(()) => to(address::relative(&here.path, &file.path, anchor), attachment::is_image(&words), true),
        Err(fault) => match here.viewer.repository_url(&file.path).filter(|_| !fault.is_of_content()) {
            Some(href) => to(href, false, true),
            None => Lead::Unavailable(format!("not on this site: {words}: {fault}")),
        },
    }
}

/// Whether an ID may name what has no page: a signal that is held back, or was before it was deleted, or a decision.
fn is_unshown(here: &Here<'_>, id: &str) -> bool {
    !here.viewer.held_back().publish().signals || here.snapshot().has_decision(id)
}

/// Whether a path from a file leads to one that is there and not to be shown.
fn is_held_back(here: &Here<'_>, from: &WsPath, path: &str) -> bool {
    from.parent().join(path).is_some_and(|path| here.viewer.held_back().has_file(&path))
}

/// The address of a heading on a record's page, or that page, and whether the heading is there; of a record that could
/// not be read nothing is known.
fn record_href(here: &Here<'_>, subject: &Subject, page: String, anchor: Option<&str>) -> (String, bool) {
    let is_unknown = file(here, subject).is_some_and(|file| file.whole_document().is_none());
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty() && !is_unknown) else { return (page, true) };
    match here.heading(subject, anchor) {
        Some(href) => (href, true),
        None => (format!("{}#{}", page.split('#').next().unwrap_or_default(), escape_anchor(anchor)), false),
    }
}

struct Resolver<'a> {
    here: &'a Here<'a>,
    /// Whose prose it is.
    of: &'a Subject,
    /// The file it is in.
    file: &'a WsPath,
    /// A customer's own references mean nothing here.
    is_quoted: bool,
}

impl Resolve for Resolver<'_> {
    fn resolve(&self, reference: &Reference) -> Target {
        if self.is_quoted {
            return in_quote(reference);
        }
        match reference {
            Reference::Wiki { target, anchor } => match self.here.snapshot().find_wiki(target) {
                Lookup::Found(subject) | Lookup::Former(subject) => self.record(&subject, anchor.as_deref()),
                Lookup::Undecidable | Lookup::Unknown if is_unshown(self.here, target) => Target::Words,
                Lookup::Undecidable | Lookup::Unknown => Target::Broken,
            },
            Reference::Mention { member } => match self.here.viewer.member(member) {
                Some(_) => self.record(&Subject::Member(member.clone()), None),
                None => Target::Broken,
            },
            Reference::Link { destination, image } => self.link(destination, *image),
        }
    }

    fn heading_id(&self, anchor: &str) -> String {
        self.here.viewer.heading_id(self.of, anchor).unwrap_or_default()
    }
}

/// What a reference in a customer's words comes to: an address of the web or of mail is one wherever it stands.
fn in_quote(reference: &Reference) -> Target {
    match reference {
        Reference::Link { destination, image: false } => to_outside(destination).unwrap_or(Target::Text),
        _ => Target::Text,
    }
}

/// An address of the web or of mail.
fn to_outside(destination: &str) -> Option<Target> {
    let link = || Target::Link { href: destination.to_owned(), text: destination.to_owned(), class: String::new() };
    matches!(check_url(destination), Ok(UrlKind::Web | UrlKind::Mail)).then(link)
}

impl Resolver<'_> {
    fn record(&self, subject: &Subject, anchor: Option<&str>) -> Target {
        let link: Link = self.here.subject(subject);
        let class = if link.class.is_empty() { "ref".to_owned() } else { link.class };
        match link.href.map(|href| record_href(self.here, subject, href, anchor)) {
            Some((href, is_whole)) => linked(href, is_whole, link.text, class),
            None => Target::Broken,
        }
    }

    fn link(&self, destination: &str, image: bool) -> Target {
        if let Some(outside) = to_outside(destination) {
            return outside;
        }
        if let Ok(UrlKind::Anchor(anchor)) = check_url(destination) {
            return self.anchor(destination, &anchor);
        }
        let Some(link) = self.here.snapshot().follow_link(self.file, destination) else { return Target::Broken };
        match lead(self.here, self.file, link.destination, link.anchor.as_deref()) {
            Lead::To { href, is_image: true, .. } if image => Target::Image { src: href },
            Lead::To { href, words, is_whole, .. } => linked(href, is_whole, words, "ref".to_owned()),
            Lead::Unavailable(why) => Target::Unavailable(why),
            Lead::Nowhere if is_held_back(self.here, self.file, &link.path) => Target::Words,
            Lead::Nowhere => Target::Broken,
        }
    }

    /// A heading of the same record; a column of the map can be reached, but is no heading.
    fn anchor(&self, destination: &str, anchor: &str) -> Target {
        let found = self.here.heading_from(self.of, anchor);
        let is_partial = file(self.here, self.of).is_some_and(FileEntry::is_partial);
        let is_whole = found.is_some() || anchor.is_empty() || is_partial;
        let href = found.unwrap_or_else(|| format!("#{}", escape_anchor(anchor)));
        linked(href, is_whole, destination.to_owned(), String::new())
    }
}

/// A link, marked where the heading is not there that it is to lead to.
fn linked(href: String, is_whole: bool, text: String, class: String) -> Target {
    let class = if is_whole { class } else { format!("{class} {BROKEN}").trim_start().to_owned() };
    Target::Link { href, text, class }
}
