//! The anchors of headings beside those of the npm package `github-slugger`: what it made of some hundred headings is
//! recorded, and where it is installed, it is asked about every character there is.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use wayfare::markdown::scan;

use crate::peers::peers;

/// What the package made of texts, of series of texts, and of headings with markup, whose text stands beside them.
#[derive(serde::Deserialize)]
struct Recorded {
    texts: Vec<(String, String)>,
    sequences: Vec<Vec<(String, String)>>,
    marked: Vec<(String, String, String)>,
}

fn recorded() -> Recorded {
    serde_json::from_str(include_str!("../fixtures/slugs.json")).expect("recorded data")
}

/// Headings that read as these texts.
fn headings<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut markdown = String::new();
    for text in texts {
        markdown.push_str("# ");
        for c in text.chars() {
            markdown.extend(c.is_ascii_punctuation().then_some('\\'));
            markdown.push(c);
        }
        markdown.push_str("\n\n");
    }
    markdown
}

fn anchors(markdown: &str) -> Vec<String> {
    scan(markdown).headings.into_iter().map(|heading| heading.anchor).collect()
}

#[test]
fn anchors_are_those_of_the_package() {
    let Recorded { texts, sequences, marked } = recorded();
    assert!(texts.len() > 200);
    for (text, slug) in &texts {
        assert_eq!(anchors(&headings([text.as_str()])), [slug.as_str()], "{text:?}");
    }
    for sequence in &sequences {
        let slugs: Vec<&str> = sequence.iter().map(|(_, slug)| slug.as_str()).collect();
        assert_eq!(anchors(&headings(sequence.iter().map(|(text, _)| text.as_str()))), slugs, "{sequence:?}");
    }
    for (heading, _, slug) in &marked {
        assert_eq!(anchors(&format!("## {heading}\n")), [slug.as_str()], "{heading:?}");
    }
}

/// The package's slugs of lists of texts, and the version of Unicode by which its engine makes letters small.
fn ask(modules: &Path, lists: &[Vec<String>]) -> (String, Vec<Vec<String>>) {
    #[derive(serde::Deserialize)]
    struct Answer {
        unicode: String,
        slugs: Vec<Vec<String>>,
    }
    let script = modules.with_file_name("slugs.mjs");
    let mut node = Command::new("node");
    let mut node = node.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
    let mut input = node.stdin.take().expect("a pipe");
    input.write_all(&serde_json::to_vec(lists).expect("texts")).expect("node listens");
    drop(input);
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success());
    let Answer { unicode, slugs } = serde_json::from_slice(&output.stdout).expect("an answer");
    (unicode, slugs)
}

#[test]
fn the_package_makes_what_is_recorded() {
    let Some(modules) = peers() else { return };
    let Recorded { texts, sequences, marked } = recorded();
    let alone = texts.into_iter().chain(marked.into_iter().map(|(_, text, slug)| (text, slug)));
    let all: Vec<Vec<(String, String)>> = alone.map(|pair| vec![pair]).chain(sequences).collect();
    let texts = |list: &Vec<(String, String)>| list.iter().map(|(text, _)| text.clone()).collect();
    let (_, slugs) = ask(&modules, &all.iter().map(texts).collect::<Vec<_>>());
    for (list, slugs) in all.iter().zip(slugs) {
        assert_eq!(list.iter().map(|(_, slug)| slug).collect::<Vec<_>>(), slugs.iter().collect::<Vec<_>>());
    }
}

#[test]
fn every_character_is_kept_or_dropped_as_the_package_does() {
    let Some(modules) = peers() else { return };
    // What is between the number and the mark is the character, whatever it is.
    let all = (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|c| !matches!(c, '\n' | '\r'));
    let texts: Vec<String> = all.map(|c| format!("{:x}q{c}z", u32::from(c))).collect();
    let lists: Vec<Vec<String>> = texts.chunks(4096).map(<[String]>::to_vec).collect();
    let (unicode, slugs) = ask(&modules, &lists);
    let (major, minor, _) = char::UNICODE_VERSION;
    let mut differences = Vec::new();
    for (texts, slugs) in lists.iter().zip(slugs) {
        let ours = anchors(&headings(texts.iter().map(String::as_str)));
        assert_eq!(ours.len(), slugs.len());
        let pairs = texts.iter().zip(ours.into_iter().zip(slugs));
        differences.extend(pairs.filter(|(_, (ours, theirs))| ours != theirs).map(|(text, pair)| (text.clone(), pair)));
    }
    // Every year a few letters get a small one; an engine of another year may not know it.
    let same_letters = unicode == format!("{major}.{minor}");
    assert!(differences.is_empty() || (!same_letters && differences.len() < 100), "{differences:?}");
}
