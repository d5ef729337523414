//! Random edits on two branches: whenever git merges them cleanly, and what comes out reads, the merge by meaning says the
//! same.

use proptest::prelude::*;
use wayfare::merge::{Form, by_meaning, merge};
use wayfare::yaml;
use wayfare::yaml::Shape;

use super::by_lines;

/// A step: a number for its ID, and what is in it.
#[derive(Clone, Debug)]
struct Step {
    id: usize,
    emotion: u8,
    items: Vec<usize>,
    has_comment: bool,
}

/// One change.
#[derive(Clone, Debug)]
enum Edit {
    Emotion(usize, u8),
    Place(usize, usize, usize),
    Unplace(usize, usize),
    Move(usize, usize),
    Remove(usize),
    Add(usize, usize),
    Comment(usize),
}

fn step() -> impl Strategy<Value = Step> {
    (1_u8..6, proptest::collection::hash_set(0_usize..12, 0..4), any::<bool>()).prop_map(
        |(emotion, items, has_comment)| {
            let mut items: Vec<usize> = items.into_iter().collect();
            items.sort_unstable();
            Step { id: 0, emotion, items, has_comment }
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), 3..8).prop_map(|mut steps| {
        steps.iter_mut().enumerate().for_each(|(at, step)| step.id = at);
        steps
    })
}

fn edit(added: usize) -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0_usize..8, 1_u8..6).prop_map(|(step, emotion)| Edit::Emotion(step, emotion)),
        (0_usize..8, 0_usize..4, 0_usize..30).prop_map(|(step, at, item)| Edit::Place(step, at, item)),
        (0_usize..8, 0_usize..4).prop_map(|(step, at)| Edit::Unplace(step, at)),
        (0_usize..8, 0_usize..8).prop_map(|(from, to)| Edit::Move(from, to)),
        (0_usize..8).prop_map(Edit::Remove),
        (0_usize..8, 0_usize..3).prop_map(move |(at, id)| Edit::Add(at, added + id)),
        (0_usize..8).prop_map(Edit::Comment),
    ]
}

fn apply(steps: &[Step], edits: &[Edit]) -> Vec<Step> {
    let mut steps = steps.to_vec();
    for edit in edits {
        let count = steps.len();
        match *edit {
            Edit::Add(at, id) if steps.iter().all(|step| step.id != id) => {
                steps.insert(at.min(count), Step { id, emotion: 3, items: vec![], has_comment: false });
            }
            _ if count == 0 => {}
            Edit::Emotion(step, emotion) => steps[step % count].emotion = emotion,
            Edit::Place(step, at, item) if !steps[step % count].items.contains(&item) => {
                let items = &mut steps[step % count].items;
                items.insert(at.min(items.len()), item);
            }
            Edit::Unplace(step, at) if !steps[step % count].items.is_empty() => {
                let items = &mut steps[step % count].items;
                items.remove(at % items.len());
            }
            Edit::Move(from, to) => {
                let step = steps.remove(from % count);
                steps.insert(to.min(steps.len()), step);
            }
            Edit::Remove(step) => drop(steps.remove(step % count)),
            Edit::Comment(step) => steps[step % count].has_comment ^= true,
            _ => {}
        }
    }
    steps
}

fn written(steps: &[Step], in_brackets: bool) -> String {
    let mut text = String::from("title: T\nstages:\n  - id: s\n    title: S\n    steps:");
    text.push_str(if steps.is_empty() { " []\n" } else { "\n" });
    for Step { id, emotion, items, has_comment } in steps {
        let comment = if *has_comment { format!("      # About {id}.\n") } else { String::new() };
        text +=
            &format!("{comment}      - id: step-{id}\n        title: Customer does {id}\n        emotion: {emotion}\n");
        let items: Vec<String> = items.iter().map(|item| format!("item-{item}")).collect();
        match (items.is_empty(), in_brackets) {
            (true, _) => {}
            (_, true) => text += &format!("        items: [{}]\n", items.join(", ")),
            (_, false) => text += &format!("        items:\n          - {}\n", items.join("\n          - ")),
        }
    }
    text + "owner: maya\n"
}

fn says(text: &str) -> Option<Shape> {
    let tree = yaml::parse(text, 0);
    (tree.complete && tree.faults.is_empty()).then_some(())?;
    tree.root.as_ref().map(Shape::of)
}

/// The IDs of steps and the items on each, when none is there twice.
fn is_sound(text: &str) -> bool {
    let mut ids = std::collections::HashSet::new();
    let mut items = std::collections::HashSet::new();
    text.lines().all(|line| {
        let line = line.trim();
        if let Some(id) = line.strip_prefix("- id: ") {
            items.clear();
            return ids.insert(id.to_owned());
        }
        let listed = line.strip_prefix("items: [").map(|list| list.trim_end_matches(']'));
        let listed = listed.or_else(|| line.strip_prefix("- ")).unwrap_or_default();
        listed.split(", ").filter(|item| !item.is_empty()).all(|item| items.insert(item.to_owned()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_clean_merge_of_git_says_the_same(
        base in steps(),
        ours in proptest::collection::vec(edit(20), 0..4),
        theirs in proptest::collection::vec(edit(30), 0..4),
        in_brackets in any::<bool>(),
    ) {
        // Where steps go or move, git goes by the lines around them, and can put an item on another step than was meant.
        let stays = |edit: &Edit| !matches!(edit, Edit::Move(..) | Edit::Remove(_) | Edit::Unplace(..));
        let adds = |edits: &[Edit]| edits.iter().any(|edit| matches!(edit, Edit::Add(..)));
        let all_stays = ours.iter().chain(&theirs).all(stays) && !(adds(&ours) && adds(&theirs));
        let [base, ours, theirs] = [base.clone(), apply(&base, &ours), apply(&base, &theirs)].map(|steps| written(&steps, in_brackets));
        let texts = [base.as_str(), ours.as_str(), theirs.as_str()];
        let git = by_lines(texts).expect("git is installed");
        let whole = merge(Form::Yaml, texts, &by_lines).expect("git is installed");
        let alone = by_meaning(Form::Yaml, texts, &by_lines);
        if git.is_clean && is_sound(&git.text) && all_stays {
            prop_assert_eq!(&whole, &git);
            let alone = alone.clone().expect("what git merges cleanly is understood");
            prop_assert!(alone.is_clean, "base:\n{}\nours:\n{}\ntheirs:\n{}\ngot:\n{}", base, ours, theirs, alone.text);
            prop_assert_eq!(
                says(&alone.text),
                says(&git.text),
                "base:\n{}\nours:\n{}\ntheirs:\n{}", base, ours, theirs
            );
        }
        if whole.is_clean {
            prop_assert!(says(&whole.text).is_some() && is_sound(&whole.text), "{}", whole.text);
        } else {
            prop_assert!(whole.text.contains("<<<<<<<"), "{}", whole.text);
        }
        // Comments of either side that the other did not take out are there.
        for line in alone.iter().flat_map(|alone| alone.text.lines()).filter(|line| line.trim().starts_with('#')) {
            prop_assert!(ours.contains(line) || theirs.contains(line));
        }
    }

    #[test]
    fn whatever_stands_in_the_texts_nothing_panics(
        texts in proptest::array::uniform3("([a-c]: ?|- ?|  |\n|\\[|\\]|\\{|\\}|, ?|#|'|\"|x|id: ?|---\n){0,24}"),
    ) {
        let texts = [texts[0].as_str(), texts[1].as_str(), texts[2].as_str()];
        let lines = |texts: [&str; 3]| Some(wayfare::merge::Attempt { text: texts[1].to_owned(), is_clean: texts[0] == texts[2] });
        for form in [Form::Yaml, Form::Markdown, Form::Rows] {
            let _ = merge(form, texts, &lines);
            let _ = by_meaning(form, texts, &lines);
        }
    }
}
