//! Three texts of one file merged by what they say: records field by field, lists by what their items name.
//!
//! Owns what a conflict is: two sides that say different things of one field, not two sides that changed one line.
//! Knows nothing of git; how lines are merged comes from the caller. Pure: three texts in, one out.
//!
//! Invariants: a result without conflict markers, the merge by lines included, has been read again and compared with
//! what the three texts say; where it cannot be shown to be right, it is none. In a text with conflict markers each side
//! is complete: chosen at every marker, it is there with all it has changed. What this module does not understand is
//! one side's where the other changed nothing, else marked.

mod judge;
mod mark;
mod order;
mod pair;
mod piece;
mod renamed;
mod row;
mod stage;
mod step;
mod text;
mod tree;

use std::cell::OnceCell;

use judge::Judge;
use mark::Marks;
use piece::{Block, cut};
use renamed::Renamed;
use stage::Held;
use text::Texts;
use tree::Merger;

use crate::markdown;
use crate::yaml::block::{self, Unit};

/// A merge by lines of base, ours and theirs; `None` when it could not be done.
pub type LineMerge<'m> = dyn Fn([&str; 3]) -> Option<Attempt> + 'm;

/// What a merge came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The text; with conflict markers where it is not clean.
    pub text: String,
    /// Whether nothing is left for a person to decide.
    pub is_clean: bool,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// YAML: `journey.yaml`, `workspace.yaml`.
    Yaml,
    /// Front matter and Markdown.
    Markdown,
    /// Measurements.
    Rows,
}

/// One of the three texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Base,
    Ours,
    Theirs,
}

impl Form {
    /// How a file of this name is written; `None` when no record is written so.
    pub fn of_name(name: &str) -> Option<Form> {
        match name.rsplit_once('.')?.1 {
            "yaml" => Some(Form::Yaml),
            "md" => Some(Form::Markdown),
            "csv" => Some(Form::Rows),
            _ => None,
        }
    }
}

impl Attempt {
    fn clean(text: impl Into<String>) -> Attempt {
        Attempt { text: text.into(), is_clean: true }
    }

    fn conflict(text: String) -> Attempt {
        Attempt { text, is_clean: false }
    }
}

/// Merges three texts: base, ours, theirs. `None` when even the merge by lines could not be done.
pub fn merge(form: Form, texts: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    if let Some(unchanged) = one_sided(texts) {
        return Some(Attempt::clean(unchanged));
    }
    let by_lines = |texts: [&str; 3]| lines(texts).filter(|merged| merged.is_clean);
    by_parts(form, texts, lines, &by_lines).or_else(|| {
        let Some(read) = Texts::read(texts) else { return differences(texts, lines) };
        let marked = differences(read.plain(), lines)?;
        Some(Attempt { text: read.written(&marked.text, false), ..marked })
    })
}

/// Merges by what the texts say alone; `None` where they are written in a way that is not understood.
pub fn by_meaning(form: Form, texts: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    by_parts(form, texts, lines, &|_| None)
}

/// The text of one side where the other changed nothing, to the byte.
fn one_sided([base, ours, theirs]: [&str; 3]) -> Option<&str> {
    if ours == theirs || base == theirs { Some(ours) } else { (base == ours).then_some(theirs) }
}

/// Marks all that the sides have differently.
fn differences([_, ours, theirs]: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    let marked = lines(["", ours, theirs])?;
    if !marked.is_clean {
        return Some(marked);
    }
    // What only one of them has at all.
    let unit = |at: usize, text: &str| Unit { at: (at, 0), text: text.to_owned() };
    Some(Attempt::conflict(Marks::find(lines).text(&[unit(0, ours)], &[unit(1, theirs)], &[])))
}

fn by_parts(form: Form, texts: [&str; 3], lines: &LineMerge<'_>, by_lines: &LineMerge<'_>) -> Option<Attempt> {
    let [base, ours, theirs] = texts;
    // A file that one side has emptied is not one whose fields it took out.
    if !base.trim().is_empty() && (ours.trim().is_empty() || theirs.trim().is_empty()) {
        return None;
    }
    let read = Texts::read(texts)?;
    let plain = read.plain();
    let merged = match form {
        Form::Yaml => document(plain, lines, by_lines),
        Form::Markdown => record(plain, lines, by_lines),
        Form::Rows => row::merge(plain, lines),
    }?;
    Some(Attempt { text: read.written(&merged.text, merged.is_clean), ..merged })
}

/// Merges front matter by what it says, and the body by lines.
fn record(texts: [&str; 3], lines: &LineMerge<'_>, by_lines: &LineMerge<'_>) -> Option<Attempt> {
    let split = texts.map(|text| markdown::split(text).ok());
    if split.iter().all(Option::is_none) {
        // No record, but a text beside them.
        return if texts[0].is_empty() { None } else { prose(texts, lines) };
    }
    let mut parts = Vec::new();
    for (text, split) in texts.into_iter().zip(split) {
        // A file that both sides have added has an empty base.
        parts.push(if text.is_empty() { ("---\n---\n", markdown::split("---\n---\n").ok()?) } else { (text, split?) });
    }
    let front = |at: usize| &parts[at].0[parts[at].1.yaml.range()];
    let body = |at: usize| &parts[at].0[parts[at].1.body.range()];
    let fronts = [front(0), front(1), front(2)];
    let fields = document(fronts, lines, by_lines).or_else(|| differences(fronts, lines))?;
    let bodies = [body(0), body(1), body(2)];
    let prose = match one_sided(bodies) {
        Some(body) => Attempt::clean(body),
        None => prose(bodies, lines)?,
    };
    let (text, split) = parts[1];
    let (open, close) = (&text[..split.yaml.start as usize], &text[split.yaml.end as usize..split.body.start as usize]);
    let text = format!("{open}{}{close}{}", fields.text, prose.text);
    Some(Attempt { text, is_clean: fields.is_clean && prose.is_clean })
}

/// Merges texts by lines; all that differs is marked where that would repeat what was moved.
fn prose(texts: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    let merged = lines(texts)?;
    if text::repeats(texts, &merged, lines) { differences(texts, lines) } else { Some(merged) }
}

/// Merges YAML; `None` where it is not understood.
fn document(texts: [&str; 3], lines: &LineMerge<'_>, by_lines: &LineMerge<'_>) -> Option<Attempt> {
    if let Some(unchanged) = one_sided(texts) {
        return Some(Attempt::clean(unchanged));
    }
    let [(base_head, base), (head, ours), (their_head, theirs)] = texts.map(behind_head);
    let head = one_sided([base_head, head, their_head])?;
    let merged = match [base, ours, theirs] {
        lists if lists.iter().all(|text| is_list(text)) => list(lists, lines, by_lines)?,
        texts => entries(texts, lines, by_lines)?,
    };
    Some(Attempt { text: format!("{head}{}", merged.text), ..merged })
}

/// What stands above a list that is all of a document, so that it is merged as the lists of fields are.
const LIST: &str = "groups:\n";
/// The field that the list is then in.
const GROUPS: &str = "groups";

/// Whether a document is a list with a line for each item.
fn is_list(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| line == "-" || line.starts_with("- "))
}

/// Merges lists; `None` where they are not understood.
fn list(texts: [&str; 3], lines: &LineMerge<'_>, by_lines: &LineMerge<'_>) -> Option<Attempt> {
    let [base, ours, theirs] = texts.map(|text| format!("{LIST}{text}"));
    let merged = entries([&base, &ours, &theirs], lines, by_lines)?;
    Some(Attempt { text: merged.text.strip_prefix(LIST)?.to_owned(), ..merged })
}

/// Splits off the line of dashes that a document may begin with.
fn behind_head(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == "---" {
            return text.split_at(at);
        }
        if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
    }
    ("", text)
}

fn entries(texts: [&str; 3], lines: &LineMerge<'_>, by_lines: &LineMerge<'_>) -> Option<Attempt> {
    let ((base, ours), theirs) = rayon::join(|| rayon::join(|| cut(texts[0]), || cut(texts[1])), || cut(texts[2]));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let renamed = Renamed::find([&base, &ours, &theirs]);
    let (ours, theirs) = (renamed.applied(ours), renamed.applied(theirs));
    let ids = step::ids([&base, &ours, &theirs]);
    let take_out = |document: Block| step::take_out(document, &ids);
    let (base, ours, theirs) = (take_out(base)?, take_out(ours)?, take_out(theirs)?);
    let sides = [&base, &ours, &theirs];
    let held = Held::find(sides);
    let is_right = |text: &str, chosen: Option<Side>| {
        let judge = Judge { lines, held: &held, chosen };
        cut(text)
            .map(|result| renamed.applied(result))
            .and_then(take_out)
            .is_some_and(|result| judge.is_right(sides, &result))
    };
    if let Some(merged) = by_lines(texts).filter(|merged| is_right(&merged.text, None)) {
        return Some(merged);
    }
    let marks = OnceCell::new();
    // The whole of the stages is for a person to decide where it cannot be told which of them.
    for whole in [&[][..], &["stages"], &["stages", step::STEPS]] {
        let merger = Merger { lines, marks: &marks, held: &held, whole };
        let merged = step::put_back(merger.document(&base, &ours, &theirs));
        if !merged.is_contested() {
            let text = block::print(&merged, Side::Ours);
            if is_right(&text, None) {
                return Some(Attempt::clean(text));
            }
            continue;
        }
        let [first, second, third] = [Side::Ours, Side::Theirs, Side::Base].map(|side| block::units(&merged, side));
        let chosen = |units: &[Unit]| units.iter().map(|unit| unit.text.as_str()).collect::<String>();
        if is_right(&chosen(&first), Some(Side::Ours)) && is_right(&chosen(&second), Some(Side::Theirs)) {
            let marks = marks.get_or_init(|| Marks::find(lines));
            return Some(Attempt::conflict(marks.text(&first, &second, &third)));
        }
    }
    None
}
