//! How long it takes from a saved file to the page that shows it: `cargo run --release --example preview -- [ITEMS]`.
//!
//! Generates a workspace, starts `wayfare serve` beside this program (built by `cargo build --release`), then edits and
//! asks for a page until it has changed. Each time runs from the end of the write to the end of the answer, over HTTP;
//! after each edit there is a pause of 300 ms, in which the check of the new state may still run.

mod client;
mod workspace;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use client::Preview;

const EDITS: usize = 30;
const PAUSE: Duration = Duration::from_millis(300);

/// A file to write, and what a page is to show then.
struct Edit {
    path: String,
    text: String,
    page: String,
    wanted: String,
}

fn main() -> ExitCode {
    let items = std::env::args().nth(1).and_then(|items| items.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = workspace::generate(items, 1);
    for (path, text) in &files {
        write(folder.path(), path, text);
    }
    let begun = Instant::now();
    let preview = Preview::start(folder.path(), &[]);
    preview.page("/items/block-insight-1.html").expect("a page");
    println!("{items} items: {} files; first page after {} ms", files.len(), begun.elapsed().as_millis());
    std::thread::sleep(Duration::from_secs(2 + items as u64 / 10_000));

    let item = files.keys().find(|path| path.ends_with("/block-insight-1.md")).expect("a block").clone();
    let journey = "journeys/journey-000/journey.yaml".to_owned();
    let local = files.keys().find(|path| path.contains("journey-000/items/insights/")).expect("an item").clone();
    let kinds: [(&str, &dyn Fn(usize) -> Edit); 4] = [
        ("an item's prose", &|n| {
            let text = format!("{}\nEdit number {n}.\n", files[&local]);
            Edit { path: local.clone(), text, page: page_of(&local), wanted: format!("Edit number {n}.") }
        }),
        ("a title shown on many pages", &|n| {
            let title = format!("title: A title, edit {n}");
            let text = with_line(&files[&item], "title: ", &title);
            let wanted = format!("<h1 dir=\"auto\">A title, edit {n}");
            Edit { path: item.clone(), text, page: page_of(&item), wanted }
        }),
        ("a placement in a journey", &|n| {
            let entry = format!("          - {{ item: block-insight-1, note: Placed by edit {n} }}");
            let text = files[&journey].replacen("        items:\n", &format!("        items:\n{entry}\n"), 1);
            let wanted = format!("Placed by edit {n}");
            Edit { path: journey.clone(), text, page: "/items/block-insight-1.html".to_owned(), wanted }
        }),
        ("a new building block", &|n| {
            let text = format!("---\nkind: insight\ntitle: New block {n}\n---\nNew.\n");
            let (path, page) = (format!("blocks/insights/new-{n}.md"), format!("/items/new-{n}.html"));
            Edit { path, text, page, wanted: format!("New block {n}") }
        }),
    ];
    for (name, edit) in kinds {
        let mut times: Vec<Duration> = Vec::new();
        for n in 0..EDITS {
            let Edit { path, text, page, wanted } = edit(n);
            write(folder.path(), &path, &text);
            let written = Instant::now();
            while !preview.page(&page).is_some_and(|html| html.contains(&wanted)) {
                assert!(written.elapsed() < Duration::from_secs(30), "{page} never shows {wanted:?}");
                std::thread::sleep(Duration::from_millis(1));
            }
            times.push(written.elapsed());
            std::thread::sleep(PAUSE);
        }
        times.sort();
        let [median, worst] = [times[EDITS / 2], times[EDITS - 1]].map(|time| time.as_secs_f64() * 1000.0);
        println!("{name:<28} median {median:6.1} ms   worst {worst:6.1} ms");
    }
    println!("memory {} MB, open files {}", preview.memory() / 1024, preview.open_files());
    ExitCode::SUCCESS
}

fn page_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    format!("/items/{}.html", name.trim_end_matches(".md"))
}

fn with_line(text: &str, beginning: &str, line: &str) -> String {
    let lines = text.lines().map(|old| if old.starts_with(beginning) { line } else { old });
    lines.map(|line| format!("{line}\n")).collect()
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().expect("a file in the folder")).expect("a folder");
    std::fs::write(file, text).expect("a file");
}
