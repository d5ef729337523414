//! Three texts merged by what they say, beside git's own merge by lines.

mod draft;
mod facts;
mod journeys;
mod property;
mod random;
mod records;
mod sound;

use std::path::Path;

use wayfare::git::{Markers, merge_lines};
use wayfare::merge::{Attempt, Form, by_meaning, merge};

/// Git's own merge.
pub(crate) fn by_lines(texts: [&str; 3]) -> Option<Attempt> {
    let merged = merge_lines(Path::new("."), texts.map(str::as_bytes), &Markers::default()).ok()?;
    Some(Attempt { text: String::from_utf8(merged.bytes).ok()?, is_clean: merged.is_clean })
}

/// Merges as the driver does.
fn merged(form: Form, texts: [&str; 3]) -> Attempt {
    merge(form, texts, &by_lines).expect("git is installed")
}

/// A text with some parts replaced, each of which is there.
fn edit(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not in:\n{text}");
        text.replacen(from, to, 1)
    })
}

/// Merges two sets of edits, which must be clean by meaning alone too.
pub(crate) fn clean(form: Form, base: &str, ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> String {
    let (ours, theirs) = (edit(base, ours), edit(base, theirs));
    let alone = by_meaning(form, [base, &ours, &theirs], &by_lines).expect("understood");
    assert!(alone.is_clean, "{}", alone.text);
    let merged = merged(form, [base, &ours, &theirs]);
    assert!(merged.is_clean, "{}", merged.text);
    merged.text
}

/// Merges two sets of edits that conflict.
fn conflict(form: Form, base: &str, ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> String {
    let (ours, theirs) = (edit(base, ours), edit(base, theirs));
    let merged = merged(form, [base, &ours, &theirs]);
    assert!(!merged.is_clean, "{}", merged.text);
    merged.text
}

#[test]
fn what_nobody_changed_stays_byte_for_byte() {
    let files = walkdir::WalkDir::new("example-workspace").into_iter().map(|entry| entry.expect("readable"));
    let mut seen = 0;
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let Some(form) = Form::of_name(&file.file_name().to_string_lossy()) else { continue };
        let text = std::fs::read_to_string(file.path()).expect("text");
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let Some(merged) = by_meaning(form, [&text, &text, &text], &by_lines) else {
                assert!(!text.contains("\n---"), "{}", file.path().display());
                continue;
            };
            assert_eq!(merged, Attempt { text, is_clean: true }, "{}", file.path().display());
            seen += 1;
        }
    }
    assert!(seen > 30);
}
