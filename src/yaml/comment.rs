//! The comments of a text: what an edit that moves things has to keep.

use super::{Node, Value};
use crate::text::Span;

/// Every comment between the tokens of a text, in order. One behind the indicator of a text of several lines is part of
/// that text's token.
pub(super) fn comments<'t>(text: &'t str, root: Option<&Node>) -> Vec<&'t str> {
    let mut tokens = Vec::new();
    if let Some(root) = root {
        collect_tokens(root, &mut tokens);
    }
    let (mut found, mut at) = (Vec::new(), 0);
    for token in tokens.into_iter().chain([Span::at(text.len())]) {
        let range = token.range();
        if let Some(gap) = text.get(at..range.start) {
            found.extend(gap.lines().filter_map(|line| line.find('#').map(|hash| line[hash..].trim_end())));
        }
        at = at.max(range.end);
    }
    found
}

fn collect_tokens(node: &Node, tokens: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(_) => tokens.push(node.span),
        Value::Sequence(list) => list.items.iter().for_each(|item| collect_tokens(item, tokens)),
        Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| {
            collect_tokens(&entry.key, tokens);
            collect_tokens(&entry.value, tokens);
        }),
    }
}
