//! Prose as HTML, its references turned into links of the site.

use super::address;
use super::link::{Here, Link};
use crate::markdown::{self, BROKEN, Reference, Resolve, Target};
use crate::model::Prose;
use crate::snapshot::{Lookup, StageKey, Subject};
use crate::text::{UrlKind, WsPath, check_url, escape_anchor};

/// Renders the prose of a record, stage or step; `None` when there is none.
pub(super) fn render(here: &Here<'_>, of: &Subject, prose: Option<&Prose>, top_heading: u8) -> Option<String> {
    let prose = prose.filter(|prose| !prose.is_blank())?;
    let folder = file(here, of)?.parent();
    let resolver = Resolver { here, of, folder, of_customer: matches!(of, Subject::Signal(_)) };
    // Authors begin with `##` as often as with `#`; on the page neither may skip a level.
    let highest = prose.headings().iter().map(|heading| heading.level).min().unwrap_or(1);
    Some(markdown::render(prose.text(), &resolver, top_heading.saturating_sub(highest - 1).max(1)))
}

/// The file in which a subject's prose is written.
fn file<'a>(here: &Here<'a>, of: &Subject) -> Option<&'a WsPath> {
    let snapshot = here.viewer.snapshot;
    Some(match of {
        Subject::Journey(key) | Subject::Stage(StageKey { journey: key, .. }) => snapshot.journey(*key).path(),
        Subject::Step(key) => snapshot.journey(key.stage.journey).path(),
        Subject::Item(key) => snapshot.item(*key).path(),
        Subject::Persona(key) => snapshot.persona(*key).path(),
        Subject::Signal(key) => snapshot.signal(*key).path(),
        Subject::Workspace | Subject::Member(_) => return None,
    })
}

/// A link to a file of the workspace, by a relative reference from `folder`: a record's page, a published asset, or
/// else the file in the repository.
pub(super) fn file_href(here: &Here<'_>, folder: &WsPath, reference: &str) -> Option<String> {
    let Ok(UrlKind::Relative { path, anchor }) = check_url(reference) else { return None };
    Some(path_href(here, &folder.join(&path)?, anchor.as_deref())?.0)
}

/// The address for a path, and whether it is all there: a record may lack the heading.
fn path_href(here: &Here<'_>, path: &WsPath, anchor: Option<&str>) -> Option<(String, bool)> {
    if let Some(subject) = here.snapshot().find_path(path) {
        return record_href(here, &subject, here.subject(&subject).href?, anchor);
    }
    if !here.snapshot().has_file(path) {
        return None;
    }
    if address::asset_is_published(path) {
        return Some((address::relative(&here.path, path, anchor), true));
    }
    Some((here.viewer.repository_url(path)?, true))
}

/// The address of a heading on a record's page, or that page, and whether the heading is there.
fn record_href(here: &Here<'_>, subject: &Subject, page: String, anchor: Option<&str>) -> Option<(String, bool)> {
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return Some((page, true)) };
    Some(match here.heading(subject, anchor) {
        Some(href) => (href, true),
        None => (format!("{}#{}", page.split('#').next().unwrap_or_default(), escape_anchor(anchor)), false),
    })
}

struct Resolver<'a> {
    here: &'a Here<'a>,
    /// Whose prose it is.
    of: &'a Subject,
    folder: WsPath,
    /// Mentions in a signal are the customer's own and mean nobody.
    of_customer: bool,
}

impl Resolve for Resolver<'_> {
    fn resolve(&self, reference: &Reference) -> Target {
        match reference {
            Reference::Wiki { target, anchor } => match self.here.snapshot().find_wiki(target) {
                Lookup::Found(subject) | Lookup::Former(subject) => self.record(&subject, anchor.as_deref()),
                Lookup::Undecidable | Lookup::Unknown => Target::Broken,
            },
            Reference::Mention { .. } if self.of_customer => Target::Text,
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

impl Resolver<'_> {
    fn record(&self, subject: &Subject, anchor: Option<&str>) -> Target {
        let link: Link = self.here.subject(subject);
        let class = if link.class.is_empty() { "ref".to_owned() } else { link.class };
        match link.href.and_then(|href| record_href(self.here, subject, href, anchor)) {
            Some((href, is_whole)) => linked(href, is_whole, link.text, class),
            None => Target::Broken,
        }
    }

    fn link(&self, destination: &str, image: bool) -> Target {
        let plain = |href: String| Target::Link { href, text: destination.to_owned(), class: String::new() };
        let (path, anchor) = match check_url(destination) {
            Ok(UrlKind::Web | UrlKind::Mail) => return plain(destination.to_owned()),
            Ok(UrlKind::Anchor(anchor)) => return self.anchor(destination, &anchor),
            Ok(UrlKind::Relative { path, anchor }) => (path, anchor),
            Err(_) => return Target::Broken,
        };
        let Some(path) = self.folder.join(&path) else { return Target::Broken };
        match path_href(self.here, &path, anchor.as_deref()) {
            Some((src, true)) if image && address::is_image(&path) => Target::Image { src },
            Some((href, is_whole)) => linked(href, is_whole, path.file_name().to_owned(), "ref".to_owned()),
            None => Target::Broken,
        }
    }

    /// A heading of the same record; a column of the map can be reached, but is no heading.
    fn anchor(&self, destination: &str, anchor: &str) -> Target {
        let found = self.here.heading_from(self.of, anchor);
        let is_whole = found.is_some() || anchor.is_empty();
        let href = found.unwrap_or_else(|| format!("#{}", escape_anchor(anchor)));
        linked(href, is_whole, destination.to_owned(), String::new())
    }
}

/// A link, marked where the heading is not there that it is to lead to.
fn linked(href: String, is_whole: bool, text: String, class: String) -> Target {
    let class = if is_whole { class } else { format!("{class} {BROKEN}").trim_start().to_owned() };
    Target::Link { href, text, class }
}
