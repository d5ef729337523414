//! `--format json`: one object, its shape a promise to programs.
//!
//! Lines and columns count from 1, columns in Unicode scalar values; ends are exclusive.

use std::io;

use serde::Serialize;

use super::Options;
use super::place::Place;
use crate::diag::{Diagnostic, Fix, Level, Related, Report, Rule, Sources, Summary};
use crate::text::{Span, WsPath};

/// The version of the shape: raised when a field goes or changes its meaning, not when one is added.
const VERSION: u32 = 1;

pub(super) fn write(
    report: &Report,
    sources: &dyn Sources,
    _options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report, sources))?;
    out.write_all(b"\n")
}

/// The same as plain data, to stand in something larger.
pub(super) fn document<'a>(report: &'a Report, sources: &dyn Sources) -> impl Serialize + use<'a> {
    let findings = report.findings().iter().map(|finding| FindingOut::new(finding, sources)).collect();
    DocumentOut { version: VERSION, findings, summary: report.summary() }
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    version: u32,
    findings: Vec<FindingOut<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    rule: Rule,
    level: Level,
    path: &'a WsPath,
    #[serde(flatten)]
    place: PlaceOut,
    message: &'a str,
    label: Option<&'a str>,
    help: Option<String>,
    fix: Option<FixOut<'a>>,
    related: Vec<RelatedOut<'a>>,
}

#[derive(Serialize)]
struct FixOut<'a> {
    title: &'a str,
    edits: Vec<EditOut<'a>>,
}

#[derive(Serialize)]
struct EditOut<'a> {
    /// Left out where it is the file of the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a WsPath>,
    #[serde(flatten)]
    place: PlaceOut,
    text: &'a str,
}

#[derive(Serialize)]
struct RelatedOut<'a> {
    path: &'a WsPath,
    #[serde(flatten)]
    place: PlaceOut,
    label: &'a str,
}

#[derive(Serialize)]
struct PlaceOut {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl PlaceOut {
    fn new(sources: &dyn Sources, path: &WsPath, span: Span) -> PlaceOut {
        let Place { start, end } = Place::find(sources, path, span);
        PlaceOut { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

impl<'a> FindingOut<'a> {
    fn new(finding: &'a Diagnostic, sources: &dyn Sources) -> FindingOut<'a> {
        let Diagnostic { path, level, problem, fix } = finding;
        FindingOut {
            rule: problem.rule,
            level: *level,
            path,
            place: PlaceOut::new(sources, path, problem.span),
            message: &problem.message,
            label: problem.label.as_deref(),
            help: problem.help_text(),
            fix: fix.as_ref().and_then(|fix| FixOut::new(fix, path, sources)),
            related: problem.related.iter().map(|related| RelatedOut::new(related, path, sources)).collect(),
        }
    }
}

impl<'a> FixOut<'a> {
    /// A fix; none, where files come, go or move, which is not told yet.
    fn new(fix: &'a Fix, own: &WsPath, sources: &dyn Sources) -> Option<FixOut<'a>> {
        let edits = fix.edits(own)?.into_iter().flat_map(|(path, edits)| {
            edits.iter().map(move |edit| EditOut {
                path: (path != own).then_some(path),
                place: PlaceOut::new(sources, path, edit.span),
                text: &edit.replacement,
            })
        });
        Some(FixOut { title: &fix.title, edits: edits.collect() })
    }
}

impl<'a> RelatedOut<'a> {
    fn new(related: &'a Related, own: &'a WsPath, sources: &dyn Sources) -> RelatedOut<'a> {
        let path = related.path.as_ref().unwrap_or(own);
        RelatedOut { path, place: PlaceOut::new(sources, path, related.span), label: &related.label }
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::render::Format;
    use crate::diag::render::testing::{Files, path};
    use crate::diag::{Level, Problem, Rule};
    use crate::text::{Span, TextEdit};

    #[test]
    fn nothing_found_is_an_object_too() {
        let out = Files::default().write(Format::Json, vec![]);
        let expected = "{\n  \"version\": 1,\n  \"findings\": [],\n  \"summary\": {\n    \"errors\": 0,\n    \"warnings\": 0\n  }\n}\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn tells_everything_in_characters_from_one() {
        let files = Files::default().with("a.yaml", "\u{feff}é: [日本]\r\n").with("b.yaml", "x: 1\n");
        let problem = Problem::new(Rule::UnknownItem, Span::new(8, 14), "no item `日本`")
            .help("write it")
            .fix("write it", vec![TextEdit::replace(Span::new(8, 14), "x")])
            .related(Some(path("b.yaml")), Span::new(3, 4), "here")
            .related(None, Span::FILE, "this file");
        let out = files.write(Format::Json, vec![("a.yaml", Level::Warn, problem)]);
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let place = |line: u32, from: u32, to: u32| (line, from, line, to);
        let read = |value: &serde_json::Value| {
            let number = |key: &str| value[key].as_u64().map(|n| n as u32).expect("a number");
            (number("line"), number("column"), number("end_line"), number("end_column"))
        };
        let finding = &value["findings"][0];
        assert_eq!(read(finding), place(1, 5, 7));
        assert_eq!((&finding["rule"], &finding["level"]), (&"unknown-item".into(), &"warn".into()));
        assert_eq!((&finding["path"], &finding["help"]), (&"a.yaml".into(), &"write it".into()));
        assert_eq!(read(&finding["fix"]["edits"][0]), place(1, 5, 7));
        assert_eq!(finding["fix"]["edits"][0]["text"], "x");
        assert_eq!(finding["related"][0]["path"], "b.yaml");
        assert_eq!(read(&finding["related"][0]), place(1, 4, 5));
        assert_eq!(finding["related"][1]["path"], "a.yaml");
        assert_eq!(value["summary"]["warnings"], 1);
    }

    #[test]
    fn what_is_absent_is_null_and_a_folder_is_at_its_start() {
        let problem = Problem::new(Rule::UnexpectedFile, Span::new(3, 9), "`journeys/x` has no `journey.yaml`");
        let out = Files::default().write(Format::Json, vec![("journeys/x", Level::Error, problem)]);
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let finding = &value["findings"][0];
        assert!(finding["help"].is_null() && finding["fix"].is_null());
        assert_eq!((&finding["line"], &finding["end_column"]), (&1.into(), &1.into()));
    }
}
