//! What `docs/ci.md` and the action tell others to run.

use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The arguments of every `wayfare` in the code of a page, as far as a shell hands them over.
fn commands(text: &str) -> Vec<Vec<&str>> {
    let code = text.split("```").skip(1).step_by(2).flat_map(str::lines);
    let words = code.filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_program = |word: &&str| *word == "wayfare" || word.ends_with("/bin/wayfare");
        let start = words.iter().position(is_program).filter(|start| start + 1 < words.len())?;
        let end = words[start..].iter().position(|word| [">", "|", "||", "&&"].contains(word));
        Some(words[start..end.map_or(words.len(), |end| start + end)].to_vec())
    });
    words.collect()
}

#[test]
fn the_commands_of_the_page_are_understood() {
    let page = read("docs/ci.md");
    let commands = commands(&page);
    assert!(commands.iter().any(|words| words.contains(&"sarif")), "{commands:?}");
    for words in commands {
        wayfare::cli::definition().try_get_matches_from(&words).unwrap_or_else(|error| panic!("{words:?}: {error}"));
    }
}

#[test]
fn the_examples_of_the_page_are_yaml() {
    for block in read("docs/ci.md").split("```yaml\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        serde_yaml::from_str::<Value>(block).unwrap_or_else(|error| panic!("{error}: {block}"));
    }
}

#[test]
fn the_action_puts_nothing_it_is_given_into_a_script() {
    let action: Value = serde_yaml::from_str(&read(".github/actions/check/action.yml")).expect("YAML");
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let scripts: Vec<&Value> = steps.iter().filter(|step| step.get("run").is_some()).collect();
    assert!(!scripts.is_empty());
    for step in scripts {
        let run = step["run"].as_str().expect("a script");
        assert!(step["shell"] == "bash" && !run.contains("${{"), "{run}");
    }
    let inputs = action["inputs"].as_object().expect("inputs");
    let page = read("docs/ci.md");
    for (name, input) in inputs {
        assert!(input["default"].is_string() && page.contains(&format!("{name}:")), "{name}");
    }
}
