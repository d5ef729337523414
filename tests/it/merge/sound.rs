//! What a merge by lines or by position would get wrong without a word.

use wayfare::merge::{Attempt, Form};

use super::{by_lines, conflict, edit, merged};

fn stage(id: &str, steps: &str) -> String {
    format!("  - id: {id}\n    title: {id}\n    steps:{steps}")
}

fn journey(stages: &[(&str, &str)]) -> String {
    let stages: String = stages.iter().map(|(id, steps)| stage(id, steps)).collect();
    format!("title: J\nstages:\n{stages}")
}

const SIGNS: &str = "\n      - id: s\n        title: Customer signs up\n        emotion: 3\n";
const USES: &str = "      - id: u\n        title: Customer uses it\n";

/// Merges in both directions, which must be clean and have the lines.
fn clean_both_ways(base: &str, one: &str, other: &str, lines: &[&str]) {
    for texts in [[base, one, other], [base, other, one]] {
        let merged = merged(Form::Yaml, texts);
        assert!(merged.is_clean, "{}", merged.text);
        for line in lines {
            assert_eq!(merged.text.matches(line).count(), 1, "{line} in\n{}", merged.text);
        }
    }
}

/// Merges in both directions, which must be a conflict; gives that of the first.
fn conflict_both_ways(form: Form, base: &str, one: &str, other: &str) -> String {
    let first = merged(form, [base, one, other]);
    let second = merged(form, [base, other, one]);
    assert!(!first.is_clean && !second.is_clean, "{}\n{}", first.text, second.text);
    first.text
}

#[test]
fn a_step_moved_into_brackets_keeps_what_the_other_side_changed() {
    let base = journey(&[("a", &format!("{SIGNS}{USES}")), ("c", " [{ id: pay, title: Customer pays }]\n")]);
    let moved = " [{ id: pay, title: Customer pays }, { id: s, title: Customer signs up, emotion: 3 }]\n";
    let ours = journey(&[("a", &format!("\n{USES}")), ("c", moved)]);
    let theirs = base.replace("signs up", "signs up by mail").replace("emotion: 3", "emotion: 5");
    clean_both_ways(&base, &ours, &theirs, &[", { id: s, title: Customer signs up by mail, emotion: 5 }]\n"]);
    let theirs = base.replace("        emotion: 3\n", "        description: |\n          Two.\n          Lines.\n");
    clean_both_ways(
        &base,
        &ours,
        &theirs,
        &["- { id: pay, title: Customer pays }\n", "id: s\n", "  Two.\n", "  Lines.\n"],
    );
    let dropped = journey(&[
        ("a", " [{ id: s, title: Customer signs up, emotion: 3 }]\n"),
        ("c", " [{ id: pay, title: Customer pays }]\n"),
    ]);
    clean_both_ways(&base, &ours, &dropped, &["id: s,", "steps: []"]);
}

#[test]
fn a_step_moved_out_of_brackets_keeps_what_the_other_side_changed() {
    let base = journey(&[
        ("a", " [{ id: s, title: Customer signs, up }]\n".replace("signs, up", "signs").as_str()),
        ("c", " []\n"),
    ]);
    let ours = journey(&[("a", " []\n"), ("c", "\n      - id: s\n        title: Customer signs\n")]);
    let theirs = base.replace("title: Customer signs", "title: \"Customer signs, twice\", emotion: 1");
    clean_both_ways(&base, &ours, &theirs, &["Customer signs, twice", "emotion: 1", "id: s"]);
}

#[test]
fn a_step_that_both_move_is_marked_in_both_places() {
    let base = journey(&[("a", SIGNS), ("b", " []\n"), ("c", " []\n")]);
    let ours = journey(&[("a", " []\n"), ("b", SIGNS), ("c", " []\n")]);
    let theirs = journey(&[("a", " []\n"), ("b", " []\n"), ("c", SIGNS)]);
    let text = conflict_both_ways(Form::Yaml, &base, &ours, &theirs);
    assert_eq!(text.matches("<<<<<<<").count(), 2, "{text}");
    assert_eq!(text.matches("id: s\n").count(), 2, "{text}");
}

#[test]
fn what_is_added_to_a_removed_stage_or_step_stays_there() {
    let setup = "\n      - id: connect\n        title: Customer connects\n";
    let rest = journey(&[("evaluate", SIGNS), ("pay", " []\n")]);
    let base = journey(&[("evaluate", SIGNS), ("setup", setup), ("pay", " []\n")]);
    let added = journey(&[("evaluate", SIGNS), ("setup", &format!("{setup}\n{USES}")), ("pay", " []\n")]);
    let text = conflict_both_ways(Form::Yaml, &base, &added, &rest);
    let (before, _) = text.split_once("=======").expect("a marker");
    assert!(
        before.contains("<<<<<<< ours\n  - id: setup\n") && before.contains("id: connect") && before.contains("id: u"),
        "{text}"
    );
    // Moving a step there, changing one there, and moving one out are the same.
    let moved = journey(&[("evaluate", " []\n"), ("setup", &format!("{setup}{}", &SIGNS[1..])), ("pay", " []\n")]);
    let text = conflict_both_ways(Form::Yaml, &base, &moved, &rest);
    assert_eq!(text.matches("id: s\n").count(), 2, "{text}");
    let changed = base.replace("Customer connects", "Customer connects it");
    conflict_both_ways(Form::Yaml, &base, &changed, &rest);
    let out = journey(&[("evaluate", &format!("{SIGNS}{}", &setup[1..])), ("setup", " []\n"), ("pay", " []\n")]);
    conflict_both_ways(Form::Yaml, &base, &out, &rest);

    let base = journey(&[("a", &format!("{SIGNS}{USES}        items:\n          - two\n"))]);
    let ours = base.clone() + "\n          - three\n";
    conflict_both_ways(Form::Yaml, &base, &ours, &journey(&[("a", SIGNS)]));
}

#[test]
fn a_stage_removed_after_its_step_was_moved_is_gone() {
    let base = journey(&[("a", SIGNS), ("c", " []\n")]);
    let moved = journey(&[("c", SIGNS)]);
    let changed = base.replace("emotion: 3", "emotion: 1");
    clean_both_ways(&base, &moved, &changed, &["id: s\n", "emotion: 1", "id: c\n"]);
}

fn record(evidence: &str) -> String {
    format!("---\nkind: insight\ntitle: T\nevidence:\n{evidence}---\nBody.\n")
}

#[test]
fn evidence_of_one_signal_is_not_one_entry() {
    let first = "  - quote: The first thing she said.\n";
    let ours = record(&format!("  - signal: call\n    quote: I asked.\n{first}"));
    let theirs = record(&format!("{first}  - signal: call\n    title: Clip\n    date: 2026-10-12\n"));
    let base = record(first);
    let both = merged(Form::Markdown, [&base, &ours, &theirs]);
    assert_eq!(Some(both), by_lines([&base, &ours, &theirs]));

    let entry = |quote: &str, date: &str| format!("  - signal: call\n    quote: {quote}\n    date: 2026-{date}\n");
    let base = record(&(entry("One", "10-01") + &entry("Two", "10-01")));
    let removed = record(&entry("Two", "10-01"));
    let dated = record(&(entry("One", "11-22") + &entry("Two", "10-01")));
    let text = conflict_both_ways(Form::Markdown, &base, &removed, &dated);
    assert!(
        text.contains("=======\n  - signal: call\n    quote: One\n    date: 2026-11-22\n>>>>>>> theirs\n"),
        "{text}"
    );
    // Another quote of the same call is another entry: the date is not for it.
    let other = record(&(entry("Three", "10-01") + &entry("Two", "10-01")));
    conflict_both_ways(Form::Markdown, &base, &other, &dated);
    let same = record(&(entry("One", "10-01").repeat(2)));
    let one = same.replacen("10-01", "10-05", 1);
    let two = same.replacen("10-01", "10-09", 1);
    conflict_both_ways(Form::Markdown, &same, &one, &two);
}

#[test]
fn one_text_that_both_reword_is_a_conflict() {
    for list in [
        "goals:\n  - Look good to the team\n  - Finish\n",
        "goals: [Look good to the team, Finish]\n",
        "goals:\n  - team\n  - Finish\n",
    ] {
        let base = format!("---\nname: Admin\n{list}---\n");
        let text = conflict_both_ways(
            Form::Markdown,
            &base,
            &base.replace("team", "whole-team"),
            &base.replace("team", "board"),
        );
        assert!(text.contains("whole-team") && text.contains("board") && text.matches("Finish").count() <= 2, "{text}");
    }
    // One rewords what the other takes out.
    let base = "---\nname: Admin\ngoals:\n  - Look good to all\n  - Finish\n---\n";
    conflict_both_ways(
        Form::Markdown,
        base,
        &base.replace("to all", "to most"),
        &base.replace("  - Look good to all\n", ""),
    );
}

#[test]
fn comments_that_both_change_beside_one_value_are_a_conflict() {
    let base = "name: Acme\nsummary: One # first\n";
    conflict_both_ways(Form::Yaml, base, &base.replace("first", "ours"), &base.replace("first", "theirs"));
    let text = conflict(Form::Yaml, base, &[("summary: One # first\n", "")], &[("first", "theirs")]);
    assert!(text.contains("summary: One # theirs\n"), "{text}");
}

#[test]
fn a_comment_that_one_moves_and_the_other_rewords_is_a_conflict() {
    let base = "name: Acme\n# first\nsummary: One\nslug: acme\n";
    let moved = "name: Acme\nsummary: One\n# first\nslug: acme\n";
    conflict_both_ways(Form::Yaml, base, moved, &base.replace("# first", "# second"));
    // Where the other leaves it alone, it is moved.
    let theirs = base.replace("Acme", "Acme Inc");
    let both = merged(Form::Yaml, [base, moved, &theirs]);
    assert_eq!((both.text.as_str(), both.is_clean), (moved.replace("Acme", "Acme Inc").as_str(), true));
}

#[test]
fn line_ends_and_marks_of_the_side_that_changed_them_are_kept() {
    let base = "name: Acme\nsummary: One\nslug: acme\n";
    let crlf = format!("\u{feff}{}", edit(base, &[("One", "Two")]).replace('\n', "\r\n"));
    let ours = edit(base, &[("slug: acme", "slug: acme-inc")]);
    for texts in [[base, &ours, &crlf], [base, &crlf, &ours]] {
        let expected = format!("\u{feff}{}", ours.replace("One", "Two").replace('\n', "\r\n"));
        assert_eq!(merged(Form::Yaml, texts), Attempt { text: expected, is_clean: true });
    }
    // Of a file whose lines end in two ways each line keeps its own.
    let mixed = "name: Acme\r\nsummary: One\nslug: acme\r\n";
    let merged =
        merged(Form::Yaml, [mixed, &mixed.replace("Acme", "Acme Inc"), &mixed.replace("slug: acme", "slug: a")]);
    assert_eq!((merged.text.as_str(), merged.is_clean), ("name: Acme Inc\r\nsummary: One\nslug: a\r\n", true));
}

#[test]
fn what_is_not_understood_is_one_sides_or_marked() {
    let base = "a: &x 1\nb: 1\nc: 1\nd: 1\ne: 1\n";
    let ours = base.replace("a: &x 1", "a: &x 2");
    let theirs = base.replace("e: 1", "e: 2");
    assert!(by_lines([base, &ours, &theirs]).is_some_and(|merged| merged.is_clean));
    let text = conflict_both_ways(Form::Yaml, base, &ours, &theirs);
    assert!(text.contains("a: &x 2") && text.contains("a: &x 1") && text.contains("e: 2"), "{text}");
    assert_eq!(merged(Form::Yaml, [base, base, &theirs]), Attempt { text: theirs, is_clean: true });
    // A file that one side has emptied.
    let text = conflict_both_ways(Form::Yaml, "a: 1\n", "", "a: 2\n");
    assert!(text.contains("=======\na: 2\n"), "{text}");
}

#[test]
fn rows_that_one_removes_and_the_other_changes_are_marked_alone() {
    let base = "date,value\n2026-01-01,1\n2026-02-01,2\n2026-03-01,3\n";
    let text =
        conflict(Form::Rows, base, &[("2026-02-01,2\n", "")], &[("-02-01,2", "-02-01,5"), ("-03-01,3", "-03-01,4")]);
    assert_eq!(text, "date,value\n2026-01-01,1\n<<<<<<< ours\n=======\n2026-02-01,5\n>>>>>>> theirs\n2026-03-01,4\n");
}

#[test]
fn a_step_renamed_or_removed_by_one_and_changed_by_the_other_is_marked() {
    let base = journey(&[("a", &format!("{SIGNS}{USES}"))]);
    let renamed = base.replace("id: s\n", "id: signs\n");
    let changed = base.replace("emotion: 3", "emotion: 1");
    let text = conflict_both_ways(Form::Yaml, &base, &renamed, &changed);
    assert!(text.contains("id: signs\n") && text.contains("id: s\n"), "{text}");
}

#[test]
fn a_measurement_that_both_date_anew_is_not_there_twice() {
    let base = "date,value\n2026-01-01,1\n2026-02-01,1\n2026-03-01,1\n";
    let [ours, theirs] = ["02-02", "02-03"].map(|date| base.replace("02-01", date));
    let text = conflict_both_ways(Form::Rows, base, &ours, &theirs);
    assert!(text.contains("2026-02-02,1\n") && text.contains("2026-02-03,1\n"), "{text}");
    // One dates it anew, the other takes it out.
    let removed = base.replace("2026-02-01,1\n", "");
    conflict_both_ways(Form::Rows, base, &ours, &removed);
    // Rows that come elsewhere are no rivals of it.
    let longer = format!("{removed}2026-04-01,1\n");
    let merged = merged(Form::Rows, [base, &removed, &longer]);
    assert_eq!((merged.text, merged.is_clean), (longer, true));
}

/// Steps with what is on each.
fn placed(list: &str, steps: &[(&str, &[&str])]) -> String {
    let step = |(id, on): &(&str, &[&str])| {
        let on: String = on.iter().map(|placed| format!("          - {placed}\n")).collect();
        let list = if on.is_empty() { String::new() } else { format!("        {list}:\n{on}") };
        format!("      - id: {id}\n        title: Step {id}\n{list}")
    };
    journey(&[("s", &format!("\n{}", steps.iter().map(step).collect::<String>()))])
}

#[test]
fn what_both_take_off_a_step_and_put_on_different_ones_is_for_a_person_to_decide() {
    for list in ["items", "journeys"] {
        let base = placed(list, &[("a", &["x", "y"]), ("b", &["p"]), ("c", &[])]);
        let to_b = placed(list, &[("a", &["y"]), ("b", &["p", "x"]), ("c", &[])]);
        let to_c = placed(list, &[("a", &["y"]), ("b", &["p"]), ("c", &["x"])]);
        let gone = placed(list, &[("a", &["y"]), ("b", &["p"]), ("c", &[])]);
        let to_new = placed(list, &[("a", &["y"]), ("b", &["p"]), ("c", &[]), ("d", &["x"])]);
        for (one, other) in [(&to_b, &to_c), (&to_b, &gone), (&to_c, &gone), (&to_new, &gone), (&to_new, &to_b)] {
            let text = conflict_both_ways(Form::Yaml, &base, one, other);
            let chosen = |side: &str| {
                let (mut open, mut chosen) = ("both", String::new());
                for line in text.split_inclusive('\n') {
                    match &line[..line.len().min(7)] {
                        "<<<<<<<" => open = "ours",
                        "=======" => open = "theirs",
                        ">>>>>>>" => open = "both",
                        _ if open == "both" || open == side => chosen += line,
                        _ => {}
                    }
                }
                chosen
            };
            assert_eq!((&chosen("ours"), &chosen("theirs")), (one, other), "{text}");
        }
        clean_both_ways(&base, &to_b, &to_b.replace("title: Step c", "title: Other"), &["- x\n", "title: Other\n"]);
        let added = placed(list, &[("a", &["x", "y"]), ("b", &["p"]), ("c", &["x"])]);
        let merged = merged(Form::Yaml, [&base, &to_b, &added]);
        assert!(merged.is_clean && merged.text.matches("- x\n").count() == 2, "{}", merged.text);
    }
}

#[test]
fn a_step_renamed_with_an_alias_is_the_step_that_the_other_side_moves_or_changes() {
    let steps =
        |one: &str| [one, "      - id: u\n        title: U\n", "      - id: v\n        title: V\n"].map(str::to_owned);
    let document = |steps: &[String]| journey(&[("a", &format!("\n{}", steps.concat())), ("z", " []\n")]);
    let base = steps("      - id: s\n        title: S\n");
    let renamed = document(&steps("      - id: signs\n        aliases: [s]\n        title: S\n"));
    let [s, u, v] = base.clone();
    let moved = document(&[u.clone(), v.clone(), s.clone()]);
    for (one, other) in [(&renamed, &moved), (&moved, &renamed)] {
        let merged = merged(Form::Yaml, [&document(&base), one, other]);
        let wanted = document(&[u.clone(), v.clone(), s.replace("id: s\n", "id: signs\n        aliases: [s]\n")]);
        assert!(merged.is_clean, "{}", merged.text);
        assert_eq!(merged.text, wanted);
    }
    let reworded = document(&base).replace("title: S\n", "title: Customer signs\n");
    clean_both_ways(&document(&base), &renamed, &reworded, &["id: signs\n", "title: Customer signs\n"]);
    let away = journey(&[("a", &format!("\n{u}{v}")), ("z", &format!("\n{s}"))]);
    clean_both_ways(&document(&base), &renamed, &away, &["id: z\n    title: z\n    steps:\n      - id: signs\n"]);
    let other_name = renamed.replace("id: signs\n", "id: enters\n");
    conflict_both_ways(Form::Yaml, &document(&base), &renamed, &other_name);
    // What takes the new ID for another step is another step.
    let taken = document(&base).replace("id: u\n", "id: signs\n");
    let text = conflict_both_ways(Form::Yaml, &document(&base), &renamed, &taken);
    assert!(text.contains("<<<<<<<"), "{text}");
}

#[test]
fn a_paragraph_that_both_move_or_one_moves_and_one_removes_is_for_a_person_to_decide() {
    let text =
        |names: &str| -> Vec<String> { names.chars().map(|name| format!("Paragraph {name} says\n{name}.")).collect() };
    let body = |names: &str| format!("---\nkind: insight\ntitle: T\n---\n{}\n", text(names).join("\n\n"));
    let field = |names: &str| {
        let lines = text(names).join("\n\n").replace('\n', "\n  ").replace("  \n", "\n");
        format!("title: T\ndescription: |\n  {lines}\nstages: []\n")
    };
    let (base, front, back, gone) = ("abcdefgh", "dabcefgh", "abcefghd", "abcefgh");
    for (one, other) in [(front, back), (front, gone), (back, gone)] {
        conflict_both_ways(Form::Markdown, &body(base), &body(one), &body(other));
        conflict_both_ways(Form::Yaml, &field(base), &field(one), &field(other));
    }
    clean_both_ways(&field(base), &field(front), &field("abcdefghi"), &["Paragraph d says\n", "Paragraph i says\n"]);
    let merged = merged(Form::Markdown, [&body(base), &body(front), &body("abcdefghi")]);
    assert!(merged.is_clean, "{}", merged.text);
}
