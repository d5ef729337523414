//! Three texts of one file merged by what they say: records field by field, lists by what their items name.
//!
//! Owns what a conflict is: two sides that say different things of one field, not two sides that changed one line.
//! Knows nothing of git; how lines are merged comes from the caller. Pure: three texts in, one out.
//!
//! Invariants: where a merge by lines is clean and reads soundly, it is the result. Every other clean result has been
//! read again and says what was intended. In a text with conflict markers either choice at each of them reads soundly.
//! What this module does not understand is left as the merge by lines left it.

mod order;
mod piece;
mod print;
mod row;
mod step;
mod tree;

use piece::{Block, cut};
use print::print;
use tree::Merger;

use crate::markdown;
use crate::yaml;
use crate::yaml::edit::Shape;

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

/// Merges three texts: base, ours, theirs. `None` when even the merge by lines could not be done.
pub fn merge(form: Form, texts: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    let by_lines = lines(texts)?;
    if by_lines.is_clean && (is_sound(form, &by_lines.text) || !texts[1..].iter().all(|text| is_sound(form, text))) {
        return Some(by_lines);
    }
    if let Some(by_meaning) = by_meaning(form, texts, lines) {
        return Some(by_meaning);
    }
    // A clean merge that does not read is for a person to decide: all that the sides have differently is marked.
    if by_lines.is_clean { lines(["", texts[1], texts[2]]) } else { Some(by_lines) }
}

/// Merges by what the texts say alone; `None` where they are written in a way that is not understood.
pub fn by_meaning(form: Form, texts: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    let [_, ours, _] = texts;
    let bom = if ours.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let has_crlf = ours.contains("\r\n");
    if has_crlf && ours.replace("\r\n", "").contains('\n') {
        return None;
    }
    let plain = texts.map(|text| end_line(&text.trim_start_matches('\u{feff}').replace("\r\n", "\n")));
    let plain = [plain[0].as_str(), plain[1].as_str(), plain[2].as_str()];
    let mut merged = match form {
        Form::Yaml => document(plain, lines),
        Form::Markdown => record(plain, lines),
        Form::Rows => row::merge(plain, lines),
    }?;
    if !ours.is_empty() && !ours.ends_with('\n') && merged.is_clean {
        merged.text.truncate(merged.text.trim_end_matches('\n').len());
    }
    let text = if has_crlf { merged.text.replace('\n', "\r\n") } else { merged.text };
    Some(Attempt { text: format!("{bom}{text}"), ..merged })
}

fn end_line(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// Merges front matter by what it says, and the body by lines.
fn record(texts: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    let mut parts = Vec::new();
    for text in texts {
        // A file that both sides have added has an empty base.
        let text = if text.is_empty() { "---\n---\n" } else { text };
        parts.push((text, markdown::split(text).ok()?));
    }
    let front = |at: usize| &parts[at].0[parts[at].1.yaml.range()];
    let body = |at: usize| &parts[at].0[parts[at].1.body.range()];
    let fields = document([front(0), front(1), front(2)], lines)?;
    let prose = match [body(0), body(1), body(2)] {
        [base, ours, theirs] if base == theirs || ours == theirs => Attempt { text: ours.to_owned(), is_clean: true },
        [base, ours, theirs] if base == ours => Attempt { text: theirs.to_owned(), is_clean: true },
        bodies => lines(bodies)?,
    };
    let (text, split) = parts[1];
    let (open, close) = (&text[..split.yaml.start as usize], &text[split.yaml.end as usize..split.body.start as usize]);
    let text = format!("{open}{}{close}{}", fields.text, prose.text);
    Some(Attempt { text, is_clean: fields.is_clean && prose.is_clean })
}

fn document([base, ours, theirs]: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    let sides = [cut(base)?, cut(ours)?, cut(theirs)?];
    let first = resolve(&sides, Side::Ours, lines)?;
    if first.conflicts == 0 {
        return Some(Attempt { text: first.text, is_clean: true });
    }
    let (second, third) = (resolve(&sides, Side::Theirs, lines)?, resolve(&sides, Side::Base, lines)?);
    // These agree in everything but what conflicts, so a merge by lines marks that and nothing else.
    let marked = lines([&third.text, &first.text, &second.text])?;
    // Orders that contradict each other as a whole can have their differences in different places.
    let is_settled = || first.conflicts == first.of_order && is_reordering(&first.text, &marked.text);
    (!marked.is_clean || is_settled()).then_some(marked)
}

/// Whether a text has what another has, nothing twice, in whatever order.
fn is_reordering(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (cut(one), cut(other)) else { return false };
    one.count() == other.count() && other.repeated() == 0 && !step::is_repeated(&other)
}

/// A merged text with one side preferred where the meaning conflicts.
struct Resolved {
    text: String,
    /// How often it does.
    conflicts: usize,
    /// How often it is about order alone.
    of_order: usize,
}

/// Merges with one side preferred; `None` where the text does not say what it was to say.
fn resolve([base, ours, theirs]: &[Block; 3], prefer: Side, lines: &LineMerge<'_>) -> Option<Resolved> {
    let mut merger = Merger { lines, prefer, conflicts: 0, of_order: 0 };
    let (mut base, mut ours, mut theirs) = (base.clone(), ours.clone(), theirs.clone());
    step::settle(&mut merger, &mut base, &mut ours, &mut theirs);
    let merged = merger.blocks(Some(&base), &ours, &theirs);
    let text = print(&merged);
    let tree = yaml::parse(&text, 0);
    let says = tree.root.as_ref().map_or(Shape::Mapping(Vec::new()), Shape::of);
    let is_sound = tree.complete && tree.faults.is_empty() && says == merged.meaning();
    is_sound.then_some(Resolved { text, conflicts: merger.conflicts, of_order: merger.of_order })
}

/// Whether a text reads as what it is written as, and names nothing twice that is to be there once.
fn is_sound(form: Form, text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let fields = match form {
        Form::Rows => return row::is_sound(&text),
        Form::Yaml => text.as_str(),
        Form::Markdown => match markdown::split(&text) {
            Ok(parts) => &text[parts.yaml.range()],
            Err(_) => return false,
        },
    };
    cut(fields).is_some_and(|document| document.repeated() == 0 && !step::is_repeated(&document))
}
