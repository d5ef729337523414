//! Whatever is in the files, there are findings and no panics, and every finding lies inside its file.

use std::path::Path;

use proptest::prelude::*;
use wayfare::check::check;
use wayfare::diag::render::{Format, Options};
use wayfare::diag::{Report, Sources};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;
use wayfare::text::{FileChange, Span, WsPath};

type Files = Vec<(String, Vec<u8>)>;

/// Checks files, demands that every place named lies in its file, and writes the report in every format.
fn examine(files: &Files) -> Report {
    let tree: MemoryTree = files.iter().map(|(path, bytes)| (path, bytes.clone())).collect();
    let snapshot = Snapshot::load(&tree).expect("a tree in memory can be listed");
    let report = check(&snapshot);
    for finding in report.findings() {
        let problem = &finding.problem;
        assert_inside(&snapshot, &finding.path, problem.span, &problem.message);
        for related in &problem.related {
            assert_inside(&snapshot, related.path.as_ref().unwrap_or(&finding.path), related.span, &related.label);
        }
        for (path, change) in finding.fix.iter().flat_map(|fix| fix.edit.changes()) {
            let FileChange::Edit(splices) = change else { panic!("{path}: {change:?}") };
            for edit in splices.edits() {
                assert_inside(&snapshot, path, edit.span, &problem.message);
            }
        }
    }
    for format in Format::ALL {
        let mut out = Vec::new();
        format.write(&report, &snapshot, Options::default(), &mut out).expect("memory takes all");
        let text = String::from_utf8(out).expect("renderers write text");
        assert!(!text.contains('\u{1b}'), "{format} lets an escape through");
    }
    report
}

fn assert_inside(snapshot: &Snapshot, path: &WsPath, span: Span, message: &str) {
    let Some(source) = snapshot.source(path) else {
        assert_eq!(span, Span::FILE, "{path} has no text: {message}");
        return;
    };
    let text = source.text();
    let fits = span.end as usize <= text.len()
        && text.is_char_boundary(span.start as usize)
        && text.is_char_boundary(span.end as usize);
    assert!(fits, "{path}: {span:?} does not lie in {} bytes: {message}", text.len());
}

fn example() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-workspace");
    let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter();
    let files = entries.filter_entry(|entry| entry.file_name() != "site").filter_map(|entry| {
        let entry = entry.expect("the example can be listed");
        let parts: Vec<&str> =
            entry.path().strip_prefix(&root).ok()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        entry.file_type().is_file().then(|| (parts.join("/"), entry.path().to_owned()))
    });
    files.map(|(path, disk)| (path, std::fs::read(disk).expect("the example can be read"))).collect()
}

/// What is done to one line.
#[derive(Clone, Debug)]
enum Damage {
    Delete,
    Duplicate,
    Replace(Vec<u8>),
    Cut(usize),
    Insert(usize, Vec<u8>),
    Indent(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::Delete),
        Just(Damage::Duplicate),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Damage::Replace),
        (0usize..80).prop_map(Damage::Cut),
        (0usize..80, sign()).prop_map(|(at, text)| Damage::Insert(at, text)),
        (1usize..9).prop_map(Damage::Indent),
    ]
}

/// What means something to one of the parsers.
fn sign() -> impl Strategy<Value = Vec<u8>> {
    let signs = [
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "---",
        "...",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "|\n",
        ">",
        ": ",
        "- ",
        "#",
        "\t",
        "\r",
        "\u{feff}",
        "\0",
        "\u{1b}[31m",
        "[[",
        "]]",
        "@",
        "](",
        "`",
        "<!--",
        "%",
        "\u{2028}",
        "é",
        "👩‍💻",
        ",",
        "~",
        "?",
    ];
    prop::sample::select(signs.map(|sign| sign.as_bytes().to_vec()).to_vec())
}

impl Damage {
    fn apply(&self, bytes: &[u8], line: usize) -> Vec<u8> {
        let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let line = line % lines.len();
        let length = lines[line].len();
        match self {
            Damage::Delete => drop(lines.remove(line)),
            Damage::Duplicate => lines.insert(line, lines[line].clone()),
            Damage::Replace(text) => lines[line] = text.clone(),
            Damage::Cut(at) => lines[line].truncate(at % (length + 1)),
            Damage::Insert(at, text) => {
                let at = at % (length + 1);
                drop(lines[line].splice(at..at, text.iter().copied()));
            }
            Damage::Indent(by) => drop(lines[line].splice(0..0, std::iter::repeat_n(b' ', *by))),
        }
        lines.concat()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_example_is_reported(
        file in any::<prop::sample::Index>(),
        damages in prop::collection::vec((any::<usize>(), damage()), 1..4),
    ) {
        let mut files = example();
        let at = file.index(files.len());
        for (line, damage) in damages {
            files[at].1 = damage.apply(&files[at].1, line);
        }
        examine(&files);
    }

    #[test]
    fn any_bytes_in_any_file_are_reported(
        workspace in bytes(),
        journey in bytes(),
        item in record(),
        persona in record(),
        signal in record(),
        csv in bytes(),
    ) {
        let files = [
            ("workspace.yaml", workspace),
            ("journeys/a/journey.yaml", journey),
            ("journeys/a/items/b.md", item.clone()),
            ("blocks/b.md", item),
            ("blocks/b.csv", csv),
            ("personas/b.md", persona),
            ("signals/b.md", signal),
        ];
        examine(&files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect());
    }
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "id: ",
        "title: ",
        "kind: metric\n",
        "stages:\n",
        "  - ",
        "steps: ",
        "items: [",
        "b, ",
        "]",
        "\n",
        "\n  ",
        "name: ",
        "members: ",
        "rules: ",
        "links: [b]\n",
        "x-a: ",
        "date,value\n",
        "2026-01-01,",
        "4.5",
        "{ ",
        " }",
        "a: ",
        "lanes: ",
    ];
    let word = prop::sample::select(words.map(|word| word.as_bytes().to_vec()).to_vec());
    let piece = prop_oneof![4 => word, 2 => sign(), 1 => prop::collection::vec(any::<u8>(), 0..20)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn record() -> impl Strategy<Value = Vec<u8>> {
    (bytes(), bytes(), prop::sample::select(vec!["---\n", "--- \r\n", "", "----\n"]))
        .prop_map(|(front, body, close)| [b"---\n".as_slice(), &front, b"\n", close.as_bytes(), &body].concat())
}
