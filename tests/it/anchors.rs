//! Links to headings: what check accepts leads to the very heading that is meant, on the page that shows it, and nothing on
//! a page has the ID of something else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use wayfare::check::check;
use wayfare::diag::{Report, Rule};
use wayfare::site::{Options, Site};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;
use wayfare::text::WsPath;

use crate::site::{attributes, decode};

/// Headings and their anchors: those of the pages themselves, of steps and stages, and of each other among them.
const HEADINGS: [(&str, &str); 14] = [
    ("Goal", "goal"),
    ("*goal*", "goal"),
    ("Goal 1", "goal-1"),
    ("\\_main", "_main"),
    ("\\_evidence", "_evidence"),
    ("\\_about", "_about"),
    ("\\_placed", "_placed"),
    ("Search", "search"),
    ("Book", "book"),
    ("Plan", "plan"),
    ("Plan/goal", "plangoal"),
    ("₂ ½", "-"),
    ("日本 & more", "日本--more"),
    ("!!!", ""),
];

/// The texts: their names, their files, the pages that show them, and what references name them by.
const TEXTS: [(&str, &str, &str, &str); 8] = [
    ("item", "blocks/a.md", "items/a.html", "a"),
    ("local", "journeys/trip/items/b.md", "items/b.html", "b"),
    ("persona", "personas/p.md", "personas/p.html", "p"),
    ("journey", "journeys/trip/journey.yaml", "journeys/trip/index.html", "trip"),
    ("first stage", "journeys/trip/journey.yaml", "journeys/trip/index.html", "trip/plan"),
    ("second stage", "journeys/trip/journey.yaml", "journeys/trip/index.html", "trip/about"),
    ("first step", "journeys/trip/journey.yaml", "journeys/trip/steps/goal.html", "trip/plan/goal"),
    ("second step", "journeys/trip/journey.yaml", "journeys/trip/steps/book.html", "trip/about/book"),
];
const JOURNEY: usize = 3;

/// A link from one text to a heading, by what it is written as.
#[derive(Clone, Debug)]
struct Link {
    from: usize,
    to: Option<usize>,
    by_path: bool,
    anchor: String,
}

fn link() -> impl Strategy<Value = Link> {
    let anchor = (0..HEADINGS.len() - 1, prop_oneof![4 => Just(""), 1 => Just("-1"), 1 => Just("-2")]);
    let anchor = anchor.prop_map(|(heading, more)| format!("{}{more}", HEADINGS[heading].1));
    let to = prop_oneof![1 => Just(None), 1 => (0..TEXTS.len()).prop_map(Some)];
    (0..TEXTS.len(), to, any::<bool>(), anchor).prop_map(|(from, to, by_path, anchor)| Link {
        from,
        to,
        by_path,
        anchor,
    })
}

type Headings = Vec<Vec<usize>>;

fn markdown(text: usize, headings: &Headings, links: &[Link]) -> String {
    let mut markdown = String::new();
    for (at, heading) in headings[text].iter().enumerate() {
        let _ = write!(markdown, "## {}\n\nmark-{text}-{at}.\n\n", HEADINGS[*heading].0);
    }
    for (at, link) in links.iter().enumerate().filter(|(_, link)| link.from == text) {
        let anchor = &link.anchor;
        let _ = match link.to {
            None => write!(markdown, "[to-{at}](#{anchor})\n\n"),
            Some(to) if link.by_path => {
                let folder = WsPath::new(TEXTS[text].1).expect("a path").parent();
                let path = folder.relative_to(&WsPath::new(TEXTS[to].1).expect("a path"));
                write!(markdown, "[to-{at}]({path}#{anchor})\n\n")
            }
            Some(to) => write!(markdown, "[[{}#{anchor}|to-{at}]]\n\n", TEXTS[to].3),
        };
    }
    markdown
}

fn tree(headings: &Headings, links: &[Link]) -> MemoryTree {
    let text = |at: usize| markdown(at, headings, links);
    let block = |at: usize, blanks: usize| {
        text(at).lines().fold(String::new(), |mut all, line| {
            let _ = writeln!(all, "{:blanks$}{line}", "");
            all
        })
    };
    let item = "kind: insight\nallow: [unplaced-item]";
    let stage = |at: usize, id: &str, step_at: usize, step: &str| {
        format!(
            "  - id: {id}\n    title: S\n    description: |\n      Words.\n\n{}    steps:\n      - id: {step}\n        title: T\n        \
             description: |\n          Words.\n\n{}",
            block(at, 6),
            block(step_at, 10)
        )
    };
    let journey = format!(
        "title: Trip\ndescription: |\n  Words.\n\n{}stages:\n{}{}",
        block(JOURNEY, 2),
        stage(4, "plan", 6, "goal"),
        stage(5, "about", 7, "book")
    );
    [
        ("workspace.yaml", "name: Acme\n".to_owned()),
        (TEXTS[0].1, format!("---\ntitle: A\n{item}\n---\n{}", text(0))),
        (TEXTS[1].1, format!("---\ntitle: B\n{item}\n---\n{}", text(1))),
        (TEXTS[2].1, format!("---\nname: P\n---\n{}", text(2))),
        (TEXTS[JOURNEY].1, journey),
    ]
    .into_iter()
    .collect()
}

/// The anchors of a text's headings, counted as forges count.
fn anchors(headings: &[usize]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for heading in headings {
        let own = HEADINGS[*heading].1.to_owned();
        let mut anchor = own.clone();
        while counts.contains_key(&anchor) {
            *counts.entry(own.clone()).or_default() += 1;
            anchor = format!("{own}-{}", counts[&own]);
        }
        counts.insert(anchor.clone(), 0);
        all.push(anchor);
    }
    all
}

/// The text and the heading that a link means: in the text named, or for a journey's file anywhere in it, that first.
fn meant(link: &Link, headings: &Headings) -> Option<(usize, usize)> {
    let in_journey = |first: usize| [first].into_iter().chain(JOURNEY..TEXTS.len()).collect();
    let texts: Vec<usize> = match link.to {
        None if link.from >= JOURNEY => in_journey(link.from),
        None => vec![link.from],
        Some(to) if to == JOURNEY || (to > JOURNEY && link.by_path) => in_journey(JOURNEY),
        Some(to) => vec![to],
    };
    let heading = |text: &usize| Some((*text, anchors(&headings[*text]).iter().position(|own| *own == link.anchor)?));
    texts.iter().find_map(heading)
}

fn refused(report: &Report, snapshot: &Snapshot, at: usize, file: &str) -> bool {
    let findings =
        report.findings().iter().filter(|it| it.problem.rule == Rule::BrokenAnchor && it.path.as_str() == file);
    let mut lines = findings.filter_map(|finding| {
        let source = snapshot.file(&finding.path)?.source()?;
        source.text()[..finding.problem.span.end as usize].lines().last().map(|line| line.trim().to_owned() + " ")
    });
    lines.any(|line| line.contains(&format!("to-{at}]")))
}

fn holds(headings: &Headings, links: &[Link]) -> Result<(), TestCaseError> {
    let tree = tree(headings, links);
    let snapshot = Snapshot::load(&tree).expect("a tree");
    let report = check(&snapshot);
    let others: Vec<_> = report.findings().iter().filter(|it| it.problem.rule != Rule::BrokenAnchor).collect();
    prop_assert!(others.iter().all(|it| it.level != wayfare::diag::Level::Error), "{:?}", others);
    let site = Site::new(&snapshot, &tree, &report, Options::default());
    let page = |path: &str| {
        let made = site.render(&WsPath::new(path).expect("a path")).expect("readable").expect("a page");
        String::from_utf8(made.bytes).expect("text")
    };
    let pages: BTreeMap<&str, String> = TEXTS.iter().map(|(_, _, path, _)| (*path, page(path))).collect();
    for (path, page) in &pages {
        let ids: Vec<String> = attributes(page, "id").collect();
        let distinct: BTreeSet<&String> = ids.iter().collect();
        prop_assert_eq!(distinct.len(), ids.len(), "{} has an ID twice: {:?}", path, ids);
    }
    for (at, link) in links.iter().enumerate() {
        let (_, file, path, _) = TEXTS[link.from];
        let page = &pages[path];
        let end = page.find(&format!(">to-{at}</a>"));
        let tag = end.map(|end| page[page[..end].rfind("<a").expect("its start")..end].to_owned());
        let Some((text, heading)) = meant(link, headings) else {
            prop_assert!(refused(&report, &snapshot, at, file), "check accepts {:?}", link);
            prop_assert!(tag.is_some_and(|tag| tag.contains("broken-ref")), "{:?} is not marked", link);
            continue;
        };
        prop_assert!(!refused(&report, &snapshot, at, file), "check refuses {:?}", link);
        let tag = tag.expect("a link");
        let href = attributes(&tag, "href").next().expect("an address");
        let (target, id) = href.split_once('#').expect("an anchor");
        let target = if target.is_empty() { path.to_owned() } else { join(path, target) };
        let marked = format!(" id=\"{}\"", decode(id).replace('&', "&amp;"));
        let page = &pages[target.as_str()];
        let places: Vec<usize> = page.match_indices(&marked).map(|(at, _)| at).collect();
        prop_assert_eq!(places.len(), 1, "{} on {} of {:?}", id, target, link);
        let mark = page[places[0]..].split("mark-").nth(1).and_then(|rest| rest.split('.').next());
        let meant = format!("{text}-{heading}");
        prop_assert_eq!(mark, Some(meant.as_str()), "{:?}", link);
        prop_assert!(!tag.contains("broken-ref"), "{:?} is marked", link);
    }
    Ok(())
}

fn join(from: &str, to: &str) -> String {
    let folder = WsPath::new(from).expect("a path").parent();
    folder.join(&decode(to)).expect("in the site").to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_check_accepts_leads_to_the_heading_that_is_meant(
        headings in prop::collection::vec(prop::collection::vec(0..HEADINGS.len(), 0..5), TEXTS.len()),
        links in prop::collection::vec(link(), 1..40),
    ) {
        holds(&headings, &links)?;
    }
}

#[test]
fn a_heading_has_its_own_anchor_where_that_is_free() {
    let headings = vec![vec![0, 3], vec![], vec![], vec![0, 7], vec![0, 7], vec![], vec![5], vec![]];
    let tree = tree(&headings, &[]);
    let snapshot = Snapshot::load(&tree).expect("a tree");
    let report = check(&snapshot);
    let site = Site::new(&snapshot, &tree, &report, Options::default());
    let ids = |path: &str| -> Vec<String> {
        let made = site.render(&WsPath::new(path).expect("a path")).expect("readable").expect("a page");
        let page = String::from_utf8(made.bytes).expect("text");
        let prose = page.split("class=\"prose\"").skip(1).chain(page.split("class=\"section prose\"").skip(1));
        prose
            .flat_map(|prose| attributes(prose.split("</div>").next().unwrap_or_default(), "id").collect::<Vec<_>>())
            .collect()
    };
    // The step `goal` has its column on the map.
    assert_eq!(ids("journeys/trip/index.html")[..4], ["about/goal", "search", "plan/goal", "plan/search"]);
    assert_eq!(ids("items/a.html")[..2], ["goal", "text/_main"]);
    assert_eq!(ids("journeys/trip/steps/goal.html")[0], "text/_about");
}
