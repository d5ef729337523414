//! Prose as HTML, its references turned into links of the site.

use super::address;
use super::link::{Here, Link};
use crate::markdown::{self, Reference, Resolve, Target};
use crate::model::Prose;
use crate::snapshot::{Lookup, Subject};
use crate::text::{WsPath, split_reference};

/// Renders the prose of the record in `file`; `None` when there is none.
pub(super) fn render(here: &Here<'_>, prose: &Prose, file: &WsPath, top_heading: u8) -> Option<String> {
    if prose.is_blank() {
        return None;
    }
    let of_customer = matches!(here.snapshot().find_path(file), Some(Subject::Signal(_)));
    let resolver = Resolver { here, folder: file.parent(), of_customer };
    Some(markdown::render(prose.text(), &resolver, top_heading))
}

/// A link to a file of the workspace, by its path relative to `folder`: a record's page, a published asset,
/// or else the file in the repository.
pub(super) fn file_href(here: &Here<'_>, folder: &WsPath, destination: &str) -> Option<String> {
    let reference = split_reference(destination)?;
    let (path, anchor) = (folder.join(&reference.path)?, reference.anchor.as_deref());
    if let Some(subject) = here.snapshot().find_path(&path) {
        return with_anchor(here.subject(&subject).href?, anchor);
    }
    if !here.snapshot().has_file(&path) {
        return None;
    }
    if address::asset_is_published(&path) {
        return Some(address::relative(&here.path, &path, anchor));
    }
    here.viewer.repository_url(&path)
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
        if is_external(destination) {
            return Target::Link { href: destination.to_owned(), text: destination.to_owned(), class: String::new() };
        }
        if let Some(anchor) = destination.strip_prefix('#') {
            return Target::Link { href: format!("#{anchor}"), text: anchor.to_owned(), class: String::new() };
        }
        let path = split_reference(destination).and_then(|reference| self.folder.join(&reference.path));
        let (Some(path), Some(href)) = (path, file_href(self.here, &self.folder, destination)) else {
            return Target::Broken;
        };
        if image && address::is_image(&path) && address::asset_is_published(&path) {
            return Target::Image { src: href };
        }
        Target::Link { href, text: path.file_name().to_owned(), class: "ref".to_owned() }
    }
}

/// Whether a destination names a scheme; that it is a safe one is for [`markdown`] to see to.
fn is_external(destination: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| destination.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

fn with_anchor(href: String, anchor: Option<&str>) -> Option<String> {
    Some(match anchor {
        Some(anchor) => {
            let page = href.split('#').next().unwrap_or_default();
            format!("{page}#{}", address::escape(anchor))
        }
        None => href,
    })
}
