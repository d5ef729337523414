//! What is read from text, and what is said about it.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// The tree as one line: scalars as `'source'=text` where the two differ, lists and mappings with their source spans.
fn outline(text: &str) -> String {
    let tree = parse(text, 0);
    assert_eq!((&tree.faults, tree.complete), (&Vec::new(), true), "{text}");
    tree.root.map_or_else(String::new, |root| shape(&root, text))
}

fn shape(node: &Node, text: &str) -> String {
    let source = &text[node.span.range()];
    match &node.value {
        Value::Scalar(scalar) if scalar.text == source => format!("{source}@{}", node.span.start),
        Value::Scalar(scalar) => format!("{source:?}={:?}@{}", scalar.text, node.span.start),
        Value::Sequence(list) => {
            let items: Vec<String> = list.items.iter().map(|item| shape(item, text)).collect();
            format!("{:?}[{}]", node.span, items.join(" "))
        }
        Value::Mapping(mapping) => {
            let mut entries = String::new();
            for entry in &mapping.entries {
                let _ = write!(entries, " {}: {}", shape(&entry.key, text), shape(&entry.value, text));
            }
            format!("{:?}{{{} }}", node.span, entries)
        }
    }
}

/// The faults as `kind "token" message (related "token")`.
fn faults(text: &str) -> Vec<String> {
    let say = |fault: &Fault| {
        let related =
            fault.related.as_ref().map(|(span, label)| format!(" ({}..: {label})", span.start)).unwrap_or_default();
        let source = &text[fault.span.range()];
        format!("{:?} {}:{source:?} {}{related}", fault.kind, fault.span.start, fault.message)
    };
    parse(text, 0).faults.iter().map(say).collect()
}

fn fault(text: &str) -> String {
    let mut all = faults(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.remove(0)
}

#[test]
fn spans_are_the_tokens() {
    assert_eq!(outline("a: b\n'c' : \"d\\n\"\n"), r#"0..16{ a@0: b@3 "'c'"="c"@5: "\"d\\n\""="d\n"@11 }"#);
    assert_eq!(outline("- a\n-  [b, {c: d}]\n"), "0..18[a@2 7..18[b@8 11..17{ c@12: d@15 }]]");
    assert_eq!(outline("a:\n  - b\n# x\n  - c # y\n# z\n"), "0..18{ a@0: 5..18[b@7 c@17] }");
}

#[test]
fn lists_begin_at_their_first_dash() {
    assert_eq!(outline("a:\n- b\n- c\nd: e\n"), "0..15{ a@0: 3..10[b@5 c@9] d@11: e@14 }");
    assert_eq!(outline("a: # - x\n # - y\n- - b\n"), "0..21{ a@0: 16..21[18..21[b@20]] }");
    assert_eq!(outline("- - a\n  - b\n-\n  - c\n"), "0..19[2..11[a@4 b@10] 16..19[c@18]]");
}

#[test]
fn absent_values_stand_behind_their_indicator() {
    assert_eq!(outline("owner:\nx:  # c\ny: ~\n"), r#"0..19{ owner@0: @6 x@7: @9 y@15: ~@18 }"#);
    assert_eq!(outline("- \n- a\n-"), "0..8[@1 a@5 @8]");
    assert_eq!(outline("{a, b: , c}"), "0..11{ a@1: @2 b@4: @6 c@9: @10 }");
    assert_eq!(outline("? a\n# c\n:\n? b\nc:\n"), "0..16{ a@2: @9 b@12: @13 c@14: @16 }");
    let tree = parse("a:\nb: null\nc: ''\n", 0);
    let root = tree.root.expect("a mapping");
    let absent: Vec<bool> =
        root.as_mapping().expect("a mapping").entries.iter().map(|entry| entry.value.is_absent()).collect();
    assert_eq!(absent, [true, true, false]);
}

#[test]
fn blocks_span_from_their_indicator_to_their_last_line() {
    assert_eq!(outline("a: |\n  x\n   y\n\n\nb: 1\n"), r#"0..20{ a@0: "|\n  x\n   y"="x\n y\n"@3 b@16: 1@19 }"#);
    assert_eq!(outline("- >- # |\n  x\n  y\n# c\n"), r#"0..16[">- # |\n  x\n  y"="x y"@2]"#);
    assert_eq!(outline("a: |-\nb: 1\n"), r#"0..10{ a@0: "|-"=""@3 b@6: 1@9 }"#);
    assert_eq!(outline("a: |+\r\n  x\r\n\r\n"), r#"0..10{ a@0: "|+\r\n  x"="x\n\n"@3 }"#);
    assert_eq!(outline("a: |2\n   x\n"), r#"0..10{ a@0: "|2\n   x"=" x\n"@3 }"#);
}

#[test]
fn byte_order_marks_and_bases_move_the_spans() {
    let tree = parse("\u{feff}a: b", 100);
    assert_eq!(tree.root.map(|root| root.span), Some(Span::new(103, 107)));
    assert_eq!(parse("a:\tb: c", 50).faults[0].span, Span::new(54, 55));
}

#[test]
fn nothing_is_no_node() {
    for text in ["", "\n", "# c\n", "---\n", "---\n# c\n...\n", "\u{feff}", "\r\n"] {
        assert_eq!(outline(text), "", "{text:?}");
    }
    assert_eq!(outline("--- # c\n~\n"), "~@8");
    assert_eq!(outline("---\na: b\n...\n"), "4..8{ a@4: b@7 }");
}

#[test]
fn numbers_and_truth_values_are_plain() {
    let scalar = |text: &str| parse(text, 0).root.and_then(|root| root.as_scalar().cloned()).expect("a scalar");
    for number in ["0", "41", "-2.5", "007", "1.10"] {
        assert_eq!(scalar(number).as_decimal(), Some(number));
    }
    for text in ["'1'", "1e3", "0x1", "1_000", ".5", "5.", "+1", "--1", "1.2.3", "١", "|\n 1"] {
        assert_eq!(scalar(text).as_decimal(), None, "{text}");
    }
    assert_eq!((scalar("true").as_bool(), scalar("false").as_bool()), (Some(true), Some(false)));
    for text in ["True", "yes", "'true'", "on", "1"] {
        assert_eq!(scalar(text).as_bool(), None, "{text}");
    }
}

#[test]
fn anchors_aliases_tags_and_merges_are_refused_and_read_over() {
    let text = "a: &x 1\nb: *x\nc: !!str 2\n<<: *x\nd: ! {e: *y}\n<<: [*x, {f: 1}]\n*x : z\n";
    assert_eq!(
        faults(text),
        [
            "Unsupported 3:\"&x\" `&x` is an anchor",
            "Unsupported 11:\"*x\" `*x` is an alias",
            "Unsupported 17:\"!!str\" `!!str` is an explicit tag",
            "Unsupported 25:\"<<\" `<<` is a merge key",
            "Unsupported 35:\"!\" `!` is an explicit tag",
            "Unsupported 41:\"*y\" `*y` is an alias",
            "Unsupported 45:\"<<\" `<<` is a merge key",
            "Unsupported 62:\"*x\" `*x` is an alias",
        ]
    );
    let tree = parse(text, 0);
    assert!(tree.complete);
    let root = tree.root.expect("a mapping");
    let shape = shape(&root, text);
    assert_eq!(
        shape,
        "0..68{ a@0: 1@6 b@8: \"*x\"=\"\"@11 c@14: 2@23 d@32: 37..44{ e@38: \"*y\"=\"\"@41 } \"*x\"=\"\"@62: z@67 }"
    );
    assert!(root.as_mapping().and_then(|mapping| mapping.value("b")).is_none());
    assert_eq!(faults("'<<': 1\n"), Vec::<String>::new());
    assert_eq!(fault("a: &x\n"), "Unsupported 3:\"&x\" `&x` is an anchor");
    assert_eq!(fault("a: !e!x b\n"), "Unsupported 3:\"!e!x\" `!e!x` is an explicit tag");
}

#[test]
fn directives_and_second_documents_are_refused() {
    assert_eq!(fault("%YAML 1.2 # c\n---\na: b\n"), "Unsupported 0:\"%YAML 1.2\" `%YAML 1.2` is a directive");
    assert_eq!(fault("%TAG ! x\n---\na: b\n"), "Unsupported 0:\"%TAG ! x\" `%TAG ! x` is a directive");
    assert_eq!(fault("a: b\n---\nc: [\n"), "Unsupported 5:\"---\" `---` begins a second document");
    assert_eq!(fault("a\n...\nc: d\n"), "Unsupported 6:\"c\" `c` begins a second document");
    assert!(parse("a: b\n---\nc: [\n", 0).complete);
}

#[test]
fn equal_keys_are_reported_and_the_first_holds() {
    let text = "a: 1\n'a': 2\nb: {c: 1, \"c\": 2}\na: 3\n";
    assert_eq!(
        faults(text),
        [
            "DuplicateKey 5:\"'a'\" `a` is given a second time (0..: first given here)",
            "DuplicateKey 22:\"\\\"c\\\"\" `c` is given a second time (16..: first given here)",
            "DuplicateKey 30:\"a\" `a` is given a second time (0..: first given here)",
        ]
    );
    let root = parse(text, 0).root.expect("a mapping");
    assert_eq!(shape(&root, text), "0..34{ a@0: 1@3 b@12: 15..29{ c@16: 1@19 } }");
}

#[test]
fn equal_keys_are_found_in_large_mappings() {
    let mut text: String = (0..40).map(|n| format!("k{n}: {n}\n? [{n}]\n")).collect();
    text.push_str("k3: x\nk39: y\nnew: z\nnew: z\n");
    let related: Vec<u32> =
        parse(&text, 0).faults.iter().filter_map(|fault| fault.related.as_ref()).map(|place| place.0.start).collect();
    let place = |key: &str| u32::try_from(text.find(key).expect("written above")).expect("small");
    assert_eq!(related, [place("k3:"), place("k39:"), place("new:")]);
}

#[test]
fn syntax_faults_say_what_the_author_sees() {
    let cases = [
        ("a:\n\tb: c\n", r#"3:"\t" tab used for indentation"#),
        ("title: foo: bar\n", r#"10:":" this value contains `: `"#),
        (
            "a: b\n c: d\n",
            "7:\":\" `:` in a text that began on an earlier line with `b  c` (3..: the text begins here)",
        ),
        ("a:\n  - [b,\n    c\nd: e\n", r#"17:"d" `[` is not closed (7..: opened here)"#),
        ("a: {b: c\n", r#"3:"{" `{` is not closed"#),
        ("[1, 2", r#"0:"[" `[` is not closed"#),
        ("a: [x}\n", r#"3:"[" `[` is closed by `}`"#),
        ("a: }\n", r#"3:"}" `}` closes nothing"#),
        ("[a, , b]", r#"4:"," `,` where a list entry should be"#),
        ("a: \"x\nb: c\n", r#"6:"b" quoted text is not closed (3..: opened here)"#),
        ("a: 'x", r#"3:"'" quoted text is not closed"#),
        ("a: 'x' y\n", "7:\"y\" `y` after the closing quote"),
        ("a: @foo\n", "3:\"@\" `@` cannot begin a value here"),
        ("a: b\0c: d\n", "4:\"\\0\" the control character U+0000 cannot be written as it is"),
        ("a: \"\\q\"\n", r#"3:"\"" unknown escape in double-quoted text"#),
        ("a: \"\\uD800\"\n", r#"3:"\"" an escape in double-quoted text names no character"#),
        ("a: - b\n", "3:\"-\" `-` cannot begin a list here"),
        ("a: 1\n- b\n", "5:\"-\" `-` among fields"),
        ("- a\nb: 1\n", "4:\"b\" `b` among the entries of a list"),
        ("a: |\n x\nb\n", "8:\"b\" `b` is no `key: value`"),
        ("a:\n  b: 1\n c: 2\n", "11:\"c\" `c` is indented like nothing before it"),
        ("a: [b]c\n", "6:\"c\" `c` after the end of the value"),
        ("a: |\n\tx\n", r#"5:"\t" tab used for indentation"#),
        ("%FOO\na: b\n", r#"5:"a" a `%` directive without `---`"#),
        ("  a: b\nc: d\n", "7:\"c\" `c` is indented like nothing before it"),
        ("%YAML 1.2 x\n---\na: b\n", "0:\"%\" a line that begins with `%` is a directive"),
        ("a: * b\n", "3:\"*\" `*` cannot begin a value here"),
        ("a: & b\n", "3:\"&\" `&` cannot begin a value here"),
        ("a: `b`\n", "3:\"`\" a backtick cannot begin a value"),
        ("a: ,b\n", "3:\",\" `,` cannot begin a value here"),
        ("a: [-]\n", "4:\"-\" `-` cannot begin a value here"),
        ("a: ? b\n", "3:\"?\" `?` cannot begin a value here"),
        ("a: !<b\n", "3:\"!<b\" `!<b` is an explicit tag"),
        ("a: !%zz b\n", "3:\"!%zz\" `!%zz` is an explicit tag"),
        ("a: b\n... c\n", "9:\"c\" text after `...`"),
        ("a: {b: c: d}\n", "8:\":\" this value contains `: `"),
        ("a: \"b\": c\n", "6:\":\" this value contains `: `"),
    ];
    for (text, expected) in cases {
        assert_eq!(fault(text), format!("Syntax {expected}"), "{text:?}");
        assert!(!parse(text, 0).complete);
    }
}

/// Whatever is wrong, the words are ours, and say what to do.
#[test]
fn no_fault_is_told_in_the_words_of_the_parser() {
    const PIECES: [&str; 34] = [
        "a", ":", ": ", "- ", "-", "? ", "[", "]", "{", "}", ", ", ",", "\n", "\n  ", "\n\t", " ", "#", " #", "\"",
        "'", "\\x", "* ", "*a", "&", "&a ", "!", "!<", "!%z", "%", "%YAML 1", "...", "---", "|", ">0",
    ];
    let mut state: u64 = 7;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % bound
    };
    let parsers_own = |text: &str| -> Option<String> {
        let error = granit_parser::Parser::new_from_str(text).find_map(Result::err)?;
        Some(error.kind().to_string())
    };
    for _ in 0..20_000 {
        let text: String = (0..1 + next(8)).map(|_| PIECES[next(PIECES.len())]).collect();
        let own = parsers_own(&text);
        for fault in parse(&text, 0).faults {
            assert_ne!(Some(&fault.message), own.as_ref(), "{text:?}");
            assert!(fault.help.is_some() && !fault.message.contains("``"), "{text:?}: {}", fault.message);
        }
    }
}

#[test]
fn what_was_read_before_a_syntax_fault_is_kept() {
    let text = "a: 1\nb:\n  - c\n  - d: {e: f, g\n";
    let tree = parse(text, 0);
    assert!(!tree.complete);
    let root = tree.root.expect("a mapping");
    assert_eq!(shape(&root, text), "0..26{ a@0: 1@3 b@5: 10..26[c@12 18..26{ d@18: 21..26{ e@22: f@25 } }] }");
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(MAX_DEPTH), 0).complete);
    let deep = parse(&nested(MAX_DEPTH + 1), 7);
    assert_eq!(deep.faults[0].span, Span::new(7 + MAX_DEPTH, 8 + MAX_DEPTH));
    assert_eq!((deep.faults.len(), deep.faults[0].kind, deep.complete), (1, FaultKind::Syntax, false));
    let block = "- ".repeat(MAX_DEPTH) + "a";
    assert_eq!(parse(&block, 0).faults[0].span, Span::new(2 * MAX_DEPTH, 2 * MAX_DEPTH + 1));
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let tree = parse(&"a".repeat(MAX_BYTES + 1), 9);
    assert_eq!((tree.root, tree.complete, tree.faults[0].span), (None, false, Span::at(9)));
    assert!(parse(&"a".repeat(MAX_BYTES), 0).complete);
}

#[test]
fn hostile_text_ends_soon() {
    const N: usize = 100_000;
    const MANY: usize = 20_000;
    let bomb = (1..40).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        text + &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(","))
    });
    let blocks: String = (0..2000).map(|n| " ".repeat(n) + "a:\n").collect();
    let texts = [
        bomb,
        blocks,
        "[".repeat(N),
        "{".repeat(N),
        "- ".repeat(N),
        "? ".repeat(N),
        "-".repeat(N),
        "\n- ".repeat(MANY),
        "[\n".repeat(N),
        "{a: ".repeat(N),
        "a: ".repeat(N),
        "&a ".repeat(MANY),
        "!a ".repeat(MANY),
        "*a ".repeat(MANY),
        "*a, ".repeat(MANY),
        "#\n".repeat(N),
        " ".repeat(N),
        "\t".repeat(N),
        "\n".repeat(N),
        "'".repeat(N),
        "\"".repeat(N),
        "\"\\".repeat(N),
        "|\n".repeat(N),
        "---\n".repeat(N),
        "...\n".repeat(N),
        "%a\n".repeat(MANY),
        "a\n".repeat(N),
        ",".repeat(N),
        ": ".repeat(N),
        "a: |\n".to_owned() + &" x\n\n".repeat(MANY),
        format!("[{}]", "a, ".repeat(MANY)),
        format!("[{}]", "a: b, ".repeat(MANY)),
        (0..MANY).map(|n| format!("k{n}: v\n")).collect(),
        "a: b\n".repeat(MANY),
        format!("a: \"{}\"", "x".repeat(MAX_BYTES - 10)),
    ];
    for text in texts {
        check_spans(&text);
    }
}

fn check_spans(text: &str) {
    let tree = parse(text, 0);
    let within = |span: Span| text.get(span.range()).is_some();
    for fault in &tree.faults {
        assert!(within(fault.span), "{fault:?}");
        assert!(fault.related.as_ref().is_none_or(|(span, _)| within(*span)), "{fault:?}");
    }
    assert!(tree.faults.is_sorted_by_key(|fault| fault.span), "{:?}", tree.faults);
    assert!(tree.complete || !tree.faults.is_empty());
    if let Some(root) = &tree.root {
        assert!(within(root.span));
        check_node(root, text, 1);
    }
}

fn check_node(node: &Node, text: &str, depth: usize) {
    assert!(depth <= MAX_DEPTH);
    assert!(text.get(node.span.range()).is_some(), "{node:?}");
    let mut done = node.span.start;
    let mut child = |child: &Node| {
        assert!(node.span.contains(child.span) && done <= child.span.start, "{child:?} in {node:?} of {text:?}");
        done = child.span.end;
        check_node(child, text, depth + 1);
    };
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(list) => list.items.iter().for_each(&mut child),
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                child(&entry.key);
                child(&entry.value);
            }
        }
    }
}

/// Text made of what YAML gives a meaning to.
fn yaml_like() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "b c",
        ":",
        ": ",
        "- ",
        "-",
        "\n",
        "\n  ",
        "\n    ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        "\"",
        "|",
        ">-",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "#",
        " # c",
        "&x ",
        "*x",
        "!t ",
        "<<: ",
        "---",
        "...",
        "%Y",
        "\\n",
        "\\u00e9",
        "é",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "\0",
        "~",
        "1.5",
        "key: value\n",
        "\nkey:",
        "  ",
        "\u{1F600}",
        "\u{7f}",
        "|2\n",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_blank_that_is_none_keeps_an_absent_value_in_its_parent() {
    check_spans("\nkey:\u{feff}  \n\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_gives_spans_in_order(text in any::<String>()) {
        check_spans(&text);
    }

    #[test]
    fn any_yaml_like_text_gives_spans_in_order(text in yaml_like()) {
        check_spans(&text);
    }

    #[test]
    fn any_bytes_give_spans_in_order(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        check_spans(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_closing_bracket_may_stand_below_its_key() {
    for text in ["tags: [\n  a,\n  b,\n]\nnext: 1\n", "lanes: {\n  a: b\n}\n", "- a: [\n    b\n  ]\n"] {
        let tree = parse(text, 0);
        assert!(tree.complete && tree.faults.is_empty(), "{text:?}: {:?}", tree.faults);
    }
    let open = parse("tags: [\n  a,\nnext: 1\n", 0);
    assert_eq!((open.complete, open.faults.len()), (false, 1));
}
