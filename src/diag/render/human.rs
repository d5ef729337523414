//! `--format human`: each finding as a heading, its place, the lines there, and what to do.
//!
//! Line and column are ours (Unicode scalar values), never those of the drawing library, which sees cut and escaped
//! lines. Nothing of a name or text reaches the terminal unescaped.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io;

use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_LINE_NUM_STYLE, DEFAULT_WARNING_STYLE,
};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Severity, Renderer, Snippet};
use anstyle::Style;

use super::Options;
use super::excerpt::{Excerpt, MOST_LINES, escape, lines_of};
use super::place::Place;
use crate::diag::{Diagnostic, Group as RuleGroup, Level, Report, Rule, Sources};
use crate::text::{SourceText, Span, WsPath, escape_path};

pub(super) fn write(
    report: &Report,
    sources: &dyn Sources,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut findings: Vec<&Diagnostic> = report.findings().iter().collect();
    // The sort keeps the order else.
    let is_reference = |finding: &&Diagnostic| finding.problem.rule.group() == RuleGroup::References;
    let has_references = findings.iter().any(is_reference);
    let is_of_file = |finding: &Diagnostic| finding.problem.rule.group() == RuleGroup::Files;
    findings.sort_by_key(|finding| {
        (!is_cause(finding, has_references), Reverse(finding.level), !is_of_file(finding))
    });
    for (index, finding) in findings.into_iter().enumerate() {
        if index > 0 {
            out.write_all(b"\n")?;
        }
        out.write_all(Drawing::of(finding, sources, options).text.as_bytes())?;
    }
    Ok(())
}

/// Whether others may follow from a finding: what keeps a file from being read, and where others name nothing also what
/// was meant as a record and lies elsewhere. Of the rest, errors come first.
fn is_cause(finding: &Diagnostic, has_references: bool) -> bool {
    match finding.problem.rule {
        Rule::StrayRecord => has_references,
        rule => rule.group() == RuleGroup::Files && finding.level == Level::Error,
    }
}

/// A place that a finding shows.
struct Mark<'a> {
    path: &'a WsPath,
    span: Span,
    label: Option<&'a str>,
}

/// One finding as text.
struct Drawing<'a> {
    sources: &'a dyn Sources,
    colour: bool,
    link_base: Option<&'a str>,
    level: Level,
    /// Digits of the highest line number shown, so that all excerpts stand under each other.
    digits: usize,
    text: String,
}

impl<'a> Drawing<'a> {
    fn of(finding: &'a Diagnostic, sources: &'a dyn Sources, options: Options<'a>) -> Drawing<'a> {
        let problem = &finding.problem;
        let own = Mark { path: &finding.path, span: problem.span, label: problem.label.as_deref() };
        let related = problem.related.iter().map(|related| Mark {
            path: related.path.as_ref().unwrap_or(&finding.path),
            span: related.span,
            label: Some(&related.label),
        });
        let (marks, notes): (Vec<Mark<'_>>, Vec<Mark<'_>>) = related.partition(|mark| mark.source(sources).is_some());
        let groups = gather(own, marks, sources);
        let excerpts: Vec<Option<Excerpt>> = groups.iter().map(|group| excerpt(group, sources)).collect();
        let highest = excerpts.iter().flatten().map(|excerpt| excerpt.last_line).max().unwrap_or(1);
        let digits = digits(highest);

        let Options { colour, link_base, .. } = options;
        let mut drawing = Drawing { sources, colour, link_base, level: finding.level, digits, text: String::new() };
        drawing.push_heading(problem.rule.name(), &problem.message);
        for (index, (group, excerpt)) in groups.iter().zip(excerpts).enumerate() {
            drawing.push_place(&group[0], index == 0);
            if let Some(excerpt) = excerpt {
                drawing.push_excerpt(excerpt, group, index == 0);
            }
        }
        for note in notes {
            drawing.push_remark("note", &format!("{}: {}", note.label.unwrap_or_default(), note.path));
        }
        if let Some(help) = &problem.help_text() {
            drawing.push_remark("help", help);
        }
        drawing
    }

    fn push_heading(&mut self, rule: &str, message: &str) {
        let is_error = self.level == Level::Error;
        let name = self.paint(if is_error { DEFAULT_ERROR_STYLE } else { DEFAULT_WARNING_STYLE });
        let words = self.paint(DEFAULT_EMPHASIS_STYLE);
        let (level, message) = (self.level.name(), escape(message));
        self.push_line(format_args!("{name}{level}[{rule}]{name:#}{words}: {message}{words:#}"));
    }

    /// Adds the path with line and column: of the finding itself, or of another place that explains it.
    fn push_place(&mut self, mark: &Mark<'_>, is_own: bool) {
        let line = self.paint(DEFAULT_LINE_NUM_STYLE);
        let start = Place::find(self.sources, mark.path, mark.span).start;
        let path = escape(mark.path.as_str());
        let indent = " ".repeat(self.digits);
        let arrow = if is_own { "-->" } else { ":::" };
        if !is_own {
            self.push_line(format_args!("{indent} {line}|{line:#}"));
        }
        let place = self.link(mark.path, format!("{path}:{}:{}", start.line, start.column));
        self.push_line(format_args!("{indent}{line}{arrow}{line:#} {place}"));
    }

    fn push_excerpt(&mut self, excerpt: Excerpt, marks: &[Mark<'_>], is_own: bool) {
        let indent = " ".repeat(self.digits - digits(excerpt.last_line));
        let annotations: Vec<Annotation<'_>> = excerpt
            .marks
            .into_iter()
            .zip(marks)
            .enumerate()
            .map(|(index, (range, mark))| {
                let kind = if is_own && index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(range).label(mark.label.map(escape))
            })
            .collect();
        let first_line = excerpt.first_line as usize;
        let snippet = Snippet::source(excerpt.text).line_start(first_line).annotations(annotations);
        let severity = if self.level == Level::Error { Severity::ERROR } else { Severity::WARNING };
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        // Lines are cut before they get here; a long label is better wrapped by the terminal than cut.
        let drawn = renderer.term_width(usize::MAX / 4).render(&[Group::with_level(severity).element(snippet)]);
        for line in drawn.lines() {
            self.push_line(format_args!("{indent}{line}"));
        }
    }

    /// Adds `= name: words` under the excerpt.
    fn push_remark(&mut self, name: &str, words: &str) {
        let (line, bold) = (self.paint(DEFAULT_LINE_NUM_STYLE), self.paint(Style::new().bold()));
        let indent = " ".repeat(self.digits);
        self.push_line(format_args!("{indent} {line}={line:#} {bold}{name}{bold:#}: {}", escape(words)));
    }

    /// Makes words a link to a file, where that is wanted.
    fn link(&self, path: &WsPath, words: String) -> String {
        match self.link_base {
            Some(base) => format!("\u{1b}]8;;{base}{}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\", escape_path(path.as_str())),
            None => words,
        }
    }

    fn push_line(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.text, "{line}").expect("a string takes all");
    }

    fn paint(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }
}

impl Mark<'_> {
    /// The text there is to show: none for a finding on a whole file.
    fn source<'s>(&self, sources: &'s dyn Sources) -> Option<&'s SourceText> {
        if self.span == Span::FILE { None } else { sources.source(self.path) }
    }
}

/// Sorts the marks to the excerpts that show them: those near the finding's own go with it.
fn gather<'a>(own: Mark<'a>, related: Vec<Mark<'a>>, sources: &dyn Sources) -> Vec<Vec<Mark<'a>>> {
    let home = own.source(sources);
    let mut excerpts = vec![vec![own]];
    for mark in related {
        let own = &excerpts[0][0];
        if mark.path == own.path && home.is_some_and(|source| are_near(source, own.span, mark.span)) {
            excerpts[0].push(mark);
        } else {
            excerpts.push(vec![mark]);
        }
    }
    excerpts
}

fn are_near(source: &SourceText, one: Span, other: Span) -> bool {
    let (one, other) = (lines_of(source, one), lines_of(source, other));
    one.1.max(other.1) - one.0.min(other.0) < MOST_LINES
}

fn excerpt(marks: &[Mark<'_>], sources: &dyn Sources) -> Option<Excerpt> {
    let spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    marks[0].source(sources).map(|source| Excerpt::new(source, &spans))
}

fn digits(number: u32) -> usize {
    number.max(1).ilog10() as usize + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::diag::render::testing::{Files, path};
    use crate::diag::render::{Format, Options};
    use crate::diag::{Level, Problem, Rule};
    use crate::text::{SourceText, Span};

    fn error(files: &Files, problem: Problem) -> String {
        files.write(Format::Human, vec![("a.yaml", Level::Error, problem)])
    }

    fn assert_shows(shown: &str, expected: &str) {
        let expected = expected.trim_start_matches('\n');
        assert!(shown == expected, "shown:\n{shown}\nexpected:\n{expected}");
    }

    #[test]
    fn has_the_shape_of_the_reference() {
        let files = Files::default().with("a.yaml", &format!("{}          - invite-emial\n", "\n".repeat(23)));
        let problem = Problem::new(Rule::UnknownItem, Span::new(35, 47), "no item `invite-emial`")
            .label("placed on `setup/invite-teammate`")
            .help("did you mean `invite-email` (blocks/touchpoints/invite-email.md)?");
        assert_shows(
            &error(&files, problem),
            "
error[unknown-item]: no item `invite-emial`
  --> a.yaml:24:13
   |
24 |           - invite-emial
   |             ^^^^^^^^^^^^ placed on `setup/invite-teammate`
   = help: did you mean `invite-email` (blocks/touchpoints/invite-email.md)?
",
        );
    }

    #[test]
    fn shows_other_places_beside_or_after() {
        let files = Files::default().with("a.yaml", "a: 1\nb: 2\na: 3\n").with("b.yaml", "x: 1\n");
        let problem = Problem::new(Rule::DuplicateKey, Span::new(10, 11), "`a` is given twice")
            .related(None, Span::new(0, 1), "first here")
            .related(Some(path("b.yaml")), Span::new(3, 4), "and there")
            .related(Some(path("c.yaml")), Span::FILE, "whole file")
            .help("remove one");
        assert_shows(
            &error(&files, problem),
            "
error[duplicate-key]: `a` is given twice
 --> a.yaml:3:1
  |
1 | a: 1
  | - first here
2 | b: 2
3 | a: 3
  | ^
  |
 ::: b.yaml:1:4
  |
1 | x: 1
  |    - and there
  = note: whole file: c.yaml
  = help: remove one
",
        );
    }

    #[test]
    fn a_finding_on_a_whole_file_is_an_arrow() {
        let files = Files::default().with("a.yaml", "text\n");
        let problem = Problem::new(Rule::InvalidId, Span::FILE, "`A` is no slug").help("rename the file");
        assert_shows(
            &error(&files, problem),
            "
error[invalid-id]: `A` is no slug
 --> a.yaml:1:1
  = help: rename the file
",
        );
    }

    #[test]
    fn points_right_at_wide_characters_tabs_and_line_ends() {
        let files = Files::default().with("a.yaml", "\u{feff}日本\t👍: x\r\nb:\r\n");
        let at = |start, end| {
            let shown = error(&files, Problem::new(Rule::InvalidValue, Span::new(start, end), "m"));
            shown.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let text = "1 | 日本    👍: x";
        assert_eq!(at(3, 9), [" --> a.yaml:1:1", "  |", text, "  | ^^^^"]);
        assert_eq!(at(10, 14), [" --> a.yaml:1:4", "  |", text, "  |         ^^"]);
        assert_eq!(at(16, 17), [" --> a.yaml:1:7", "  |", text, "  |             ^"]);
        assert_eq!(at(17, 17), [" --> a.yaml:1:8", "  |", text, "  |              ^"]);
        assert_eq!(at(21, 21), [" --> a.yaml:2:3", "  |", "2 | b:", "  |   ^"]);
        assert_eq!(at(23, 23), [" --> a.yaml:3:1", "  |", "3 |", "  | ^"]);
    }

    #[test]
    fn escapes_data_and_colours_only_when_asked() {
        let files = Files::default().with("a.yaml", "a: \u{1b}[2J\n");
        let problem = Problem::new(Rule::InvalidValue, Span::new(3, 4), "`\u{1b}[2J` is\nno word")
            .label("\u{202e}")
            .help("\u{7}");
        let plain = error(&files, problem.clone());
        assert!(!plain.contains('\u{1b}') && !plain.contains('\u{202e}') && !plain.contains('\u{7}'), "{plain}");
        assert!(plain.starts_with("error[invalid-value]: `\\u{1b}[2J` is\\nno word\n"), "{plain}");
        let options = Options { colour: true, ..Options::default() };
        let coloured = files.write_as(Format::Human, options, vec![("a.yaml", Level::Warn, problem)]);
        assert!(coloured.contains("\u{1b}["));
        let bare = anstream::adapter::strip_str(&coloured).to_string();
        assert_eq!(bare, plain.replacen("error[", "warn[", 1));
    }

    #[test]
    fn shows_spans_over_several_lines() {
        let files = Files::default().with("a.yaml", "a:\n  - x\n  - y\n");
        let shown = error(&files, Problem::new(Rule::WrongType, Span::new(5, 14), "m").label("a list"));
        assert!(shown.contains("2 | /   - x\n3 | |   - y\n  | |_____^ a list\n"), "{shown}");
    }

    #[test]
    fn places_are_links_where_the_reader_has_them() {
        let files = Files::default().with("a.yaml", "a: b\n");
        let options = Options { link_base: Some("file:///maps/"), ..Options::default() };
        let name = "a b\u{1b}\\#.yaml";
        let shown = files.write_as(Format::Human, options, vec![
            ("a.yaml", Level::Error, Problem::new(Rule::WrongType, Span::new(3, 4), "m")),
            (name, Level::Error, Problem::new(Rule::InvalidId, Span::FILE, "m")),
        ]);
        let link = |url: &str, words: &str| format!("--> \u{1b}]8;;file:///maps/{url}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\\n");
        assert!(shown.contains(&link("a.yaml", "a.yaml:1:4")), "{shown:?}");
        assert!(shown.contains(&link("a%20b%1B%5C%23.yaml", "a b\\u{1b}\\#.yaml:1:1")), "{shown:?}");
    }

    proptest! {
        #[test]
        fn any_text_and_span_is_drawn_at_our_position(
            text in "([ -~]|\\PC|\t|\r?\n|\u{1b}|\u{feff}){0,60}",
            ends in prop::array::uniform4(0usize..90),
        ) {
            let source = SourceText::from(text.as_str());
            let files = Files::default().with("a.yaml", &text);
            let [one, two, three, four] = ends;
            let span = Span::new(one.min(two), one.max(two));
            let problem = Problem::new(Rule::YamlSyntax, span, "m")
                .label("l")
                .related(None, Span::new(three.min(four), three.max(four)), "r");
            let shown = error(&files, problem);
            let start = source.position(span.start as usize);
            let arrow = format!("--> a.yaml:{}:{}", start.line, start.column);
            prop_assert_eq!(shown.lines().nth(1).map(str::trim), Some(arrow.as_str()));
            prop_assert!(!shown.contains(char::from(27)));
        }
    }
}
