//! SARIF as its standard has it, as far as Wayfare writes it: any other field, or one of another type, is refused.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use wayfare::diag::Rule;

/// What a log says.
pub(super) struct Run {
    pub(super) rules: Vec<Descriptor>,
    pub(super) results: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    #[serde(rename = "$schema")]
    schema: String,
    version: String,
    runs: Vec<RunObject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RunObject {
    tool: Tool,
    column_kind: String,
    results: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tool {
    driver: Driver,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Driver {
    name: String,
    version: String,
    semantic_version: String,
    rules: Vec<Descriptor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: String,
    short_description: Text,
    full_description: Text,
    help: Text,
    default_configuration: Configuration,
    properties: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    enabled: bool,
    level: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
    markdown: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Outcome {
    rule_id: String,
    rule_index: usize,
    level: String,
    message: Text,
    locations: Vec<Location>,
    partial_fingerprints: BTreeMap<String, String>,
    #[serde(default)]
    related_locations: Vec<Location>,
    #[serde(default)]
    fixes: Vec<Fix>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Location {
    id: Option<u64>,
    physical_location: PhysicalLocation,
    message: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Fix {
    description: Text,
    artifact_changes: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// Reads a log and demands what its schema cannot be told by types.
pub(super) fn read(text: &str) -> Run {
    let log: Log = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert!(log.schema.ends_with("/sarif-schema-2.1.0.json") && log.version == "2.1.0");
    let [run] = <[RunObject; 1]>::try_from(log.runs).ok().expect("one run");
    assert_eq!(run.column_kind, "unicodeCodePoints");
    let driver = run.tool.driver;
    assert!(driver.name == "Wayfare" && driver.version == driver.semantic_version);
    for (rule, known) in driver.rules.iter().zip(Rule::ALL) {
        assert_eq!(rule.id, known.name());
        assert_level(&rule.default_configuration.level);
        assert_eq!(rule.default_configuration.enabled, known.default_level() != wayfare::diag::Level::Off);
        let texts = [&rule.short_description.text, &rule.full_description.text, &rule.help.text];
        assert!(texts.iter().all(|text| !text.trim().is_empty() && text.chars().count() <= 1024), "{texts:?}");
        assert!(rule.help.markdown.is_some() && rule.properties["tags"].len() == 1);
    }
    let mut fingerprints = BTreeSet::new();
    for outcome in &run.results {
        assert_eq!(driver.rules[outcome.rule_index].id, outcome.rule_id);
        assert_level(&outcome.level);
        assert_outcome(outcome);
        assert!(fingerprints.insert(&outcome.partial_fingerprints["wayfare/v1"]));
    }
    Run { rules: driver.rules, results: run.results }
}

fn assert_level(level: &str) {
    assert!(["error", "warning"].contains(&level), "{level}");
}

fn assert_outcome(outcome: &Outcome) {
    assert!(!outcome.message.text.is_empty());
    assert_eq!(outcome.locations.len(), 1);
    for (index, related) in outcome.related_locations.iter().enumerate() {
        assert!(related.id == Some(index as u64) && related.message.is_some());
    }
    for location in outcome.locations.iter().chain(&outcome.related_locations) {
        assert_artifact(&location.physical_location.artifact_location);
        assert_region(&location.physical_location.region);
    }
    for fix in &outcome.fixes {
        assert!(!fix.description.text.is_empty() && !fix.artifact_changes.is_empty());
        for change in &fix.artifact_changes {
            assert_artifact(&change.artifact_location);
            assert!(!change.replacements.is_empty());
            for replacement in &change.replacements {
                assert_region(&replacement.deleted_region);
                assert!(replacement.inserted_content.markdown.is_none());
            }
        }
    }
}

/// Demands a relative URL without scheme, query, anchor or anything that has to be escaped.
fn assert_artifact(artifact: &Artifact) {
    let uri = &artifact.uri;
    assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@%/".contains(&byte)), "{uri}");
    assert!(!uri.starts_with('/') && artifact.uri_base_id == "%SRCROOT%", "{uri}");
}

fn assert_region(region: &Region) {
    assert!(region.start_line >= 1 && region.start_column >= 1);
    assert!((region.start_line, region.start_column) <= (region.end_line, region.end_column));
}

/// A log without its rules.
pub(super) fn without_rules(text: &str) -> String {
    let mut log: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    for field in ["rules", "version", "semanticVersion"] {
        driver.as_object_mut().expect("an object").shift_remove(field);
    }
    format!("{log:#}\n")
}
