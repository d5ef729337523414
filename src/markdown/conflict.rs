//! Conflicts that git left in prose.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::prose;
use crate::text::{self, Conflicts};

/// Finds the conflicts in a text; what stands in blocks of code is an example.
pub fn find_conflicts(text: &str) -> Option<Conflicts> {
    text::find_conflicts(text, |_| false)?;
    let blocks: Vec<Range<usize>> = prose::parse(text).map(code_blocks).unwrap_or_default();
    let block = |at: usize| {
        let next = blocks.partition_point(|block| block.end <= at);
        blocks.get(next).filter(|block| block.contains(&at)).map(|_| next)
    };
    let outside = text::find_conflicts(text, |at| block(at).is_some());
    let torn = text::find_torn_conflict(text, block).map(|first| Conflicts { first, count: 1 });
    match (outside, torn) {
        (Some(outside), Some(torn)) if torn.first.start < outside.first.start => Some(torn),
        (outside, torn) => outside.or(torn),
    }
}

fn code_blocks<'t>(events: impl Iterator<Item = (Event<'t>, Range<usize>)>) -> Vec<Range<usize>> {
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))));
    blocks.map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_that_reaches_out_of_code_is_one() {
        let text = "```\ncode\n<<<<<<< HEAD\nours\n```\n\nOurs.\n=======\ntheirs\n```\n\nTheirs.\n>>>>>>> x\n";
        let found = find_conflicts(text).expect("a conflict");
        assert_eq!(&text[found.first.range()], "<<<<<<< HEAD");
        let closed = text.replace("theirs\n```", "```\ntheirs\n```");
        assert!(find_conflicts(&closed).is_some());
        // A lone marker as an example, and a heading.
        assert_eq!(find_conflicts("```\n<<<<<<< HEAD\n```\n\nTitle\n=======\n"), None);
    }

    #[test]
    fn examples_in_code_are_none() {
        let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n";
        assert!(find_conflicts(conflict).is_some());
        assert_eq!(find_conflicts(&format!("Text.\n\n```\n{conflict}```\n")), None);
        assert_eq!(find_conflicts(&format!("~~~text\n{conflict}~~~\n")), None);
        let both = format!("```\n{conflict}```\n\n{conflict}");
        assert_eq!(
            find_conflicts(&both).map(|found| (found.first.range().start, found.count)),
            Some((both.len() - conflict.len(), 1))
        );
    }
}
