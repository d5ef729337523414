//! How the bytes of three texts differ beside what they say: line ends, byte-order mark, the end of the last line. And
//! whether a merge of their lines has one more often than they do.
//!
//! Invariant: what one side changed of these is changed in the result.

use std::collections::HashMap;

use super::mark::Marks;
use super::{Attempt, LineMerge, Side};

const BOM: char = '\u{feff}';

/// Three texts and how their bytes are written.
pub(super) struct Texts {
    plain: [String; 3],
    has_bom: bool,
    is_ended: bool,
    ending: Ending,
}

/// How lines end.
enum Ending {
    Line(&'static str),
    /// Some one way, some another: as each line ended before, and how most did.
    Mixed(HashMap<String, &'static str>, &'static str),
}

const LF: &str = "\n";
const CRLF: &str = "\r\n";

impl Texts {
    /// Reads base, ours and theirs; `None` where one has line breaks of another kind.
    pub(super) fn read(texts: [&str; 3]) -> Option<Texts> {
        let plain = texts.map(|text| end_line(&text.trim_start_matches(BOM).replace(CRLF, LF)));
        if plain.iter().any(|text| text.contains('\r')) {
            return None;
        }
        let is_new = texts[0].is_empty();
        let merged = |of: &dyn Fn(&str) -> bool| {
            let [was, is, other] = texts.map(of);
            if !is_new && was == is { other } else { is }
        };
        Some(Texts {
            plain,
            has_bom: merged(&|text| text.starts_with(BOM)),
            is_ended: merged(&|text| text.is_empty() || text.ends_with('\n')),
            ending: Ending::of(texts),
        })
    }

    /// The texts with plain line ends and whole lines.
    pub(super) fn plain(&self) -> [&str; 3] {
        [&self.plain[0], &self.plain[1], &self.plain[2]]
    }

    /// A text as its bytes are to be written.
    pub(super) fn written(&self, text: &str, is_clean: bool) -> String {
        let mut written = String::with_capacity(text.len() + 3);
        if self.has_bom {
            written.push(BOM);
        }
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches('\n');
            written.push_str(content);
            if content.len() < line.len() {
                written.push_str(self.ending.of_line(content));
            }
        }
        if is_clean && !self.is_ended {
            written.truncate(written.trim_end_matches(['\r', '\n']).len());
        }
        written
    }
}

impl Ending {
    fn of(texts: [&str; 3]) -> Ending {
        let [was, is, other] = texts.map(uniform);
        if let (Some(is), Some(other)) = (is, other) {
            return Ending::Line(if !texts[0].is_empty() && was == Some(is) { other } else { is });
        }
        let mut lines = HashMap::new();
        for text in [texts[2], texts[1]] {
            for line in text.split_inclusive('\n') {
                let ending = if line.ends_with(CRLF) { CRLF } else { LF };
                lines.insert(line.trim_end_matches(['\r', '\n']).to_owned(), ending);
            }
        }
        let crlf = texts[1].matches(CRLF).count();
        let most = if 2 * crlf > texts[1].matches(LF).count() { CRLF } else { LF };
        Ending::Mixed(lines, most)
    }

    fn of_line(&self, content: &str) -> &'static str {
        match self {
            Ending::Line(ending) => ending,
            Ending::Mixed(lines, most) => lines.get(content).copied().unwrap_or(most),
        }
    }
}

/// How all lines of a text end.
fn uniform(text: &str) -> Option<&'static str> {
    let (crlf, all) = (text.matches(CRLF).count(), text.matches(LF).count());
    if crlf == 0 { Some(LF) } else { (crlf == all).then_some(CRLF) }
}

fn end_line(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// Whether a merge by lines has a line of words more often than the three texts say: it is there twice when both sides have
/// moved it, or back when one has moved it and the other has taken it out. Of a conflict, whichever side is chosen.
pub(super) fn repeats(texts: [&str; 3], merged: &Attempt, lines: &LineMerge<'_>) -> bool {
    if merged.is_clean {
        return has_too_many(texts, merged.text.lines());
    }
    let Some(parts) = Marks::find(lines).parts(&merged.text, [texts[1], texts[2]]) else { return false };
    [Side::Ours, Side::Theirs].into_iter().any(|side| {
        let chosen = parts.iter().filter(|part| part.only.is_none_or(|only| only == side));
        has_too_many(texts, chosen.flat_map(|part| part.text.lines()))
    })
}

fn has_too_many<'t>(texts: [&'t str; 3], result: impl Iterator<Item = &'t str>) -> bool {
    let mut counts: HashMap<&str, [i64; 4]> = HashMap::new();
    let mut count = |at: usize, line: &'t str| {
        if line.contains(char::is_alphanumeric) {
            counts.entry(line.trim()).or_default()[at] += 1;
        }
    };
    texts.into_iter().enumerate().for_each(|(at, text)| text.lines().for_each(|line| count(at, line)));
    result.for_each(|line| count(3, line));
    counts.into_values().any(|[base, ours, theirs, result]| {
        let most = match (ours == base, theirs == base) {
            (true, _) => theirs,
            (_, true) => ours,
            _ => ours.max(theirs).max(ours + theirs - base),
        };
        result > most
    })
}
