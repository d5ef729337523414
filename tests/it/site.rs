//! The site as a whole: every page of the example and of hostile, broken and empty workspaces.

use std::collections::{BTreeMap, BTreeSet};

use wayfare::check::{check, explanation};
use wayfare::site::{Options, Site, TemplateFault};
use wayfare::snapshot::Snapshot;
use wayfare::store::{DiskTree, FileTree, MANIFEST, MemoryTree};
use wayfare::text::WsPath;
use wayfare::view::Settings;

pub(crate) type Pages = BTreeMap<String, String>;

pub(crate) fn render(tree: &dyn FileTree, options: Options) -> (BTreeMap<WsPath, Vec<u8>>, Vec<TemplateFault>) {
    let snapshot = Snapshot::load(tree).expect("a tree that can be listed");
    let report = check(&snapshot);
    let site = Site::new(&snapshot, tree, &report, options);
    let mut faults = Vec::new();
    let files = site.paths().into_iter().filter_map(|path| {
        let made = site.render(&path).expect("readable files")?;
        faults.extend(made.fault);
        Some((path, made.bytes))
    });
    (files.collect(), faults)
}

pub(crate) fn example() -> DiskTree {
    DiskTree::new(concat!(env!("CARGO_MANIFEST_DIR"), "/example-workspace"))
}

pub(crate) fn pages(files: &BTreeMap<WsPath, Vec<u8>>) -> Pages {
    let pages = files.iter().filter(|(path, _)| path.extension() == "html");
    pages.map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned())).collect()
}

fn site_of(files: &[(&str, &str)]) -> Pages {
    let tree: MemoryTree = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    pages(&render(&tree, Options::default()).0)
}

/// The values of an attribute in a page, entities undone.
pub(crate) fn attributes<'p>(page: &'p str, name: &str) -> impl Iterator<Item = String> + use<'p> {
    let start = format!(" {name}=\"");
    let values: Vec<String> = page
        .match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .map(|value| value.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\""))
        .collect();
    values.into_iter()
}

pub(crate) fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A page less the one tag that loads the site's own script.
fn without_own_script(page: &str) -> String {
    let own = page.lines().find(|line| line.starts_with("<script src=\"") && line.contains("static/script."));
    match own {
        Some(own) if own.ends_with(".js\" defer></script>") => page.replacen(own, "", 1),
        _ => page.to_owned(),
    }
}

/// Links of a page that lead to no file or anchor of the site.
fn dangling(
    path: &str,
    page: &str,
    files: &BTreeSet<String>,
    anchors: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let folder = WsPath::new(path).expect("a page's path").parent();
    let internal =
        |href: &String| !["https://", "http://", "mailto:", "data:"].iter().any(|scheme| href.starts_with(scheme));
    let leads_nowhere = |href: &String| {
        let (file, anchor) = href.split_once('#').map_or((href.as_str(), None), |(file, anchor)| (file, Some(anchor)));
        let target = if file.is_empty() {
            Some(path.to_owned())
        } else {
            folder.join(&decode(file)).map(|path| path.to_string())
        };
        let Some(target) = target.filter(|target| files.contains(target)) else { return true };
        anchor.is_some_and(|anchor| !anchors.get(&target).is_some_and(|known| known.contains(&decode(anchor))))
    };
    let links = attributes(page, "href").chain(attributes(page, "src")).filter(internal);
    links.filter(leads_nowhere).map(|href| format!("{path}: {href}")).collect()
}

pub(crate) fn all_dangling(files: &BTreeMap<WsPath, Vec<u8>>) -> Vec<String> {
    let pages = pages(files);
    let names: BTreeSet<String> = files.keys().map(ToString::to_string).collect();
    let anchors = pages.iter().map(|(path, page)| (path.clone(), attributes(page, "id").collect())).collect();
    let of_pages = pages.iter().flat_map(|(path, page)| dangling(path, page, &names, &anchors));
    of_pages.chain(crate::site_machine::dangling(files)).collect()
}

#[test]
fn every_link_of_the_example_leads_somewhere() {
    let (files, faults) = render(&example(), Options::default());
    assert_eq!(faults, []);
    assert_eq!(all_dangling(&files), Vec::<String>::new());
}

#[test]
fn pages_need_nothing_from_outside_and_run_only_the_sites_own_script() {
    let (files, _) = render(&example(), Options::default());
    for (path, page) in pages(&files) {
        let lower = without_own_script(&page).to_lowercase();
        for forbidden in ["<script", " style=\"", "<style", "<iframe", "javascript:", " onclick", "<base"] {
            assert!(!lower.contains(forbidden), "{path} has {forbidden}");
        }
        let loaded = attributes(&page, "src").chain(page.split("<link ").skip(1).flat_map(|link| {
            let tag = link.split('>').next().unwrap_or_default();
            let is_address = tag.contains("rel=\"canonical\"");
            attributes(&format!(" {tag}"), "href").filter(move |_| !is_address).collect::<Vec<_>>()
        }));
        for address in loaded {
            assert!(!address.starts_with("http") && !address.starts_with("//"), "{path} loads {address}");
        }
        assert!(page.contains("Content-Security-Policy") && !page.contains("unsafe-inline"), "{path}");
        assert!(page.contains("<html lang=\"") && page.matches("<h1").count() == 1, "{path}");
    }
}

#[test]
fn no_page_names_an_id_twice() {
    let (files, _) = render(&example(), Options::default());
    for (path, page) in pages(&files) {
        let ids: Vec<String> = attributes(&page, "id").collect();
        let distinct: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{path}");
    }
}

#[test]
fn two_builds_are_the_same_bytes() {
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
    let [first, second] = folders.each_ref().map(|folder| {
        let tree = example();
        let snapshot = Snapshot::load(&tree).expect("the example");
        let report = check(&snapshot);
        let site = Site::new(&snapshot, &tree, &report, Options::default());
        let summary = site.write(folder.path(), None).expect("an empty folder");
        assert!(summary.output.written > 0 && summary.left_out.is_empty());
        let again = site.write(folder.path(), None).expect("our own folder");
        assert_eq!((again.output.written, again.output.removed), (0, 0));
        let entries =
            walkdir::WalkDir::new(folder.path()).sort_by_file_name().into_iter().map(|entry| entry.expect("readable"));
        let files = entries.filter(|entry| entry.file_type().is_file());
        let read = |path: &std::path::Path| std::fs::read(path).expect("readable");
        let relative = |path: &std::path::Path| path.strip_prefix(folder.path()).expect("inside").to_path_buf();
        files.map(|entry| (relative(entry.path()), read(entry.path()))).collect::<Vec<_>>()
    });
    assert!(first.iter().any(|(path, _)| path.as_os_str() == MANIFEST));
    assert!(first == second);
}

const SMALL: &[(&str, &str)] = &[
    (
        "workspace.yaml",
        "name: Acme\nsummary: What we know.\nmembers:\n  - { id: maya, name: Maya Chen, role: owner }\nlanes:\n  - { id: backstage, title: Backstage }\nsite:\n  base_url: https://journeys.acme.example\n  repository: https://github.com/acme/journeys\n",
    ),
    (
        "journeys/trial/journey.yaml",
        "title: Trial to paid\nowner: maya\npersonas: [admin]\ndescription: |\n  See [[trial/connect]] and @maya.\nstages:\n  - id: setup\n    title: Setup\n    steps:\n      - id: connect\n        title: Customer connects\n        emotion: 2\n        personas: [admin]\n        lanes: { backstage: A worker checks. }\n        items:\n          - { item: stall, note: Worse here. }\n          - rate\n      - id: invite\n        title: Customer invites\n        emotion: 4\n",
    ),
    (
        "journeys/trial/items/stall.md",
        "---\nkind: insight\ntitle: Admins stall\nstatus: validated\nseverity: 4\nsegment: [admin]\nlinks: [findable]\naliases: [old-stall]\nx-squad: Growth\nevidence:\n  - quote: I waited three days.\n    signal: call-1\n    date: 2026-10-12\n  - title: Notes\n    file: ../../../assets/notes.txt\n---\n## Why\n\nThey look for [[rate|a number]].\n",
    ),
    (
        "journeys/trial/items/findable.md",
        "---\nkind: opportunity\ntitle: Make it findable\nowner: maya\npriority: high\nlinks: [rate]\n---\n",
    ),
    (
        "blocks/rate.md",
        "---\nkind: metric\ntitle: Completion rate\nstatus: active\nunit: percent\nbaseline: 40\ntarget: 60\ndirection: higher\n---\n",
    ),
    ("blocks/rate.csv", "date,value,note\n2026-01-01,40,\n2026-02-01,61.5,After the change\n"),
    ("personas/admin.md", "---\nname: First-time admin\nrole: Operations\ngoals: [Be done by Friday]\n---\n"),
    (
        "signals/call-1.md",
        "---\nsource: research\nreceived: 2026-10-12\nitems: [stall]\nstep: trial/setup/connect\n---\nWe waited, @nobody knew.\n",
    ),
    ("assets/notes.txt", "notes"),
    ("assets/page.html", "<script>alert(1)</script>"),
];

/// A page's own part, which the frame surrounds.
fn main_of(page: &str) -> &str {
    let start = page.find("<main").expect("a main part");
    &page[start..page.find("</main>").expect("its end")]
}

#[test]
fn pages_of_a_small_workspace() {
    let tree: MemoryTree = SMALL.iter().copied().collect();
    let (files, _) = render(&tree, Options::default());
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    let names: Vec<String> =
        files.keys().map(|path| path.to_string()).filter(|path| !path.starts_with("static/")).collect();
    insta::assert_snapshot!("site-files", names.join("\n"));
    let pages = pages(&files);
    for (name, path) in [
        ("site-home", "index.html"),
        ("site-journey", "journeys/trial/index.html"),
        ("site-step", "journeys/trial/steps/connect.html"),
        ("site-insight", "items/stall.html"),
        ("site-metric", "items/rate.html"),
        ("site-persona", "personas/admin.html"),
        ("site-member", "members/maya.html"),
        ("site-signal", "signals/call-1.html"),
        ("site-signals", "signals/index.html"),
        ("site-health", "health/index.html"),
    ] {
        insta::assert_snapshot!(name, main_of(&pages[path]));
    }
    assert!(pages["items/old-stall.html"].contains("url=stall.html"));
    assert!(
        pages["items/stall.html"].contains("https://github.com/acme/journeys/blob/HEAD/journeys/trial/items/stall.md")
    );
    assert!(
        pages["items/stall.html"]
            .contains("<link rel=\"canonical\" href=\"https://journeys.acme.example/items/stall.html\">")
    );
}

#[test]
fn a_matrix_draws_what_is_scored_and_lists_the_rest() {
    let marks = ["impact: 5\neffort: 1", "impact: 2\neffort: 5\nstatus: closed", "impact: 3", "impact: 6\neffort: 2"];
    let marks = marks.iter().copied().chain(std::iter::repeat_n("impact: 4\neffort: 4", 22));
    let items = marks.enumerate().map(|(at, marks)| {
        let item = format!("---\nkind: opportunity\ntitle: Idea {at}\n{marks}\n---\n");
        (format!("journeys/trial/items/idea-{at:02}.md"), item)
    });
    let items: Vec<(String, String)> = items.collect();
    let journey = ("journeys/trial/journey.yaml", "title: Trial\nstages: []\n");
    let files: Vec<(&str, &str)> =
        std::iter::once(journey).chain(items.iter().map(|(path, text)| (path.as_str(), text.as_str()))).collect();
    let page = &site_of(&files)["journeys/trial/matrix.html"];
    assert_eq!(page.matches("data-dot=").count(), 1 + 19 + 1);
    assert_eq!(page.matches("data-number=").count(), 1 + 22 + 1);
    for (name, path) in [("drawing", "<svg class=\"matrix-chart"), ("lists", "<div class=\"matrix-lists")] {
        let part = page.split_once(path).expect("a part of the page").1;
        let repeated = |line: &&str| !line.contains("impact 4, effort 4") && !line.contains("Impact 4, effort 4");
        let end = if name == "drawing" { "</svg>" } else { "</main>" };
        let part: Vec<&str> = part.split(end).next().unwrap_or_default().lines().filter(repeated).collect();
        insta::assert_snapshot!(format!("site-matrix-{name}"), part.join("\n"));
    }
}

#[test]
fn a_rule_is_explained_and_its_findings_lead_to_their_records() {
    let tree: MemoryTree = SMALL.iter().copied().collect();
    let settings = Settings { explain: Some(explanation), ..Settings::default() };
    let pages = pages(&render(&tree, Options { settings, ..Options::default() }).0);
    insta::assert_snapshot!("site-rule", main_of(&pages["health/rules/unplaced-item.html"]));
    let mut tree = tree;
    let journey = SMALL.iter().find(|(path, _)| path.ends_with("journey.yaml")).expect("a journey");
    tree.insert(WsPath::new(journey.0).expect("a path"), journey.1.replace("        emotion: 4\n", ""));
    let settings = Settings { explain: Some(explanation), ..Settings::default() };
    let pages = self::pages(&render(&tree, Options { settings, ..Options::default() }).0);
    let step = main_of(&pages["health/rules/step-without-items.html"]);
    assert!(step.contains("../../journeys/trial/steps/invite.html"), "a finding in a step leads to the step");
    assert!(step.contains("blob/HEAD/journeys/trial/journey.yaml#L18"), "and to its line in the repository");
    for rule in wayfare::diag::Rule::ALL {
        assert!(pages.contains_key(&format!("health/rules/{rule}.html")), "{rule}");
    }
}

/// A workspace with more of everything than fits on a page.
fn large() -> Vec<(String, String)> {
    let mut files = vec![("workspace.yaml".to_owned(), "members:\n  - { id: maya, name: Maya }\n".to_owned())];
    for at in 0..450 {
        let owner = if at % 2 == 0 { "owner: maya\n" } else { "" };
        let item = format!("---\nkind: solution\ntitle: Solution {at}\nstatus: planned\n{owner}---\n[[gone-{at}]]\n");
        files.push((format!("blocks/solution-{at}.md"), item));
        let status = ["new", "placed"][at % 2];
        files.push((format!("signals/s-{at}.md"), format!("---\nsource: call\nstatus: {status}\n---\nWords\n")));
    }
    files
}

#[test]
fn long_lists_are_split_and_hide_nothing() {
    let files = large();
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let (files, _) = render(&tree, Options::default());
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    let pages = pages(&files);
    let all = |stem: &str| {
        let numbered = (2..).map(|number| format!("{stem}_{number}.html"));
        let paths = std::iter::once(format!("{stem}.html")).chain(numbered);
        paths.map_while(|path| pages.get(&path)).cloned().collect::<Vec<String>>()
    };
    for (stem, count, name) in [
        ("health/rules/broken-reference", 3, "gone-"),
        ("signals/index", 3, "signals/s-"),
        ("members/maya", 2, "Solution "),
        ("health/unowned", 2, "Solution "),
    ] {
        let split = all(stem);
        assert_eq!(split.len(), count, "{stem}");
        assert!(split.iter().all(|page| page.len() < 250_000), "{stem}");
        let shows = |at: usize| {
            split.iter().any(|page| {
                page.contains(&format!("{name}{at}<"))
                    || page.contains(&format!("{name}{at}]"))
                    || page.contains(&format!("s-{at}.html"))
            })
        };
        let expected = |at: usize| match stem {
            "members/maya" => at.is_multiple_of(2),
            "health/unowned" => !at.is_multiple_of(2),
            _ => true,
        };
        assert_eq!((0..450).filter(|at| expected(*at) && !shows(*at)).count(), 0, "{stem}");
    }
    let health = &pages["health/index.html"];
    assert!(health.len() < 250_000 && health.contains("more</a>"), "the index says where the rest is");
    let order = all("signals/index").concat();
    assert!(order.find("s-448.html") < order.find("s-449.html"), "what is new comes before what is placed");
}

#[test]
fn home_says_what_waits_and_metrics_how_they_stand() {
    let metric = |fields: &str| {
        format!(
            "---\nkind: metric\ntitle: M\ndirection: higher\nunit: percent\ntarget: 60\nbaseline: 40\n{fields}---\n"
        )
    };
    let pages = site_of(&[
        ("workspace.yaml", "members:\n  - { id: maya, name: Maya }\n"),
        ("blocks/a-broken.md", &metric("status: broken\ncurrent: 50\nowner: maya\n")),
        ("blocks/b-none.md", &metric("status: active\n")),
        ("blocks/c-off.md", &metric("status: active\ncurrent: 48.5\nsource: Analytics\n")),
        ("blocks/d-on.md", &metric("status: active\ncurrent: 60\nsource: Analytics\n")),
        ("blocks/e-work.md", "---\nkind: solution\ntitle: Nobody's\nstatus: planned\n---\n"),
        (
            "blocks/f-late.md",
            "---\nkind: solution\ntitle: Late\nstatus: in-progress\nowner: maya\ntarget_date: 2026-01-01\n---\n",
        ),
        ("signals/one.md", "---\nsource: call\nreceived: 2026-02-01\n---\nWords\n"),
    ]);
    let home = main_of(&pages["index.html"]);
    for words in [
        "<strong>1</strong> metric is broken",
        "<strong>1</strong> metric has no source",
        "<strong>1</strong> metric is off target",
        "<strong>1</strong> decision has no owner",
        "<strong>1</strong> signal waits to be placed",
        "11.5 points to goal",
        "Just at the goal",
        "No number yet",
    ] {
        assert!(home.contains(words), "{words}: {home}");
    }
    assert_eq!(home.matches("to goal").count(), 1, "a broken metric says nothing of its distance");
    let places = ["a-broken", "b-none", "c-off", "d-on"].map(|id| home.find(&format!("items/{id}.html")));
    assert!(places.is_sorted() && places[0].is_some(), "the worst come first");
    assert!(main_of(&pages["health/unowned.html"]).contains("e-work.html"));
    let work = main_of(&pages["members/maya.html"]);
    assert!(work.contains("Was due 1 January 2026") && work.contains("1 February 2026"), "{work}");
    assert!(work.find("f-late.html") < work.find("a-broken.html"), "what is under way comes first");
}

#[test]
fn the_base_url_of_the_call_wins() {
    let tree: MemoryTree = SMALL.iter().copied().collect();
    let settings = Settings { base_url: Some("https://elsewhere.example/x/".to_owned()), ..Settings::default() };
    let pages = pages(&render(&tree, Options { settings, ..Options::default() }).0);
    assert!(pages["index.html"].contains("href=\"https://elsewhere.example/x/\""));
    assert!(pages["404.html"].contains("href=\"https://elsewhere.example/x/index.html\""));
}

#[test]
fn an_empty_workspace_says_how_to_begin() {
    let pages = site_of(&[("workspace.yaml", "name: New\n")]);
    assert!(pages["index.html"].contains("wayfare new journey"));
    assert!(pages["personas/index.html"].contains("wayfare new persona"));
    assert!(pages["blocks/metrics.html"].contains("wayfare new metric"));
    assert!(site_of(&[]).contains_key("index.html"), "not even workspace.yaml is needed to render what there is");
}

#[test]
fn what_people_write_is_text() {
    let evil = "<script>alert(1)</script>\\\"' onload=alert(1)";
    let journey = format!(
        "title: \"{evil}\"\nsummary: \"{evil}\"\ntags: [\"{evil}\"]\nx-note: \"{evil}\"\nstages:\n  - id: a\n    title: \"{evil}\"\n    summary: \"{evil}\"\n    steps:\n      - id: b\n        title: \"{evil}\"\n        lanes: {{ l: \"{evil}\" }}\n        items:\n          - {{ item: i, note: \"{evil}\" }}\n"
    );
    let item = format!(
        "---\nkind: metric\ntitle: \"{evil}\"\nsource: \"{evil}\"\nevidence:\n  - {{ quote: \"{evil}\", title: \"{evil}\", url: \"javascript:alert(1)\" }}\nx-link: javascript:alert(1)\n---\n<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>\n"
    );
    let workspace = format!(
        "name: \"{evil}\"\nmembers:\n  - {{ id: m, name: \"{evil}\", email: \"{evil}\", role: owner }}\nlanes:\n  - {{ id: l, title: \"{evil}\" }}\nsite: {{ base_url: \"javascript:alert(1)\", repository: \"javascript:alert(1)\" }}\n"
    );
    let pages =
        site_of(&[("workspace.yaml", &workspace), ("journeys/j/journey.yaml", &journey), ("blocks/i.md", &item)]);
    for (path, page) in &pages {
        let lower = without_own_script(page).to_lowercase();
        assert!(!lower.contains("<script") && !lower.contains("<img"), "{path}");
        assert!(!lower.contains("=\"javascript:") && !lower.contains("\" onload"), "{path}");
    }
}

#[test]
fn a_broken_workspace_is_rendered_as_far_as_it_can_be() {
    let pages = site_of(&[
        ("workspace.yaml", "name: [\n"),
        (
            "journeys/a/journey.yaml",
            "title: A\nowner: nobody\npersonas: [nobody]\nstages:\n  - id: s\n    steps:\n      - title: No ID\n        items: [nothing, broken, other]\n        journeys: [nowhere]\n      - id: s\n        title: Taken\n",
        ),
        ("journeys/b/journey.yaml", "title: [\n"),
        ("journeys/b/items/other.md", "---\nkind: insight\ntitle: Other\n---\n"),
        ("blocks/broken.md", "no front matter"),
        (
            "blocks/Not A Slug.md",
            "---\nkind: insight\ntitle: T\nlinks: [nothing]\nevidence: [{ signal: none, persona: none, file: none.txt }]\n---\n[[nothing]] @nobody [a](none.md) ![b](none.png)\n",
        ),
        ("blocks/index.md", "---\nkind: nothing\ntitle: Index\n---\n"),
        ("signals/s.md", "---\nstep: a/b/c\nitems: [nothing]\n---\n"),
    ]);
    assert!(pages.contains_key("items/index_.html") && pages.contains_key("journeys/b/index.html"));
    assert!(pages.keys().any(|path| path.starts_with("items/not-a-slug_")));
}

#[test]
fn own_templates_replace_the_built_in_ones_and_their_faults_are_told() {
    let tree: MemoryTree = SMALL.iter().copied().collect();
    let with = |overrides: &[(&str, &str)]| {
        let overrides = overrides.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
        let (files, faults) = render(&tree, Options { overrides, ..Options::default() });
        let style = files
            .iter()
            .find(|(path, _)| path.extension() == "css")
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
        (pages(&files), faults, style.expect("a style"))
    };
    let (pages, faults, style) = with(&[
        ("not-found.html", "{% extends 'base.html' %}{% block main %}<h1>Gone fishing</h1>{% endblock %}"),
        ("theme.css", ":root { --accent: teal; }"),
    ]);
    assert!(pages["404.html"].contains("Gone fishing") && faults.is_empty() && style.ends_with("teal; }"));

    let (pages, faults, _) = with(&[("item.html", "{{ page.title }}\n{{ page.nothing.at_all }}")]);
    assert_eq!((faults.len(), faults[0].template.as_str(), faults[0].line), (3, "item.html", Some(2)));
    assert!(pages["items/rate.html"].contains("<h1"), "made with the built-in template");
}

#[test]
fn a_template_that_never_ends_is_cut() {
    let tree: MemoryTree = SMALL.iter().copied().collect();
    let source = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
    let overrides = [("persona.html".to_owned(), source.to_owned())].into();
    let snapshot = Snapshot::load(&tree).expect("a tree");
    let report = check(&snapshot);
    let site = Site::new(&snapshot, &tree, &report, Options { overrides, ..Options::default() });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let summary = site.write(folder.path(), None).expect("written");
    assert_eq!(summary.template_faults.len(), 1);
    assert!(summary.template_faults[0].to_string().contains("takes too long"), "{}", summary.template_faults[0]);
}

/// The parts of the search index: path, size, and records of title, address, place, words and text.
fn search_parts(files: &BTreeMap<WsPath, Vec<u8>>) -> Vec<(String, usize, Vec<[String; 5]>)> {
    let parts = files.iter().filter(|(path, _)| path.as_str().starts_with("search/") && path.extension() == "js");
    let read = parts.map(|(path, bytes)| {
        let script = std::str::from_utf8(bytes).expect("text");
        let call = script.strip_prefix("wayfare.search.add(").and_then(|rest| rest.strip_suffix(");\n"));
        let data = format!("[{}]", call.expect("one call"));
        let (kind, records): (String, Vec<[String; 5]>) = serde_json::from_str(&data).expect("data");
        assert!(path.as_str().starts_with(&format!("search/{kind}.")), "{path}");
        (path.to_string(), bytes.len(), records)
    });
    read.collect()
}

#[test]
fn the_search_index_has_every_record_and_leads_to_it() {
    let tree: MemoryTree = SMALL.iter().copied().collect();
    let (files, _) = render(&tree, Options::default());
    let scripts = files.iter().filter(|(path, _)| path.as_str().starts_with("search/") && path.extension() == "js");
    let scripts: Vec<String> =
        scripts.map(|(path, bytes)| format!("{path}\n{}", String::from_utf8_lossy(bytes))).collect();
    insta::assert_snapshot!("site-search", scripts.join("\n"));

    let (files, _) = render(&example(), Options::default());
    let found: BTreeSet<String> = search_parts(&files)
        .into_iter()
        .flat_map(|(_, _, records)| records)
        .map(|[_, href, ..]| {
            let (file, _) = href.split_once('#').unwrap_or((&href, ""));
            file.strip_prefix("../").expect("from the search page").to_owned()
        })
        .collect();
    let of_records = pages(&files).into_iter().filter(|(path, page)| {
        let folders = ["items/", "personas/", "members/", "signals/", "journeys/"];
        let is_index = path.ends_with("/index.html") && path.matches('/').count() == 1;
        let is_view = path.starts_with("journeys/") && path.split('/').count() == 3 && !path.ends_with("/index.html");
        folders.iter().any(|folder| path.starts_with(folder))
            && !is_index
            && !is_view
            && !path.contains('_')
            && !page.contains("http-equiv=\"refresh\"")
    });
    let of_records = of_records.map(|(path, _)| path);
    let of_records: BTreeSet<String> = of_records.chain(["index.html".to_owned()]).collect();
    assert_eq!(found, of_records);
}

#[test]
fn parts_of_the_search_index_are_bounded_and_nothing_in_them_ends_a_script() {
    let evil = "\\</script>\\<!--\u{2028}\"&lt;&amp;価格🙂 ".repeat(120);
    let mut files = vec![("workspace.yaml".to_owned(), "name: Acme\n".to_owned())];
    for at in 0..400 {
        let title = if at % 2 == 0 { "x".repeat(at) } else { "<".repeat(at) };
        let item = format!("---\nkind: insight\ntitle: \"T{title}\"\ntags: [\"{title}\"]\n---\n{evil}\n");
        files.push((format!("blocks/insight-{at}.md"), item));
    }
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let (made, _) = render(&tree, Options::default());
    let parts = search_parts(&made);
    assert!(parts.len() > 4 && parts.iter().all(|(_, size, _)| *size <= 200_000), "{:?}", parts.len());
    assert_eq!(parts.iter().map(|(_, _, records)| records.len()).sum::<usize>(), 400);
    for (path, bytes) in made.iter().filter(|(path, _)| path.as_str().starts_with("search/insight")) {
        let script = String::from_utf8_lossy(bytes);
        assert!(!script.contains('<') && !script.contains('\u{2028}'), "{path}");
    }
    let mut records = parts.iter().flat_map(|(_, _, records)| records);
    assert!(records.all(|[.., text]| text.matches('格').count() == 120), "each text is whole");

    // A record that grows changes its own part, and where that is split, at most the next few.
    let grown = files[150].1.replace("title: \"T", "title: \"Grown T");
    let changed = files.iter().enumerate().map(|(at, (path, text))| (path, if at == 150 { &grown } else { text }));
    let tree: MemoryTree = changed.map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let (again, _) = render(&tree, Options::default());
    let differ = made.iter().filter(|(path, bytes)| again.get(*path) != Some(bytes));
    let differ = differ.filter(|(path, _)| path.as_str().starts_with("search/") && path.extension() == "js").count();
    assert!((1..parts.len()).contains(&differ), "{differ} of {}", parts.len());
}

/// Every word of every text is in the index, however long the text is, and no part of the index is too large.
#[test]
fn long_texts_are_searched_to_their_ends() {
    let words = |count: usize| (0..count).map(|at| format!("w{at}")).collect::<Vec<_>>().join(" ");
    let long = format!("{} zebrafinch", words(30_000));
    let unspaced = format!("{}麒麟", "鍵を待った".repeat(12_000));
    let evil = "<&\"".repeat(15_000);
    let title = format!("{} heron", words(100));
    let tags = (0..200).map(|at| format!("tag-{at}")).collect::<Vec<_>>().join(", ");
    let signal = |text: &str| format!("---\nsource: mail\nreceived: 2026-01-02\n---\n{text}\n");
    let files = [
        ("workspace.yaml", "name: Acme\n".to_owned()),
        ("signals/long.md", signal(&long)),
        ("signals/other.md", signal("short")),
        ("signals/unspaced.md", signal(&unspaced)),
        ("signals/evil.md", signal(&evil)),
        ("personas/p.md", format!("---\nname: P\n---\n{long}\n")),
        ("blocks/a.md", format!("---\nkind: metric\ntitle: {title}\ntags: [{tags}]\n---\nwords\n")),
    ];
    let tree: MemoryTree = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let (made, _) = render(&tree, Options::default());
    let parts = search_parts(&made);
    assert!(parts.iter().all(|(_, size, _)| *size <= 200_000), "{:?}", parts.iter().map(|it| it.1).collect::<Vec<_>>());
    let text_of = |href: &str| -> Vec<&str> {
        let records = parts.iter().flat_map(|(_, _, records)| records).filter(|[_, own, ..]| own.ends_with(href));
        records.map(|[.., text]| text.as_str()).collect()
    };
    for href in ["signals/long.html", "personas/p.html"] {
        let slices = text_of(href);
        assert!(slices.len() > 1, "{href}");
        let found: BTreeSet<&str> = slices.iter().flat_map(|slice| slice.split(' ')).collect();
        assert!(long.split(' ').all(|word| found.contains(word)), "{href}: each word is there, whole");
    }
    let slices = text_of("signals/unspaced.html");
    let long_word = slices.iter().zip(&slices[1..]).all(|(one, next)| {
        let end: String = one.chars().skip(one.chars().count() - 20).collect();
        next.contains(&end)
    });
    assert!(slices.len() > 1 && long_word && slices.last().is_some_and(|last| last.contains("麒麟")));
    assert!(text_of("signals/evil.html").concat().matches('<').count() >= 15_000);
    let item = text_of("items/a.html").concat();
    assert!(["heron", "tag-199"].iter().all(|word| item.contains(word)), "{item}");
    let rows = parts.iter().flat_map(|(_, _, records)| records);
    let further =
        rows.filter(|[title, _, place, words, _]| title.is_empty() && place.is_empty() && words == "+").count();
    let all = text_of("").len();
    assert_eq!(all - further, 6, "each record is there once");
    let page = String::from_utf8(made[&WsPath::new("search/index.html").expect("a path")].clone()).expect("text");
    assert!(page.contains("placeholder=\"Search 6 records\""));
}
