//! Edits, each by the text before and after it.

use super::*;

fn path(written: &str) -> Vec<Step> {
    let step = |part: &str| part.parse::<usize>().map_or_else(|_| Step::from(part), Step::from);
    written.split('/').filter(|part| !part.is_empty()).map(step).collect()
}

/// Applies the splices to the file the text is part of, so that they are tested and not only the editor's own text.
fn edited(before: &str, change: impl FnOnce(&mut Editor) -> Result<(), Refusal>) -> Result<String, Refusal> {
    let mut editor = Editor::new(before, 3)?;
    change(&mut editor)?;
    let file = apply_edits(&format!("---{before}"), &editor.finish()).expect("the splices fit");
    Ok(file[3..].to_owned())
}

fn set(before: &str, at: &str, draft: Draft) -> String {
    edited(before, |editor| editor.set(&path(at), &draft)).expect(before)
}

fn item(before: &str, at: &str, index: usize, draft: Draft) -> String {
    edited(before, |editor| editor.insert_item(&path(at), index, &draft)).expect(before)
}

fn entry(before: &str, at: &str, after: Option<&str>, draft: Draft) -> String {
    edited(before, |editor| editor.insert_entry(&path(at), after, "new", &draft)).expect(before)
}

fn remove(before: &str, at: &str) -> String {
    edited(before, |editor| editor.remove(&path(at))).expect(before)
}

fn text(text: &str) -> Draft {
    Draft::text(text)
}

fn step() -> Draft {
    Draft::Mapping(vec![
        ("id".to_owned(), text("pay")),
        ("items".to_owned(), Draft::List(vec![text("a"), text("b, c")])),
        ("note".to_owned(), text("one\n\ntwo\n")),
    ])
}

#[test]
fn a_scalar_keeps_its_quotes() {
    assert_eq!(set("a: b # c\nd: e\n", "a", text("x y")), "a: x y # c\nd: e\n");
    assert_eq!(set("a: 'b'\n", "a", text("it's")), "a: 'it''s'\n");
    assert_eq!(set("a: \"b\"\n", "a", text("x\ny")), "a: \"x\\ny\"\n");
    assert_eq!(set("a: b\n", "a", text("no")), "a: \"no\"\n");
    assert_eq!(set("a: b\n", "a", Draft::plain("4")), "a: 4\n");
    assert_eq!(set("a: [b, c]\r\n", "a/1", text("x, y")), "a: [b, \"x, y\"]\r\n");
    assert_eq!(set("a: b\n  c\nd: e", "a", text("x")), "a: x\nd: e");
    assert_eq!(set("- a\n- b\n", "1", text("x")), "- a\n- x\n");
}

#[test]
fn text_before_a_comment_is_no_block() {
    assert_eq!(entry("a:\n  b: c\n  # d\n", "a", None, text("x\nz\n")), "a:\n  b: c\n  new: |\n    x\n    z\n  # d\n");
    assert_eq!(item("a:\n  - b\n     # d\n", "a", 1, text("x\nz\n")), "a:\n  - b\n  - \"x\\nz\\n\"\n     # d\n");
}

#[test]
fn blocks_of_text_are_written_and_replaced() {
    assert_eq!(set("a: b # c\nd: e\n", "a", text("x\ny\n")), "a: | # c\n  x\n  y\nd: e\n");
    assert_eq!(set("a: | # c\n  x\n\nd: e\n", "a", text("y\nz")), "a: |- # c\n  y\n  z\n\nd: e\n");
    assert_eq!(set("a: >-\r\n  x\r\nd: e\r\n", "a", text("y\n\nz\n")), "a: |\r\n  y\r\n\r\n  z\r\nd: e\r\n");
    assert_eq!(set("a: |\n  x\nd: e\n", "a", text("z")), "a: z\nd: e\n");
    assert_eq!(set("- a:\n- b\n", "0/a", text("x\ny\n")), "- a: |\n    x\n    y\n- b\n");
    assert_eq!(set("a: b\n", "a", text(" x\ny")), "a: \" x\\ny\"\n");
}

#[test]
fn absent_values_are_filled_and_cleared() {
    assert_eq!(set("a:\nb: c\n", "a", text("x")), "a: x\nb: c\n");
    assert_eq!(set("a:   # c\n", "a", text("x")), "a: x   # c\n");
    assert_eq!(set("a: \nb: c\n", "a", text("x")), "a: x\nb: c\n");
    assert_eq!(set("a: ~\n", "a", text("x")), "a: x\n");
    assert_eq!(set("- \n-", "1", text("x")), "- \n- x");
    assert_eq!(set("{a, b: , c: }", "b", text("x")), "{a, b: x , c: }");
    assert_eq!(set("{a, b}", "a", text("x")), "{a: x, b}");
    assert_eq!(set("a: b # c\n", "a", Draft::Absent), "a: # c\n");
    assert_eq!(set("[a, b]", "0", Draft::Absent), "[~, b]");
}

#[test]
fn lists_and_mappings_take_the_place_of_other_values() {
    assert_eq!(set("a: b # c\nd: e\n", "a", Draft::words(["x", "z"])), "a: [x, z] # c\nd: e\n");
    assert_eq!(set("a: b # c\nd: e\n", "a", Draft::List(vec![text("x")])), "a: # c\n  - x\nd: e\n");
    assert_eq!(set("a: # c\n- b\n- c\nd: e\n", "a", text("x")), "a: x # c\nd: e\n");
    assert_eq!(set("a:\n- b\n- c\nd: e\n", "a", Draft::List(vec![text("x")])), "a:\n- x\nd: e\n");
    assert_eq!(
        set("- a\n- b\n", "0", step()),
        "- id: pay\n  items:\n    - a\n    - b, c\n  note: |\n    one\n\n    two\n- b\n"
    );
}

#[test]
fn items_are_put_into_lists() {
    assert_eq!(item("a:\n- b # c\n# d\ne: f\n", "a", 9, text("x")), "a:\n- b # c\n- x\n# d\ne: f\n");
    assert_eq!(item("a:\n  - b\n  - c", "a", 2, text("x")), "a:\n  - b\n  - c\n  - x");
    assert_eq!(item("a:\r\n  -   b\r\n", "a", 1, text("x")), "a:\r\n  -   b\r\n  -   x\r\n");
    assert_eq!(item("a:\n  # b\n  - b\n  # c\n  - c\n", "a", 1, text("x")), "a:\n  # b\n  - b\n  - x\n  # c\n  - c\n");
    assert_eq!(item("a:\n  - b\n", "a", 0, text("x")), "a:\n  - x\n  - b\n");
    assert_eq!(item("- - a\n  - b\n- c\n", "0", 0, text("x")), "- - x\n  - a\n  - b\n- c\n");
    assert_eq!(item("- - a\n", "0", 1, text("x")), "- - a\n  - x\n");
    assert_eq!(item("a:\n- b: |+\n    c\n\n\n", "a", 1, text("x")), "a:\n- b: |+\n    c\n\n\n- x\n");
    assert_eq!(
        item("steps:\n  - id: a\n    # why\n  # end\n", "steps", 1, step()),
        "steps:\n  - id: a\n    # why\n  - id: pay\n    items:\n      - a\n      - b, c\n    note: |\n      one\n\n      two\n  # end\n"
    );
}

#[test]
fn items_are_put_into_brackets() {
    assert_eq!(item("a: [b, c]\n", "a", 9, text("x")), "a: [b, c, x]\n");
    assert_eq!(item("a: [b, c] # d\n", "a", 2, text("x")), "a: [b, c, x] # d\n");
    assert_eq!(item("a: [b, c]\n", "a", 1, text("x")), "a: [b, x, c]\n");
    assert_eq!(item("a: [ b ]\n", "a", 0, text("x, y")), "a: [ \"x, y\", b ]\n");
    assert_eq!(item("a: [b,]\n", "a", 1, text("x")), "a: [b, x,]\n");
    assert_eq!(item("a: [\n  b, # c\n  d # e\n  ]\n", "a", 2, text("x")), "a: [\n  b, # c\n  d, # e\n  x\n  ]\n");
    assert_eq!(item("a: [\n  b, # c\n  d,\n  ]\n", "a", 1, text("x")), "a: [\n  b, # c\n  x,\n  d,\n  ]\n");
    assert_eq!(item("a: [\n  b\n  ]\n", "a", 0, text("x")), "a: [\n  x,\n  b\n  ]\n");
    let item_of_two = Draft::Mapping(vec![("b".to_owned(), text("c")), ("d".to_owned(), text("e: f"))]);
    assert_eq!(item("a: [b]\n", "a", 1, item_of_two), "a: [b, { b: c, d: \"e: f\" }]\n");
}

#[test]
fn items_are_put_where_nothing_is() {
    assert_eq!(item("a: b\nc:\n", "c", 0, text("x")), "a: b\nc:\n  - x\n");
    assert_eq!(item("a:\n- b\nc:   # d\n  # e\nf: g\n", "c", 0, text("x")), "a:\n- b\nc:   # d\n- x\n  # e\nf: g\n");
    assert_eq!(item("c:", "c", 0, text("x")), "c:\n  - x");
    assert_eq!(item("c: []\n", "c", 0, text("x")), "c: [x]\n");
    assert_eq!(item("{c: , d: []}\n", "c", 0, text("x")), "{c: [x] , d: []}\n");
    let step = Draft::Mapping(vec![("id".to_owned(), text("a"))]);
    assert_eq!(item("s: [] # t\nu: v\n", "s", 0, step.clone()), "s: # t\n  - id: a\nu: v\n");
    assert_eq!(item("s: ~\n", "s", 0, step), "s:\n  - id: a\n");
}

#[test]
fn entries_are_put_into_mappings() {
    assert_eq!(entry("a: b\nc: d # e\n", "", Some("a"), text("x")), "a: b\nnew: x\nc: d # e\n");
    assert_eq!(entry("a: b\nc: d # e\n", "", None, text("x")), "a: b\nc: d # e\nnew: x\n");
    assert_eq!(entry("- a: b\n- c", "0", None, text("x")), "- a: b\n  new: x\n- c");
    assert_eq!(entry("a: {b: c}\n", "a", None, text("x")), "a: {b: c, new: x}\n");
    assert_eq!(entry("a: {}\n", "a", None, text("x")), "a: { new: x }\n");
    assert_eq!(entry("a:\nb: c\n", "a", None, text("x")), "a:\n  new: x\nb: c\n");
    assert_eq!(entry("a: 1\na: 2\n", "", None, text("x")), "a: 1\na: 2\nnew: x\n");
    assert_eq!(
        entry("a:\n    b:\n        c: d\n", "a/b", None, Draft::words(["x"])),
        "a:\n    b:\n        c: d\n        new: [x]\n"
    );
    assert_eq!(
        entry("a:\n- b\n", "", None, step()),
        "a:\n- b\nnew:\n  id: pay\n  items:\n  - a\n  - b, c\n  note: |\n    one\n\n    two\n"
    );
    for (empty, after) in
        [("", "new: x\n"), ("# c", "# c\nnew: x\n"), ("\r\n", "\r\nnew: x\r\n"), ("---\n", "---\nnew: x\n")]
    {
        assert_eq!(entry(empty, "", None, text("x")), after);
    }
}

#[test]
fn items_and_entries_are_removed_with_their_lines() {
    assert_eq!(remove("a:\n  # b\n  - b # b\n  # c\n  - c\n", "a/0"), "a:\n  # b\n  # c\n  - c\n");
    assert_eq!(remove("a: b\nc:\n  - d\n  - e: f\n    g: h\n", "c/1"), "a: b\nc:\n  - d\n");
    assert_eq!(remove("a: b\r\nc: d", "c"), "a: b");
    assert_eq!(remove("- a: b\n  c: d\n", "0/a"), "- c: d\n");
    assert_eq!(remove("- - a\n  - b\n", "0/0"), "- - b\n");
    assert_eq!(remove("- a: b # c\n  # d\n  e: f\n", "0/a"), "- # c\n  # d\n  e: f\n");
    assert_eq!(remove("a: b\n# c\nd: |\n  e\n\nf: g\n", "d"), "a: b\n# c\n\nf: g\n");
    assert_eq!(remove("a: |+\n  x\n\nb: |+\n  y\n\n", "b"), "a: |+\n  x\n\n");
}

#[test]
fn items_and_entries_are_removed_from_brackets() {
    assert_eq!(remove("a: [b, c, d]\n", "a/0"), "a: [c, d]\n");
    assert_eq!(remove("a: [b, c, d]\n", "a/2"), "a: [b, c]\n");
    assert_eq!(remove("a: {b: c, d: e}\n", "a/d"), "a: {b: c}\n");
    assert_eq!(remove("a: [\n  b, # b\n  # c\n  c, # c\n  d\n  ]\n", "a/1"), "a: [\n  b, # b\n  # c\n  d\n  ]\n");
    assert_eq!(remove("a: [\n  b,\n  c\n  ]\n", "a/1"), "a: [\n  b\n  ]\n");
    assert_eq!(remove("a: [\n  b, # b\n  c\n  ]\n", "a/1"), "a: [\n  b, # b\n  ]\n");
}

#[test]
fn what_is_emptied_says_so() {
    assert_eq!(remove("a: # b\n  - b\nc: d\n", "a/0"), "a: [] # b\nc: d\n");
    assert_eq!(remove("a: [b]\n", "a/0"), "a: []\n");
    assert_eq!(remove("a:\n  b: c\n", "a/b"), "a: {}\n");
    assert_eq!(remove("- - b\n", "0/0"), "- []\n");
    assert_eq!(remove("# a\nb: c\n", "b"), "# a\n");
    assert_eq!(remove("a:\n- |+\n  x\n\n", "a/0"), "a: []\n\n");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let refusal = |before: &str, change: fn(&mut Editor) -> Result<(), Refusal>| {
        edited(before, change).expect_err(before).to_string()
    };
    assert!(refusal("a: [b", |_| Ok(())).contains("mend them first"));
    assert!(refusal("a: &x b", |_| Ok(())).contains("mend them first"));
    assert_eq!(refusal("a: b", |e| e.set(&["c".into()], &Draft::Absent)), "`c` is not there");
    assert_eq!(refusal("a: b", |e| e.insert_item(&["a".into()], 0, &Draft::text("x"))), "`a` is not a list");
    assert_eq!(refusal("a: [b]", |e| e.insert_entry(&["a".into()], None, "c", &Draft::Absent)), "`a` is not a mapping");
    assert_eq!(refusal("a: b", |e| e.insert_entry(&[], None, "a", &Draft::Absent)), "`a` is already there");
    assert_eq!(refusal("a: [b]", |e| e.remove(&["a".into(), 1.into()])), "`a[1]` is not there");
    assert!(refusal("a: b", |e| e.set(&["a".into()], &Draft::plain("b: c"))).contains("edit it by hand"));
    assert!(refusal("a: 1\na: 2", |e| e.remove(&["a".into()])).contains("edit it by hand"));
}

#[test]
fn steps_follow_each_other_and_come_to_few_splices() {
    let before = "\u{feff}title: a\nitems: []\nstatus: new # s\n";
    let mut editor = Editor::new(before, 0).expect("sound");
    let title = Span::new(before.find("a\n").expect("written"), before.find("a\n").expect("written") + 1);
    assert_eq!(editor.path_at(title), Some(vec!["title".into()]));
    assert_eq!(editor.path_at(Span::new(0, 1)), None);
    editor.set(&["title".into()], &text("b")).expect("a step");
    editor.insert_item(&["items".into()], 0, &text("x")).expect("a step");
    editor.insert_item(&["items".into()], 1, &text("z")).expect("a step");
    assert!(editor.remove(&["nothing".into()]).is_err());
    editor.insert_entry(&[], Some("title"), "owner", &text("maya")).expect("a step");
    let edits = editor.finish();
    assert_eq!(edits.len(), 2, "{edits:?}");
    assert_eq!(
        apply_edits(before, &edits).as_deref(),
        Ok("\u{feff}title: b\nowner: maya\nitems: [x, z]\nstatus: new # s\n")
    );
}

#[test]
fn many_values_are_set_at_once() {
    let before: String = (0..500).map(|n| format!("k{n}: v # {n}\n")).collect();
    let values: Vec<(Vec<Step>, Draft)> =
        (0..500).map(|n| (vec![Step::Key(format!("k{n}"))], text(&format!("w{n}")))).collect();
    let after = edited(&before, |editor| editor.set_all(&values)).expect("sound");
    assert_eq!(after, (0..500).map(|n| format!("k{n}: w{n} # {n}\n")).collect::<String>());
}

fn moved(before: &str, from: &str, to: &str, index: usize) -> String {
    edited(before, |editor| editor.move_item(&path(from), &path(to), index)).expect(before)
}

#[test]
fn items_move_with_their_comments() {
    assert_eq!(moved("- a\n# b\n- b # c\n- d\n", "1", "", 2), "- a\n- d\n# b\n- b # c\n");
    assert_eq!(moved("a:\n- b # c\nd:\n    - e\n", "a/0", "d", 0), "a: []\nd:\n    - b # c\n    - e\n");
    assert_eq!(
        moved(
            "s:\n  # one\n  - id: a # x\n    # in a\n    t: |\n      A\n\n      # B\n    # of a\n  - b\nt: []\n",
            "s/0",
            "t",
            0
        ),
        "s:\n  - b\nt:\n  # one\n  - id: a # x\n    # in a\n    t: |\n      A\n\n      # B\n    # of a\n"
    );
    assert_eq!(moved("- a\n\n- b\n\n- c\n", "1", "", 0), "- b\n\n- a\n\n- c\n");
    assert_eq!(
        moved("a:\r\n- b:  # c\r\n  - d\r\ne:\r\n- f", "a/0", "e", 1),
        "a: []\r\ne:\r\n- f\r\n- b:  # c\r\n  - d"
    );
    assert_eq!(moved("a:\n- - x\n- y\n", "a/1", "a/0", 0), "a:\n- - y\n  - x\n");
    assert_eq!(moved("a:\n- b\n- - x\n", "a/0", "a/1", 1), "a:\n- - x\n  - b\n");
}

#[test]
fn items_move_into_brackets_and_out_of_them() {
    assert_eq!(moved("a: [b, c]\nd:\n- e\n", "a/0", "d", 1), "a: [c]\nd:\n- e\n- b\n");
    assert_eq!(moved("a: [b, c]\nd:\n- e, f\n", "d/0", "a", 1), "a: [b, \"e, f\", c]\nd: []\n");
    assert_eq!(
        moved("a: [{ b: c }]\nd:\n- e: f\n  g: [h]\n", "d/0", "a", 1),
        "a: [{ b: c }, { e: f, g: [h] }]\nd: []\n"
    );
    assert_eq!(moved("a: [b, c] # d\ne:\n- f # g\n", "e/0", "a", 1), "a: # d\n  - b\n  - f # g\n  - c\ne: []\n");
    assert_eq!(moved("a: [{ b: c }]\nd: e\nf:\n", "a/0", "f", 0), "a: []\nd: e\nf:\n  - { b: c }\n");
}

#[test]
fn a_piece_goes_into_another_document() {
    let mut from = Editor::new("s:\n- id: a # b\n  # c\n  d: e\n", 0).expect("sound");
    let piece = from.take(&path("s/0")).expect("a piece");
    let mut to = Editor::new("x:\r\n    - y: [z]\r\n", 0).expect("sound");
    to.insert_entry(&path("x/0"), None, "s", &Draft::List(vec![piece.into()])).expect("goes in");
    assert_eq!(
        to.text(),
        "x:\r\n    - y: [z]\r\n      s:\r\n          - id: a # b\r\n            # c\r\n            d: e\r\n"
    );
    let entry = from.take(&path("s")).expect("an entry");
    assert_eq!((from.text(), entry.stem.as_str()), ("", "s:"));
}

#[test]
fn keys_are_renamed() {
    let rename = |before, at: &str, new: &str| edited(before, |editor| editor.rename_key(&path(at), new));
    assert_eq!(rename("a: {b: c} # d\n", "a/b", "x y").as_deref(), Ok("a: {x y: c} # d\n"));
    assert_eq!(rename("- 'a': b\n", "0/a", "it's").as_deref(), Ok("- 'it''s': b\n"));
    assert_eq!(rename("a: b\n", "a", "no").as_deref(), Ok("\"no\": b\n"));
    assert_eq!(rename("a: b\nc: d\n", "a", "c"), Err(Refusal::Exists("c".to_owned())));
    assert_eq!(rename("a: b\n", "c", "d"), Err(Refusal::NotFound("c".to_owned())));
}

#[test]
fn what_cannot_move_stays() {
    let mut editor = Editor::new("a:\n- - b\nc: [d, # e\n  f]\n", 0).expect("sound");
    assert_eq!(editor.move_item(&path("a/0"), &path("a/0"), 0), Err(Refusal::Inside("a[0]".to_owned())));
    assert_eq!(editor.move_item(&path("a/0"), &path("x"), 0), Err(Refusal::NotFound("x".to_owned())));
    assert_eq!(editor.text(), "a:\n- - b\nc: [d, # e\n  f]\n");
    editor.move_item(&path("c/0"), &path("a"), 0).expect("the comment stays in the brackets");
    assert_eq!(editor.text(), "a:\n- d\n- - b\nc: [ # e\n  f]\n");
    assert_eq!(Editor::new("a: 1\na: 2\n", 0).expect("read").take(&path("a")), Err(Refusal::Faulty));
}
