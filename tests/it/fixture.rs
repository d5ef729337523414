//! Workspaces as text, with marks under what `check` is to find.
//!
//! ```text
//! //- journeys/a/journey.yaml
//! title: A
//! owner: nobody
//! #      ^^^^^^ error[unknown-member] did you mean
//! ```
//!
//! - `//- path` begins a file. Words after the path are a mark on the whole file (1:1, empty); a path that ends in `/`
//!   is a folder, which holds nothing but its mark.
//! - A mark is a line `# ^^^ error[rule] words`, or `<!-- ^^^ error[rule] words -->`, or without a lead where the lead would be in
//!   the way of the first column. Its carets stand under what is marked on the last line that is no mark; `|` instead
//!   of carets is an empty place.
//! - `error[rule](+2:5)` ends two lines further down, before the fifth character.
//! - The words are a part of the message or of the help.
//! - Marks are taken out before the files are read. `�` stands for a byte that is not UTF-8.
//!
//! Where no `workspace.yaml` is given there is [`WORKSPACE`]. Every fixture is checked three times: as it is, with CRLF, and
//! with byte-order marks.

mod mark;

use std::fmt::Write as _;

use wayfare::check::check;
use wayfare::diag::render::{Format, Options};
use wayfare::diag::{Diagnostic, Report, Rule, Sources};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

pub(crate) use mark::Fixture;
use mark::{Expected, Place};

/// The workspace of a fixture that gives none.
pub(crate) const WORKSPACE: &str = "\
name: Test
members:
  - { id: maya, name: Maya Chen, role: owner }
  - { id: jon, name: Jon Abara, role: editor }
";

/// How the files of a fixture are written.
#[derive(Clone, Copy, Debug)]
enum Encoding {
    Plain,
    Crlf,
    ByteOrderMark,
}

/// Checks a fixture by every rule and demands exactly the findings it is marked with.
pub(crate) fn check_fixture(text: &str) {
    if let Err(difference) = try_fixture(text, &|_| true) {
        panic!("{difference}");
    }
}

/// Checks a fixture by some rules; the difference between marks and findings as text.
pub(crate) fn try_fixture(text: &str, is_on: &dyn Fn(Rule) -> bool) -> Result<(), String> {
    let fixture = Fixture::parse(text)?;
    for encoding in [Encoding::Plain, Encoding::Crlf, Encoding::ByteOrderMark] {
        let snapshot = load(&fixture, encoding);
        let report = check(&snapshot).filter(|finding| is_on(finding.problem.rule));
        compare(&fixture.expected, &report, &snapshot).map_err(|difference| format!("{encoding:?}:\n{difference}"))?;
    }
    Ok(())
}

fn load(fixture: &Fixture, encoding: Encoding) -> Snapshot {
    let mut files = fixture.files.clone();
    files.entry("workspace.yaml".to_owned()).or_insert_with(|| WORKSPACE.to_owned());
    let tree: MemoryTree = files.iter().map(|(path, text)| (path, encoding.bytes(text))).collect();
    Snapshot::load(&tree).expect("a tree in memory can be listed")
}

impl Encoding {
    fn bytes(self, text: &str) -> Vec<u8> {
        let text = match self {
            Encoding::Plain => text.to_owned(),
            Encoding::Crlf => text.replace('\n', "\r\n"),
            Encoding::ByteOrderMark => format!("\u{feff}{text}"),
        };
        let mut bytes = Vec::with_capacity(text.len());
        for (index, part) in text.split(char::REPLACEMENT_CHARACTER).enumerate() {
            if index > 0 {
                bytes.push(0xff);
            }
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}

/// A finding as a fixture sees it.
fn found(finding: &Diagnostic, snapshot: &Snapshot) -> Expected {
    let problem = &finding.problem;
    let place = snapshot.source(&finding.path).map_or(Place::FILE, |source| Place::of(source, problem.span));
    let words = format!("{}\n{}", problem.message, problem.help_text().as_deref().unwrap_or_default());
    Expected { path: finding.path.to_string(), place, level: finding.level, rule: problem.rule, words }
}

fn compare(expected: &[Expected], report: &Report, snapshot: &Snapshot) -> Result<(), String> {
    let mut surplus: Vec<(Expected, &Diagnostic)> =
        report.findings().iter().map(|finding| (found(finding, snapshot), finding)).collect();
    let mut missing = Vec::new();
    for mark in expected {
        match surplus.iter().position(|(found, _)| mark.is_met_by(found)) {
            Some(index) => drop(surplus.remove(index)),
            None => missing.push(mark),
        }
    }
    if missing.is_empty() && surplus.is_empty() {
        return Ok(());
    }
    let mut difference = String::new();
    for mark in missing {
        let _ = writeln!(difference, "missing: {mark}");
    }
    for (found, _) in &surplus {
        let _ = writeln!(difference, "surplus: {found}");
    }
    let surplus = Report::new(surplus.into_iter().map(|(_, finding)| finding.clone()).collect());
    Err(format!("{difference}\n{}", draw(&surplus, snapshot)))
}

fn draw(report: &Report, snapshot: &Snapshot) -> String {
    let mut out = Vec::new();
    Format::Human.write(report, snapshot, Options::default(), &mut out).expect("memory takes all");
    String::from_utf8(out).expect("renderers write text")
}

#[test]
fn the_workspace_of_fixtures_is_clean() {
    check_fixture("//- README.md\n");
}
