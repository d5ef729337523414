//! `--format sarif`: the static analysis results interchange format, version 2.1.0, with fixes.
//!
//! Every rule is listed, found or not, so that a rule's index is its place in the table. Columns count Unicode scalar
//! values, as everywhere here, and the file says so.

use std::fmt::Write as _;
use std::io;

use serde_json::{Value, json};

use super::excerpt::escape;
use super::fingerprint::Fingerprints;
use super::place::Place;
use super::{Options, message_and_help, severity};
use crate::diag::{Diagnostic, Explanation, Fix, Group, Level, Report, Rule, Sources};
use crate::text::{Span, TextEdit, WsPath, escape_path};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

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
                    "rules": Rule::ALL.iter().map(|rule| describe(*rule, options)).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn describe(rule: Rule, options: Options<'_>) -> Value {
    let words = rule.description();
    let finds = format!("Finds {}. Points at {}.", words.finds, words.points_at);
    let explanation = options.explain.map(|explain| explain(rule));
    let (why, fix) = explanation.map_or(("", ""), |explanation| (explanation.why, explanation.fix));
    let text = [&finds, why, fix].map(str::trim).join("\n\n");
    let markdown = explanation.map_or_else(|| text.clone(), |explanation| explain(&finds, explanation));
    json!({
        "id": rule.name(),
        "shortDescription": { "text": sentence(words.finds) },
        "fullDescription": { "text": if why.is_empty() { &finds } else { why } },
        "help": { "text": text.trim_end(), "markdown": markdown.trim_end() },
        "defaultConfiguration": {
            "enabled": rule.default_level() != Level::Off,
            "level": severity(rule.default_level()),
        },
        "properties": { "tags": [group(rule.group())] },
    })
}

/// An explanation with its examples, as Markdown.
fn explain(finds: &str, explanation: &Explanation) -> String {
    let Explanation { why, wrong, right, fix } = explanation;
    let mut page = format!("{finds}\n\n{why}\n\n{fix}\n");
    for (title, example) in [("Wrong", wrong), ("Right", right)] {
        let lead = format!("**{title}.** {}", example.words);
        let _ = write!(page, "\n{}\n", lead.trim_end());
        for file in example.each_file() {
            // Longer than any fence in an example.
            let _ = write!(page, "\n`{}`:\n\n``````\n{}\n``````\n", file.path, file.text);
        }
    }
    page
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
        Group::Policy => "policy",
    }
}

/// Writes places as this format has them.
struct Places<'a> {
    sources: &'a dyn Sources,
    options: Options<'a>,
}

impl Places<'_> {
    fn result(&self, finding: &Diagnostic, fingerprint: &str) -> Value {
        let Diagnostic { path, level, problem, fix } = finding;
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
        if let Some(fix) = fix.as_ref().and_then(|fix| self.fix(path, fix)) {
            result["fixes"] = json!([fix]);
        }
        result
    }

    /// A fix; none, where files come, go or move, which the format has no word for.
    fn fix(&self, path: &WsPath, fix: &Fix) -> Option<Value> {
        let changes = fix.edits(path)?;
        let changes: Vec<Value> = changes.into_iter().map(|(path, edits)| self.change(path, edits)).collect();
        let description = json!({ "text": plain(&escape(&fix.title)) });
        Some(json!({ "description": description, "artifactChanges": changes }))
    }

    fn change(&self, path: &WsPath, edits: &[TextEdit]) -> Value {
        let replacements = edits.iter().map(|edit| {
            json!({ "deletedRegion": self.region(path, edit.span), "insertedContent": { "text": edit.replacement } })
        });
        json!({ "artifactLocation": self.file(path), "replacements": replacements.collect::<Vec<_>>() })
    }

    fn place(&self, path: &WsPath, span: Span) -> Value {
        json!({ "artifactLocation": self.file(path), "region": self.region(path, span) })
    }

    fn file(&self, path: &WsPath) -> Value {
        json!({ "uri": escape_path(&self.options.repository_path(path)), "uriBaseId": "%SRCROOT%" })
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
