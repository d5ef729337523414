//! `--format sarif`: the static analysis results interchange format, version 2.1.0, with fixes.
//!
//! Every rule is listed, found or not, so that a rule's index is its place in the table. Columns count Unicode scalar
//! values, as everywhere here, and the file says so.

use std::io;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::excerpt::escape;
use super::fingerprint::Fingerprints;
use super::place::Place;
use super::{Options, message_and_help, severity};
use crate::diag::{Diagnostic, Fix, Group, Level, Report, Rule, Sources};
use crate::text::{Span, WsPath};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a relative URL's path cannot hold as it is; a colon would make its first part a scheme.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ').add(b'"').add(b'#').add(b'%').add(b':').add(b'<').add(b'>').add(b'?').add(b'[').add(b'\\').add(b']')
    .add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

pub(super) fn write(
    report: &Report,
    sources: &dyn Sources,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let places = Places { sources, options };
    let mut fingerprints = Fingerprints::new(sources, options);
    let results: Vec<Value> =
        report.findings().iter().map(|finding| places.result(finding, &fingerprints.of_next(finding))).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "Wayfare",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": Rule::ALL.iter().copied().map(rule).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn rule(rule: Rule) -> Value {
    let words = rule.description();
    let finds = sentence(words.finds);
    let help = format!("Finds {}. Points at {}.", words.finds, words.points_at);
    json!({
        "id": rule.name(),
        "shortDescription": { "text": finds },
        "fullDescription": { "text": help },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": {
            "enabled": rule.default_level() != Level::Off,
            "level": severity(rule.default_level()),
        },
        "properties": { "tags": [group(rule.group())] },
    })
}

/// A phrase as a sentence of its own.
fn sentence(phrase: &str) -> String {
    let mut characters = phrase.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

fn group(group: Group) -> &'static str {
    match group {
        Group::Files => "files",
        Group::Fields => "fields",
        Group::References => "references",
        Group::Practice => "practice",
        Group::Time => "time",
    }
}

/// Writes places as this format has them.
struct Places<'a> {
    sources: &'a dyn Sources,
    options: Options<'a>,
}

impl Places<'_> {
    fn result(&self, finding: &Diagnostic, fingerprint: &str) -> Value {
        let Diagnostic { path, level, problem } = finding;
        let mut result = json!({
            "ruleId": problem.rule.name(),
            "ruleIndex": problem.rule as usize,
            "level": severity(*level),
            "message": { "text": plain(&message_and_help(problem, "\n")) },
            "locations": [{ "physicalLocation": self.place(path, problem.span) }],
            "partialFingerprints": { "wayfare/v1": fingerprint },
        });
        if !problem.related.is_empty() {
            let related = problem.related.iter().enumerate().map(|(id, related)| {
                let place = self.place(related.path.as_ref().unwrap_or(path), related.span);
                json!({ "id": id, "physicalLocation": place, "message": { "text": plain(&escape(&related.label)) } })
            });
            result["relatedLocations"] = related.collect();
        }
        if let Some(fix) = problem.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
            result["fixes"] = json!([self.fix(path, fix)]);
        }
        result
    }

    fn fix(&self, path: &WsPath, fix: &Fix) -> Value {
        let replacements = fix.edits.iter().map(|edit| {
            json!({ "deletedRegion": self.region(path, edit.span), "insertedContent": { "text": edit.replacement } })
        });
        json!({
            "description": { "text": plain(&escape(&fix.title)) },
            "artifactChanges": [{
                "artifactLocation": self.file(path),
                "replacements": replacements.collect::<Vec<_>>(),
            }],
        })
    }

    fn place(&self, path: &WsPath, span: Span) -> Value {
        json!({ "artifactLocation": self.file(path), "region": self.region(path, span) })
    }

    fn file(&self, path: &WsPath) -> Value {
        let path = self.options.repository_path(path);
        let parts: Vec<String> = path.split('/').map(|part| utf8_percent_encode(part, NOT_IN_PATHS).to_string()).collect();
        json!({ "uri": parts.join("/"), "uriBaseId": "%SRCROOT%" })
    }

    fn region(&self, path: &WsPath, span: Span) -> Value {
        let Place { start, end } = Place::find(self.sources, path, span);
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }
}

/// Text in which a reader finds no link: `[words](target)` would be one.
fn plain(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() }
}
