//! Sites of workspaces that have grown: every link leads somewhere, every page is reached, and none is too heavy.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wayfare::site::Options;
use wayfare::store::MemoryTree;
use wayfare::text::WsPath;

use crate::generated::workspace;
use crate::site::{Pages, all_dangling, attributes, decode, pages, render};

/// The most bytes of a page, a journey's own map and table aside: those show all of the journey by design.
const MOST_BYTES: usize = 300_000;

/// More than any list shows on one page.
const MANY: usize = 450;

pub(crate) type Files = BTreeMap<String, String>;

fn site_of(files: &Files) -> BTreeMap<WsPath, Vec<u8>> {
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let (site, faults) = render(&tree, Options::default());
    assert_eq!(faults, []);
    site
}

/// The pages that links lead to from home.
fn reached(pages: &Pages) -> BTreeSet<String> {
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        let folder = WsPath::new(&path).expect("a page's path").parent();
        for href in attributes(&pages[&path], "href") {
            let file = href.split('#').next().unwrap_or_default();
            let target = folder.join(&decode(file)).map(|target| target.to_string());
            let page = target.filter(|target| !file.is_empty() && pages.contains_key(target));
            open.extend(page.filter(|page| reached.insert(page.clone())));
        }
    }
    reached
}

fn holds(files: &Files) -> Pages {
    let site = site_of(files);
    assert_eq!(all_dangling(&site), Vec::<String>::new());
    let pages = pages(&site);
    let reached = reached(&pages);
    for (path, page) in &pages {
        let is_own_view = path.starts_with("journeys/") && path.matches('/').count() == 2 && !path.contains('_');
        assert!(is_own_view || page.len() <= MOST_BYTES, "{path} has {} bytes", page.len());
        assert!(path == "404.html" || reached.contains(path), "no link leads to {path}");
        let ids: Vec<String> = attributes(page, "id").collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path} names an ID twice");
    }
    pages
}

#[test]
fn a_generated_workspace_has_a_site_without_a_broken_link() {
    holds(&workspace::generate(400, 7));
}

/// What people write where nobody expects it: long, wide, from right to left, without a place to break.
const TITLES: [&str; 8] = [
    "The customer who was promised a call on Monday waits until Thursday and then cancels for good",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-und-mehr-davon",
    "お客様は月曜日に約束された電話を木曜日まで待ち、それからすべての契約を解約してしまいます。担当者はそのことを知りません",
    "العميل ينتظر المكالمة الموعودة من يوم الاثنين حتى يوم الخميس ثم يلغي الاشتراك نهائيا",
    "👩‍👩‍👧‍👦🎉🚀 Launch 🏳️‍🌈👨🏽‍💻 day",
    "<b>Not bold</b> & \"quoted\" 'twice'",
    "https://example.com/a/very/long/address/that/has/no/space/in/it/and/goes/on/and/on/and/on/index.html",
    "A",
];

/// One journey of 60 steps with 900 items, among them one on 40 steps, under the titles of [`TITLES`].
pub(crate) fn extremes() -> Files {
    let mut files = Files::new();
    let title = |n: usize| TITLES[n % TITLES.len()].replace('"', "\\\"");
    let lanes = "lanes:\n  - { id: backstage, title: Backstage }\n";
    let members = format!("members:\n  - {{ id: maya, name: \"{}\", role: owner }}\n", title(1));
    files.insert("workspace.yaml".to_owned(), format!("name: \"{}\"\n{members}{lanes}", title(0)));
    for n in 0..TITLES.len() {
        let persona =
            format!("---\nname: \"{}\"\nrole: \"{}\"\ngoals: [\"{}\"]\n---\n", title(n), title(n + 1), title(n + 2));
        files.insert(format!("personas/p{n}.md"), persona);
    }
    let mut journey =
        format!("title: \"{}\"\nsummary: \"{}\"\nowner: maya\npersonas: [p0, p1]\nstages:\n", title(3), title(2));
    for step in 0..60 {
        if step % 10 == 0 {
            let _ = write!(journey, "  - id: s{step}\n    title: \"{}\"\n    steps:\n", title(step / 10));
        }
        let _ = write!(
            journey,
            "      - id: t{step}\n        title: \"{}\"\n        emotion: {}\n",
            title(step),
            step % 5 + 1
        );
        let _ = write!(
            journey,
            "        personas: [p{}]\n        lanes: {{ backstage: \"{}\" }}\n",
            step % 8,
            title(step + 1)
        );
        let everywhere = if step < 40 { "i0, " } else { "" };
        let own: Vec<String> = (0..15).map(|n| format!("i{}", step * 15 + n)).filter(|id| id != "i0").collect();
        let _ = writeln!(journey, "        items: [{everywhere}{}]", own.join(", "));
    }
    files.insert("journeys/long/journey.yaml".to_owned(), journey);
    let kinds = ["touchpoint", "insight", "opportunity", "solution", "metric"];
    for n in 0..900 {
        let (kind, title) = (kinds[n % 5], title(n));
        let link = if n % 5 < 4 { format!("links: [i{}]\n", n + 1) } else { String::new() };
        let owner = if n % 5 > 1 { "owner: maya\n" } else { "evidence:\n  - quote: \"x\"\n    persona: p2\n" };
        let item = format!(
            "---\nkind: {kind}\ntitle: \"{title}\"\n{owner}{link}tags: [\"{title}\"]\nx-note: \"{title}\"\n---\n{title}\n"
        );
        files.insert(format!("journeys/long/items/i{n}.md"), item);
        if n % 5 == 4 {
            let rows = "date,value,note\n2026-01-01,40,\n2026-02-01,61.5,After\n2026-03-01,12345678901234,\n";
            files.insert(format!("journeys/long/items/i{n}.csv"), rows.to_owned());
        }
    }
    files.insert(
        "signals/s.md".to_owned(),
        format!("---\nsource: support\nitems: [i0, i1]\npersona: p3\n---\n{}\n", title(1)),
    );
    files
}

#[test]
fn extremes_have_a_site_without_a_broken_link() {
    holds(&extremes());
}

/// A workspace where everything names one insight, one persona, one journey and one member.
pub(crate) fn crowded() -> Files {
    let mut files = Files::new();
    let mut add = |path: String, text: String| files.insert(path, text);
    add("workspace.yaml".to_owned(), "name: Crowded\nmembers:\n  - { id: maya, name: Maya Chen }\n".to_owned());
    let mut steps = String::new();
    for n in 0..MANY {
        let _ = write!(steps, "      - id: step-{n}\n        title: Step {n}\n        personas: [admin]\n");
        let _ = write!(steps, "        journeys: [inner]\n        items: [{{ item: hub, note: As in {n}. }}]\n");
    }
    let head = "title: Long\npersonas: [admin]\nstages:\n  - id: stage\n    title: Stage\n    steps:\n";
    add("journeys/long/journey.yaml".to_owned(), format!("{head}{steps}"));
    add("journeys/inner/journey.yaml".to_owned(), "title: Inner\nstages: []\n".to_owned());
    add("personas/admin.md".to_owned(), "---\nname: Admin\n---\n".to_owned());
    let metric = "---\nkind: metric\ntitle: Rate\nstatus: active\nunit: percent\ntarget: 60\ndirection: higher\n---\n";
    add("blocks/rate.md".to_owned(), metric.to_owned());
    let mut rows = String::from("date,value,note\n");
    for n in 0..5 * MANY {
        let _ = writeln!(rows, "{:04}-{:02}-{:02},{},", 2000 + n / 336, n / 28 % 12 + 1, n % 28 + 1, n % 90);
    }
    add("blocks/rate.csv".to_owned(), rows);
    let mut led = String::new();
    for n in 0..MANY {
        let prose = "See [[hub]], [[admin]], [[inner]], [[long/step-1]], [[signal-1]] and @maya.";
        let touchpoint = format!("kind: touchpoint\ntitle: Touchpoint {n}\nactor: [admin]\nlinks: [hub]");
        add(format!("blocks/touch-{n}.md"), format!("---\n{touchpoint}\n---\n{prose}\n"));
        let opportunity = format!("kind: opportunity\ntitle: Opportunity {n}\nowner: maya");
        add(format!("blocks/chance-{n}.md"), format!("---\n{opportunity}\n---\n"));
        let about = "source: support\npersona: admin\nstep: long/stage/step-1";
        add(format!("signals/signal-{n}.md"), format!("---\n{about}\nitems: [hub]\n---\nIt hurts.\n"));
        add(format!("personas/persona-{n}.md"), format!("---\nname: Persona {n}\n---\n"));
        let _ = write!(led, "{}chance-{n}", if n == 0 { "" } else { ", " });
    }
    let insight = format!("kind: insight\ntitle: Hub\nsegment: [admin]\nlinks: [{led}]");
    add("blocks/hub.md".to_owned(), format!("---\n{insight}\n---\n"));
    files
}

#[test]
fn lists_that_grow_with_the_workspace_are_split() {
    let pages = holds(&crowded());
    let hub = &pages["items/hub.html"];
    for (list, link) in [
        ("led-to-by-touchpoints", "All 450 touchpoints"),
        ("leads-to-opportunities", "All 450 opportunities"),
        ("steps", "All 450 steps"),
        ("signals", "All 450 signals"),
        ("mentions", "All 450 mentions"),
    ] {
        assert!(hub.contains(&format!("<a href=\"hub_{list}.html\">{link}</a>")), "{list}: {hub}");
        let rows: usize =
            ["", "_2", "_3"].map(|page| rows(&pages[&format!("items/hub_{list}{page}.html")])).iter().sum();
        assert_eq!(rows, MANY, "{list}");
    }
    for path in [
        "personas/index_3.html",
        "personas/admin_touchpoints_3.html",
        "personas/admin_signals_3.html",
        "personas/admin_mentions_3.html",
        "journeys/inner/index_part-of_3.html",
        "journeys/inner/index_mentions_3.html",
        "journeys/long/steps/step-1_signals_3.html",
        "members/maya_mentions_3.html",
        "blocks/index_unused_5.html",
        "blocks/touchpoints_3.html",
    ] {
        assert!(pages.contains_key(path), "{path}");
    }
    assert!(pages["items/rate.html"].contains("The last 200 of 2250 measurements"));
}

fn rows(page: &str) -> usize {
    let list = page.split("<ul class=\"rows\">").nth(1).expect("a list");
    list.split("</ul>").next().expect("its end").matches("<li>").count()
}
