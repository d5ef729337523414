//! Files made to hurt: each ends in a finding at its place, in bounded time and memory.

use wayfare::check::check;
use wayfare::diag::{Rule, Sources};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

/// Checks a workspace with one building block, and gives the rule and the line of each finding in it.
fn findings(block: impl Into<Vec<u8>>) -> Vec<(Rule, u32)> {
    let files = [("workspace.yaml", b"name: W\n".to_vec()), ("blocks/a.md", block.into())];
    let tree: MemoryTree = files.into_iter().collect();
    let snapshot = Snapshot::load(&tree).expect("a tree in memory can be listed");
    let report = check(&snapshot);
    let of_block = report.findings().iter().filter(|finding| finding.path.as_str() == "blocks/a.md");
    of_block
        .map(|finding| {
            let source = snapshot.source(&finding.path).expect("the block was read");
            (finding.problem.rule, source.position(finding.problem.span.start as usize).line)
        })
        .collect()
}

/// The rules that an insight with these fields and this body breaks, advice aside.
fn errors(fields: &str, body: &str) -> Vec<(Rule, u32)> {
    let block = format!("---\nkind: insight\ntitle: T\nallow: [unplaced-item]\n{fields}---\n{body}");
    findings(block)
}

#[test]
fn an_alias_bomb_is_a_finding_for_each_of_its_marks() {
    let mut fields = String::from("x-a0: &a0 [lol, lol]\n");
    for level in 1..30 {
        let below = level - 1;
        fields.push_str(&format!("x-a{level}: &a{level} [*a{below}, *a{below}]\n"));
    }
    let found = errors(&fields, "");
    assert_eq!(found.len(), 30 + 29 * 2);
    assert!(found.iter().all(|(rule, _)| *rule == Rule::UnsupportedYaml));
}

#[test]
fn depth_is_bounded_in_brackets_and_blocks() {
    let brackets = "[".repeat(100_000);
    assert_eq!(errors(&format!("x-a: {brackets}\n"), ""), [(Rule::YamlSyntax, 5)]);
    let dashes = "- ".repeat(100_000);
    assert_eq!(errors(&format!("x-a:\n  {dashes}a\n"), ""), [(Rule::YamlSyntax, 6)]);
}

#[test]
fn size_is_bounded() {
    let huge = "a".repeat(5 * 1024 * 1024);
    assert_eq!(errors(&format!("x-a: {huge}\n"), ""), [(Rule::YamlSyntax, 1)]);
    assert_eq!(errors("", &huge), [(Rule::YamlSyntax, 1)]);
    let large = "a".repeat(3 * 1024 * 1024);
    assert_eq!(errors(&format!("x-a: {large}\n"), ""), []);
}

#[test]
fn long_lists_and_mappings_are_read() {
    let list = "a, ".repeat(200_000);
    assert_eq!(errors(&format!("x-a: [{list}]\n"), ""), []);
    let mapping: String = (0..100_000).map(|at| format!("  k{at}: v\n")).collect();
    assert_eq!(errors(&format!("x-a:\n{mapping}"), ""), []);
    let links: String = (0..20_000).map(|at| format!("  - unknown-{at}\n")).collect();
    assert_eq!(errors(&format!("links:\n{links}"), "").len(), 20_000);
}

#[test]
fn bytes_that_are_no_text_are_findings() {
    assert_eq!(findings(*b"---\nkind: insight\ntitle: \xed\xa0\x80\n---\n"), [(Rule::NotUtf8, 3)]);
    assert_eq!(findings(*b"\xff\xfe-\0-\0-\0"), [(Rule::NotUtf8, 1)]);
    assert!(errors("x-a: a\0b\n", "").iter().all(|(rule, line)| *rule == Rule::YamlSyntax && *line == 5));
    assert!(errors("x-a: \"\\uD800\"\n", "").iter().all(|(rule, line)| *rule == Rule::YamlSyntax && *line == 5));
}

#[test]
fn prose_built_to_take_minutes_is_a_finding() {
    let nested = format!("{}\n", ">".repeat(5_000)).repeat(400);
    assert_eq!(errors("", &nested), [(Rule::UnreadableFile, 1)]);
    let indented = nested.replace('>', "> ").lines().map(|line| format!("  {line}\n")).collect::<String>();
    let journey = format!("title: J\ndescription: |\n{indented}");
    let tree: MemoryTree =
        [("workspace.yaml", "name: W\n"), ("journeys/j/journey.yaml", &journey)].into_iter().collect();
    let snapshot = Snapshot::load(&tree).expect("a tree in memory can be listed");
    let rules: Vec<Rule> = check(&snapshot).findings().iter().map(|finding| finding.problem.rule).collect();
    assert_eq!(rules, [Rule::UnreadableFile]);
}

#[test]
fn links_never_lead_out_of_the_workspace() {
    let found = errors(
        "evidence:\n  - file: ../../../etc/passwd\n",
        "[a](../../etc/passwd)\n[b](/etc/passwd)\n[c](file:///etc/passwd)\n[d](..%2f..%2fetc%2fpasswd)\n",
    );
    let rules: Vec<Rule> = found.into_iter().map(|(rule, _)| rule).collect();
    let out = Rule::BrokenFileLink;
    assert_eq!(rules, [out, out, out, Rule::InvalidValue, out]);
}
