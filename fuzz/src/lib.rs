//! What each fuzz target does with its bytes: reads them, and demands that whatever is found lies inside them.
//!
//! The tests do the same with every file of `tests/corpus`.

use wayfare::check::check as run_rules;
use wayfare::diag::Sources;
use wayfare::markdown;
use wayfare::model::{self, FileKind};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;
use wayfare::text::{SourceText, Span};
use wayfare::yaml::{self, Node, Value};

/// A target: its name, and what it does with its bytes.
pub type Target = (&'static str, fn(&[u8]));

/// The targets; each has a folder of its name in `tests/corpus`.
pub const TARGETS: [Target; 5] =
    [("yaml", yaml), ("record", record), ("markdown", markdown), ("measurements", measurements), ("check", check)];

/// YAML, and the places of its scalars.
pub fn yaml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let tree = yaml::parse(text, 0);
    for fault in &tree.faults {
        assert_inside(text, fault.span);
    }
    if let Some(root) = &tree.root {
        assert_node(text, root);
    }
}

/// Front matter and fields of every kind of record.
pub fn record(bytes: &[u8]) {
    let kinds = [FileKind::Workspace, FileKind::Journey, FileKind::Item, FileKind::Persona, FileKind::Signal];
    kinds.into_iter().for_each(|kind| parse(kind, bytes));
}

/// References, headings and HTML.
pub fn markdown(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for reference in markdown::scan(text).references {
        assert_inside(text, reference.span);
    }
    let html = markdown::render(text, &Anywhere, 2);
    assert!(!html.to_lowercase().contains("<script"), "a script in {html:?}");
    markdown::plain_text(text);
}

/// A CSV of measurements.
pub fn measurements(bytes: &[u8]) {
    parse(FileKind::Measurements, bytes);
}

/// A small workspace of several files, by every rule. A line `//- path` begins the next file.
pub fn check(bytes: &[u8]) {
    let mut tree = MemoryTree::new();
    let mut path = wayfare::text::WsPath::new("workspace.yaml");
    let mut content: Vec<u8> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n').chain([b"//- end".as_slice()]) {
        let Some(next) = line.strip_prefix(b"//- ") else {
            content.extend_from_slice(line);
            continue;
        };
        let content = std::mem::take(&mut content);
        if let Some(path) = path {
            tree.insert(path, content);
        }
        path = std::str::from_utf8(next).ok().and_then(|name| wayfare::text::WsPath::new(name.trim_end()));
    }
    let snapshot = Snapshot::load(&tree).expect("a tree in memory can be listed");
    for finding in run_rules(&snapshot).findings() {
        if let Some(source) = snapshot.source(&finding.path) {
            assert_inside(source.text(), finding.problem.span);
        }
    }
}

fn parse(kind: FileKind, bytes: &[u8]) {
    let source = SourceText::from_bytes(bytes.to_vec());
    for problem in model::parse(kind, &source).problems {
        assert_inside(source.text(), problem.span);
        source.position(problem.span.end as usize);
    }
}

fn assert_node(text: &str, node: &Node) {
    assert_inside(text, node.span);
    match &node.value {
        Value::Scalar(scalar) => {
            if let Some(map) = node.scalar_map(text) {
                assert_inside(text, map.span(0..scalar.text.len()));
            }
        }
        Value::Sequence(sequence) => sequence.items.iter().for_each(|item| assert_node(text, item)),
        Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| {
            assert_node(text, &entry.key);
            assert_node(text, &entry.value);
        }),
    }
}

fn assert_inside(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not lie in {} bytes", text.len());
}

/// Takes every reference for a link to itself.
struct Anywhere;

impl markdown::Resolve for Anywhere {
    fn resolve(&self, reference: &markdown::Reference) -> markdown::Target {
        match reference {
            markdown::Reference::Wiki { target, .. } => link(target),
            markdown::Reference::Mention { member } => link(member),
            markdown::Reference::Link { destination, image: true } => {
                markdown::Target::Image { src: destination.clone() }
            }
            markdown::Reference::Link { destination, .. } => link(destination),
        }
    }
}

fn link(name: &str) -> markdown::Target {
    markdown::Target::Link { href: name.to_owned(), text: name.to_owned(), class: String::new() }
}
