//! Files for programs: the whole workspace as data, an introduction for language models, a map for search engines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::feed;
use crate::text::WsPath;
use crate::view::{Entry, Named, Overview, PageId, Viewer, machine_file};

/// The most addresses in one map, by the protocol of sitemaps.org.
const MOST_ADDRESSES: usize = 50_000;

/// A file for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MachineFile {
    /// Everything in the workspace.
    Export,
    /// What the site is about, in the form of llmstxt.org.
    Introduction,
    /// The addresses of the pages, or of the maps where they are too many for one.
    Map,
    /// What happened lately, as an Atom feed.
    Feed,
    /// One of several maps, counted from 0.
    MapPart(usize),
}

/// The files for programs that a site has.
pub(super) fn files(viewer: &Viewer<'_>, pages: &BTreeMap<WsPath, PageId>) -> BTreeMap<WsPath, MachineFile> {
    let mut files = BTreeMap::from([
        (machine_file("workspace.json"), MachineFile::Export),
        (machine_file("llms.txt"), MachineFile::Introduction),
    ]);
    if viewer.has_past() {
        files.insert(machine_file("feed.xml"), MachineFile::Feed);
    }
    if viewer.has_url() {
        files.insert(machine_file("sitemap.xml"), MachineFile::Map);
        files.extend(parts(pages).map(|part| (part_path(part), MachineFile::MapPart(part))));
    }
    files
}

impl MachineFile {
    /// Makes the file.
    pub(super) fn make(self, viewer: &Viewer<'_>, pages: &BTreeMap<WsPath, PageId>) -> Vec<u8> {
        match self {
            MachineFile::Export => {
                let mut json = serde_json::to_vec(&viewer.export()).expect("the export is plain data");
                json.push(b'\n');
                json
            }
            MachineFile::Introduction => introduction(&viewer.overview()).into_bytes(),
            MachineFile::Feed => viewer.feed().map(|feed| feed::xml(&feed)).unwrap_or_default().into_bytes(),
            MachineFile::Map if parts(pages).is_empty() => {
                xml("urlset", "url", &viewer.urls(lasting(pages))).into_bytes()
            }
            MachineFile::Map => {
                let paths: Vec<WsPath> = parts(pages).map(part_path).collect();
                xml("sitemapindex", "sitemap", &viewer.urls(paths.iter())).into_bytes()
            }
            MachineFile::MapPart(part) => {
                let own = lasting(pages).skip(part * MOST_ADDRESSES).take(MOST_ADDRESSES);
                xml("urlset", "url", &viewer.urls(own)).into_bytes()
            }
        }
    }
}

/// The pages that search engines are to know.
fn lasting(pages: &BTreeMap<WsPath, PageId>) -> impl Iterator<Item = &WsPath> {
    pages.iter().filter(|(_, page)| page.is_lasting()).map(|(path, _)| path)
}

/// The maps that one leads to; none where one holds every page.
fn parts(pages: &BTreeMap<WsPath, PageId>) -> Range<usize> {
    let count = lasting(pages).count();
    0..if count > MOST_ADDRESSES { count.div_ceil(MOST_ADDRESSES) } else { 0 }
}

fn part_path(part: usize) -> WsPath {
    machine_file(&format!("sitemap.{}.xml", part + 1))
}

fn xml(root: &str, entry: &str, addresses: &[String]) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for address in addresses {
        let address = address.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(text, "<{entry}><loc>{address}</loc></{entry}>");
    }
    text + &format!("</{root}>\n")
}

fn introduction(overview: &Overview) -> String {
    let mut text = format!("# {}\n\n", inline(&overview.title));
    if let Some(summary) = &overview.summary {
        let _ = write!(text, "> {}\n\n", inline(summary));
    }
    text += "Customer journeys: each has stages, a stage has steps, and on the steps lie touchpoints, insights, \
             opportunities, solutions and metrics. A touchpoint leads to insights, an insight to opportunities, an \
             opportunity to solutions, and metrics judge them.\n";
    for named in overview.journeys.iter().chain([&overview.personas]) {
        add_named(&mut text, named);
    }
    add_section(&mut text, "Optional", &overview.more);
    text
}

fn add_named(text: &mut String, named: &Named) {
    add_section(text, &inline(&named.title), &named.entries);
    if let Some((count, href)) = &named.rest {
        let _ = writeln!(text, "- [And {count} more]({href})");
    }
}

fn add_section(text: &mut String, title: &str, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n");
    for Entry { name, href, about } in entries {
        let about = about.as_deref().map(|about| format!(": {}", inline(about))).unwrap_or_default();
        let _ = writeln!(text, "- [{}]({href}){about}", inline(name));
    }
}

/// A user's text as a line of Markdown that means that text.
fn inline(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '[' | ']' | '<' | '`' | '*' | '_' | '#' | '>') {
            line.push('\\');
        }
        line.push(if letter.is_control() { ' ' } else { letter });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Report;
    use crate::snapshot::Snapshot;
    use crate::store::MemoryTree;
    use crate::view::{Index, Settings};

    #[test]
    fn texts_of_users_stay_texts() {
        assert_eq!(inline("a [b](c)\n# d <e>"), r"a \[b\](c) \# d \<e\>");
    }

    #[test]
    fn addresses_are_escaped_in_maps() {
        let map = xml("urlset", "url", &["https://a.example/?b=1&c=<".to_owned()]);
        assert!(map.contains("<url><loc>https://a.example/?b=1&amp;c=&lt;</loc></url>"), "{map}");
    }

    #[test]
    fn maps_are_split_where_the_protocol_says() {
        let tree: MemoryTree = [("workspace.yaml", "site: { base_url: 'https://a.example' }\n")].into_iter().collect();
        let snapshot = Snapshot::load(&tree).expect("a tree in memory");
        let report = Report::default();
        let (settings, index) = (Settings::default(), Index::default());
        let viewer = Viewer::new(&snapshot, &report, &settings, &index);
        let pages = viewer.pages();
        let [search, not_found] = ["search/index.html", "404.html"].map(|at| &pages[&WsPath::new(at).expect("a path")]);
        for (count, maps) in [(1, 1), (MOST_ADDRESSES, 1), (MOST_ADDRESSES + 1, 3), (2 * MOST_ADDRESSES, 3)] {
            let path = |at: usize| WsPath::new(&format!("items/{at:06}.html")).expect("a path");
            let mut pages: BTreeMap<WsPath, PageId> = (0..count).map(|at| (path(at), search.clone())).collect();
            pages.insert(path(count), not_found.clone());
            let made = files(&viewer, &pages);
            let made = made.into_iter().filter(|(path, _)| path.extension() == "xml");
            let made: Vec<String> =
                made.map(|(_, file)| String::from_utf8(file.make(&viewer, &pages)).expect("text")).collect();
            assert_eq!(made.len(), maps, "{count}");
            assert!(made.iter().all(|map| map.matches("<loc>").count() <= MOST_ADDRESSES));
            let addresses: usize = made.iter().map(|map| map.matches("<url>").count()).sum();
            assert_eq!(addresses, count, "each page is in one map");
            if maps > 1 {
                let index = made.last().expect("`sitemap.xml` comes last");
                assert!(index.contains("<sitemap><loc>https://a.example/sitemap.2.xml</loc></sitemap>"), "{index}");
            }
        }
    }
}
