//! Every command that a page, a help or a message tells people to run is there, and takes the options it is told with.

use std::path::{Path, PathBuf};

/// What ends a command in a text that names one.
const ENDS: [&str; 10] = ["`", "\"", "\\", "  ", "#", "|", ";", "&", "$", ")"];

fn texts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![root.join("README.md"), root.join("CONTRIBUTING.md"), root.join("CHANGELOG.md")];
    for folder in ["docs", "src", "templates"] {
        let files = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
        let paths = files.into_iter().map(|entry| entry.expect("the sources can be listed").into_path());
        let is_text = |path: &PathBuf| path.extension().is_some_and(|ending| ending != "png") && path.is_file();
        texts.extend(paths.filter(is_text));
    }
    texts
}

/// The words after `wayfare` in each place of a line that reads as a command: in backticks, or at its beginning.
fn named(line: &str) -> Vec<Vec<&str>> {
    let is_command = |before: &str| {
        let is_first = before.trim_start_matches(|c: char| c.is_whitespace() || "$\"/!>".contains(c)).is_empty();
        is_first || before.ends_with('`') || before.ends_with("run: ") || before.ends_with("&& ")
    };
    let places = line.match_indices("wayfare ").filter(|(at, _)| is_command(&line[..*at]));
    let words = places.map(|(at, name)| {
        let rest = &line[at + name.len()..];
        let end = ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        rest[..end].split_whitespace().collect()
    });
    words.collect()
}

/// What is wrong with a command, if anything.
fn fault(program: &clap::Command, words: &[&str]) -> Option<String> {
    let is_word = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
    let name = words.first().filter(|word| is_word(word))?.trim_end_matches(['.', ',', ':']);
    let Some(command) = program.find_subcommand(name) else { return Some(format!("no command `{name}`")) };
    let part = words.get(1).and_then(|part| command.find_subcommand(part));
    let known = [Some(program), Some(command), part];
    let takes = |option: &str| {
        let mut arguments = known.iter().flatten().flat_map(|command| command.get_arguments());
        ["help", "version"].contains(&option) || arguments.any(|argument| argument.get_long() == Some(option))
    };
    let options = words.iter().filter_map(|word| word.strip_prefix("--"));
    let names = options.map(|option| option.split('=').next().unwrap_or(option).trim_end_matches(['.', ',', ':', ']']));
    names
        .filter(|name| !name.is_empty())
        .find(|name| !takes(name))
        .map(|name| format!("`{}` takes no `--{name}`", words[0]))
}

#[test]
fn every_command_that_is_named_is_there() {
    let program = wayfare::cli::definition();
    let (mut faults, mut seen) = (Vec::new(), 0);
    for path in texts() {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (number, line) in text.lines().enumerate() {
            for words in named(line) {
                seen += 1;
                faults
                    .extend(fault(&program, &words).map(|fault| format!("{}:{}: {fault}", path.display(), number + 1)));
            }
        }
    }
    assert!(seen > 300, "only {seen} commands are found: the search is broken");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_command_that_is_not_there_is_found() {
    let program = wayfare::cli::definition();
    let faults =
        |line: &str| -> Vec<String> { named(line).iter().filter_map(|words| fault(&program, words)).collect() };
    assert_eq!(faults("`check` does not; `wayfare review` will."), ["no command `review`"]);
    assert_eq!(faults("  wayfare log --nonsense  tell"), ["`log` takes no `--nonsense`"]);
    assert_eq!(faults("//! `wayfare hooks install --force`: it, and `wayfare --help`"), Vec::<String>::new());
}
