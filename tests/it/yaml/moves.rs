//! Random moves in random documents and between two: what they say is what was asked for, and every comment and line is
//! still there once; or the text is as it was.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use serde_yaml::Value;
use wayfare::text::apply_edits;
use wayfare::yaml::edit::{Draft, Editor, Refusal, Step};
use wayfare::yaml::{Node, Value as Read, parse};

use super::document::{document, ends};

fn says(text: &str) -> Value {
    let ended = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    serde_yaml::from_str(&ended).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

fn at<'v>(value: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()).expect("the key is there"),
        Step::Index(index) => value.get_mut(*index).expect("the item is there"),
    })
}

/// Every path below a node, and whether an item can be put there.
fn places(node: &Node, path: &[Step], found: &mut Vec<(Vec<Step>, bool)>) {
    found.push((path.to_vec(), node.as_sequence().is_some() || node.is_absent()));
    let mut below = |step: Step, child: &Node| places(child, &[path, &[step]].concat(), found);
    match &node.value {
        Read::Scalar(_) => {}
        Read::Sequence(list) => list.items.iter().enumerate().for_each(|(index, item)| below(index.into(), item)),
        Read::Mapping(mapping) => mapping.entries.iter().for_each(|entry| {
            let key = entry.key.as_scalar().expect("keys are scalars here");
            below(key.text.as_str().into(), &entry.value);
        }),
    }
}

fn places_of(text: &str) -> Vec<(Vec<Step>, bool)> {
    let mut found = Vec::new();
    if let Some(root) = parse(text, 0).root {
        places(&root, &[], &mut found);
    }
    found
}

/// The comments of some texts, by what the documents number them with.
fn comments(texts: &[&str]) -> Vec<String> {
    let is_ours = |word: &&str| word.starts_with('c') && word[1..].bytes().all(|byte| byte.is_ascii_digit());
    let of = |text: &str| -> Vec<String> {
        let words = text.split("# ").skip(1).filter_map(|rest| rest.split_whitespace().next());
        words.filter(is_ours).map(str::to_owned).collect()
    };
    let mut all: Vec<String> = texts.iter().flat_map(|text| of(text)).collect();
    all.sort_unstable();
    all
}

/// What the lines of some texts say, wherever they are indented to and behind whichever dashes; `None` where something
/// is in brackets, which may be written anew.
fn lines(texts: &[&str]) -> Option<Vec<String>> {
    let said = |line: &str| {
        let mut rest = line.trim();
        while let Some(behind) = rest.strip_prefix('-').filter(|behind| behind.is_empty() || behind.starts_with(' ')) {
            rest = behind.trim_start();
        }
        format!(" {rest}").replace(" []", "").replace(" {}", "").replace(" ~", "").trim().to_owned()
    };
    let mut lines: Vec<String> = texts.iter().flat_map(|text| text.lines()).map(said).collect();
    lines.retain(|line| !line.is_empty());
    lines.sort_unstable();
    (!lines.iter().any(|line| line.contains(['[', '{']))).then_some(lines)
}

fn applied(before: &str, editor: Editor) -> String {
    apply_edits(before, &editor.finish()).expect("the splices fit")
}

/// Checks what came of texts: as they were where it was refused, else as intended and with all that was there.
fn check(
    before: &[&str],
    after: &[&str],
    intended: &[Value],
    result: &Result<(), Refusal>,
) -> Result<(), TestCaseError> {
    let shown = || format!("{result:?}: {}\ngives\n{}", before.join("\n=====\n"), after.join("\n=====\n"));
    if result.is_err() {
        prop_assert_eq!(before, after);
        return Ok(());
    }
    for (after, intended) in after.iter().zip(intended) {
        prop_assert_eq!(&says(after), intended, "{}", shown());
    }
    prop_assert_eq!(comments(before), comments(after), "{}", shown());
    if let (Some(before), Some(after)) = (lines(before), lines(after)) {
        prop_assert_eq!(before, after, "{}", shown());
    }
    for (before, after) in before.iter().zip(after) {
        let ends_line = |text: &str| text.is_empty() || text.ends_with('\n');
        prop_assert!(ends_line(before) == ends_line(after) || after.is_empty(), "{}", shown());
        if before.contains("\r\n") {
            prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{}", shown());
        }
    }
    Ok(())
}

/// Runs a property, and tells how many of the changes it tried were made.
fn share_of_done<S: Strategy>(strategy: &S, test: impl Fn(S::Value) -> Result<Option<bool>, TestCaseError>) -> f64 {
    let (tried, done) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(Config::with_cases(2500));
    let outcome = runner.run(strategy, |value| {
        if let Some(is_done) = test(value)? {
            tried.set(tried.get() + 1);
            done.set(done.get() + i32::from(is_done));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    f64::from(done.get()) / f64::from(tried.get())
}

/// A journey whose stages are written in as many ways, with a step that has comments everywhere.
const JOURNEY: &str = "\
title: J
stages:
- id: deep
  steps:
      # Begins here.
      - id: one # the first
        title: One
        # What they see.
        items:
        - a # of a
        # at the end of one
      # Two is next.
      - id: two
# Level with its key.
- id: level
  steps:
  - id: three
- id: none
  steps: [] # not yet
- id: brackets
  steps: [{ id: four }]
- id: absent
  steps:
";

fn move_step(text: &str, from: [usize; 2], to: [usize; 2]) -> String {
    let path = |stage: usize| -> Vec<Step> { vec!["stages".into(), stage.into(), "steps".into()] };
    let mut editor = Editor::new(text, 0).expect("the journey is sound");
    editor.move_item(&[path(from[0]), vec![from[1].into()]].concat(), &path(to[0]), to[1]).expect("it moves");
    applied(text, editor)
}

#[test]
fn a_step_moves_between_stages_however_these_are_written() {
    let without = JOURNEY.lines().filter(|line| !line.starts_with("      ") || line.contains("wo"));
    let without: String = without.map(|line| format!("{line}\n")).collect();
    let step = |column: usize| -> String {
        let lines = JOURNEY.lines().skip(4).take(7);
        lines.map(|line| format!("{}{}\n", " ".repeat(column), &line[6..])).collect()
    };
    let level = "  - id: three\n";
    let cases = [
        ([1, 1], level.to_owned(), format!("{level}{}", step(2))),
        ([1, 0], level.to_owned(), format!("{}{level}", step(2))),
        ([2, 0], "  steps: [] # not yet\n".to_owned(), format!("  steps: # not yet\n{}", step(2))),
        ([3, 1], "  steps: [{ id: four }]\n".to_owned(), format!("  steps:\n  - {{ id: four }}\n{}", step(2))),
        ([4, 0], "  steps:\n".to_owned(), format!("  steps:\n{}", step(2))),
    ];
    for (to, before, after) in cases {
        let at = without.rfind(&before).expect("it is written so");
        let expected = format!("{}{after}{}", &without[..at], &without[at + before.len()..]);
        assert_eq!(move_step(JOURNEY, [0, 0], to), expected);
    }
}

#[test]
fn a_step_that_moves_back_is_as_it_was() {
    for to in [[1, 0], [1, 1]] {
        assert_eq!(move_step(&move_step(JOURNEY, [0, 0], to), to, [0, 0]), JOURNEY);
    }
    let emptied = move_step(JOURNEY, [1, 0], [0, 1]);
    assert!(
        emptied.contains("- id: level\n  steps: []\n")
            && emptied.contains("\n      - id: three\n      # Two is next.\n")
    );
}

#[test]
fn what_moves_within_a_document_is_moved_or_all_stays() {
    let strategy = (document(), ends(), any::<Index>(), any::<Index>(), 0..4usize);
    let share = share_of_done(&strategy, |(document, ends, from, to, index)| {
        let text = document.written(&ends);
        let places = places_of(&text);
        let items: Vec<_> = places.iter().filter(|(path, _)| matches!(path.last(), Some(Step::Index(_)))).collect();
        let lists: Vec<_> = places.iter().filter(|(path, takes_items)| *takes_items && !path.is_empty()).collect();
        if items.is_empty() || lists.is_empty() {
            return Ok(None);
        }
        let ((from, _), (to, _)) = (from.get(&items), to.get(&lists));
        if to.starts_with(from) {
            return Ok(None);
        }
        let mut intended = says(&text);
        let (Some(Step::Index(gone)), parent) = (from.last(), &from[..from.len() - 1]) else { return Ok(None) };
        let moved = at(&mut intended, parent).as_sequence_mut().expect("a list").remove(*gone);
        let mut then = to.clone();
        if let Some(Step::Index(index)) = then.get_mut(parent.len()).filter(|_| to.starts_with(parent)) {
            *index -= usize::from(*index > *gone);
        }
        let list = at(&mut intended, &then);
        if list.is_null() {
            *list = Value::Sequence(Vec::new());
        }
        let list = list.as_sequence_mut().expect("a list");
        list.insert(index.min(list.len()), moved);

        let mut editor = Editor::new(&text, 0).expect("the document is sound");
        let result = editor.move_item(from, to, index);
        check(&[&text], &[&applied(&text, editor)], &[intended], &result)?;
        Ok(Some(result.is_ok()))
    });
    assert!(share > 0.9, "only {share} of the moves were made");
}

#[test]
fn what_goes_into_another_document_is_there_or_all_stays() {
    let strategy = ((document(), ends()), (document(), ends()), any::<Index>(), any::<Index>(), 0..4usize);
    let share = share_of_done(&strategy, |(first, second, from, to, index)| {
        let (first, second) = (first.0.written(&first.1), second.0.written(&second.1));
        // Comments are numbered in each document.
        let second = second.replace("# c", "# c9000");
        let items: Vec<_> = places_of(&first).into_iter().filter(|(path, _)| !path.is_empty()).collect();
        let places: Vec<_> = places_of(&second).into_iter().filter(|(path, _)| !path.is_empty()).collect();
        if items.is_empty() || places.is_empty() {
            return Ok(None);
        }
        let ((from, _), (to, _)) = (from.get(&items), to.get(&places));
        let (mut left, mut got) = (says(&first), says(&second));
        let (last, parent) = from.split_last().expect("not the root");
        let holder = at(&mut left, parent);
        let target = at(&mut got, to);
        let (mut source, mut goal) =
            (Editor::new(&first, 0).expect("the document is sound"), Editor::new(&second, 0).expect("the same"));
        let result = match last {
            Step::Index(at) if target.is_sequence() || target.is_null() => {
                let moved = holder.as_sequence_mut().expect("a list").remove(*at);
                let mut list = target.as_sequence().cloned().unwrap_or_default();
                list.insert(index.min(list.len()), moved);
                *target = Value::Sequence(list);
                source.take(from).and_then(|piece| goal.put(to, index, piece))
            }
            Step::Key(key) if target.as_mapping().is_some_and(|target| !target.contains_key(key.as_str())) => {
                let moved = holder.as_mapping_mut().expect("a mapping").shift_remove(key.as_str()).expect("there");
                target.as_mapping_mut().expect("a mapping").insert(Value::from(key.as_str()), moved);
                if parent.is_empty() && holder.as_mapping().is_some_and(serde_yaml::Mapping::is_empty) {
                    // A document may become empty; in braces it does not.
                    *holder = if first.starts_with('{') { holder.clone() } else { Value::Null };
                }
                source.take(from).and_then(|piece| goal.insert_entry(to, None, key, &Draft::from(piece)))
            }
            _ => return Ok(None),
        };
        if result.is_err() {
            prop_assert_eq!(applied(&second, goal), second);
            return Ok(Some(false));
        }
        check(&[&first, &second], &[&applied(&first, source), &applied(&second, goal)], &[left, got], &result)?;
        Ok(Some(true))
    });
    // What has comments cannot go into brackets.
    assert!(share > 0.75, "only {share} of the moves were made");
}

#[test]
fn a_renamed_key_is_all_that_changes() {
    let names = prop::sample::select(vec!["new", "a: b", "no", "it's", "", "- x", "\u{e9}"]);
    let share = share_of_done(&(document(), ends(), any::<Index>(), names), |(document, ends, place, name)| {
        let text = document.written(&ends);
        let places = places_of(&text);
        let keys: Vec<_> = places.iter().filter(|(path, _)| matches!(path.last(), Some(Step::Key(_)))).collect();
        if keys.is_empty() {
            return Ok(None);
        }
        let (path, _) = place.get(&keys);
        let Some((Step::Key(old), parent)) = path.split_last() else { return Ok(None) };
        let mut intended = says(&text);
        let mapping = at(&mut intended, parent).as_mapping_mut().expect("a mapping");
        if old != name && mapping.contains_key(name) {
            return Ok(None);
        }
        let renamed = mapping.iter().map(|(key, value)| match key.as_str() {
            Some(key) if key == old => (Value::from(name), value.clone()),
            _ => (key.clone(), value.clone()),
        });
        *mapping = renamed.collect();
        let mut editor = Editor::new(&text, 0).expect("the document is sound");
        let result = editor.rename_key(path, name);
        let after = applied(&text, editor);
        if result.is_ok() {
            prop_assert_eq!(says(&after), intended, "{:?} of\n{}\ngives\n{}", path, text, after);
        }
        let differ = text.lines().zip(after.lines()).filter(|(before, after)| before != after).count();
        prop_assert_eq!(text.lines().count(), after.lines().count());
        prop_assert!(differ <= 1, "{:?} of\n{}\ngives\n{}", path, text, after);
        prop_assert_eq!(comments(&[&text]), comments(&[&after]));
        Ok(Some(result.is_ok()))
    });
    assert!(share > 0.99, "only {share} of the keys were renamed");
}
