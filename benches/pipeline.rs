//! How long it takes to parse, load, check and build a workspace: `cargo bench`.
//!
//! The workspace is in memory, so that reading the disk is not measured; the site is written to one. `load` includes
//! parsing; `load again` finds all files in the cache, which is what an edit costs at most. `build` writes into an empty
//! folder, `build again` over the same site. `WAYFARE_BENCH_ITEMS=100000 cargo bench` measures another size; the whole
//! program beside `cat` and `rg` is measured by `benches/beside.sh`.

mod workspace;

use std::path::Path;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use wayfare::check::check;
use wayfare::model::{self, FileKind};
use wayfare::site::{Options, Site};
use wayfare::snapshot::{ParseCache, Snapshot};
use wayfare::store::MemoryTree;
use wayfare::store::layout::{Place, place};
use wayfare::text::{SourceText, WsPath};

const SIZES: &[usize] = &[1_000, 10_000];
const SEED: u64 = 1;

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let asked: Option<usize> = std::env::var("WAYFARE_BENCH_ITEMS").ok().and_then(|items| items.parse().ok());
    for items in asked.as_ref().map_or(SIZES, std::slice::from_ref) {
        measure(&mut criterion, *items);
    }
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, items: usize) {
    let files = workspace::generate(items, SEED);
    let bytes: usize = files.values().map(String::len).sum();
    let records: Vec<(FileKind, SourceText)> = files.iter().filter_map(|(path, text)| record(path, text)).collect();
    let tree: MemoryTree = files.iter().map(|(path, text)| (path, text.clone().into_bytes())).collect();
    let load = |cache: &ParseCache| Snapshot::load_with(&tree, cache).expect("a tree in memory can be listed");

    let cache = ParseCache::new();
    let snapshot = load(&cache);
    let report = check(&snapshot);
    assert!(report.findings().is_empty(), "generated workspaces are clean: {:#?}", &report.findings()[..1]);

    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(BenchmarkId::new("parse on one core", items), |bencher| {
        bencher.iter(|| records.iter().filter(|(kind, text)| model::parse(*kind, text).document.is_some()).count());
    });
    group.bench_function(BenchmarkId::new("load", items), |bencher| bencher.iter(|| load(&ParseCache::new())));
    group.bench_function(BenchmarkId::new("load again", items), |bencher| bencher.iter(|| load(&cache)));
    group.bench_function(BenchmarkId::new("check", items), |bencher| bencher.iter(|| check(&snapshot)));
    let build = |folder: &Path| {
        let site = Site::new(&snapshot, &tree, &report, Options::default());
        site.write(folder, None).expect("a temporary folder can be written to")
    };
    let empty = || tempfile::tempdir().expect("a temporary folder");
    group.bench_function(BenchmarkId::new("build", items), |bencher| {
        bencher.iter_batched_ref(empty, |folder| build(folder.path()), BatchSize::PerIteration);
    });
    let built = empty();
    build(built.path());
    group.bench_function(BenchmarkId::new("build again", items), |bencher| bencher.iter(|| build(built.path())));
    group.finish();
}

fn record(path: &str, text: &str) -> Option<(FileKind, SourceText)> {
    match place(&WsPath::new(path)?) {
        Place::Record(record) => Some((record.kind, SourceText::from(text))),
        _ => None,
    }
}
