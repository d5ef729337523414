//! The formats of a report, each on the same workspace with findings of all sorts and names made to break them.
//!
//! What they write is kept in `tests/fixtures/formats/`. Run the tests with `WAYFARE_UPDATE=1` to write it anew.

mod sarif;

use std::path::Path;

use proptest::prelude::*;
use wayfare::check::{check, explanation};
use wayfare::diag::render::{Format, Options, job_summary};
use wayfare::diag::{Advice, Level, Problem, Report, Rule};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;
use wayfare::text::{Span, TextEdit, WsPath};

const SUMMARY_BYTES: usize = 1024 * 1024;

/// Findings with and without related places and fixes, on tokens, several lines, files and folders; errors and advice.
const FILES: &[(&str, &str)] = &[
    ("workspace.yaml", "name: Acme\nmembers:\n  - { id: maya, name: Maya, role: owner }\n"),
    (
        "journeys/trial/journey.yaml",
        "title: \"50%, <b>|x|</b> `é` 👩‍💻: [a](https://evil.example)\"\r\n\
         owner: \"m\u{202e}aya::error::\"\r\n\
         stages:\r\n  - id: setup\r\n    title: Setup\r\n    steps:\r\n      - id: start\r\n        title: Start\r\n        \
         items: [invite-emial, invite-email, invite-email, 👩‍💻]\r\n",
    ),
    ("journeys/empty/items/a.md", "---\nkind: insight\ntitle: A\nlinks: a\n---\n"),
    ("blocks/invite-email.md", "---\nkind: touchpoint\ntitle: Invite\naliases: [mail]\n---\n[[nothing]]\n"),
    ("blocks/again/invite-email.md", "---\nkind: touchpoint\ntitle: Invite\n---\n[[a]](b.md) [[mail]]\n"),
    ("blocks/a,b:c%\n::error::x\u{1b}[1m.md", "---\nkind: touchpoint\ntitle: B\n---\n"),
    ("blocks/bad.md", "no front matter\n"),
    ("personas/p.yml", "name: P\n"),
];

fn snapshot() -> Snapshot {
    let tree: MemoryTree = FILES.iter().map(|(path, text)| (path, text.as_bytes().to_vec())).collect();
    Snapshot::load(&tree).expect("a tree in memory can be listed")
}

fn options() -> Options<'static> {
    Options { prefix: "maps/", explain: Some(explanation), ..Options::default() }
}

fn render(format: Format, report: &Report, snapshot: &Snapshot) -> String {
    let mut out = Vec::new();
    format.write(report, snapshot, options(), &mut out).expect("memory takes all");
    String::from_utf8(out).expect("renderers write text")
}

/// Compares text with the file it is kept in, or writes the file.
fn assert_kept(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name);
    if std::env::var_os("WAYFARE_UPDATE").is_some() {
        std::fs::write(&path, text).expect("fixtures can be written");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}")).replace("\r\n", "\n");
    assert!(kept == text, "{name} differs: look at it, and run the tests once with WAYFARE_UPDATE=1\n{text}");
}

#[test]
fn every_format_writes_what_it_wrote() {
    let snapshot = snapshot();
    let report = check(&snapshot);
    let names = ["report.txt", "report.json", "github.txt", "gitlab.json", "report.sarif", "junit.xml"];
    for (format, name) in Format::ALL.iter().zip(names) {
        let text = render(*format, &report, &snapshot);
        // The rules are described in the reference; here they would hide the results.
        let text = if *format == Format::Sarif { sarif::without_rules(&text) } else { text };
        assert_kept(name, &text);
    }
    assert_kept("job-summary.md", &job_summary(&report, &snapshot, options(), SUMMARY_BYTES));
}

#[test]
fn a_clean_workspace_is_a_report_too() {
    let snapshot = Snapshot::load(&MemoryTree::from_iter([("workspace.yaml", "name: Acme\n")])).expect("a tree");
    let report = check(&snapshot);
    assert_eq!(report.findings(), []);
    let told = |format| render(format, &report, &snapshot);
    assert_eq!(
        (told(Format::Human), told(Format::Github), told(Format::Gitlab)),
        ("".into(), "".into(), "[]\n".into())
    );
    let run = sarif::read(&told(Format::Sarif));
    assert!(run.results.is_empty() && run.rules.len() == Rule::ALL.len());
    assert_eq!(cases(&told(Format::Junit)), (1, 0, 0));
    assert_eq!(job_summary(&report, &snapshot, options(), SUMMARY_BYTES), "## wayfare check: no findings\n\n");
}

/// Tests, failures and skipped tests of a JUnit report, which has to be well-formed.
fn cases(xml: &str) -> (usize, usize, usize) {
    use quick_xml::events::Event;
    let allowed = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "{xml}");
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut counts = (0, 0, 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{error}: {xml}"));
                }
                match tag.name().as_ref() {
                    "testcase" => counts.0 += 1,
                    "failure" => counts.1 += 1,
                    "skipped" => counts.2 += 1,
                    _ => {}
                }
            }
            Event::Eof => return counts,
            _ => {}
        }
    }
}

/// A GitHub annotation taken apart as the runner does.
fn annotation(line: &str) -> (&str, Vec<(&str, String)>, String) {
    let (command, data) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (level, properties) = command.split_once(' ').expect("properties");
    let undo = |text: &str| {
        ["%0D", "%0A", "%3A", "%2C", "%25"]
            .iter()
            .zip(["\r", "\n", ":", ",", "%"])
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let properties = properties.split(',').map(|property| property.split_once('=').expect("a value"));
    (level, properties.map(|(name, value)| (name, undo(value))).collect(), undo(data))
}

/// The cells of each row of a summary's table, and whether Markdown finds anything in it but text and code.
fn rows(summary: &str) -> Vec<Vec<String>> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut rows: Vec<Vec<String>> = Vec::new();
    for event in Parser::new_ext(summary, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::Heading { .. } | Tag::Paragraph) | Event::End(_) => {}
            Event::Text(text) => {
                rows.last_mut().and_then(|row| row.last_mut()).into_iter().for_each(|cell| cell.push_str(&text));
            }
            Event::InlineHtml(html) if ["<code>", "</code>", "<br>"].contains(&&*html) => {}
            Event::Code(code) if &*code == "wayfare check" => {}
            other => panic!("{other:?} in {summary}"),
        }
    }
    rows
}

/// Text that has a meaning somewhere: in commands, Markdown, XML, JSON, URLs, terminals.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = [
        "\n",
        "\r\n",
        ",",
        "%",
        "%0A",
        ":",
        "::",
        "::error::x",
        "##[error]",
        "\"",
        "'",
        "<",
        "]]>",
        "&amp;",
        "`",
        "``",
        "|",
        "\\",
        "\\|",
        "[a](b)",
        "![a](b)",
        "<b>",
        "https://a.example",
        "*",
        "_",
        "~~",
        "{0}",
        "\u{0}",
        "\u{1b}[1m",
        "\u{9b}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "👩‍💻",
        "é",
        "$x$",
        "@maya",
        "a",
        " ",
        "\t",
        "-",
        "x/y",
    ];
    let piece = prop_oneof![4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn finding()(
        name in nasty(), message in nasty(), help in prop::option::of(nasty()), words in nasty(),
        rule in prop::sample::select(Rule::ALL), is_error in any::<bool>(), own in any::<bool>(), span in 0usize..30,
    ) -> (WsPath, Level, Problem) {
        let path = if own { "journeys/trial/journey.yaml".to_owned() } else { format!("blocks/{}", name.replace('/', "-")) };
        let span = if own { Span::new(span, span + 9) } else { Span::FILE };
        let mut problem = Problem::new(rule, span, message)
            .related(None, span, words.clone())
            .fix(words.clone(), vec![TextEdit::replace(span, words)]);
        problem.advice = help.map(Advice::Text).into_iter().collect();
        let level = if is_error { Level::Error } else { Level::Warn };
        (WsPath::new(&path).unwrap_or_else(WsPath::root), level, problem)
    }
}

proptest! {
    #[test]
    fn whatever_names_and_messages_are_each_format_holds(findings in prop::collection::vec(finding(), 0..30)) {
        let snapshot = snapshot();
        let report = Report::new(findings.into_iter().map(|(path, level, problem)| problem.at(path, None, level)).collect());
        let (summary, count) = (report.summary(), report.findings().len());

        for format in Format::ALL {
            prop_assert!(!render(*format, &report, &snapshot).contains(['\u{0}', '\u{1b}']), "{}", format);
        }
        let json: serde_json::Value = serde_json::from_str(&render(Format::Json, &report, &snapshot)).expect("JSON");
        prop_assert_eq!(json["findings"].as_array().map(Vec::len), Some(count));

        let gitlab: Vec<serde_json::Value> = serde_json::from_str(&render(Format::Gitlab, &report, &snapshot)).expect("JSON");
        let fingerprints: std::collections::BTreeSet<&str> =
            gitlab.iter().filter_map(|finding| finding["fingerprint"].as_str()).collect();
        prop_assert_eq!((gitlab.len(), fingerprints.len()), (count, count));

        let run = sarif::read(&render(Format::Sarif, &report, &snapshot));
        prop_assert_eq!(run.results.len(), count);

        let expected = (count.max(1), summary.errors, summary.warnings);
        prop_assert_eq!(cases(&render(Format::Junit, &report, &snapshot)), expected);

        let github = render(Format::Github, &report, &snapshot);
        let lines: Vec<_> = github.split_terminator('\n').map(annotation).collect();
        let of = |level: &str| lines.iter().filter(|line| line.0 == level).count();
        prop_assert_eq!((of("error"), of("warning")), (summary.errors.min(10), summary.warnings.min(10)));
        prop_assert_eq!(of("notice"), usize::from(summary.errors > 10 || summary.warnings > 10));
        prop_assert!(!github.contains('\r') && lines.len() == of("error") + of("warning") + of("notice"));

        let page = job_summary(&report, &snapshot, options(), SUMMARY_BYTES);
        let rows = rows(&page);
        prop_assert!(rows.len() == count && rows.iter().all(|row| row.len() == 4), "{}", page);
    }
}

#[test]
fn github_is_told_the_worst_first_and_how_many_are_left() {
    let snapshot = snapshot();
    let path = || WsPath::new("journeys/trial/journey.yaml").expect("a normal path");
    let many = |rule, level, count: usize| {
        (0..count).map(move |start| Problem::new(rule, Span::new(start, start + 1), "m").at(path(), None, level))
    };
    let findings = many(Rule::UnknownItem, Level::Error, 12).chain(many(Rule::LongTitle, Level::Warn, 11));
    let findings =
        findings.chain([Problem::new(Rule::YamlSyntax, Span::at(40), "broken").at(path(), None, Level::Error)]);
    let report = Report::new(findings.collect());
    let text = render(Format::Github, &report, &snapshot);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 21);
    assert!(lines[0].ends_with("title=yaml-syntax::broken"), "{}", lines[0]);
    assert!(lines[..10].iter().all(|line| line.starts_with("::error file=maps/journeys/trial/journey.yaml,line=1,")));
    assert!(lines[10..20].iter().all(|line| line.starts_with("::warning ")));
    let more = "::notice title=wayfare check::and 3 errors, 1 warning more than GitHub shows here: \
                see the job's summary, or run `wayfare check`";
    assert_eq!(lines[20], more);

    let page = job_summary(&report, &snapshot, options(), SUMMARY_BYTES);
    assert_eq!(rows(&page).len(), 24);
    for most in [0, 100, 300, 700, 1500] {
        let page = job_summary(&report, &snapshot, options(), most);
        assert!(page.len() <= most, "{} of {most}", page.len());
        let left = format!("…and {} more", 24 - rows(&page).len());
        assert!(page.is_empty() || page.contains(&left), "{page}");
    }
}
