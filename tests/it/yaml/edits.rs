//! Random edits of random documents: the tree is the intended one, and nothing else is touched.

use proptest::prelude::*;
use wayfare::text::{Span, TextEdit, apply_edits};
use wayfare::yaml::edit::{Draft, Editor, Refusal, Step};
use wayfare::yaml::{Node, Value, parse};

use super::document::{Ends, Said, document, ends};

/// What an edit is to do; the numbers choose among the places where it can be done.
#[derive(Clone, Debug)]
enum Change {
    Set(Draft),
    InsertItem(usize, Draft),
    InsertEntry(bool, Draft),
    Remove,
}

fn draft() -> impl Strategy<Value = Draft> {
    let text = prop::sample::select(vec![
        "new",
        "a: b",
        "",
        "yes",
        "x, [y]",
        "two\nlines\n",
        "three\n\nlines",
        " x\ny",
        "it's \"q\"",
    ]);
    let leaf = prop_oneof![
        4 => text.prop_map(Draft::text),
        1 => prop::sample::select(vec!["4", "-0.5", "true"]).prop_map(Draft::plain),
        1 => Just(Draft::Absent),
        1 => Just(Draft::words(["p", "q"])),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let entry = prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(Draft::List),
            entry.prop_map(|values| {
                let keys = ["one", "two", "three"].map(str::to_owned);
                Draft::Mapping(keys.into_iter().zip(values).collect())
            }),
        ]
    })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        draft().prop_map(Change::Set),
        (0..5usize, draft()).prop_map(|(index, draft)| Change::InsertItem(index, draft)),
        (any::<bool>(), draft()).prop_map(|(last, draft)| Change::InsertEntry(last, draft)),
        Just(Change::Remove),
    ]
}

fn drafted(draft: &Draft) -> Said {
    match draft {
        Draft::Absent => Said::Absent,
        Draft::Text(text) => Said::Text(text.clone()),
        Draft::Plain(text) => text.parse().map_or_else(|_| Said::Number(text.clone()), Said::Bool),
        Draft::List(items) => Said::List(items.iter().map(drafted).collect()),
        Draft::Mapping(entries) => {
            Said::Map(entries.iter().map(|(key, value)| (key.clone(), drafted(value))).collect())
        }
        Draft::Flow(inner) => drafted(inner),
        Draft::Piece(_) => unreachable!("what is written elsewhere is moved in `moves`"),
    }
}

/// Every node from `node` down by its path, with its span; that of an entry's value begins at its key, that of an
/// item at its dash.
fn places(text: &str, node: &Node, whole: Span, path: &[Step], found: &mut Vec<(Vec<Step>, Span)>) {
    found.push((path.to_vec(), whole));
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(list) => {
            let mut before = node.span.start as usize;
            for (index, item) in list.items.iter().enumerate() {
                let (start, end) = (item.span.range().start, item.span.range().end);
                let dash = text[before..start].rfind('-').map_or(start, |dash| before + dash);
                before = end;
                places(text, item, Span::new(dash, end), &[path, &[index.into()]].concat(), found);
            }
        }
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                let key = entry.key.as_scalar().expect("keys are scalars here").text.as_str();
                places(
                    text,
                    &entry.value,
                    entry.key.span.cover(entry.value.span),
                    &[path, &[key.into()]].concat(),
                    found,
                );
            }
        }
    }
}

fn at<'a>(said: &'a mut Said, path: &[Step]) -> &'a mut Said {
    path.iter().fold(said, |said, step| match (said, step) {
        (Said::List(items), Step::Index(index)) => &mut items[*index],
        (Said::Map(entries), Step::Key(wanted)) => {
            &mut entries.iter_mut().find(|(key, _)| key == wanted).expect("the key is there").1
        }
        _ => panic!("the path is there"),
    })
}

/// What the document says after the change at `path`; `None` where the change makes no sense.
fn intended(before: &Said, path: &[Step], change: &Change) -> Option<Said> {
    let mut said = before.clone();
    match change {
        Change::Set(draft) => *at(&mut said, path) = drafted(draft),
        Change::InsertItem(index, draft) => match at(&mut said, path) {
            Said::List(items) => items.insert((*index).min(items.len()), drafted(draft)),
            absent @ Said::Absent => *absent = Said::List(vec![drafted(draft)]),
            _ => return None,
        },
        Change::InsertEntry(last, draft) => match at(&mut said, path) {
            Said::Map(entries) => {
                let index = if *last { entries.len() } else { entries.len().min(1) };
                entries.insert(index, ("new".to_owned(), drafted(draft)));
            }
            absent @ Said::Absent => *absent = Said::Map(vec![("new".to_owned(), drafted(draft))]),
            _ => return None,
        },
        Change::Remove => {
            let (last, holder) = path.split_last()?;
            match (at(&mut said, holder), last) {
                (Said::List(items), Step::Index(index)) => drop(items.remove(*index)),
                (Said::Map(entries), Step::Key(wanted)) => entries.retain(|(key, _)| key != wanted),
                _ => return None,
            }
        }
    }
    Some(said)
}

fn run(editor: &mut Editor, before: &Said, path: &[Step], change: &Change) -> Result<(), Refusal> {
    match change {
        Change::Set(draft) => editor.set(path, draft),
        Change::InsertItem(index, draft) => editor.insert_item(path, *index, draft),
        Change::InsertEntry(last, draft) => {
            let first = match at(&mut before.clone(), path) {
                Said::Map(entries) => entries.first().map(|(key, _)| key.clone()),
                _ => None,
            };
            editor.insert_entry(path, first.as_deref().filter(|_| !last), "new", draft)
        }
        Change::Remove => editor.remove(path),
    }
}

fn comments(text: &str) -> Vec<&str> {
    let is_ours = |word: &&str| word.starts_with('c') && word[1..].bytes().all(|byte| byte.is_ascii_digit());
    text.split("# ").skip(1).filter_map(|rest| rest.split_whitespace().next()).filter(is_ours).collect()
}

/// The lines that an edit of the node may change beside adding to them.
fn own_lines(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = text[..span.start as usize].trim_end_matches(|c: char| c == ',' || c.is_whitespace()).len();
    let rest = &text[span.end as usize..];
    let line = rest.find('\n').map_or(rest.len(), |lf| lf + 1);
    let blank: usize = rest[line..].split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    start..span.end as usize + line + blank
}

/// Checks that only what the change is about is deleted.
fn check_splices(text: &str, span: Span, change: &Change, edits: &[TextEdit]) -> Result<(), TestCaseError> {
    let own = own_lines(text, span);
    for edit in edits {
        let deleted = &text[edit.span.range()];
        match change {
            Change::Set(_) | Change::Remove => {
                let end = edit.span.range().start + deleted.trim_end().len();
                let within = own.start <= edit.span.range().start && end <= own.end;
                prop_assert!(within || deleted.trim().is_empty(), "{:?} deleted from\n{}", deleted, text);
            }
            _ => prop_assert!(
                matches!(deleted.trim(), "" | "~" | "[]" | "{}" | "{  }"),
                "{:?} deleted from\n{}",
                deleted,
                text
            ),
        }
    }
    Ok(())
}

fn check(text: &str, ends: &Ends, place: prop::sample::Index, change: &Change) -> Result<(), TestCaseError> {
    let tree = parse(text, 0);
    let Some(root) = &tree.root else { return Ok(()) };
    let said = Said::by(root);
    let mut found = Vec::new();
    places(text, root, root.span, &[], &mut found);
    found.retain(|(path, _)| intended(&said, path, change).is_some());
    let Some((path, span)) = (!found.is_empty()).then(|| place.get(&found)) else { return Ok(()) };
    let wanted = intended(&said, path, change)
        .filter(|said| *said != Said::Map(Vec::new()) || path.is_empty() || root_braces(text));

    let base = 7;
    let mut editor = Editor::new(text, base).expect("the document is sound");
    let result = run(&mut editor, &said, path, change);
    prop_assert_eq!(result, Ok(()), "{:?} of {:?} in\n{}", change, path, text);
    let edits = editor.finish();
    let after = apply_edits(&format!("{}{text}", "-".repeat(base)), &edits).expect("the splices fit");
    let after = &after[base..];
    let shown = || format!("{change:?} of {path:?} in\n{text}\ngives\n{after}");
    prop_assert_eq!(parse(after, 0).root.as_ref().map(Said::by), wanted, "{}", shown());

    let moved: Vec<TextEdit> = edits
        .into_iter()
        .map(|edit| {
            TextEdit::replace(Span::new(edit.span.range().start - base, edit.span.range().end - base), edit.replacement)
        })
        .collect();
    check_splices(text, *span, change, &moved)?;
    let kept: Vec<&str> = comments(after);
    let own = own_lines(text, *span);
    let outside = comments(&text[..own.start]).into_iter().chain(comments(&text[own.end.min(text.len())..]));
    let lost: Vec<&str> = outside.filter(|comment| !kept.contains(comment)).collect();
    prop_assert!(lost.is_empty(), "{:?} lost: {}", lost, shown());
    if ends.newline == "\r\n" && text.contains('\n') {
        prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{}", shown());
    }
    let ends_line = |text: &str| text.is_empty() || text.ends_with('\n');
    prop_assert!(ends_line(text) == ends_line(after) || after.is_empty(), "{}", shown());
    Ok(())
}

/// Whether an emptied document's mapping leaves its braces.
fn root_braces(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn edits_change_what_they_are_asked_to_and_nothing_else(
        document in document(),
        ends in ends(),
        place in any::<prop::sample::Index>(),
        change in change(),
    ) {
        check(&document.written(&ends), &ends, place, &change)?;
    }
}
