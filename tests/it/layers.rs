//! The architecture, as a test: which module may use which, and which may have effects.
//!
//! The table in `docs/architecture.md` is made of the ones below; a new module is a row. Reads the sources as tokens, so that comments and
//! strings do not count; what macros build out of pieces is not seen.

mod graph;
mod source;

use std::collections::BTreeSet;
use std::fmt;

use graph::Crate;
use source::{File, Path};

const FOUNDATION: &[&str] =
    &["parallel", "text", "yaml", "markdown", "svg", "attachment", "diag", "model", "store", "snapshot"];

/// A module, what it may import besides itself, in groups.
const LAYERS: &[(&str, &[&[&str]])] = &[
    ("parallel", &[]),
    ("text", &[]),
    ("yaml", &[&["text"]]),
    ("markdown", &[&["text"]]),
    ("svg", &[&["text"]]),
    ("attachment", &[&["svg"]]),
    ("diag", &[&["text"]]),
    ("model", &[&["text", "yaml", "markdown", "diag"]]),
    ("store", &[&["text", "diag", "model"]]),
    ("snapshot", &[&["parallel", "text", "yaml", "markdown", "svg", "attachment", "diag", "model", "store"]]),
    ("git", &[&["text", "diag", "store"]]),
    ("check", &[FOUNDATION]),
    ("diff", &[FOUNDATION]),
    ("edit", &[FOUNDATION]),
    ("past", &[FOUNDATION, &["git", "diff"]]),
    ("merge", &[FOUNDATION]),
    ("export", &[FOUNDATION]),
    ("view", &[FOUNDATION, &["diff", "past", "export"]]),
    ("ide", &[FOUNDATION, &["edit"]]),
    ("exchange", &[FOUNDATION, &["edit", "export"]]),
    ("automation", &[FOUNDATION, &["diff", "edit"]]),
    ("site", &[FOUNDATION, &["git", "past", "view"]]),
    ("workspace", &[FOUNDATION, PURE, &["git", "past"]]),
    ("session", &[FOUNDATION, &["git", "check", "workspace"]]),
    ("preview", &[FOUNDATION, &["git", "check", "past", "view", "site", "workspace", "session"]]),
    ("serve", &[FOUNDATION, PURE, &["git", "workspace", "site", "session", "preview"]]),
    ("lsp", &[FOUNDATION, PURE, &["git", "workspace", "session"]]),
    ("mcp", &[FOUNDATION, PURE, &["git", "workspace", "session"]]),
    ("cli", &[FOUNDATION, PURE, &["git", "past", "workspace", "site", "session", "preview", "serve", "lsp", "mcp"]]),
    (PROGRAM, &[&["cli"]]),
];

/// The rows of the modules there are, for `docs/architecture.md`.
pub(crate) fn table() -> String {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_there = |name: &str| sources.join(name).is_dir() || sources.join(format!("{name}.rs")).is_file();
    let mut table = "| Module | Owns | May name |\n| --- | --- | --- |\n".to_owned();
    for (name, groups) in LAYERS.iter().filter(|(name, _)| is_there(name)) {
        let file = [sources.join(name).join("mod.rs"), sources.join(format!("{name}.rs"))];
        let text = file.iter().find_map(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        let owns: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
        let mut may: Vec<String> = Vec::new();
        for group in *groups {
            match *group {
                FOUNDATION => may.push("the modules up to `snapshot`".to_owned()),
                PURE => may.push("the pure functions".to_owned()),
                names => may.extend(names.iter().filter(|name| is_there(name)).map(|name| format!("`{name}`"))),
            }
        }
        let may = if may.is_empty() { "none".to_owned() } else { may.join(", ") };
        table += &format!("| `{name}` | {} | {may} |\n", owns.join(" ").replace("[`", "`").replace("`]", "`"));
    }
    table
}

const PURE: &[&str] = &["check", "diff", "edit", "merge", "export", "view", "ide", "exchange", "automation"];

/// The name used here for `src/main.rs`.
const PROGRAM: &str = "main";

/// The longest a file may be, tests not counted.
const MOST_LINES: usize = 500;

/// What only some modules may name, and why.
struct Effect {
    what: What,
    allowed: &'static [&'static str],
    reason: &'static str,
}

enum What {
    /// A path with this beginning.
    Path(&'static [&'static str]),
    /// A macro by one of these names.
    Macro(&'static [&'static str]),
    /// A name anywhere.
    Name(&'static str),
    /// A path that ends so and is called.
    Call(&'static str),
}

const EFFECTS: &[Effect] = &[
    Effect { what: What::Path(&["git2"]), allowed: &["git"], reason: "libgit2 is used in `git`, nowhere else" },
    Effect {
        what: What::Path(&["granit_parser"]),
        allowed: &["yaml"],
        reason: "`yaml` is the only place that names the parser",
    },
    Effect {
        what: What::Path(&["std", "fs"]),
        allowed: &["store", "git"],
        reason: "the disk is reached through `store`",
    },
    Effect { what: What::Path(&["tokio", "fs"]), allowed: &[], reason: "the disk is reached through `store`" },
    Effect {
        what: What::Path(&["std", "process"]),
        allowed: &["git", "cli", PROGRAM],
        reason: "programs are started by `git` and `cli` only",
    },
    Effect {
        what: What::Path(&["std", "net"]),
        allowed: &["serve"],
        reason: "the network is reached through `serve` only",
    },
    Effect {
        what: What::Macro(&["print", "println", "eprint", "eprintln", "dbg"]),
        allowed: &["cli"],
        reason: "the terminal belongs to `cli`",
    },
    Effect { what: What::Name("SystemTime"), allowed: CLOCK, reason: CLOCK_REASON },
    Effect { what: What::Name("Instant"), allowed: CLOCK, reason: CLOCK_REASON },
    // A commit carries the time it is made at.
    Effect { what: What::Call("now"), allowed: &["cli", "session", "serve", "git"], reason: CLOCK_REASON },
];

const CLOCK: &[&str] = &["cli", "session", "serve"];
const CLOCK_REASON: &str = "output depends on the tree alone: the clock belongs to `cli`, `session` and `serve`";

/// Something the architecture does not allow.
struct Breach {
    path: String,
    line: usize,
    reason: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.reason)
    }
}

fn breach(file: &File, line: usize, reason: String) -> Breach {
    Breach { path: file.path.clone(), line, reason }
}

fn assert_none(breaches: &[Breach]) {
    let list: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(list.is_empty(), "{} breaches of the architecture:\n{}", list.len(), list.join("\n"));
}

#[test]
fn modules_import_only_what_their_layer_allows() {
    assert_none(&layer_breaches(&Crate::read()));
}

#[test]
fn files_do_not_need_each_other_in_a_circle() {
    assert_none(&cycle_breaches(&Crate::read()));
}

#[test]
fn effects_stay_where_they_belong() {
    assert_none(&Crate::read().files.iter().flat_map(effect_breaches).collect::<Vec<_>>());
}

#[test]
fn files_say_what_they_own_and_stay_short() {
    assert_none(&Crate::read().files.iter().flat_map(form_breaches).collect::<Vec<_>>());
}

#[test]
fn every_file_is_part_of_the_program() {
    assert_none(&stray_breaches(&Crate::read()));
}

/// Files that nothing names: they are not compiled, and nobody would see that.
fn stray_breaches(sources: &Crate) -> Vec<Breach> {
    let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
    for file in &sources.files {
        named.extend(file.tokens.iter().map(|token| (token.text.as_str(), file.path.as_str())));
    }
    let is_stray = |file: &&File| {
        let Some(name) = file.module.last().filter(|name| *name != PROGRAM) else { return false };
        let mut elsewhere = named.range((name.as_str(), "")..).take_while(|(word, _)| word == name);
        elsewhere.all(|(_, path)| *path == file.path)
    };
    let strays = sources.files.iter().filter(is_stray);
    strays.map(|file| breach(file, 1, "no `mod` names it: it is no part of the program".to_owned())).collect()
}

fn layer_breaches(sources: &Crate) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in &sources.files {
        let Some(module) = file.module.first() else { continue };
        let Some((_, groups)) = LAYERS.iter().find(|(name, _)| name == module) else {
            breaches.push(breach(file, 1, format!("`{module}` has no row in the table of layers")));
            continue;
        };
        let allowed: BTreeSet<&str> = groups.iter().flat_map(|group| group.iter().copied()).collect();
        for used in &file.paths {
            let Some(other) = sources.top_module(file, used) else { continue };
            if other != *module && !allowed.contains(other.as_str()) {
                breaches.push(breach(file, used.line, format!("`{module}` may not use `{other}` ({used})")));
            }
        }
    }
    breaches
}

fn cycle_breaches(sources: &Crate) -> Vec<Breach> {
    let cycles = sources.cycles();
    let tell = |cycle: &Vec<graph::Edge<'_>>| {
        let steps: Vec<String> = cycle.iter().map(|edge| format!("{}:{}", edge.from.path, edge.line)).collect();
        breach(cycle[0].from, cycle[0].line, format!("files need each other: {}", steps.join(" → ")))
    };
    cycles.iter().map(tell).collect()
}

fn effect_breaches(file: &File) -> Vec<Breach> {
    let module = file.module.first().map_or("lib", String::as_str);
    let mut breaches = Vec::new();
    for Effect { what, allowed, reason } in EFFECTS {
        if allowed.contains(&module) {
            continue;
        }
        for line in what.lines(file) {
            breaches.push(breach(file, line, format!("`{}` in `{module}`: {reason}", what.name())));
        }
    }
    breaches
}

impl What {
    /// The lines, outside tests, on which a file names this.
    fn lines(&self, file: &File) -> Vec<usize> {
        let tokens = file.tokens.iter().enumerate().filter(|(_, token)| !token.in_test);
        let follows = |index: usize, text: &str| file.tokens.get(index + 1).is_some_and(|next| next.text == text);
        match self {
            What::Path(beginning) => {
                let begins = |path: &&Path| {
                    path.parts.iter().map(String::as_str).take(beginning.len()).eq(beginning.iter().copied())
                };
                file.paths.iter().filter(|path| !path.in_test).filter(begins).map(|path| path.line).collect()
            }
            What::Macro(names) => tokens
                .filter(|(index, token)| names.contains(&token.text.as_str()) && follows(*index, "!"))
                .map(|(_, token)| token.line)
                .collect(),
            What::Name(name) => tokens.filter(|(_, token)| token.text == *name).map(|(_, token)| token.line).collect(),
            What::Call(name) => tokens
                .filter(|(index, token)| {
                    let after_path = *index > 0 && file.tokens[index - 1].text == "::";
                    token.text == *name && after_path && follows(*index, "(")
                })
                .map(|(_, token)| token.line)
                .collect(),
        }
    }

    fn name(&self) -> String {
        match self {
            What::Path(beginning) => beginning.join("::"),
            What::Macro(names) => format!("{}!", names[0]),
            What::Name(name) => (*name).to_owned(),
            What::Call(name) => format!("::{name}()"),
        }
    }
}

fn form_breaches(file: &File) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if !file.is_test && !file.text.starts_with("//! ") {
        breaches.push(breach(file, 1, "a module opens with `//!`: what it owns, what it does not know".to_owned()));
    }
    let lines = file.text.lines().count() - file.test_lines();
    if lines > MOST_LINES {
        breaches.push(breach(file, MOST_LINES, format!("{lines} lines without tests, at most {MOST_LINES}")));
    }
    breaches
}

/// The test must see what it is to forbid: these sources break every rule.
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Crate {
        Crate::new(files.iter().map(|(path, text)| File::parse(path, text)).collect())
    }

    fn found(breaches: Vec<Breach>) -> Vec<String> {
        breaches.iter().map(|breach| format!("{}:{}", breach.path, breach.line)).collect()
    }

    #[test]
    fn sees_imports_in_every_form() {
        let sources = sources(&[
            ("src/text/mod.rs", "//! T\nuse crate::{diag::Rule, text::Span};\nfn f() { crate::yaml::parse() }\n"),
            ("src/text/a.rs", "//! A\n// crate::yaml\nconst A: &str = \"crate::yaml\";\nuse super::super::check::X;\n"),
            ("src/text/b.rs", "//! B\n#[cfg(test)]\nmod tests { use super::*; use crate::model::A; }\n"),
            (
                "src/yaml/mod.rs",
                "//! Y\nuse crate::text::Span; fn f<'a>(c: char) -> &'a str { if c == '\"' { crate::rows!(f) } }\n",
            ),
            ("src/diag/mod.rs", "//! D\n#[macro_export] macro_rules! rows { () => { $crate::text::Span } }\n"),
            ("src/odd/mod.rs", "//! O\n"),
            ("src/check/mod.rs", "//! C\n"),
            ("src/model/mod.rs", "//! M\n"),
        ]);
        let expected = [
            "src/text/mod.rs:2",
            "src/text/mod.rs:3",
            "src/text/a.rs:4",
            "src/text/b.rs:3",
            "src/yaml/mod.rs:2",
            "src/odd/mod.rs:1",
        ];
        assert_eq!(found(layer_breaches(&sources)), expected);
    }

    #[test]
    fn sees_a_file_that_no_other_names() {
        let sources = sources(&[
            ("src/model/mod.rs", "//! M\nmod one;\n// mod three;\n"),
            ("src/model/one.rs", "//! 1\nrow!(two \"three\");\n"),
            ("src/model/two.rs", "//! 2\n"),
            ("src/model/three.rs", "//! 3\nfn three() {}\n"),
        ]);
        assert_eq!(found(stray_breaches(&sources)), ["src/model/mod.rs:1", "src/model/three.rs:1"]);
    }

    #[test]
    fn sees_circles_through_what_a_parent_re_exports() {
        let parent = "//! P\nmod one; mod two; mod three;\npub use one::{One, Other as Else}; pub use two::Two;\npub struct Own;\n";
        let circle = sources(&[
            ("src/model/mod.rs", parent),
            ("src/model/one.rs", "//! 1\nuse super::Own;\nuse super::Two;\n"),
            ("src/model/two.rs", "//! 2\nuse crate::model::Else;\n"),
            ("src/model/three.rs", "//! 3\nuse super::one::One;\n"),
        ]);
        assert_eq!(found(cycle_breaches(&circle)), ["src/model/one.rs:3"]);
        let line = sources(&[
            ("src/model/mod.rs", parent),
            ("src/model/one.rs", "//! 1\nuse super::Own;\nuse super::Two;\n"),
            ("src/model/two.rs", "//! 2\nuse super::Own;\n#[cfg(test)]\nmod tests { use super::super::One; }\n"),
            ("src/model/three.rs", "//! 3\n#[cfg(test)]\nmod tests;\n"),
            ("src/model/three/tests.rs", "//! T\nuse super::super::One;\nuse super::super::super::three::X;\n"),
        ]);
        assert_eq!(found(cycle_breaches(&line)), [""; 0]);
    }

    #[test]
    fn sees_effects_but_not_in_tests() {
        let text = "//! E\nuse std::{fs, io};\nuse std::time::{Duration, Instant};\nfn f() {\n    println!();\n    \
                    jiff::Zoned::now();\n    git2::Repository::open();\n    r#\"std::fs\"#; '\\''; \"\\\"std::net\";\n}\n\
                    #[cfg(test)]\nmod tests {\n    use std::fs;\n    fn f() { println!() }\n}\nuse std::process;\n";
        let lines = found(effect_breaches(&File::parse("src/model/mod.rs", text)));
        let mut sorted: Vec<&str> = lines.iter().map(|line| line.rsplit(':').next().unwrap_or_default()).collect();
        sorted.sort_by_key(|line| line.parse::<usize>().ok());
        assert_eq!(sorted, ["2", "3", "5", "6", "7", "15"]);
        let git = effect_breaches(&File::parse("src/git/mod.rs", "//! G\nuse git2::Oid;\nuse std::fs;\n"));
        assert!(git.is_empty());
    }

    #[test]
    fn sees_files_that_are_long_or_do_not_introduce_themselves() {
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(MOST_LINES));
        let ends = |text: &str| found(form_breaches(&File::parse("src/git/mod.rs", text))).len();
        assert_eq!(ends(&format!("//! G\n{tests}")), 0);
        assert_eq!(ends(&format!("use a;\n{}{tests}", "\n".repeat(MOST_LINES))), 2);
    }
}
