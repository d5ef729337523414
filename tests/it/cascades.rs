//! One mistake, one finding: what could not be read or told does not turn up again under another rule.
//!
//! The rules of good practice are on: the fixtures have `rules:` of their own.

use crate::fixture::check_fixture;

#[test]
fn an_item_of_an_unknown_kind_and_its_neighbours_are_not_judged() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
members: [{ id: maya, name: Maya, role: owner }]
rules: {}
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
rules: {}
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
