//! How findings leave the program: streams, exit codes, colour, formats.

use crate::program::Sandbox;

const CLEAN: &str = "name: Acme\nmembers:\n  - { id: maya, name: Maya, role: owner }\n";
const PERSONA: &str = "---\nname: First\n---\n";

fn workspace(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", CLEAN);
    for (path, text) in files {
        sandbox.write(path, text);
    }
    sandbox
}

#[test]
fn the_exit_code_tells_errors_from_advice_and_from_failure() {
    let clean = workspace(&[]);
    let advice = workspace(&[("personas/first.md", PERSONA)]);
    let errors = workspace(&[("personas/first.md", "---\nnmae: First\n---\n")]);
    for (sandbox, arguments, code) in [
        (&clean, &["check"][..], 0),
        (&clean, &["check", "--deny-warnings"], 0),
        (&advice, &["check"], 0),
        (&advice, &["check", "--deny-warnings"], 1),
        (&errors, &["check"], 1),
        (&errors, &["check", "--format", "json"], 1),
        (&Sandbox::new(), &["check"], 2),
        (&clean, &["check", "--format", "yaml"], 2),
    ] {
        let outcome = sandbox.run(arguments);
        assert_eq!(outcome.code, code, "{arguments:?}: {outcome:?}");
    }
}

#[test]
fn findings_go_to_stdout_and_talk_to_stderr() {
    let sandbox = workspace(&[("personas/first.md", PERSONA)]);
    let outcome = sandbox.run(&["check"]);
    let expected = "warn[persona-unused]: ";
    assert!(outcome.stdout.starts_with(expected), "{outcome:?}");
    assert!(outcome.stdout.contains("\n --> personas/first.md:2:7\n"), "{outcome:?}");
    assert!(!outcome.stderr.contains("persona-unused") && !outcome.stderr.is_empty(), "{outcome:?}");
    let nothing = workspace(&[]).run(&["check"]);
    assert_eq!(nothing.stdout, "");
}

#[test]
fn a_pipe_and_no_color_get_no_colour_and_files_no_say() {
    let sandbox = workspace(&[("personas/first.md", "---\nname: \"\\e[31mred\"\nnmae: \u{1b}[2Jx\n---\n")]);
    assert!(!sandbox.run(&["check"]).stdout.contains('\u{1b}'));
    let mut command = sandbox.command(&["check"]);
    let output = command.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "").output().expect("the program starts");
    assert!(!output.stdout.contains(&0x1b));
    let coloured = sandbox.run(&["--color", "always", "check"]).stdout;
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}[2J") && !coloured.contains("\u{1b}[31mred"));
    let json = sandbox.run(&["--color", "always", "check", "--format", "json"]).stdout;
    assert!(!json.contains('\u{1b}'));
}

#[test]
fn json_is_whole_whatever_is_found() {
    for (files, errors, warnings) in [
        (&[][..], 0, 0),
        (&[("personas/first.md", PERSONA)], 0, 1),
        (&[("journeys/a/journey.yaml", "title: [\"\u{1b}\u{2028}\n")], 1, 0),
    ] {
        let outcome = workspace(files).run(&["check", "--format", "json"]);
        assert!(outcome.stdout.ends_with("}\n"), "{outcome:?}");
        let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(report["version"], 1);
        assert_eq!((&report["summary"]["errors"], &report["summary"]["warnings"]), (&errors.into(), &warnings.into()));
        let findings = report["findings"].as_array().expect("a list");
        assert_eq!(findings.len(), errors + warnings);
        for finding in findings {
            for key in ["rule", "level", "path", "message"] {
                assert!(finding[key].is_string(), "{key} in {finding}");
            }
            for key in ["line", "column", "end_line", "end_column"] {
                assert!(finding[key].as_u64().is_some_and(|number| number > 0), "{key} in {finding}");
            }
            assert!(finding.get("help").is_some() && finding.get("fix").is_some(), "{finding}");
        }
    }
}

#[test]
fn findings_are_in_order_and_the_same_every_time() {
    let sandbox = workspace(&[
        ("blocks/b.md", "---\nkind: insight\nx: 1\ny: 2\n---\n"),
        ("blocks/a.md", "none"),
        ("personas/c.md", "---\na: 1\n---\n"),
        ("personas/d.md", "none"),
    ]);
    let first = sandbox.run(&["check"]).stdout;
    let rules: Vec<&str> =
        first.lines().filter(|line| line.starts_with("error[") || line.starts_with("warn[")).collect();
    let places: Vec<&str> = first.lines().filter_map(|line| line.trim().strip_prefix("--> ")).collect();
    assert_eq!(rules.len(), places.len());
    let places: Vec<(&str, &str)> = rules.into_iter().zip(places).collect();
    let mut sorted = places.clone();
    // Errors first, of them what keeps a file from being read, and then by place.
    sorted.sort_by_key(|(rule, place)| {
        let mut parts = place.rsplitn(3, ':');
        let column: u32 = parts.next().and_then(|text| text.parse().ok()).expect("a column");
        let line: u32 = parts.next().and_then(|text| text.parse().ok()).expect("a line");
        let weight = (rule.starts_with("warn["), !rule.starts_with("error[front-matter-missing]"));
        (weight, parts.next().map(str::to_owned), line, column)
    });
    assert!(places[1].1.starts_with("personas/d.md"), "{places:?}");
    assert_eq!(places, sorted);
    assert!(places.len() >= 5);
    assert_eq!(sandbox.run(&["check"]).stdout, first);
}
