//! One mistake, one finding: what could not be read or told does not turn up again under another rule.
//!
//! Every rule is on, those of good practice too.

use wayfare::check::check;
use wayfare::diag::render::{Format, Options};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

use crate::fixture::check_fixture;

#[test]
fn an_item_of_an_unknown_kind_and_its_neighbours_are_not_judged() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
members: [{ id: maya, name: Maya, role: owner }]
//- blocks/admins-stall.md
---
kind: insigt
#     ^^^^^^ error[unknown-kind] did you mean
title: Admins stall
segment: [admin]
links: [find-keys]
---
//- blocks/find-keys.md
---
kind: opportunity
title: Find keys
status: prioritized
owner: maya
---
//- personas/admin.md
---
name: Admin
---
",
    );
}

#[test]
fn what_an_unread_list_of_items_names_counts_as_placed_and_linked() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- journeys/a/journey.yaml
title: A
stages:
  - id: one
    title: One
    steps:
      - id: two
        title: Two
        personas: admin
        #         ^^^^^ error[wrong-type]
        items: welcome
        #      ^^^^^^^ error[wrong-type]
//- journeys/a/items/welcome.md
---
kind: touchpoint
title: Welcome
---
//- personas/admin.md
---
name: Admin
---
//- blocks/find-keys.md
---
kind: opportunity
title: Find keys
links: key-rate
#      ^^^^^^^^ error[wrong-type]
---
//- blocks/key-rate.md
---
kind: metric
title: Key rate
---
",
    );
}

#[test]
fn an_alias_in_a_list_leaves_the_list_unread() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- journeys/a/journey.yaml
title: A
x-first: &first welcome
#        ^^^^^^ error[unsupported-yaml]
stages:
  - id: one
    title: One
    steps:
      - id: two
        title: Two
        items: [*first]
        #       ^^^^^^ error[unsupported-yaml]
//- journeys/a/items/welcome.md
---
kind: touchpoint
title: Welcome
---
",
    );
}

#[test]
fn words_are_not_judged_by_a_vocabulary_that_is_not_read_whole() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
vocabulary:
  channels: kiosk
  #         ^^^^^ error[wrong-type]
  tags: [setup, { billing: yes }]
  #             ^^^^^^^^^^^^^^^^ error[wrong-type]
  actors: [[Rider]]
  #        ^^^^^^^ error[wrong-type]
rules: { internal-step-name: warn }
//- journeys/a/journey.yaml
title: A
stages:
  - id: one
    title: One
    steps:
      - id: two
        title: Rider boards
        items: [gate]
//- blocks/gate.md
---
kind: touchpoint
title: Gate
channel: kiosk
tags: [billing]
---
",
    );
}

#[test]
fn a_step_is_not_judged_by_a_status_or_personas_that_are_not_read() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- journeys/a/journey.yaml
title: A
status: archvied
#       ^^^^^^^^ error[invalid-value]
personas: [admin, { id: buyer }]
#                 ^^^^^^^^^^^^^ error[wrong-type]
stages:
  - id: one
    title: One
    steps:
      - id: two
        title: Two
        personas: [buyer]
//- personas/admin.md
---
name: Admin
---
//- personas/buyer.md
---
name: Buyer
---
",
    );
}

#[test]
fn a_former_id_in_a_file_that_could_not_be_parsed_is_not_unknown() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- journeys/a/journey.yaml
title: A
stages:
  - id: one
    title: One
    steps:
      - id: two
        title: Two
        items: [old-gate, old-gaet]
        #       ^^^^^^^^ warn[alias-used]
        #                 ^^^^^^^^ error[unknown-item]
        journeys: [old-recovery]
        #          ^^^^^^^^^^^^ warn[alias-used]
//- blocks/gate.md
---
kind: touchpoint
title: Gate: new
#          ^ error[yaml-syntax]
aliases: [old-gate]
---
//- journeys/recovery/journey.yaml
title: Recovery: new
#              ^ error[yaml-syntax]
aliases: [old-recovery]
//- signals/s.md
---
source: mail
step: old-recovery/one/two
---
See [[old-gate]].
",
    );
}

#[test]
fn the_current_value_is_not_judged_by_measurements_with_a_bad_row() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- blocks/key-rate.md
---
kind: metric
title: Key rate
current: 44
links: [find-keys]
---
//- blocks/key-rate.csv
date,value
2026-01-31,41
2026-02-28,44 %
           ^^^^ error[bad-measurements]
//- blocks/find-keys.md
---
kind: opportunity
title: Find keys
---
",
    );
}

#[test]
fn what_stands_under_a_misspelt_name_is_not_missing() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- blocks/find-keys.md
---
kind: opportunity
titel: Find keys
^^^^^ error[unknown-field] did you mean `title`
status: prioritized
ownr: maya
^^^^ error[unknown-field] did you mean `owner`
link: [admins-stall]
^^^^ error[unknown-field] did you mean `links`
---
//- blocks/admins-stall.md
---
kind: insight
title: Admins stall
sources: [a]
^^^^^^^ error[unknown-field] did you mean `evidence`
team: Growth
^^^^ error[unknown-field] use one of
---
",
    );
}

#[test]
fn what_has_no_id_may_be_what_is_meant() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
members:
  - { name: Maya, role: owner }
  #   ^^^^ error[missing-field]
lanes:
  - { title: Backstage }
  #   ^^^^^ error[missing-field]
rules: { step-without-items: off }
//- journeys/a/journey.yaml
title: A
owner: maya
stages:
  - id: one
    title: One
    steps:
      - title: Two
        ^^^^^ error[missing-field]
        lanes: { backstage: A worker validates the key. }
//- signals/s.md
---
source: mail
step: a/one/two
---
",
    );
}

#[test]
fn a_step_is_found_in_its_stage_though_its_id_is_taken() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
rules: { step-without-items: off }
//- journeys/a/journey.yaml
title: A
stages:
  - id: one
    title: One
    steps:
      - id: one
        #   ^^^ error[duplicate-id]
        title: Two
//- signals/s.md
---
source: mail
step: a/one/one
---
",
    );
}

#[test]
fn where_git_could_not_merge_nothing_else_is_found() {
    check_fixture(
        "\
//- workspace.yaml
<<<<<<< HEAD
^^^^^^^^^^^^ error[conflict-marker]
name: A
=======
name: B
>>>>>>> other
//- blocks/m.md
---
kind: metric
title: M
links: [o]
---
//- blocks/o.md
---
kind: opportunity
title: O
---
//- blocks/m.csv
date,value
2026-01-31,1
<<<<<<< HEAD
^^^^^^^^^^^^ error[conflict-marker]
2026-02-28,2
=======
2026-02-28,3
>>>>>>> other
",
    );
}

#[test]
fn what_a_misspelt_placement_means_is_not_unplaced() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- journeys/a/journey.yaml
title: A
stages:
  - id: one
    title: One
    steps:
      - id: two
        title: Two
        items: [key-paeg, key-requests]
        #       ^^^^^^^^ error[unknown-item] did you mean `key-page`
//- blocks/key-page.md
---
kind: touchpoint
title: Key page
---
//- blocks/key-requests.md
---
kind: metric
title: Requests for a key
---
//- blocks/key-calls.md
---
kind: metric
title: Calls for a key
#      ^^^^^^^^^^^^^^^ warn[metric-without-use]
---
",
    );
}

#[test]
fn a_record_by_another_ending_is_not_unknown() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
//- journeys/a/journey.yml error[unexpected-file] rename it to `journey.yaml`
title: A
stages: [{ id: one, title: One, steps: [{ id: two, title: Two, items: [key-page] }] }]
//- blocks/key-page.md
---
kind: touchpoint
title: Key page
links: [admins-stall]
---
//- blocks/admins-stall.markdown error[unexpected-file] rename it to `admins-stall.md`
---
kind: insight
title: Admins stall
---
//- personas/admin.md
---
name: Admin
---
See [[a/one/two]] and [[admins-stall]].
//- signals/s.md
---
source: mail
step: a/one/two
items: [admins-stall]
---
",
    );
}

#[test]
fn the_folder_that_is_not_read_comes_before_what_is_not_found() {
    let tree: MemoryTree = [
        ("workspace.yaml", "name: Test\n"),
        (
            "journeys/a/journey.yaml",
            "title: A\nstages: [{ id: one, title: One, steps: [{ id: two, title: Two, items: [key-page] }] }]\n",
        ),
        ("block/key-page.md", "---\nkind: touchpoint\ntitle: Key page\n---\n"),
    ]
    .into_iter()
    .collect();
    let snapshot = Snapshot::load(&tree).expect("a tree in memory can be listed");
    let mut drawn = Vec::new();
    Format::Human.write(&check(&snapshot), &snapshot, Options::default(), &mut drawn).expect("memory takes all");
    let drawn = String::from_utf8(drawn).expect("a report is text");
    let headings: Vec<&str> = drawn.lines().filter(|line| line.contains("]: ")).collect();
    assert!(headings[0].starts_with("warn[stray-record]") && headings[1].starts_with("error[unknown-item]"), "{drawn}");
    assert!(drawn.contains("`block/key-page.md` is not read where it lies"), "{drawn}");
}
