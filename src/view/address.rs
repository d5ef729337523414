//! Where each page is: a function of IDs alone.
//!
//! An ID becomes a file name as it is. The one ID that is taken (`index`) and texts that are no IDs get an underscore,
//! which no ID has, so that no two records share an address.

use crate::diag::Rule;
use crate::model::{FileKind, Kind};
use crate::text::{WsPath, escape_anchor, escape_path, is_file_name, slugify};

/// A file for programs, in the site's root.
pub fn machine_file(name: &str) -> WsPath {
    page(name)
}

/// Everything as data.
pub(super) fn export() -> WsPath {
    machine_file("workspace.json")
}

pub(super) fn home() -> WsPath {
    page("index.html")
}

pub(super) fn not_found() -> WsPath {
    page("404.html")
}

pub(super) fn journeys() -> WsPath {
    page("journeys/index.html")
}

pub(super) fn journey(id: &str) -> WsPath {
    page(&format!("journeys/{}/index.html", file_name(id)))
}

/// A view of a journey but its map.
pub(super) fn journey_view(id: &str, view: &str) -> WsPath {
    page(&format!("journeys/{}/{view}.html", file_name(id)))
}

pub(super) fn step(journey: &str, step: &str) -> WsPath {
    page(&format!("journeys/{}/steps/{}.html", file_name(journey), file_name(step)))
}

pub(super) fn item(id: &str) -> WsPath {
    record(FileKind::Item, id)
}

/// The page of a record that is not a journey.
pub(super) fn record(kind: FileKind, id: &str) -> WsPath {
    page(&format!("{}/{}.html", kind.row().plural, file_name(id)))
}

pub(super) fn blocks() -> WsPath {
    page("blocks/index.html")
}

pub(super) fn blocks_of(kind: Kind) -> WsPath {
    page(&format!("blocks/{}.html", kind.plural()))
}

/// The first page of a list, beside the page it belongs to.
pub(super) fn list(of: &WsPath, list: &str) -> WsPath {
    let of = of.as_str();
    page(&format!("{}_{list}.html", of.strip_suffix(".html").unwrap_or(of)))
}

pub(super) fn personas() -> WsPath {
    page("personas/index.html")
}

pub(super) fn persona(id: &str) -> WsPath {
    record(FileKind::Persona, id)
}

pub(super) fn members() -> WsPath {
    page("members/index.html")
}

pub(super) fn member(id: &str) -> WsPath {
    page(&format!("members/{}.html", file_name(id)))
}

pub(super) fn signals() -> WsPath {
    page("signals/index.html")
}

pub(super) fn signal(id: &str) -> WsPath {
    record(FileKind::Signal, id)
}

pub(super) fn search() -> WsPath {
    page("search/index.html")
}

/// A part of the search index; `kind` is one of the site's own words.
pub(super) fn search_part(kind: &str, number: usize) -> WsPath {
    page(&format!("search/{kind}.{number}.js"))
}

/// A part of the summaries of the items on a journey's map.
pub(super) fn summary_part(journey: &str, number: usize) -> WsPath {
    page(&format!("journeys/{}/summaries.{number}.js", file_name(journey)))
}

/// The first page of what changed since another state.
pub(super) fn review() -> WsPath {
    page("review.html")
}

/// The first page of what happened before.
pub(super) fn changes() -> WsPath {
    page("changes/index.html")
}

/// What happened lately, for programs that tell of it.
pub(super) fn feed() -> WsPath {
    machine_file("feed.xml")
}

pub(super) fn health() -> WsPath {
    page("health/index.html")
}

/// The folder of the pages of rules.
pub(super) fn rules() -> WsPath {
    page("health/rules")
}

pub(super) fn rule(rule: Rule) -> WsPath {
    page(&format!("health/rules/{rule}.html"))
}

/// A list of what needs attention, by its name.
pub(super) fn attention(name: &str) -> WsPath {
    page(&format!("health/{name}.html"))
}

/// The relative reference that leads from one page to another, or to an anchor on itself.
pub(super) fn relative(from: &WsPath, to: &WsPath, anchor: Option<&str>) -> String {
    let mut href = match anchor {
        Some(_) if from == to => String::new(),
        _ => escape_path(&from.parent().relative_to(to)),
    };
    if let Some(anchor) = anchor {
        href.push('#');
        href.push_str(&escape_anchor(anchor));
    }
    href
}

fn page(path: &str) -> WsPath {
    WsPath::new(path).expect("made of file names and slashes")
}

fn file_name(id: &str) -> String {
    if id == "index" {
        return "index_".to_owned();
    }
    if is_file_name(id) {
        return id.to_owned();
    }
    let hash = blake3::hash(id.as_bytes()).to_hex();
    let readable = slugify(id);
    format!("{}_{}", if readable.is_empty() { "record" } else { &readable }, &hash[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    #[test]
    fn no_two_ids_share_an_address() {
        let names = ["index", "index_", "Index", "a", "A", "ä", "con", "..", "a/b", ""].map(file_name);
        let distinct: std::collections::BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
        assert!(names.iter().all(|name| !name.contains(['/', '.']) && !name.is_empty()));
    }

    #[test]
    fn leads_from_page_to_page() {
        let from = step("a", "b");
        assert_eq!(relative(&from, &item("x"), None), "../../../items/x.html");
        assert_eq!(relative(&from, &from, Some("top")), "#top");
        assert_eq!(
            relative(&home(), &path("assets/a.pdf"), Some("page=3&zoom=50 \"")),
            "assets/a.pdf#page=3&zoom=50%20%22"
        );
        assert_eq!(relative(&home(), &path("assets/über uns.png"), None), "assets/%C3%BCber%20uns.png");
    }
}
