//! `wayfare explain`: what the rules mean.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::check::explanation;
use crate::cli::fold::fold;
use crate::cli::rule::{self, RuleNames};
use crate::cli::{Context, Exit, Failure};
use crate::diag::{Example, Group, Level, Rule};

const EXAMPLES: &str = "\
Examples:
  wayfare explain                     every rule in a line
  wayfare explain unplaced-item       one rule, with a wrong and a right example
  wayfare explain --format json | jq -r '.rules[].name'

The levels are those of a workspace that says nothing else under `rules:` in workspace.yaml.";

/// Explain a rule, with examples and fixes
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The rule's name, as findings give it in brackets; every rule in a line without it
    #[arg(value_parser = RuleNames, hide_possible_values = true)]
    rule: Option<String>,

    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people, folded to the terminal's width
    Human,
    /// For programs: one object with all rules, or the one named
    Json,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let rule = args.rule.as_deref().map(rule::find).transpose()?;
    let width = context.terminal.width();
    let text = match (args.format, rule) {
        (Format::Human, Some(rule)) => page(rule, width),
        (Format::Human, None) => table(width),
        (Format::Json, Some(rule)) => json(&[rule])?,
        (Format::Json, None) => json(Rule::ALL)?,
    };
    context.terminal.data(&text)?;
    Ok(Exit::Clean)
}

const BOLD: Style = Style::new().bold();

fn colour(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warn => AnsiColor::Yellow.on_default().bold(),
        Level::Off => Style::new().dimmed(),
    }
}

/// Every rule in a line, by group.
fn table(width: usize) -> String {
    let name_width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
    let mut text = String::new();
    for group in Group::ALL {
        let _ = writeln!(text, "{BOLD}{}{BOLD:#}\n{}\n", group.title(), fold(group.about(), 0, width));
        for rule in group.rules() {
            let level = rule.default_level();
            let style = colour(level);
            let finds = fold(rule.description().finds, name_width + 11, width);
            let _ = writeln!(text, "  {rule:name_width$}  {style}{:5}{style:#}  {finds}", level.name());
        }
        text.push('\n');
    }
    text + &fold("`wayfare explain RULE` says why a rule matters, with examples.", 0, width) + "\n"
}

/// One rule with all that is said of it.
fn page(rule: Rule, width: usize) -> String {
    let (explanation, description, level) = (explanation(rule), rule.description(), rule.default_level());
    let style = colour(level);
    let mut text = format!("{style}{}{style:#} {BOLD}{rule}{BOLD:#}\n\n", level.name());
    let finds = format!("Finds {}. Points at {}.", description.finds, description.points_at);
    let _ = writeln!(text, "{}", fold(&finds, 0, width));
    section(&mut text, "Why it matters", explanation.why, width);
    example(&mut text, "Wrong", explanation.wrong, width);
    example(&mut text, "Right", explanation.right, width);
    section(&mut text, "What to do", explanation.fix, width);
    section(&mut text, "Level", &about_level(rule), width);
    text
}

fn section(text: &mut String, title: &str, body: &str, width: usize) {
    let _ = writeln!(text, "\n{BOLD}{title}{BOLD:#}\n  {}", fold(body, 2, width));
}

fn example(text: &mut String, title: &str, example: Example, width: usize) {
    let _ = writeln!(text, "\n{BOLD}{title}{BOLD:#}");
    if !example.words.is_empty() {
        let _ = writeln!(text, "  {}", fold(example.words, 2, width));
    }
    for (index, file) in example.each_file().enumerate() {
        let gap = if index > 0 || !example.words.is_empty() { "\n" } else { "" };
        let path = AnsiColor::Blue.on_default();
        let _ = writeln!(text, "{gap}  {path}{}{path:#}", file.path);
        for line in file.text.lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
    }
}

/// What can be done about the level.
fn about_level(rule: Rule) -> String {
    let level = rule.default_level().name();
    let lesser = rule.only_warns_of().map(|what| format!(" {}: `warn`.", sentence(what))).unwrap_or_default();
    if rule.is_fixed() {
        return match rule.only_warns_of() {
            None => format!("Always `{level}`: it cannot be changed."),
            Some(_) => format!("`{level}`.{lesser} Neither can be changed or silenced."),
        };
    }
    let (verb, other) = match rule.default_level() {
        Level::Off => ("Turn it on", "warn"),
        Level::Warn => ("Change it", "error"),
        Level::Error => ("Change it", "warn"),
    };
    let set = format!("`{level}`.{lesser} {verb} with `{rule}: {other}` under `rules:` in `workspace.yaml`.");
    match rule.group() {
        Group::Practice | Group::Time => format!("{set} Silence it for one record with `allow: [{rule}]`."),
        Group::Files | Group::Fields | Group::References | Group::Policy => set,
    }
}

/// A phrase as the beginning of a sentence.
fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The version of the shape: raised when a field goes or changes its meaning, not when one is added.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct DocumentOut {
    version: u32,
    rules: Vec<RuleOut>,
}

#[derive(Serialize)]
struct RuleOut {
    name: Rule,
    group: Group,
    level: Level,
    /// Whether the level cannot be changed.
    fixed: bool,
    finds: &'static str,
    points_at: &'static str,
    why: &'static str,
    wrong: ExampleOut,
    right: ExampleOut,
    fix: &'static str,
}

#[derive(Serialize)]
struct ExampleOut {
    words: &'static str,
    files: Vec<FileOut>,
}

#[derive(Serialize)]
struct FileOut {
    path: &'static str,
    text: String,
}

fn json(rules: &[Rule]) -> Result<String, Failure> {
    let document = DocumentOut { version: VERSION, rules: rules.iter().copied().map(RuleOut::of).collect() };
    let text = serde_json::to_string_pretty(&document)
        .map_err(|error| Failure::new(format!("cannot write the rules as JSON: {error}")))?;
    Ok(text + "\n")
}

impl RuleOut {
    fn of(rule: Rule) -> RuleOut {
        let (explanation, description) = (explanation(rule), rule.description());
        RuleOut {
            name: rule,
            group: rule.group(),
            level: rule.default_level(),
            fixed: rule.is_fixed(),
            finds: description.finds,
            points_at: description.points_at,
            why: explanation.why,
            wrong: ExampleOut::of(explanation.wrong),
            right: ExampleOut::of(explanation.right),
            fix: explanation.fix,
        }
    }
}

impl ExampleOut {
    fn of(example: Example) -> ExampleOut {
        let files = example.each_file().map(|file| FileOut { path: file.path, text: format!("{}\n", file.text) });
        ExampleOut { words: example.words, files: files.collect() }
    }
}
