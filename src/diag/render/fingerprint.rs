//! What a finding is known by from one run to the next.
//!
//! Made of the rule, the path, the text pointed at and the message; not of the line, so that a finding stays the same
//! when text is added above it. Findings that agree in all of these are numbered in the order of the report.
//!
//! Invariant: no two findings of a report have the same fingerprint.

use std::collections::HashMap;

use blake3::{Hash, Hasher};

use super::Options;
use crate::diag::{Diagnostic, Sources};

/// Bytes of the hash that are shown: enough that two never meet by chance.
const SHOWN_BYTES: usize = 16;

/// Makes the fingerprints of one report.
pub(super) struct Fingerprints<'a> {
    sources: &'a dyn Sources,
    options: Options<'a>,
    seen: HashMap<Hash, u64>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn new(sources: &'a dyn Sources, options: Options<'a>) -> Fingerprints<'a> {
        Fingerprints { sources, options, seen: HashMap::new() }
    }

    /// The fingerprint of the report's next finding, in hexadecimal.
    pub(super) fn of_next(&mut self, finding: &Diagnostic) -> String {
        let problem = &finding.problem;
        let text = self.sources.source(&finding.path).map_or("", |source| source.slice(problem.span));
        let path = self.options.repository_path(&finding.path);
        let kind = hash(&[problem.rule.name(), &path, text, &without_numbers(&problem.message)]);
        let occurrence = self.seen.entry(kind).or_default();
        *occurrence += 1;
        let mut hasher = Hasher::new();
        hasher.update(kind.as_bytes()).update(&occurrence.to_le_bytes());
        hasher.finalize().as_bytes()[..SHOWN_BYTES].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn hash(parts: &[&str]) -> Hash {
    let mut hasher = Hasher::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize()
}

/// `message` with each number as `0`: some name other lines, which move.
fn without_numbers(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    for character in message.chars() {
        let digit = character.is_ascii_digit();
        if !digit {
            kept.push(character);
        } else if !kept.ends_with('0') {
            kept.push('0');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::render::testing::{Files, path};
    use crate::diag::{Level, Problem, Rule};
    use crate::text::Span;

    fn fingerprints(text: &str, marked: &str, message: &str) -> Vec<String> {
        let files = Files::default().with("a.yaml", text);
        let mut fingerprints = Fingerprints::new(&files, Options::default());
        let spans = text.match_indices(marked).map(|(start, _)| Span::new(start, start + marked.len()));
        let problems = spans.map(|span| Problem::new(Rule::UnknownItem, span, message));
        problems.map(|problem| fingerprints.of_next(&problem.at(path("a.yaml"), None, Level::Error))).collect()
    }

    #[test]
    fn does_not_change_when_lines_move() {
        let before = fingerprints("- x1\n- x1\n", "x1", "`x1` is also at 1:3");
        let after = fingerprints("# a\n# b\n- x1\n- y\n- x1\n", "x1", "`x1` is also at 3:3");
        assert_eq!(before, after);
        assert_eq!(before.len(), 2);
        assert_ne!(before[0], before[1]);
    }

    #[test]
    fn tells_texts_messages_and_paths_apart() {
        let one = fingerprints("- x1\n", "x1", "m");
        assert_ne!(one, fingerprints("- x2\n", "x2", "m"));
        assert_ne!(one, fingerprints("- x1\n", "x1", "n"));
        let files = Files::default().with("a.yaml", "- x1\n");
        let finding = Problem::new(Rule::UnknownItem, Span::new(2, 4), "m").at(path("a.yaml"), None, Level::Error);
        let options = Options { prefix: "maps/", ..Options::default() };
        assert_ne!(one[0], Fingerprints::new(&files, options).of_next(&finding));
    }
}
