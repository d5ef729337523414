//! The reference pages say what the code says.
//!
//! Their generated parts stand between `<!-- name -->` and `<!-- end -->`. Run the tests with `WAYFARE_UPDATE=1` to
//! write them anew.

use std::fmt::Write as _;
use std::path::Path;

use wayfare::diag::{Group, Rule};

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
fn the_reference_of_commands_is_up_to_date() {
    check_page("commands.md", |name| (name == "commands").then(commands));
}

fn commands() -> String {
    let program = wayfare::cli::definition().term_width(90);
    let mut text = command("wayfare", program.clone());
    for sub in program.get_subcommands() {
        text += &command(&format!("wayfare {}", sub.get_name()), sub.clone().term_width(90));
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
    let groups = [
        (Group::Files, "Files and syntax", "Their level cannot be changed."),
        (Group::Fields, "Fields", "What stands in a record."),
        (Group::References, "References", "What a record says of others."),
        (Group::Practice, "Practice", "What makes journeys useful."),
        (
            Group::Time,
            "Time",
            "What only the history can tell. `check` does not look for these; `wayfare review` will.",
        ),
    ];
    let mut text = String::new();
    for (group, title, note) in groups {
        let _ =
            write!(text, "## {title}\n\n{note}\n\n| Rule | Level | Finds | Points at |\n| --- | --- | --- | --- |\n");
        for rule in Rule::ALL.iter().filter(|rule| rule.group() == group) {
            let (words, level) = (rule.description(), rule.default_level().name());
            let _ = writeln!(text, "| `{rule}` | {level} | {} | {} |", words.finds, words.points_at);
        }
        text.push('\n');
    }
    text
}
