//! From a file's text to what it says, also where it is broken.
//!
//! Owns what a break is: bytes that are not UTF-8, a conflict, text that is not YAML, fields that never end. It is told
//! with its place, and nothing else of that file is; what stands before it is decoded all the same.

use super::conflict;
use super::decode::{Decoder, Gaps};
use super::fault::{front_matter_problem, second_front_matter, yaml_problem};
use super::{Document, FileKind, Measurements, Notation, Parsed, Prose};
use crate::diag::{Problem, Rule};
use crate::markdown::{self, FrontMatterFault};
use crate::text::{SourceText, Span};
use crate::yaml::{self, Known, Node};

impl Parsed {
    /// A file of which nothing is known.
    fn unknown(problem: Problem) -> Parsed {
        Parsed { document: None, is_partial: false, problems: vec![problem] }
    }

    fn partial(document: Document, problems: Vec<Problem>) -> Parsed {
        Parsed { document: Some(document), is_partial: true, problems }
    }
}

/// Reads one file. Never fails: what is wrong is a problem.
pub fn parse(kind: FileKind, source: &SourceText) -> Parsed {
    if source.text().len() > yaml::MAX_BYTES {
        return Parsed::unknown(too_large(kind));
    }
    match kind.row().notation {
        Notation::Rows => parse_measurements(source),
        Notation::Yaml => parse_yaml(kind, source),
        Notation::Markdown => parse_markdown(kind, source),
    }
}

/// The problem of a file that is larger than any record may be.
pub fn too_large(kind: FileKind) -> Problem {
    let rule = if kind == FileKind::Measurements { Rule::BadMeasurements } else { Rule::YamlSyntax };
    let limit = yaml::MAX_BYTES / (1024 * 1024);
    Problem::new(rule, Span::FILE, format!("this file is larger than {limit} MiB")).help("split it into smaller files")
}

/// The problem of bytes that are not UTF-8.
fn bad_byte(source: &SourceText) -> Option<Problem> {
    let at = source.bad_byte()?;
    let bad = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
    Some(Problem::new(Rule::NotUtf8, bad, "this byte is not UTF-8").help("save the file as UTF-8"))
}

/// Rows are read all or none: the last of those above a break would pass for the latest.
fn parse_measurements(source: &SourceText) -> Parsed {
    if let Some(problem) = bad_byte(source) {
        let problem = Problem { advice: Vec::new(), ..problem };
        let problem = problem.help("save the file as UTF-8; Excel calls that “CSV UTF-8” among the types of files");
        // Who saves it anew is to know all that is wrong.
        let problems = [problem].into_iter().chain(Measurements::as_spreadsheet(source)).collect();
        return Parsed { document: None, is_partial: false, problems };
    }
    if let Some(problem) = conflict::in_lines(source.text(), 0) {
        return Parsed::unknown(problem);
    }
    let (measurements, problems) = Measurements::decode(source);
    Parsed { document: Some(Document::Measurements(measurements)), is_partial: false, problems }
}

fn parse_yaml(kind: FileKind, source: &SourceText) -> Parsed {
    let read = Reading::of(source, Span::new(0, source.text().len()), bad_byte(source));
    read.decode(source, kind, Span::default())
}

fn parse_markdown(kind: FileKind, source: &SourceText) -> Parsed {
    let bad_byte = bad_byte(source);
    let (yaml, body, bad) = match markdown::split(source.text()) {
        Ok(parts) => (parts.yaml, parts.body, bad_byte),
        Err(fault) => {
            let problem = bad_byte.or_else(|| conflict::in_lines(source.text(), 0));
            let problem = problem.unwrap_or_else(|| front_matter_problem(fault, source));
            if fault == FrontMatterFault::Missing {
                return Parsed::unknown(problem);
            }
            let end = source.text().len();
            let start = source.text().find('\n').map_or(end, |line_end| line_end + 1);
            (Span::new(start, end), Span::at(end), Some(problem))
        }
    };
    let read = Reading::of(source, yaml, bad);
    let body = match &read.problems[..] {
        [Problem { rule: Rule::NotUtf8, span, .. }] if span.start >= body.start => {
            Span::new(body.start as usize, span.start as usize)
        }
        _ => body,
    };
    let mut parsed = read.decode(source, kind, body);
    if !parsed.is_partial {
        // What a customer said may look like anything.
        if kind != FileKind::Signal {
            parsed.problems.extend(second_front_matter(source, body));
        }
        let has_conflict = |problem: &Problem| problem.rule == Rule::ConflictMarker;
        if !parsed.problems.iter().any(has_conflict) {
            parsed.problems.extend(conflict::in_prose(source.slice(body), body.start as usize));
        }
    }
    parsed
}

/// A file's fields, as far as they are known.
struct Reading {
    root: Option<Node>,
    problems: Vec<Problem>,
    gaps: Gaps,
}

impl Reading {
    /// Reads the YAML at `span`; `broken` is what is known to be in the way, wherever that is in the file.
    fn of(source: &SourceText, span: Span, broken: Option<Problem>) -> Reading {
        let (text, base) = (source.slice(span), span.start as usize);
        let broken = broken.or_else(|| conflict::in_lines(text, base));
        if let Some(problem) = &broken
            && problem.span.start < span.end
        {
            // Fields that never end are read for as long as they can be.
            let is_endless = problem.rule == Rule::FrontMatterMissing;
            let end = if is_endless { text.len() } else { (problem.span.start - span.start) as usize };
            return Reading::partial(yaml::known_before(text, base, end), broken.into_iter().collect());
        }
        let tree = yaml::parse(text, base);
        let is_broken_below = broken.is_some();
        let problems = |faults: Vec<yaml::Fault>| match broken {
            Some(problem) => vec![problem],
            None => faults.into_iter().map(yaml_problem).collect(),
        };
        if !tree.complete {
            let known = yaml::known(text, base, &tree);
            return Reading::partial(known, problems(tree.faults));
        }
        let gaps = if is_broken_below { Gaps::Values } else { Gaps::None };
        Reading { root: tree.root, problems: problems(tree.faults), gaps }
    }

    fn partial(known: Known, problems: Vec<Problem>) -> Reading {
        let end = known.root.as_ref().map_or(0, |root| root.span.end);
        let gaps = if known.is_cut { Gaps::After(end) } else { Gaps::Values };
        Reading { root: known.root, problems, gaps }
    }

    /// Decodes what is known; of what is broken only the break is told.
    fn decode(self, source: &SourceText, kind: FileKind, body: Span) -> Parsed {
        let mut decoder = Decoder::new(source, self.gaps);
        let body = Prose::of_body(source, body);
        let document = Document::decode(kind, &mut decoder, self.root.as_ref(), body);
        if self.gaps != Gaps::None {
            return Parsed::partial(document, self.problems);
        }
        let conflict = self.root.as_ref().and_then(|root| conflict::in_texts(root, source));
        let problems = self.problems.into_iter().chain(decoder.problems).chain(decoder.warnings).chain(conflict);
        Parsed { document: Some(document), is_partial: false, problems: problems.collect() }
    }
}
