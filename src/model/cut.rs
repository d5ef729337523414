//! Texts that are cut off: by a `#`, which begins a comment behind a blank, so that what follows is dropped, and by a
//! comma, which ends a text without quotes in braces.

use super::decode::Decoder;
use super::field::{Table, ValueType};
use crate::diag::{Problem, Rule};
use crate::text::{Span, TextEdit};
use crate::yaml::quote;
use crate::yaml::{Entry, Mapping, Node, Scalar, Sequence, Value};

/// The longest quotation in a message, in characters.
const MAX_SHOWN: usize = 40;

impl Decoder<'_> {
    /// Warns of a `#` behind a value that is written without quotes, or in its place, when what follows was hardly meant as
    /// a comment: people begin those with a blank.
    pub(super) fn warn_of_cut(&mut self, node: &Node, value_type: &ValueType) {
        let Some(scalar) = node.as_scalar().filter(|scalar| scalar.is_plain()) else { return };
        let is_empty = scalar.text.is_empty();
        // What stands there and says nothing is an alias, which is reported.
        if is_empty && !node.span.is_empty() {
            return;
        }
        // A word of a set, an ID, a number or a date is whole without what follows.
        if !is_empty && !may_go_on(&scalar.text, value_type) {
            return;
        }
        if let Some(comment) = self.comment_at(node.span.end as usize).filter(|comment| self.is_joined(*comment)) {
            let whole =
                Span::new(if is_empty { comment.start } else { node.span.start } as usize, comment.end as usize);
            self.report_cut(comment, whole, is_empty, value_type);
        }
    }

    /// Warns of entries of a list that are nothing but a comment.
    pub(super) fn warn_of_lost_entries(&mut self, node: &Node, list: &Sequence, of: &ValueType) {
        if !list.flow {
            for item in
                list.items.iter().filter(|item| item.as_scalar().is_some_and(says_nothing) && item.span.is_empty())
            {
                if let Some(comment) =
                    self.comment_at(item.span.end as usize).filter(|comment| self.has_words(*comment))
                {
                    self.report_cut(comment, comment, true, of);
                }
            }
            return;
        }
        // In brackets a comment behind the comma takes the rest of the line.
        let ends = list.items.iter().map(|item| item.span.end as usize);
        for end in ends.chain([node.span.start as usize]) {
            let rest = self.source.text().get(end..).unwrap_or_default();
            let unspaced = rest.trim_start_matches([' ', '\t']);
            let Some(after) = unspaced.strip_prefix(',').or(rest.strip_prefix('[')) else { continue };
            let at = self.source.text().len() - after.len();
            if let Some(comment) = self.comment_at(at).filter(|comment| self.is_joined(*comment)) {
                self.report_cut(comment, comment, true, of);
            }
        }
    }

    /// Reports keys in braces that are the rest of the text before them, `{ quote: Yes, she said }`, and gives how many of
    /// `entries` are.
    pub(super) fn report_cut_at_comma(
        &mut self,
        before: &Entry,
        entries: &[Entry],
        mapping: &Mapping,
        table: &Table,
    ) -> usize {
        if !mapping.flow {
            return 0;
        }
        let field = before.key.as_scalar().and_then(|key| table.field(&key.text));
        let is_text = before.value.as_scalar().is_some_and(|text| text.is_plain() && !text.text.is_empty());
        if !is_text || !field.is_some_and(|field| takes_text(&field.value)) {
            return 0;
        }
        let is_rest = |entry: &&Entry| {
            let after = self.source.text().get(entry.key.span.end as usize..).unwrap_or_default().trim_start();
            let is_unknown = |key: &Scalar| table.field(&key.text).is_none() && !key.text.starts_with("x-");
            entry.value.is_absent() && !after.starts_with(':') && entry.key.as_scalar().is_some_and(is_unknown)
        };
        let count = entries.iter().take_while(is_rest).count();
        let Some((first, last)) = entries[..count].first().zip(entries[..count].last()) else { return 0 };
        let rest = Span::new(first.key.span.start as usize, last.key.span.end as usize);
        let whole = Span::new(before.value.span.start as usize, rest.end as usize);
        let message = format!("`{}` is no field of {}", shown(self.source.slice(rest)), table.with_article());
        let problem = Problem::new(Rule::UnknownField, rest, message);
        let problem = problem.help("put the text in quotes: a comma ends it here");
        let text = self.source.slice(whole);
        // Over several lines, or where a part has quotes already, nobody can tell what the text was to be.
        let is_clear = !text.contains(['\n', '\r', '#', '"', '\'']);
        self.report(match is_clear {
            true => problem.fix("put it in quotes", vec![TextEdit::replace(whole, quote(text))]),
            false => problem,
        });
        count
    }

    /// Warns of what is cut off in a value of the user's own, however it is nested.
    pub(super) fn warn_of_cuts_below(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(_) => self.warn_of_cut(node, &ValueType::Text),
            Value::Sequence(list) => {
                self.warn_of_lost_entries(node, list, &ValueType::Text);
                list.items.iter().filter(|item| !item.is_absent()).for_each(|item| self.warn_of_cuts_below(item));
            }
            Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| self.warn_of_cuts_below(&entry.value)),
        }
    }

    /// The comment that follows `offset` on its line, behind a blank.
    fn comment_at(&self, offset: usize) -> Option<Span> {
        let rest = self.source.text().get(offset..)?;
        // First of all, so that a long line is not gone through for each value in it.
        let comment = rest.trim_start_matches([' ', '\t']).strip_prefix('#')?;
        let start = self.source.text().len() - comment.len() - 1;
        let length = comment.find(['\n', '\r']).unwrap_or(comment.len());
        (start > offset).then(|| Span::new(start, start + 1 + comment[..length].trim_end().len()))
    }

    /// Whether words follow the `#` without a blank.
    fn is_joined(&self, comment: Span) -> bool {
        self.source.slice(comment).trim_start_matches('#').starts_with(|c: char| !c.is_whitespace())
    }

    fn has_words(&self, comment: Span) -> bool {
        !self.source.slice(comment).trim_matches(|c: char| c == '#' || c.is_whitespace()).is_empty()
    }

    /// Reports a comment; `whole` is what is written with it, and `is_lost` says that there is nothing else.
    fn report_cut(&mut self, comment: Span, whole: Span, is_lost: bool, value_type: &ValueType) {
        let hash = Span::new(comment.start as usize, comment.start as usize + 1);
        let (written, text) = (self.source.slice(comment), self.source.slice(whole));
        let message = match is_lost {
            true => format!("`{}` is read as a comment, so that nothing is left here", shown(written)),
            false => {
                let what = if is_address(value_type) { "address" } else { "text" };
                format!("`{}` is not part of this {what}: a `#` after a blank begins a comment", shown(written))
            }
        };
        let problem = Problem::new(Rule::CommentCutsText, hash, message);
        let problem = if takes_text(value_type) {
            let quoted = quote(text);
            let help = format!(
                "put it in quotes if it belongs to the text: `{}`; write a blank after the `#` if not",
                shown(&quoted)
            );
            // In brackets, or over several lines, nobody can tell where the text was to end.
            let may_go_on = self.is_in_brackets() && written.contains([',', '[', ']', '{', '}']);
            let is_clear = !text.contains('\n') && !may_go_on && self.is_joined(comment);
            let problem = problem.help(help);
            if is_clear { problem.fix("put it in quotes", vec![TextEdit::replace(whole, quoted)]) } else { problem }
        } else if is_address(value_type) && !is_lost {
            problem.help(
                "remove the blank before the `#` if it belongs to the address; write a blank after the `#` if not",
            )
        } else {
            problem.help("write a blank after the `#` if it is a comment; write the value if not")
        };
        self.warnings.push(problem);
    }
}

/// Whether a value of a type is any text.
fn takes_text(value_type: &ValueType) -> bool {
    use ValueType::{File, Line, Markdown, OneOrMany, OpenWord, Text};
    match value_type {
        OneOrMany(of) => takes_text(of),
        other => matches!(other, Line | Text | Markdown | File | OpenWord(_)),
    }
}

/// Whether what is written could have been meant to go on behind a `#`.
fn may_go_on(text: &str, value_type: &ValueType) -> bool {
    let is_word = matches!(value_type, ValueType::OpenWord(words) if words.contains(&text));
    (takes_text(value_type) || is_address(value_type)) && !is_word
}

fn is_address(value_type: &ValueType) -> bool {
    matches!(value_type, ValueType::Url | ValueType::WebUrl)
}

fn says_nothing(scalar: &Scalar) -> bool {
    scalar.is_plain() && scalar.text.is_empty()
}

/// Text of a file as messages quote it.
fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
