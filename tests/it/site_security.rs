//! What a site may not be made to do by those who write its workspace.

use std::collections::BTreeSet;
use std::fs;

use wayfare::check::check;
use wayfare::site::{Options, Site};
use wayfare::snapshot::Snapshot;
use wayfare::store::{DiskTree, MemoryTree};

use crate::site::{Pages, all_dangling, attributes, example, pages, render};

/// Text that would be something else, were it not taken for text.
const EVIL: &str = "</title><script src=//evil.example></script><img src=x onerror=alert(1)>\\\"'";

/// Addresses that run, read or lead where nobody expects it.
const ADDRESSES: [&str; 12] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\\tscript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload='alert(1)'/>",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
    "ftp://evil.example/",
    "//evil.example/",
    "\\\\\\\\evil.example\\\\share",
];

fn hostile() -> MemoryTree {
    let mut files = vec![(
        "workspace.yaml".to_owned(),
        format!(
            "name: \"{EVIL}\"\nsite: {{ base_url: \"{0}\", repository: \"{0}\", title: \"{EVIL}\" }}\n",
            ADDRESSES[0]
        ),
    )];
    let mut items = Vec::new();
    for (at, address) in ADDRESSES.into_iter().enumerate() {
        let plain = address.replace("\\\\", "\\").replace("\\t", "\t");
        let front = format!(
            "kind: solution\ntitle: \"{EVIL}\"\nx-link: \"{address}\"\nevidence:\n  - {{ title: e, url: \"{address}\" }}\ntasks:\n  - {{ title: t, url: \"{address}\" }}\n"
        );
        let body = format!(
            "[a]({plain}) [b](<{plain}>) ![c](<{plain}>) <{plain}> <a href=\"{plain}\">d</a>\n\n[e]: {plain}\n[e] [f][e]\n"
        );
        files.push((format!("blocks/i{at}.md"), format!("---\n{front}---\n{body}\n{EVIL}\n")));
        items.push(format!("i{at}"));
    }
    let journey = format!(
        "title: \"{EVIL}\"\naliases: [former]\nstages:\n  - id: a\n    title: \"{EVIL}\"\n    steps:\n      - {{ id: b, title: \"{EVIL}\", items: [{}] }}\n",
        items.join(", ")
    );
    files.push(("journeys/j/journey.yaml".to_owned(), journey));
    files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect()
}

fn hostile_pages() -> Pages {
    pages(&render(&hostile(), Options::default()).0)
}

#[test]
fn every_page_has_a_policy_that_allows_only_what_the_site_brings() {
    for (path, page) in pages(&render(&example(), Options::default()).0).into_iter().chain(hostile_pages()) {
        let start = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
        let parts: Vec<&str> = page.split(start).collect();
        assert_eq!(parts.len(), 2, "{path} has one policy");
        for loaded in ["<link", "<script", "<img", "<title"] {
            assert!(!parts[0].contains(loaded), "{path}: {loaded} comes before the policy");
        }
        let policy = parts[1].split('"').next().expect("an end");
        let directives: Vec<(&str, Vec<&str>)> = policy
            .split(';')
            .map(|directive| {
                let mut words = directive.split_whitespace();
                (words.next().expect("a name"), words.collect())
            })
            .collect();
        for closed in ["default-src", "base-uri", "form-action"] {
            assert!(directives.contains(&(closed, vec!["'none'"])), "{path}: {closed} in {policy}");
        }
        for (name, sources) in &directives {
            // The page for what is missing stands at any depth, so it carries its style and icon itself.
            let carried = path == "404.html" && ["style-src", "img-src"].contains(name);
            let allowed = |source: &&str| ["'none'", "'self'"].contains(source) || (carried && *source == "data:");
            assert!(sources.iter().all(allowed), "{path}: {name} in {policy}");
        }
    }
}

/// The scheme of an address, as browsers find it: they skip what stands before it, and tabs and line ends within.
fn scheme(address: &str) -> Option<String> {
    let seen: String = address.chars().filter(|letter| !letter.is_control()).collect();
    let seen = seen.trim_start().to_lowercase();
    if seen.starts_with("//") || seen.starts_with('\\') || seen.starts_with("/\\") {
        return Some("of another site".to_owned());
    }
    let (scheme, _) = seen.split_once(':')?;
    scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter)).then(|| scheme.to_owned())
}

#[test]
fn addresses_have_one_of_three_schemes_or_lead_within_the_site() {
    for (path, page) in hostile_pages() {
        let refreshes = attributes(&page, "content").filter_map(|content| {
            let (_, to) = content.split_once("; url=")?;
            Some(to.to_owned())
        });
        let named = ["href", "src", "action", "data", "poster", "srcset"];
        let addresses = named.into_iter().flat_map(|name| attributes(&page, name)).chain(refreshes);
        for address in addresses {
            let scheme = scheme(&address);
            let carried = path == "404.html" && address.starts_with("data:");
            let is_safe = scheme.as_deref().is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme));
            assert!(is_safe || carried, "{path} has `{address}`");
        }
    }
}

#[test]
fn nothing_that_is_written_becomes_markup_that_runs() {
    for (path, page) in hostile_pages() {
        let own = page.lines().filter(|line| line.starts_with("<script src=\"") && line.contains("static/"));
        let lower = page.to_lowercase();
        assert_eq!(lower.matches("<script").count(), own.count(), "{path}");
        assert_eq!(lower.matches("<title>").count(), 1, "{path}");
        for tag in lower.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            assert!(!["img", "iframe", "object", "embed", "base"].contains(&name), "{path} has <{tag}>");
            // Outside of quotes alone does an attribute begin.
            let bare: String = tag.split('"').step_by(2).collect();
            assert!(!bare.contains(" on") && !bare.contains(" style="), "{path} has <{tag}>");
        }
    }
}

/// Writes a site of a workspace on disk, and gives each file's path and content.
fn written(workspace: &std::path::Path) -> (Vec<(String, Vec<u8>)>, Vec<String>) {
    let tree = DiskTree::new(workspace);
    let snapshot = Snapshot::load(&tree).expect("a folder");
    let report = check(&snapshot);
    let site = Site::new(&snapshot, &tree, &report, Options::default());
    let around = tempfile::tempdir().expect("a temporary folder");
    let summary = site.write(&around.path().join("site"), None).expect("written");
    let files = walkdir::WalkDir::new(around.path()).into_iter().map(|entry| entry.expect("readable"));
    let files = files.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
        assert!(entry.file_type().is_file(), "{} is a file", entry.path().display());
        let path = entry.path().strip_prefix(around.path()).expect("inside").to_str().expect("text").to_owned();
        (path, fs::read(entry.path()).expect("readable"))
    });
    (files.collect(), summary.left_out.iter().map(ToString::to_string).collect())
}

#[cfg(unix)]
#[test]
fn no_path_leads_out_of_the_workspace_into_the_site() {
    const SECRET: &str = "the secret of another folder";
    let around = tempfile::tempdir().expect("a temporary folder");
    let outside = around.path().join("outside");
    let workspace = around.path().join("workspace");
    fs::create_dir_all(&outside).expect("a folder");
    for folder in ["assets", "blocks"] {
        fs::create_dir_all(workspace.join(folder)).expect("a folder");
    }
    for name in ["secret.txt", "secret.png", "secret.svg", "secret.md"] {
        fs::write(outside.join(name), format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{SECRET}</text></svg>"))
            .expect("written");
    }
    fs::write(workspace.join("workspace.yaml"), "name: A\n").expect("written");
    fs::write(
        workspace.join("blocks/i.md"),
        "---\nkind: insight\ntitle: I\nevidence:\n  - { title: a, file: ../../outside/secret.txt }\n  - { title: b, file: /etc/hostname }\n  - { title: c, file: ../assets/../../outside/secret.txt }\n---\n![a](../../outside/secret.png) [b](../../outside/secret.txt) ![c](..%2F..%2Foutside%2Fsecret.png)\n",
    )
    .expect("written");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, workspace.join(at)).expect("a link");
    link("../../outside/secret.txt", "assets/linked.txt");
    link("../../outside/secret.svg", "assets/linked.svg");
    link("../../outside", "assets/folder");
    link("../../outside/secret.md", "blocks/linked.md");

    let (files, _) = written(&workspace);
    for (path, bytes) in &files {
        assert!(path.starts_with("site/"), "{path} lies outside of the site");
        assert!(!String::from_utf8_lossy(bytes).contains(SECRET), "{path} tells the secret");
    }
    let page = files.iter().find(|(path, _)| path == "site/items/i.html").expect("the page");
    let page = String::from_utf8_lossy(&page.1).into_owned();
    for address in attributes(&page, "href").chain(attributes(&page, "src")) {
        assert!(!address.contains("outside") && !address.contains("hostname"), "{address}");
    }
}

#[test]
fn attachments_keep_names_that_mean_nothing_and_pages_and_scripts_stay_behind() {
    let names = [
        "a \"b\" 'c' <d> &amp; e.png",
        "hash#and?question.png",
        "a..%2f..%2fup.png",
        "%00.png",
        "two..dots.png",
        "写真 📷.png",
        "javascript:alert(1).png",
    ];
    let body: String = names
        .iter()
        .map(|name| {
            let escaped: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
            format!("![{}](../assets/{escaped})\n\n", name.replace(['<', '>', '"', '\'', '&'], " "))
        })
        .collect();
    let item = format!("---\nkind: insight\ntitle: I\n---\n{body}");
    let mut files: Vec<(String, &str)> = names.iter().map(|name| (format!("assets/{name}"), "png")).collect();
    files.push(("blocks/i.md".to_owned(), &item));
    for left in ["page.html", "page.htm", "page.xhtml", "run.js", "run.mjs", "style.css", "a.svgz", "a.xml", "a"] {
        files.push((format!("assets/{left}"), "<script>alert(1)</script>"));
    }
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let (site, _) = render(&tree, Options::default());
    let attached: BTreeSet<&str> =
        site.keys().filter_map(|path| path.as_str().strip_prefix("assets/")).collect::<BTreeSet<_>>();
    assert_eq!(attached, names.into_iter().collect(), "images are taken along, under their own names");
    assert_eq!(all_dangling(&site), Vec::<String>::new());
    let page = &pages(&site)["items/i.html"];
    assert_eq!(page.matches("<img ").count(), names.len(), "{page}");
    for address in attributes(page, "src").filter(|address| address.contains("assets/")) {
        assert!(address.starts_with("../assets/") && !address.contains(['<', '>', '"', '#', '?']), "{address}");
    }
}

#[test]
fn drawings_are_published_without_what_runs_or_loads() {
    let workspace = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(workspace.path().join("assets")).expect("a folder");
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script><image href='https://evil.example/alert.png'/><rect width='9'/></svg>";
    for (name, text) in [("a.svg", drawing), ("b.SVG", drawing), ("broken.svg", "<svg><script>alert(1)</script>")] {
        fs::write(workspace.path().join("assets").join(name), text).expect("written");
    }
    let (files, left_out) = written(workspace.path());
    assert_eq!(left_out, ["assets/broken.svg"]);
    let drawings: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("site/assets/")).collect();
    assert_eq!(drawings.len(), 2);
    for (path, bytes) in drawings {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("<rect width=\"9\"") && !text.contains("alert"), "{path}: {text}");
    }
}
