//! Conflict markers: how git writes them, and texts of which some lines are one side's alone.
//!
//! Invariant: with one side chosen at every marker, the text is that side's, to the byte.

use super::piece::Part;
use super::{LineMerge, Side};
use crate::yaml::block::Unit;

/// The lines git puts around the sides of a conflict.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    ours: String,
    /// Only in the styles that show what both sides began with.
    base: Option<String>,
    middle: String,
    theirs: String,
}

impl Marks {
    /// Finds out how git marks a conflict, which follows from settings and from what the sides are called.
    pub(super) fn find(lines: &LineMerge<'_>) -> Marks {
        let marks = lines(["base\n", "ours\n", "theirs\n"]).and_then(|merged| {
            let found: Vec<&str> = merged.text.lines().collect();
            let own = |line: &str| line.to_owned() + "\n";
            match found.as_slice() {
                [ours, "ours", middle, "theirs", theirs] => {
                    Some(Marks { ours: own(ours), base: None, middle: own(middle), theirs: own(theirs) })
                }
                [ours, "ours", base, "base", middle, "theirs", theirs] => {
                    Some(Marks { ours: own(ours), base: Some(own(base)), middle: own(middle), theirs: own(theirs) })
                }
                _ => None,
            }
        });
        let line = |mark: &str, name: &str| format!("{} {name}\n", mark.repeat(7));
        marks.unwrap_or_else(|| Marks {
            ours: line("<", "ours"),
            base: None,
            middle: "=".repeat(7) + "\n",
            theirs: line(">", "theirs"),
        })
    }

    /// Whether a line looks like one of these.
    fn is_mark(&self, line: &str) -> bool {
        [Some(&self.ours), self.base.as_ref(), Some(&self.middle), Some(&self.theirs)].contains(&Some(&line.to_owned()))
    }

    /// Splits what git made of two texts into the lines of both and those of one; `None` where that cannot be told, or
    /// the first line is one side's alone.
    pub(super) fn parts(&self, merged: &str, sides: [&str; 2]) -> Option<Vec<Part>> {
        if sides.iter().any(|side| side.split_inclusive('\n').any(|line| self.is_mark(line))) {
            return None;
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut only = None;
        for line in merged.split_inclusive('\n') {
            if self.is_mark(line) {
                only = if *line == self.ours {
                    Some(Side::Ours)
                } else if Some(line) == self.base.as_deref() {
                    Some(Side::Base)
                } else if *line == self.middle {
                    Some(Side::Theirs)
                } else {
                    None
                };
                continue;
            }
            match parts.last_mut().filter(|part| part.only == only) {
                Some(part) => part.text.push_str(line),
                None => parts.push(Part { only, text: line.to_owned() }),
            }
        }
        let is_header_common = parts.first().is_some_and(|part| part.only.is_none());
        (is_header_common && parts.iter().any(|part| part.only.is_some())).then_some(parts)
    }

    /// A text in which all that the sides do not share is marked.
    pub(super) fn text(&self, ours: &[Unit], theirs: &[Unit], base: &[Unit]) -> String {
        let (mut out, mut open) = (String::new(), [String::new(), String::new(), String::new()]);
        let (mut first, mut second, mut third) =
            (ours.iter().peekable(), theirs.iter().peekable(), base.iter().peekable());
        loop {
            let (one, two) = (first.peek().copied(), second.peek().copied());
            if let (Some(one), Some(two)) = (one, two)
                && one == two
            {
                while let Some(unit) = third.next_if(|unit| unit.at < one.at) {
                    open[2] += &unit.text;
                }
                third.next_if(|unit| unit.at == one.at);
                self.close(&mut open, &mut out);
                out += &one.text;
                first.next();
                second.next();
                continue;
            }
            match (one, two) {
                (None, None) => break,
                (Some(one), None) => open[0] += &one.text,
                (None, Some(two)) => open[1] += &two.text,
                (Some(one), Some(two)) => {
                    if one.at <= two.at {
                        open[0] += &one.text;
                    }
                    if two.at <= one.at {
                        open[1] += &two.text;
                    }
                }
            }
            let at = [one, two].into_iter().flatten().map(|unit| unit.at).min();
            first.next_if(|unit| Some(unit.at) == at);
            second.next_if(|unit| Some(unit.at) == at);
        }
        third.for_each(|unit| open[2] += &unit.text);
        self.close(&mut open, &mut out);
        out
    }

    /// Ends what the sides do not share.
    fn close(&self, open: &mut [String; 3], out: &mut String) {
        let [ours, theirs, base] = std::mem::take(open);
        if ours == theirs {
            out.push_str(&ours);
            return;
        }
        let whole = |text: String| if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" };
        out.push_str(&self.ours);
        out.push_str(&whole(ours));
        if let Some(mark) = &self.base {
            out.push_str(mark);
            out.push_str(&whole(base));
        }
        out.push_str(&self.middle);
        out.push_str(&whole(theirs));
        out.push_str(&self.theirs);
    }
}
