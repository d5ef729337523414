//! How long it takes to compare two revisions: `cargo bench --bench diff`.
//!
//! Two commits of a generated workspace of 10,000 items, the second with 20 changed files, packed as after `git gc`.
//! Measured is all that `wayfare diff` does but for starting and ending: reading both, comparing them, checking what may
//! differ, telling it.
//! `WAYFARE_BENCH_ITEMS=1000` measures another size.

mod workspace;

use std::path::Path;
use std::process::Command;

use criterion::{BenchmarkId, Criterion};
use wayfare::check::compare;
use wayfare::diff::render::{Format, Options};
use wayfare::diff::{self, Review};
use wayfare::git::Repository;
use wayfare::snapshot::{ParseCache, Snapshot};

const ITEMS: usize = 10_000;
const CHANGED: usize = 20;
const SEED: u64 = 1;

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let asked = std::env::var("WAYFARE_BENCH_ITEMS").ok().and_then(|items| items.parse().ok());
    let items = asked.unwrap_or(ITEMS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_history(folder.path(), items);
    let repository = Repository::open(folder.path()).expect("a repository");
    assert!(told(&repository).0.contains("Changed: "), "the second commit changes records");
    let mut group = criterion.benchmark_group("diff");
    group.bench_function(BenchmarkId::new("two revisions", items), |bencher| {
        bencher.iter_with_large_drop(|| told(&repository));
    });
    group.finish();
    criterion.final_summary();
}

fn told(repository: &Repository) -> (String, Snapshot, Snapshot) {
    let cache = ParseCache::new();
    let tree = |name: &str| repository.tree(&repository.resolve(name).expect("a revision")).expect("its tree");
    let before = Snapshot::load_with(&tree("HEAD~1"), &cache).expect("it can be listed");
    let after = before.load_beside(&tree("HEAD"), &cache).expect("it can be listed");
    let changes = diff::compare(&before, &after);
    let (appeared, gone) = compare::between(&before, &after);
    let review = Review::new(&before, &after, changes, &appeared, &gone);
    let options = Options { colour: false, width: 80, between: ("HEAD~1", "HEAD"), folder: "", files: None };
    (Format::Text.render(&review, options), before, after)
}

fn write_history(folder: &Path, items: usize) {
    let files = workspace::generate(items, SEED);
    for (path, text) in &files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a temporary folder can be written to");
        std::fs::write(file, text).expect("a temporary folder can be written to");
    }
    git(folder, &["init", "--quiet"]);
    // Git would begin to pack by itself, behind our back.
    git(folder, &["config", "gc.auto", "0"]);
    git(folder, &["config", "maintenance.auto", "false"]);
    commit(folder);
    let records = files.iter().filter(|(path, _)| path.ends_with(".md"));
    let step = (items / CHANGED).max(1);
    for (path, text) in records.step_by(step).take(CHANGED) {
        std::fs::write(folder.join(path), format!("{text}\nAnd another sentence.\n")).expect("a file");
    }
    commit(folder);
    git(folder, &["gc", "--quiet"]);
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "-m", "Bench"]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(folder).status().expect("git is installed");
    assert!(status.success(), "git {arguments:?}");
}
