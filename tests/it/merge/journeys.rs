//! Journeys: steps, placements, and the comments beside them.

use wayfare::merge::Form;

use super::{clean, conflict, edit};

const JOURNEY: &str = "\
# The trial, as sales sees it.
title: Trial to paid
owner: maya
personas: [admin, founder]
stages:
  - id: setup
    title: Setup
    steps:
      # Where most give up.
      - id: connect
        title: Customer connects
        emotion: 2
        items:
          - settings-page
          - admins-stall # seen twice
      - id: invite
        title: Customer invites
        items: [invite-email]
      - id: import
        title: Customer imports
  - id: use
    title: Use
    steps:
      - id: report
        title: Customer reports
        description: |
          The first report.

          It is read by the founder.
        items:
          - { item: weekly-report, note: Mondays }
";

fn ours_and_theirs(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> String {
    clean(Form::Yaml, JOURNEY, ours, theirs)
}

#[test]
fn both_add_items_to_one_step() {
    let last = "          - admins-stall # seen twice\n";
    let merged = ours_and_theirs(
        &[(last, &format!("{last}          # from support\n          - ticket\n"))],
        &[(last, &format!("{last}          - {{ item: guide, note: New }}\n"))],
    );
    let items = "        items:\n          - settings-page\n          - admins-stall # seen twice\n          \
                 # from support\n          - ticket\n          - { item: guide, note: New }\n      - id: invite\n";
    assert!(merged.contains(items), "{merged}");
}

#[test]
fn both_add_to_a_list_in_brackets() {
    let merged = ours_and_theirs(
        &[("[invite-email]", "[invite-email, a]"), ("[admin, founder]", "[buyer, admin]")],
        &[("[invite-email]", "[b, invite-email]"), ("[admin, founder]", "[admin, founder, manager]")],
    );
    assert!(merged.contains("        items: [b, invite-email, a]\n"), "{merged}");
    assert!(merged.contains("\npersonas: [buyer, admin, manager]\n"), "{merged}");
}

#[test]
fn both_begin_a_list() {
    let title = "        title: Customer imports\n";
    let merged = ours_and_theirs(
        &[(title, &format!("{title}        items: [a]\n"))],
        &[(title, &format!("{title}        items:\n          # why\n          - b\n"))],
    );
    assert!(merged.contains("        items:\n          - a\n          # why\n          - b\n"), "{merged}");
}

#[test]
fn one_moves_a_step_the_other_changes_it() {
    let (start, rest) = JOURNEY.split_once("      # Where most give up.\n").expect("a step");
    let (step, rest) = rest.split_once("      - id: invite\n").expect("a step");
    let step = format!("      # Where most give up.\n{step}");
    let moved = format!("{start}      - id: invite\n{rest}").replace("  - id: use\n", &format!("{step}  - id: use\n"));
    let changed = JOURNEY.replace("emotion: 2", "emotion: 4").replace("- settings-page", "- settings-page-2");
    for (ours, theirs) in [(&moved, &changed), (&changed, &moved)] {
        let merged = super::merged(Form::Yaml, [JOURNEY, ours, theirs]);
        assert!(merged.is_clean, "{}", merged.text);
        let expected = moved.replace("emotion: 2", "emotion: 4").replace("- settings-page", "- settings-page-2");
        assert_eq!(merged.text, expected);
    }
}

#[test]
fn one_moves_a_step_to_another_stage_the_other_changes_it() {
    let step = "      - id: import\n        title: Customer imports\n";
    let moved = JOURNEY.replace(step, "") + step;
    let changed = JOURNEY.replace("title: Customer imports", "title: Customer imports data\n        emotion: 3");
    for (ours, theirs) in [(&moved, &changed), (&changed, &moved)] {
        let merged = super::merged(Form::Yaml, [JOURNEY, ours, theirs]);
        assert!(merged.is_clean, "{}", merged.text);
        let there = "          - { item: weekly-report, note: Mondays }\n      - id: import\n        \
                     title: Customer imports data\n        emotion: 3\n";
        assert!(merged.text.ends_with(there), "{}", merged.text);
        assert_eq!(merged.text.matches("id: import").count(), 1, "{}", merged.text);
    }
}

#[test]
fn both_reorder_different_steps() {
    let steps = |order: &[&str]| {
        let steps: String =
            order.iter().map(|id| format!("      - id: {id}\n        title: Customer {id}\n")).collect();
        format!("title: T\nstages:\n  - id: s\n    title: S\n    steps:\n{steps}")
    };
    let base = steps(&["a", "b", "c", "d"]);
    let merged = super::merged(Form::Yaml, [&base, &steps(&["b", "c", "d", "a"]), &steps(&["d", "a", "b", "c"])]);
    assert_eq!((merged.text.as_str(), merged.is_clean), (steps(&["d", "b", "c", "a"]).as_str(), true));
}

#[test]
fn different_fields_of_one_step() {
    let merged = ours_and_theirs(
        &[("emotion: 2", "emotion: 3"), ("note: Mondays", "note: Tuesdays")],
        &[
            ("title: Customer connects\n", "title: Customer connects a tool\n"),
            ("{ item: weekly-report, ", "{ item: weekly-report, x-a: 1, "),
        ],
    );
    assert!(merged.contains("        title: Customer connects a tool\n        emotion: 3\n"), "{merged}");
    assert!(merged.contains("{ item: weekly-report, x-a: 1, note: Tuesdays }"), "{merged}");
}

#[test]
fn prose_is_merged_line_by_line() {
    let merged = ours_and_theirs(
        &[("The first report.", "The very first report.")],
        &[("by the founder.", "by everybody."), ("title: Use\n", "title: Usage\n")],
    );
    assert!(merged.contains("          The very first report.\n\n          It is read by everybody.\n"), "{merged}");
}

#[test]
fn the_same_placement_on_both_sides_is_one() {
    let merged = ours_and_theirs(
        &[("          - settings-page\n", "          - guide\n          - settings-page\n")],
        &[("          - admins-stall # seen twice\n", "          - admins-stall # seen twice\n          - guide\n")],
    );
    assert_eq!(merged.matches("- guide\n").count(), 1, "{merged}");
}

#[test]
fn only_the_field_that_conflicts_is_marked() {
    let merged = conflict(
        Form::Yaml,
        JOURNEY,
        &[
            ("emotion: 2\n", "emotion: 3\n"),
            ("owner: maya", "owner: jon"),
            ("- settings-page", "- a\n          - settings-page"),
        ],
        &[("emotion: 2\n", "emotion: 5\n"), ("title: Customer connects\n", "title: Customer connects a tool\n")],
    );
    let marked = "        title: Customer connects a tool\n<<<<<<< ours\n        emotion: 3\n=======\n        \
                  emotion: 5\n>>>>>>> theirs\n        items:\n          - a\n";
    assert!(merged.contains(marked) && merged.contains("\nowner: jon\n"), "{merged}");
    assert_eq!(merged.matches("<<<<<<<").count(), 1);
}

#[test]
fn taking_out_what_the_other_changed_is_a_conflict() {
    let step = "      - id: import\n        title: Customer imports\n";
    let merged = conflict(
        Form::Yaml,
        JOURNEY,
        &[(step, "")],
        &[("title: Customer imports\n", "title: Customer imports data\n"), ("owner: maya", "owner: jon")],
    );
    let marked = "<<<<<<< ours\n=======\n      - id: import\n        title: Customer imports data\n>>>>>>> theirs\n";
    assert!(merged.contains(marked) && merged.contains("\nowner: jon\n"), "{merged}");
}

#[test]
fn a_step_called_differently_on_each_side_is_a_conflict() {
    let merged = conflict(Form::Yaml, JOURNEY, &[("id: report", "id: reads")], &[("id: report", "id: tells")]);
    assert!(merged.contains("<<<<<<< ours\n      - id: reads\n"), "{merged}");
}

#[test]
fn what_does_not_read_is_left_as_git_left_it() {
    let broken = JOURNEY.replace("title: Trial to paid", "title: [Trial");
    let changed = JOURNEY.replace("title: Trial to paid", "title: Trial");
    let texts = [JOURNEY, broken.as_str(), changed.as_str()];
    assert_eq!(Some(super::merged(Form::Yaml, texts)), super::by_lines(texts));
}

#[test]
fn orders_that_contradict_each_other_are_a_conflict() {
    let steps = |order: &[&str]| {
        let steps: String = order.iter().map(|id| format!("      - {{ id: {id}, title: T }}\n")).collect();
        format!("title: T\nstages:\n  - id: s\n    title: S\n    steps:\n{steps}")
    };
    let base = steps(&["a", "b", "c", "d"]);
    let (ours, theirs) = (steps(&["c", "a", "b", "d"]), steps(&["a", "d", "b", "c"]));
    let merged = super::merged(Form::Yaml, [&base, &ours, &theirs]);
    let marked = merged.text.contains("<<<<<<< ours\n");
    assert!(marked != merged.is_clean, "{}", merged.text);
}

#[test]
fn long_lists_are_merged_soon() {
    let steps = |order: &mut dyn Iterator<Item = usize>, items: &str| {
        let steps: String = order.map(|id| format!("      - {{ id: s{id}, title: T, items: [{items}] }}\n")).collect();
        format!("title: T\nstages:\n  - id: s\n    title: S\n    steps:\n{steps}")
    };
    let count = 4_000;
    let base = steps(&mut (0..count), "a, b");
    let ours = steps(&mut [1, 0].into_iter().chain(2..count), "a, x, b");
    let theirs = steps(&mut (0..count - 2).chain([count - 1, count - 2]), "a, y, b");
    let merged = super::merged(Form::Yaml, [&base, &ours, &theirs]);
    assert!(merged.is_clean);
    let order = &mut [1, 0].into_iter().chain(2..count - 2).chain([count - 1, count - 2]);
    assert_eq!(merged.text, steps(order, "a, x, y, b"));
}

#[test]
fn comments_and_ways_of_writing_are_kept() {
    let merged = ours_and_theirs(
        &[
            ("owner: maya\n", "owner: jon\n"),
            ("# Where most give up.", "# Where most give up, and why."),
            ("title: Customer invites\n", "title: \"Customer invites\"\n"),
        ],
        &[
            ("owner: maya\n", "owner: maya # until May\n"),
            ("      - id: invite\n", "      # Asked for by sales.\n      - id: invite\n"),
            ("id: report\n        title: Customer reports", "id: report\n        title: Customer reports back"),
        ],
    );
    assert!(merged.contains("\nowner: jon # until May\n"), "{merged}");
    assert!(merged.contains("      # Where most give up, and why.\n      - id: connect\n"), "{merged}");
    let invite = "      # Asked for by sales.\n      - id: invite\n        title: \"Customer invites\"\n";
    assert!(merged.contains(invite), "{merged}");
    assert!(merged.starts_with("# The trial, as sales sees it.\n"), "{merged}");
}

#[test]
fn line_ends_and_marks_of_our_side_are_kept() {
    let ours = JOURNEY.replace("emotion: 2", "emotion: 3").replace('\n', "\r\n");
    let ours = format!("\u{feff}{ours}");
    let theirs = JOURNEY.replace("title: Customer connects\n", "title: Customer connects a tool\n");
    let merged = super::merged(Form::Yaml, [JOURNEY, &ours, &theirs]);
    let expected = JOURNEY.replace("emotion: 2", "emotion: 3").replace("connects\n", "connects a tool\n");
    assert_eq!((merged.text, merged.is_clean), (format!("\u{feff}{}", expected.replace('\n', "\r\n")), true));
}

#[test]
fn what_stands_deeper_on_one_side_moves_along() {
    let ours = JOURNEY.replace("[invite-email]", "\n        - invite-email\n        - ours");
    let theirs =
        JOURNEY.replace("[invite-email]", "\n            - invite-email\n            # why\n            - theirs");
    let merged = super::merged(Form::Yaml, [JOURNEY, &ours, &theirs]);
    assert!(merged.is_clean, "{}", merged.text);
    let items = "        items: \n        - invite-email\n        - ours\n        # why\n        - theirs\n";
    assert!(merged.text.contains(items), "{}", merged.text);
}

#[test]
fn texts_of_different_lanes_of_one_step() {
    let base =
        edit(JOURNEY, &[("        emotion: 2\n", "        emotion: 2\n        lanes:\n          desk: Calls.\n")]);
    let merged = clean(
        Form::Yaml,
        &base,
        &[("desk: Calls.", "desk: Calls [[invite-email]].")],
        &[("          desk: Calls.\n", "          desk: Calls.\n          screen: |\n            **Two** fields.\n")],
    );
    assert!(
        merged.contains("desk: Calls [[invite-email]].") && merged.contains("            **Two** fields."),
        "{merged}"
    );
}

const PORTFOLIO: &str = "\
- title: Try and buy
  journeys: [trial, guided-trial]
- title: Work
  journeys: [onboarding]
";

#[test]
fn a_journey_that_both_take_out_of_a_group_is_for_a_person_to_place() {
    const TAKEN: (&str, &str) = ("[trial, guided-trial]", "[trial]");
    const MOVED: [(&str, &str); 2] = [TAKEN, ("[onboarding]", "[onboarding, guided-trial]")];
    const NEW_GROUP: [(&str, &str); 2] =
        [TAKEN, ("[onboarding]\n", "[onboarding]\n- title: Later\n  journeys: [guided-trial]\n")];
    conflict(Form::Yaml, PORTFOLIO, &MOVED, &[TAKEN]);
    conflict(Form::Yaml, PORTFOLIO, &[TAKEN], &MOVED);
    conflict(Form::Yaml, PORTFOLIO, &MOVED, &NEW_GROUP);
    let merged = clean(Form::Yaml, PORTFOLIO, &MOVED, &[("- title: Try", "# First.\n- title: Try")]);
    assert_eq!(merged, format!("# First.\n{}", edit(PORTFOLIO, &MOVED)));
}
