//! The meaning of one file.
//!
//! Owns the tables of fields, the decoder that reads by them, and one file per kind of record. A parsed file does
//! not know its path, so the same bytes mean the same wherever and in whatever revision they are. Whether what a
//! file refers to exists is not known here.
//!
//! Invariant: what could not be read has been reported as a [`Problem`] and is absent from the document.

mod conflict;
mod cut;
mod decode;
mod field;
mod item;
mod journey;
mod kind;
mod measurements;
mod naming;
mod passage;
mod persona;
mod prose;
mod record;
mod rule_setting;
mod serialize;
mod signal;
mod value;
mod workspace;

pub use field::{Field, Table, Target, ValueType};
pub use item::{EVIDENCE, Item, TASK};
pub use journey::{JOURNEY, Journey, PLACEMENT, Placement, STAGE, STEP, Stage, Step};
pub use kind::Kind;
pub use measurements::{Measurement, Measurements};
pub use naming::{Form, Naming};
pub use passage::Passage;
pub use persona::{PERSONA, Persona};
pub use prose::Prose;
pub use record::{Custom, Decimal, FieldValue, Record, RuleSetting, Slot};
pub use serialize::Fields;
pub use signal::{SIGNAL, Signal};
pub use value::{invalid_id, unknown_word};
pub use workspace::{LANE, MEMBER, Member, SITE, VOCABULARY, WORKSPACE, Workspace};

use crate::diag::{Advice, Problem, Rule};
use crate::markdown;
use crate::text::{SourceText, Span};
use crate::yaml;

/// What a file is, and so how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `workspace.yaml`
    Workspace,
    /// `journey.yaml`
    Journey,
    /// An item, local or a building block.
    Item,
    /// A persona.
    Persona,
    /// A signal.
    Signal,
    /// A metric's measurements.
    Measurements,
}

/// One file, read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What it says; `None` when it could not be parsed, so that nothing can be said of what is in it.
    pub document: Option<Document>,
    /// What is wrong with it, as far as the file alone can tell.
    pub problems: Vec<Problem>,
}

/// What a file says.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// `workspace.yaml`
    Workspace(Workspace),
    /// A journey.
    Journey(Journey),
    /// An item.
    Item(Item),
    /// A persona.
    Persona(Persona),
    /// A signal.
    Signal(Signal),
    /// Measurements.
    Measurements(Measurements),
}

impl Document {
    /// Its fields; none for measurements.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Document::Workspace(workspace) => Some(&workspace.record),
            Document::Journey(journey) => Some(&journey.record),
            Document::Item(item) => Some(&item.record),
            Document::Persona(persona) => Some(&persona.record),
            Document::Signal(signal) => Some(&signal.record),
            Document::Measurements(_) => None,
        }
    }

    /// Every piece of Markdown in it, as [`Document::passages`] has them.
    pub fn prose(&self) -> Vec<&Prose> {
        self.passages().into_iter().map(|(_, prose)| prose).collect()
    }
}

/// Reads one file. Never fails: what is wrong is a problem.
pub fn parse(kind: FileKind, source: &SourceText) -> Parsed {
    if let Some(at) = source.bad_byte() {
        let bad = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
        let problem = Problem::new(Rule::NotUtf8, bad, "this byte is not UTF-8").help("save the file as UTF-8");
        return Parsed { document: None, problems: vec![problem] };
    }
    if source.text().len() > yaml::MAX_BYTES {
        return Parsed { document: None, problems: vec![too_large(kind)] };
    }
    match kind {
        FileKind::Measurements => {
            if let Some(problem) = conflict::in_lines(source.text(), 0) {
                return Parsed { document: None, problems: vec![problem] };
            }
            let (measurements, problems) = Measurements::decode(source);
            Parsed { document: Some(Document::Measurements(measurements)), problems }
        }
        FileKind::Workspace | FileKind::Journey => parse_yaml(kind, source),
        FileKind::Item | FileKind::Persona | FileKind::Signal => parse_markdown(kind, source),
    }
}

/// The problem of a file that is larger than any record may be.
pub fn too_large(kind: FileKind) -> Problem {
    let rule = if kind == FileKind::Measurements { Rule::BadMeasurements } else { Rule::YamlSyntax };
    let limit = yaml::MAX_BYTES / (1024 * 1024);
    Problem::new(rule, Span::FILE, format!("this file is larger than {limit} MiB")).help("split it into smaller files")
}

fn parse_yaml(kind: FileKind, source: &SourceText) -> Parsed {
    if let Some(problem) = conflict::in_lines(source.text(), 0) {
        return Parsed { document: None, problems: vec![problem] };
    }
    let tree = yaml::parse(source.text(), 0);
    decode_tree(source, tree, |decoder, root| match kind {
        FileKind::Workspace => Document::Workspace(Workspace::decode(decoder, root)),
        _ => Document::Journey(Journey::decode(decoder, root)),
    })
}

fn parse_markdown(kind: FileKind, source: &SourceText) -> Parsed {
    let parts = match markdown::split(source.text()) {
        Ok(parts) => parts,
        Err(fault) => {
            let problem = conflict::in_lines(source.text(), 0).unwrap_or_else(|| front_matter_problem(fault, source));
            return Parsed { document: None, problems: vec![problem] };
        }
    };
    if let Some(problem) = conflict::in_lines(source.slice(parts.yaml), parts.yaml.start as usize) {
        return Parsed { document: None, problems: vec![problem] };
    }
    let tree = yaml::parse(source.slice(parts.yaml), parts.yaml.start as usize);
    let mut parsed = decode_tree(source, tree, |decoder, root| {
        let body = Prose::of_body(source, parts.body);
        match kind {
            FileKind::Persona => Document::Persona(Persona::decode(decoder, root, body)),
            FileKind::Signal => Document::Signal(Signal::decode(decoder, root, body)),
            _ => Document::Item(Item::decode(decoder, root, body)),
        }
    });
    // What a customer said may look like anything.
    if kind != FileKind::Signal {
        parsed.problems.extend(second_front_matter(source, parts.body));
    }
    let has_conflict = |problem: &Problem| problem.rule == Rule::ConflictMarker;
    if !parsed.problems.iter().any(has_conflict) {
        parsed.problems.extend(conflict::in_prose(source.slice(parts.body), parts.body.start as usize));
    }
    parsed
}

/// Decodes a tree that was read to its end; of a broken one only the break is told.
fn decode_tree(
    source: &SourceText,
    tree: yaml::Tree,
    decode: impl FnOnce(&mut decode::Decoder<'_>, Option<&yaml::Node>) -> Document,
) -> Parsed {
    let faults = tree.faults.into_iter().map(yaml_problem);
    if !tree.complete {
        return Parsed { document: None, problems: faults.collect() };
    }
    let mut decoder = decode::Decoder::new(source);
    let document = decode(&mut decoder, tree.root.as_ref());
    let conflict = tree.root.as_ref().and_then(|root| conflict::in_texts(root, source));
    Parsed {
        document: Some(document),
        problems: faults.chain(decoder.problems).chain(decoder.warnings).chain(conflict).collect(),
    }
}

fn yaml_problem(fault: yaml::Fault) -> Problem {
    let rule = match fault.kind {
        yaml::FaultKind::Syntax => Rule::YamlSyntax,
        yaml::FaultKind::Unsupported => Rule::UnsupportedYaml,
        yaml::FaultKind::DuplicateKey => Rule::DuplicateKey,
        yaml::FaultKind::Blank => Rule::YamlSyntax,
    };
    let mut problem = Problem::new(rule, fault.span, fault.message);
    problem.advice = fault.help.map(Advice::text).into_iter().collect();
    if !fault.edits.is_empty() {
        let removes = fault.edits.iter().all(|edit| edit.replacement.is_empty());
        problem =
            problem.fix(if removes { "remove what cannot be seen" } else { "type an ordinary space" }, fault.edits);
    }
    match fault.related {
        Some((span, label)) => problem.related(None, span, label),
        None => problem,
    }
}

/// Fields that come once more and are text, so that nobody reads them.
fn second_front_matter(source: &SourceText, body: Span) -> Option<Problem> {
    let fence = markdown::find_second(source.slice(body))?.shift(body.start as usize);
    let problem =
        Problem::new(Rule::UnsupportedYaml, fence, "`---` begins fields for a second time; these are not read");
    Some(problem.help("move them up between the first two lines of `---`, or remove them").as_warning())
}

fn front_matter_problem(fault: markdown::FrontMatterFault, source: &SourceText) -> Problem {
    let is_first = fault == markdown::FrontMatterFault::Missing;
    if let Some(blank) = yaml::find_odd_blank_at_fence(source.text(), is_first) {
        return yaml_problem(blank);
    }
    let message = match fault {
        markdown::FrontMatterFault::Missing => "no front matter: a record begins with its fields between `---` lines",
        markdown::FrontMatterFault::Unclosed => "the front matter is never closed",
    };
    let help = match fault {
        markdown::FrontMatterFault::Missing => {
            "begin the file with `---`, its fields, and `---`; or move it out of this folder"
        }
        markdown::FrontMatterFault::Unclosed if source.text().lines().any(|line| line.trim_end() == "...") => {
            "write `---` where `...` ends the fields"
        }
        markdown::FrontMatterFault::Unclosed => "write `---` on a line of its own after the fields",
    };
    Problem::new(Rule::FrontMatterMissing, Span::FILE, message).help(help)
}
