//! Templates of a workspace's own: one that is wrong costs its own page its look, and no other page anything.

use std::collections::BTreeMap;

use wayfare::site::{Options, Overrides};
use wayfare::store::MemoryTree;

use crate::site::{Pages, pages, render};

const MANY: usize = 20;

fn with(overrides: &[(&str, &str)]) -> (Pages, Vec<String>) {
    let mut files: BTreeMap<String, String> =
        (0..MANY).map(|at| (format!("personas/p{at}.md"), format!("---\nname: Persona {at}\n---\n"))).collect();
    files.insert("workspace.yaml".to_owned(), "name: A\nmembers:\n  - { id: maya, name: Maya }\n".to_owned());
    files.insert("blocks/i.md".to_owned(), "---\nkind: insight\ntitle: I\n---\n".to_owned());
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let overrides: Overrides =
        overrides.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
    let (made, faults) = render(&tree, Options { overrides, ..Options::default() });
    (pages(&made), faults.iter().map(ToString::to_string).collect())
}

#[test]
fn one_that_fails_is_named_with_its_line_and_the_others_hold() {
    let own = "{% extends 'base.html' %}\n{% block main %}<h1>Our own words</h1>{% endblock %}";
    let (plain, _) = with(&[]);
    for (broken, place, words) in [
        ("{{ page.title }}\n\n{{ page.nothing.at_all }}", "item.html:3:", "undefined"),
        ("a\n{{ page.title | no_such_filter }}", "item.html:2:", "unknown filter"),
        ("\n{% include 'no-such.html' %}", "item.html:2:", "no-such.html"),
        ("{{ 1 / 0 }}", "item.html:1:", ""),
        ("{% extends 'item.html' %}", "item.html", ""),
    ] {
        let (made, faults) = with(&[("item.html", broken), ("member.html", own)]);
        assert_eq!(faults.len(), 1, "{broken}: {faults:?}");
        let fault = &faults[0];
        assert!(fault.starts_with(&format!("templates/{place}")) && fault.contains(words), "{broken}: {fault}");
        assert_eq!(made.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>(), "every page is there");
        assert!(made["members/maya.html"].contains("Our own words"), "the other template holds");
        assert_eq!(made["items/i.html"], plain["items/i.html"], "the page has its built-in look");
        assert_eq!(made["personas/p1.html"], plain["personas/p1.html"]);
    }
}

#[test]
fn a_runaway_is_cut_off_however_it_runs() {
    let (plain, _) = with(&[]);
    for runaway in [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro a(n) %}{{ a(n) }}{% endmacro %}{{ a(1) }}",
        "{% macro a(n) %}{{ a(n) }}{{ a(n) }}{% endmacro %}{{ a(1) }}",
        "{% include 'persona.html' %}",
        "{{ 'a' * 999999999999 }}",
        "{% for a in range(999999999) %}{% endfor %}",
    ] {
        let (made, faults) = with(&[("persona.html", runaway)]);
        assert!(!faults.is_empty(), "{runaway}");
        assert!(faults.iter().all(|fault| fault.starts_with("templates/persona.html")), "{runaway}: {faults:?}");
        assert!(made == plain, "{runaway}: pages are made without it");
    }
}
