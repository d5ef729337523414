//! The reference pages say what the code says.
//!
//! Their generated parts stand between `<!-- name -->` and `<!-- end -->`. Run the tests with `WAYFARE_UPDATE=1` to
//! write them anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use wayfare::check::explanation;
use wayfare::diag::{Example, Group, Rule};
use wayfare::export::{Key, SHAPES, Shape};
use wayfare::model::{
    DIGEST, EVIDENCE, Field, FileKind, GROUP, IMAGE, Kind, LANE, MEMBER, MEMBER_SETTINGS, NOTIFY, PLACEMENT, PUBLISH,
    QUIET, SITE, STAGE, STEP, TASK, Table, Target, VOCABULARY, ValueType, parse,
};
use wayfare::text::SourceText;

/// Compares the generated parts of a page with what `generate` makes of their names, or writes them.
fn check_page(name: &str, generate: impl Fn(&str) -> Option<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("docs/{name}: {error}"));
    let page = page.replace("\r\n", "\n");
    let fresh = regenerate(&page, generate);
    if std::env::var_os("WAYFARE_UPDATE").is_some() {
        std::fs::write(&path, fresh).expect("docs/ can be written");
    } else {
        assert!(page == fresh, "docs/{name} is out of date: run the tests once with WAYFARE_UPDATE=1\n{fresh}");
    }
}

fn regenerate(page: &str, generate: impl Fn(&str) -> Option<String>) -> String {
    let mut fresh = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- ") {
        let (name, after) = after.split_once(" -->").expect("a closed comment");
        let (_, after) = after.split_once("<!-- end -->").unwrap_or_else(|| panic!("`{name}` has no end"));
        let part = generate(name).unwrap_or_else(|| panic!("`{name}` is not generated from anything"));
        let _ = write!(fresh, "{before}<!-- {name} -->\n{}\n<!-- end -->", part.trim_end());
        rest = after;
    }
    fresh + rest
}

#[test]
fn the_layers_are_those_of_the_layer_test() {
    check_page("architecture.md", |name| (name == "layers").then(crate::layers::table));
}

#[test]
fn the_reference_of_commands_is_up_to_date() {
    check_page("commands.md", |name| (name == "commands").then(commands));
}

fn commands() -> String {
    let program = wayfare::cli::definition().term_width(90);
    let mut text = command("wayfare", program.clone());
    for sub in program.get_subcommands() {
        let name = format!("wayfare {}", sub.get_name());
        text += &command(&name, sub.clone().term_width(90));
        for part in sub.get_subcommands() {
            text += &command(&format!("{name} {}", part.get_name()), part.clone().term_width(90));
        }
    }
    text
}

/// One command's help. The options every command has are shown with the program only.
fn command(name: &str, definition: clap::Command) -> String {
    let own = if name == "wayfare" { definition } else { definition.bin_name(name) };
    let help = own.disable_help_flag(true).render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!("## `{name}`\n\n```text\n{}\n```\n\n", lines.join("\n").trim())
}

#[test]
fn the_reference_of_rules_is_up_to_date() {
    check_page("rules.md", |name| (name == "rules").then(rules));
}

fn rules() -> String {
    let mut text = String::new();
    for group in Group::ALL {
        let _ = write!(text, "## {}\n\n{}\n\n", group.title(), group.about());
        text += "| Rule | Level | Finds |\n| --- | --- | --- |\n";
        for rule in group.rules() {
            let (finds, level) = (rule.description().finds, rule.default_level().name());
            let warn = rule.only_warns_of().map(|what| format!("; warn: {what}")).unwrap_or_default();
            let _ = writeln!(text, "| [`{rule}`](#{rule}) | {level}{warn} | {finds} |");
        }
        text.push('\n');
        for rule in group.rules() {
            text += &explained(rule);
        }
    }
    text
}

/// A rule's section, under a heading that gives it its name as an anchor.
fn explained(rule: Rule) -> String {
    let (words, explanation) = (rule.description(), explanation(rule));
    format!(
        "### {rule}\n\nFinds {}. Points at {}.\n\n{}\n\n{}{}**What to do:** {}\n\n",
        words.finds,
        words.points_at,
        explanation.why,
        example("Wrong", explanation.wrong),
        example("Right", explanation.right),
        explanation.fix
    )
}

fn example(title: &str, example: Example) -> String {
    let words = if example.words.is_empty() { String::new() } else { format!(" {}", example.words) };
    let mut text = format!("**{title}:**{words}\n\n");
    for file in example.each_file() {
        let language = match file.path.rsplit_once('.') {
            Some((_, "yaml")) => "yaml",
            Some((_, "csv")) => "csv",
            _ => "markdown",
        };
        let _ = write!(text, "`{}`\n\n```{language}\n{}\n```\n\n", file.path, file.text);
    }
    text
}

#[test]
fn the_reference_of_the_site_is_up_to_date() {
    check_page("site.md", |name| match name {
        "shapes" => Some(shapes()),
        "fields" => Some(written_fields()),
        _ => None,
    });
}

/// Each field there is, and how `workspace.json` writes it.
fn written_fields() -> String {
    let mut text = "| Of | Field | Written as |\n| --- | --- | --- |\n".to_owned();
    let mut open: Vec<&'static Table> = FileKind::ALL.iter().filter_map(|kind| kind.row().table).collect();
    open.extend(Kind::ALL.map(Kind::table));
    open.reverse();
    let mut seen = BTreeSet::new();
    while let Some(table) = open.pop() {
        if !seen.insert(table.name) {
            continue;
        }
        for field in table.fields() {
            let _ = writeln!(text, "| {} | `{}` | {} |", table.name, field.name, written(field.value, &mut open));
        }
    }
    text
}

/// The JSON of a value. Tables it leads to are added to `open`.
fn written(value_type: ValueType, open: &mut Vec<&'static Table>) -> String {
    match value_type {
        ValueType::Line | ValueType::Text => "text".to_owned(),
        ValueType::Markdown => "text, the Markdown as it is".to_owned(),
        ValueType::Kind | ValueType::Word(_) | ValueType::OpenWord(_) => "text, a word".to_owned(),
        ValueType::Id => "text, an ID".to_owned(),
        ValueType::Reference(Target::Step) => "text, the address of a step".to_owned(),
        ValueType::Reference(target) => format!("text, the ID of {}", with_article(target.name())),
        ValueType::Bool => "`true` or `false`".to_owned(),
        ValueType::Scale => "number from 1 to 5".to_owned(),
        ValueType::Emotion => {
            "number from 1 to 5 in halves, the lowest where it is written by persona; then `emotions` \
             follows: object: by the ID of a persona, number"
                .to_owned()
        }
        ValueType::Number => "number".to_owned(),
        ValueType::Date => "text, `YYYY-MM-DD`".to_owned(),
        ValueType::WebUrl | ValueType::Url => "text, an address on the web".to_owned(),
        ValueType::Time => "text, `HH:MM`".to_owned(),
        ValueType::TimeZone => "text, the name of a time zone".to_owned(),
        ValueType::File => "text, a path seen from the record's file".to_owned(),
        ValueType::RuleName => "text, the name of a rule".to_owned(),
        ValueType::RuleLevels => "object: by the name of a rule, an object with `level` and `days`".to_owned(),
        ValueType::LaneTexts => "object: by the ID of a lane, Markdown".to_owned(),
        ValueType::ExternalIds => "object: by the name of a system, text".to_owned(),
        ValueType::OneOrMany(entry) => format!("{}; of several, a list", written(*entry, open)),
        ValueType::List(entry) => format!("list; each entry {}", written(*entry, open)),
        ValueType::RecordOrWord(table, word) => {
            open.push(table);
            format!("text `{word}`, or object: {}", table.with_article())
        }
        ValueType::Record(table) | ValueType::ShortRecord(table, _) => {
            open.push(table);
            format!("object: {}", table.with_article())
        }
    }
}

fn shapes() -> String {
    let mut text = String::new();
    for Shape { name, keys } in SHAPES {
        let _ = write!(text, "#### {name}\n\n| Key | Value | Meaning |\n| --- | --- | --- |\n");
        for Key { name, value, about } in *keys {
            let _ = writeln!(text, "| `{name}` | {value} | {about} |");
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_reference_of_the_format_is_up_to_date() {
    check_page("format.md", |name| match name {
        "item" => Some(fields(common_parts())),
        "member" => Some(fields(MEMBER.parts)),
        "vocabulary" => Some(fields(VOCABULARY.parts)),
        "lane" => Some(fields(LANE.parts)),
        "site" => Some(fields(SITE.parts)),
        "publish" => Some(fields(PUBLISH.parts)),
        "member settings" => Some(fields(MEMBER_SETTINGS.parts)),
        "notify" => Some(fields(NOTIFY.parts)),
        "digest" => Some(fields(DIGEST.parts)),
        "quiet" => Some(fields(QUIET.parts)),
        "portfolio" => Some(fields(GROUP.parts)),
        "stage" => Some(fields(STAGE.parts)),
        "step" => Some(fields(STEP.parts)),
        "placement" => Some(fields(PLACEMENT.parts)),
        "image" => Some(fields(IMAGE.parts)),
        "evidence" => Some(fields(EVIDENCE.parts)),
        "task" => Some(fields(TASK.parts)),
        kind => match kind.parse() {
            Ok(kind) => Some(fields(own_parts(kind))),
            Err(()) => {
                let rows = FileKind::ALL.iter().map(|kind| kind.row());
                Some(fields(rows.clone().find(|row| row.name == kind)?.table?.parts))
            }
        },
    });
}

/// The parts of a kind's table that every kind has.
fn common_parts() -> Vec<&'static [Field]> {
    let shared =
        |part: &&&[Field]| Kind::ALL.iter().all(|kind| kind.table().parts.iter().any(|other| same(part, other)));
    Kind::Touchpoint.table().parts.iter().filter(shared).copied().collect()
}

/// The parts of a kind's table that are its own.
fn own_parts(kind: Kind) -> Vec<&'static [Field]> {
    let common = common_parts();
    kind.table().parts.iter().filter(|part| !common.iter().any(|other| same(part, other))).copied().collect()
}

fn same(one: &[Field], other: &[Field]) -> bool {
    one.iter().map(|field| field.name).eq(other.iter().map(|field| field.name))
}

fn fields(parts: impl AsRef<[&'static [Field]]>) -> String {
    let mut text = "| Field | Value | Meaning |\n| --- | --- | --- |\n".to_owned();
    for field in parts.as_ref().iter().flat_map(|part| part.iter()) {
        let required = if field.required { " **Required.**" } else { "" };
        let _ = writeln!(text, "| `{}` | {} | {}{required} |", field.name, value(field.value), field.doc);
    }
    text
}

/// What may stand in a field, in words for people.
fn value(value_type: ValueType) -> String {
    let words = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ");
    match value_type {
        ValueType::Line => "one line of text".to_owned(),
        ValueType::Text => "text".to_owned(),
        ValueType::Markdown => "Markdown".to_owned(),
        ValueType::Kind => words(&Kind::ALL.map(Kind::name)),
        ValueType::Id => "ID".to_owned(),
        ValueType::Reference(Target::Step) => "address of a step".to_owned(),
        ValueType::Reference(target) => format!("ID of {}", with_article(target.name())),
        ValueType::Word(set) => words(set),
        ValueType::OpenWord(set) => format!("{}, or a word of your own from `vocabulary`", words(set)),
        ValueType::Bool => "`true` or `false`".to_owned(),
        ValueType::Scale => "whole number from 1 to 5".to_owned(),
        ValueType::Emotion => "whole number or half from 1 to 5; or one for each persona's ID".to_owned(),
        ValueType::Number => "number".to_owned(),
        ValueType::Date => "date, such as `2026-10-12`".to_owned(),
        ValueType::WebUrl => "address on the web".to_owned(),
        ValueType::Url => "address on the web, or `mailto:`".to_owned(),
        ValueType::Time => "time of day, such as `\"09:00\"`".to_owned(),
        ValueType::TimeZone => "name of a time zone, such as `Europe/Oslo`".to_owned(),
        ValueType::File => "path of a file, seen from this one".to_owned(),
        ValueType::RuleName => "name of a rule".to_owned(),
        ValueType::RuleLevels => "`error` `warn` `off` for each rule's name".to_owned(),
        ValueType::LaneTexts => "Markdown for each lane's ID".to_owned(),
        ValueType::ExternalIds => "ID for each system's name".to_owned(),
        ValueType::List(entry) => format!("list of {}", values(*entry)),
        ValueType::OneOrMany(entry) => format!("{}; one or a list", value(*entry)),
        ValueType::Record(table) => format!("fields of {}", table.with_article()),
        ValueType::RecordOrWord(table, word) => format!("`{word}`, or fields of {}", table.with_article()),
        ValueType::ShortRecord(table, short) => {
            let full = table.field(short).map(|field| value(field.value)).unwrap_or_default();
            format!("{full}, or fields of {}", table.with_article())
        }
    }
}

/// What may stand in each entry of a list.
fn values(entry: ValueType) -> String {
    match entry {
        ValueType::Line => "texts".to_owned(),
        ValueType::Id => "IDs".to_owned(),
        ValueType::Reference(target) => format!("IDs of {}s", target.name()),
        ValueType::RuleName => "names of rules".to_owned(),
        ValueType::Record(table) => format!("entries with the fields of {}", table.with_article()),
        other => format!("entries, each {}", value(other)),
    }
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    for command in wayfare::cli::definition().get_subcommands() {
        let row = format!("| `wayfare {}", command.get_name());
        assert!(readme.contains(&row), "README.md has no row for `{}`", command.get_name());
    }
}

#[test]
fn the_examples_of_the_format_are_clean() {
    let sections = [
        ("## `workspace.yaml`", FileKind::Workspace),
        ("## Journeys", FileKind::Journey),
        ("## Items", FileKind::Item),
        ("## Measurements", FileKind::Measurements),
        ("## Personas", FileKind::Persona),
        ("## Signals", FileKind::Signal),
    ];
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md")).expect("the page");
    let page = page.replace("\r\n", "\n");
    for (heading, kind) in sections {
        let (_, section) = page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no `{heading}`"));
        let (_, example) = section.split_once("```").expect("an example");
        let (_, example) = example.split_once('\n').expect("a first line");
        let (example, _) = example.split_once("```").expect("an end");
        let problems = parse(kind, &SourceText::from(example)).problems;
        assert!(problems.is_empty(), "{heading}: {problems:?}");
    }
}
