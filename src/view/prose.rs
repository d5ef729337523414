//! Prose as HTML, its references turned into links of the site.

use super::address;
use super::link::{Here, Link};
use crate::markdown::{self, Reference, Resolve, Target};
use crate::model::Prose;
use crate::snapshot::{Lookup, Subject};
use crate::text::{UrlKind, WsPath, check_url, escape_anchor};

/// Renders the prose of the record in `file`; `None` when there is none.
pub(super) fn render(here: &Here<'_>, prose: &Prose, file: &WsPath, top_heading: u8) -> Option<String> {
    if prose.is_blank() {
        return None;
    }
    let of_customer = matches!(here.snapshot().find_path(file), Some(Subject::Signal(_)));
    let resolver = Resolver { here, folder: file.parent(), of_customer };
    // Authors begin with `##` as often as with `#`; on the page neither may skip a level.
    let highest = prose.headings().iter().map(|heading| heading.level).min().unwrap_or(1);
    Some(markdown::render(prose.text(), &resolver, top_heading.saturating_sub(highest - 1).max(1)))
}

/// A link to a file of the workspace, by a relative reference from `folder`: a record's page, a published asset, or
/// else the file in the repository.
pub(super) fn file_href(here: &Here<'_>, folder: &WsPath, reference: &str) -> Option<String> {
    let Ok(UrlKind::Relative { path, anchor }) = check_url(reference) else { return None };
    path_href(here, &folder.join(&path)?, anchor.as_deref())
}

fn path_href(here: &Here<'_>, path: &WsPath, anchor: Option<&str>) -> Option<String> {
    if let Some(subject) = here.snapshot().find_path(path) {
        return with_anchor(here.subject(&subject).href?, anchor);
    }
    if !here.snapshot().has_file(path) {
        return None;
    }
    if address::asset_is_published(path) {
        return Some(address::relative(&here.path, path, anchor));
    }
    here.viewer.repository_url(path)
}

struct Resolver<'a> {
    here: &'a Here<'a>,
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
}

impl Resolver<'_> {
    fn record(&self, subject: &Subject, anchor: Option<&str>) -> Target {
        let link: Link = self.here.subject(subject);
        let class = if link.class.is_empty() { "ref".to_owned() } else { link.class };
        match link.href.and_then(|href| with_anchor(href, anchor)) {
            Some(href) => Target::Link { href, text: link.text, class },
            None => Target::Broken,
        }
    }

    fn link(&self, destination: &str, image: bool) -> Target {
        let plain = |href: String| Target::Link { href, text: destination.to_owned(), class: String::new() };
        let (path, anchor) = match check_url(destination) {
            Ok(UrlKind::Web | UrlKind::Mail) => return plain(destination.to_owned()),
            Ok(UrlKind::Anchor(anchor)) => return plain(format!("#{}", escape_anchor(&anchor))),
            Ok(UrlKind::Relative { path, anchor }) => (path, anchor),
            Err(_) => return Target::Broken,
        };
        let Some(path) = self.folder.join(&path) else { return Target::Broken };
        match path_href(self.here, &path, anchor.as_deref()) {
            Some(src) if image && address::is_image(&path) => Target::Image { src },
            Some(href) => Target::Link { href, text: path.file_name().to_owned(), class: "ref".to_owned() },
            None => Target::Broken,
        }
    }
}

fn with_anchor(href: String, anchor: Option<&str>) -> Option<String> {
    Some(match anchor {
        Some(anchor) => {
            let page = href.split('#').next().unwrap_or_default();
            format!("{page}#{}", escape_anchor(anchor))
        }
        None => href,
    })
}
