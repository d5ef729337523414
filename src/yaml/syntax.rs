//! What to say about text that does not parse, and about what records may not use.
//!
//! Owns the words. The parser's own are terse and name grammar; these name what the author sees.

use granit_parser::{ErrorKind, ScanError};

use super::{Fault, FaultKind, gap};
use crate::text::Span;

/// Longest quotation of a file in a message, in characters.
const MAX_SHOWN: usize = 40;

/// How far the text was read when the parser stopped.
pub(super) struct Place<'t> {
    /// The text being read.
    pub(super) text: &'t str,
    /// Where the text begins in its file.
    pub(super) base: usize,
    /// The end of the last token that became part of the tree.
    pub(super) read_to: usize,
    /// The last scalar.
    pub(super) last_scalar: Option<(usize, usize)>,
    /// The innermost open bracket.
    pub(super) open_bracket: Option<usize>,
}

/// Words for one fault; the span defaults to the token at the parser's position.
struct Words {
    message: String,
    help: Option<&'static str>,
    token: Option<(usize, usize)>,
    related: Option<(usize, &'static str)>,
}

impl Words {
    fn new(message: impl Into<String>, help: &'static str) -> Words {
        Words { message: message.into(), help: Some(help), token: None, related: None }
    }

    fn at(mut self, start: usize, end: usize) -> Words {
        self.token = Some((start, end));
        self
    }

    fn related(mut self, offset: Option<usize>, label: &'static str) -> Words {
        self.related = offset.map(|offset| (offset, label));
        self
    }
}

impl Place<'_> {
    /// Says why the parser stopped.
    pub(super) fn explain(&self, error: &ScanError) -> Fault {
        let mut offset = error.marker().byte_offset().unwrap_or(self.read_to).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let open_bracket = self.open_bracket.or_else(|| gap::open_bracket(self.text, self.read_to, offset));
        let words = Place { open_bracket, ..*self }.words(error.kind(), offset);
        let (start, end) = words.token.unwrap_or((offset, gap::token_end(self.text, offset)));
        let kind = match error.kind() {
            ErrorKind::UndeclaredTagHandle => FaultKind::Unsupported,
            _ => FaultKind::Syntax,
        };
        let related = words.related.filter(|(place, _)| *place != start).map(|(place, label)| {
            let end = gap::token_end(self.text, place);
            (Span::new(self.base + place, self.base + end), label.to_owned())
        });
        Fault {
            kind,
            span: Span::new(self.base + start, self.base + end),
            message: words.message,
            help: words.help.map(str::to_owned),
            related,
            edits: Vec::new(),
        }
    }

    fn words(&self, kind: &ErrorKind, offset: usize) -> Words {
        use ErrorKind as E;
        match kind {
            E::TabNotAllowed
            | E::TabInBlockIndentation
            | E::TabInIndentation
            | E::TabAtBlockScalarStart
            | E::TabInPlainScalar => self.tab(offset),
            E::MappingValueNotAllowed | E::InvalidColonPlacement | E::FlowMappingValueAdjacentCollection => {
                self.colon(offset)
            }
            E::UnclosedFlowCollection { .. }
            | E::UnexpectedEofFlowSequence
            | E::UnexpectedEofFlowMapping
            | E::ExpectedFlowMappingSeparator
            | E::ExpectedFlowSequenceSeparator
            | E::InvalidFlowScalarIndent
            | E::BlockEntryInFlowCollection => self.unclosed_bracket(offset),
            E::UnexpectedEofImplicitFlowMapping => Words::new(
                format!("{} where an item should be", self.shown_at(offset)),
                "remove the extra comma, or write the item",
            ),
            E::MisplacedFlowCollectionEnd => Words::new(
                format!("{} closes nothing", self.shown_at(offset)),
                "remove it, or quote the value if it is part of the text",
            ),
            E::MismatchedFlowCollectionEnd { open, close } => {
                Words::new(format!("`{open}` is closed by `{close}`"), "close `[` with `]` and `{` with `}`")
            }
            E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar | E::InvalidQuotedScalarIndent => {
                self.unclosed_quote(offset)
            }
            E::InvalidIndentation if self.open_bracket.is_some() => self.unclosed_bracket(offset),
            E::InvalidIndentation
            | E::ExpectedBlockMappingKey
            | E::ExpectedBlockSequenceEntry
            | E::SimpleKeyExpected
            | E::InvalidSimpleKey
            | E::MappingKeyNotAllowed
            | E::BlockSequenceEntryNotAllowed => self.structure(kind, offset),
            kind => self.character(kind, offset),
        }
    }

    fn tab(&self, offset: usize) -> Words {
        let words = Words::new("tab used for indentation", "indent with spaces");
        let start = gap::line_start(self.text, offset);
        match self.text[start..].find('\t') {
            Some(tab) => {
                let tab = start + tab;
                let length = self.text[tab..].bytes().take_while(|byte| *byte == b'\t').count();
                words.at(tab, tab + length)
            }
            None => words,
        }
    }

    fn colon(&self, offset: usize) -> Words {
        let Some((start, end)) = self.last_scalar else {
            return Words::new("`:` where no key is", "write `key: value`");
        };
        if self.text[start..end].contains(['\n', '\r']) {
            return Words::new(
                format!("`:` in a text that began on an earlier line with {}", self.shown(start, end)),
                "end that line with `:` if it is a key, mend the indentation, or quote the text",
            )
            .related(Some(start), "the text begins here");
        }
        if gap::line_start(self.text, offset) > end {
            return Words::new("`:` where no key is", "mend the indentation, or quote the text");
        }
        Words::new("this value contains `: `", "quote it")
    }

    fn unclosed_bracket(&self, offset: usize) -> Words {
        let open = self.open_bracket.unwrap_or(offset);
        let name = if self.text[open..].starts_with('{') { "mapping" } else { "list" };
        let until = gap::line_end(self.text, offset.max(open));
        let help = match name {
            _ if gap::has_joined_comment(&self.text[open..until]) => {
                "put the text with the `#` in quotes: after a blank, a `#` begins a comment"
            }
            "mapping" => "close it with `}`, or separate its entries with `,`",
            _ => "close it with `]`, or separate its items with `,`",
        };
        Words::new(format!("{name} is not closed"), help).related(Some(open), "opened here")
    }

    fn unclosed_quote(&self, offset: usize) -> Words {
        let quote = match self.text.as_bytes().get(offset) {
            Some(b'"' | b'\'') => Some(offset),
            _ => gap::find_indicator(self.text, self.read_to, b"\"'"),
        };
        Words::new("quoted text is not closed", "close it with the same quote, and indent its further lines")
            .related(quote, "opened here")
    }

    /// A line that fits neither the list or mapping before it nor begins one.
    fn structure(&self, kind: &ErrorKind, offset: usize) -> Words {
        let start = gap::line_start(self.text, offset);
        let line = &self.text[start..gap::line_end(self.text, offset)];
        let first = start + line.len() - line.trim_start_matches([' ', '\t']).len();
        if first < self.read_to {
            let dash = self.text[offset..].starts_with('-');
            return match kind {
                ErrorKind::BlockSequenceEntryNotAllowed if dash => Words::new(
                    "`-` cannot begin a list here",
                    "put the list on lines of its own below the key, or quote the value",
                ),
                _ => Words::new(
                    format!("{} after the end of the value", self.shown_at(offset)),
                    "quote the whole value, or move this to a line of its own",
                ),
            };
        }
        let is_item = self.text[first..].starts_with("- ");
        let words = match kind {
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::BlockSequenceEntryNotAllowed if is_item => {
                Words::new("`-` among the keys of a mapping", "indent the item below the key it belongs to")
            }
            ErrorKind::ExpectedBlockSequenceEntry => Words::new(
                format!("{} among the items of a list", self.shown_at(first)),
                "begin the line with `- `, or mend its indentation",
            ),
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => Words::new(
                format!("{} is no `key: value`", self.shown(first, start + line.trim_end().len())),
                "add `:` after the key, or indent the line if it goes on from the one before",
            ),
            _ => Words::new(
                format!("{} is indented like nothing before it", self.shown_at(first)),
                "line it up with the keys or items it belongs to",
            ),
        };
        words.at(first, gap::token_end(self.text, first))
    }

    /// Faults of single characters and tokens.
    fn character(&self, kind: &ErrorKind, offset: usize) -> Words {
        use ErrorKind as E;
        let quote_end = "quote the whole value, with the inner quotes doubled or escaped";
        match kind {
            E::UnexpectedCharacter { character } if character.is_control() => Words::new(
                format!("the control character U+{:04X} cannot be written as it is", *character as u32),
                "remove it",
            ),
            E::UnexpectedCharacter { character } => {
                Words::new(format!("`{character}` cannot begin a value"), "quote the value")
            }
            E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
                Words::new(format!("{} after the closing quote", self.shown_at(offset)), quote_end)
            }
            E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape => {
                Words::new("unknown escape in double-quoted text", "write `\\\\` for a backslash, or use single quotes")
            }
            E::InvalidLowSurrogateHexEscape
            | E::InvalidLowSurrogate
            | E::MissingLowSurrogate
            | E::UnpairedLowSurrogate
            | E::InvalidUnicodeEscape => {
                Words::new("an escape in double-quoted text names no character", "write the character itself")
            }
            E::CommentNotSeparated => {
                Words::new("`#` directly after a value", "put a space before the comment, or quote the value")
            }
            E::CommentInterceptedScalar => {
                Words::new("a comment between the lines of one text", "move the comment, or quote the text")
            }
            E::BomInsideDocument => Words::new("a byte-order mark inside the text", "remove it"),
            E::UndeclaredTagHandle => {
                let end = gap::word_end(self.text, offset);
                Words::new(format!("{} is an explicit tag", self.shown(offset, end)), TAG_HELP).at(offset, end)
            }
            E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => {
                Words::new("text after `|` or `>`", "begin the text on the next line, or quote it")
            }
            E::InvalidBlockScalarIndent => Words::new(
                "a line of the block is indented differently from its first",
                "indent its first line no deeper than the others",
            ),
            E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective => {
                Words::new("a `%` directive without `---`", "remove the directive")
            }
            kind => Words { message: kind.to_string(), help: None, token: None, related: None },
        }
    }

    fn shown_at(&self, offset: usize) -> String {
        match gap::token_end(self.text, offset) {
            end if end == offset => "the end of the text".to_owned(),
            end => self.shown(offset, end),
        }
    }

    fn shown(&self, start: usize, end: usize) -> String {
        // A line of nothing but blanks ends before its first character.
        shown(&self.text[start..end.max(start)])
    }
}

const TAG_HELP: &str = "remove the tag; quote a value that is meant as text";

/// A fault of a token that records may not use.
pub(super) fn unsupported(token: &str, span: Span, what: Unsupported) -> Fault {
    let (sort, help) = match what {
        Unsupported::Anchor => ("is an anchor", "remove it, and write the value out where it is needed"),
        Unsupported::Alias => ("is an alias", "write the value out here"),
        Unsupported::Merge => ("is a merge key", "write the entries out here"),
        Unsupported::Tag => ("is an explicit tag", TAG_HELP),
        Unsupported::Directive => ("is a directive", "remove the line"),
        Unsupported::Document => ("begins a second document", "keep one document in a file"),
    };
    Fault {
        kind: FaultKind::Unsupported,
        span,
        message: format!("{} {sort}", shown(token)),
        help: Some(help.to_owned()),
        related: None,
        edits: Vec::new(),
    }
}

/// The sorts of tokens that records may not use.
#[derive(Clone, Copy)]
pub(super) enum Unsupported {
    Anchor,
    Alias,
    Merge,
    Tag,
    Directive,
    Document,
}

/// A key for the second time.
pub(super) fn duplicate(key: &str, span: Span, first: Span) -> Fault {
    Fault {
        kind: FaultKind::DuplicateKey,
        span,
        message: format!("{} is already given in this mapping", shown(key)),
        help: Some("remove one of the two; the first holds".to_owned()),
        related: Some((first, "first given here".to_owned())),
        edits: Vec::new(),
    }
}

/// A fault of the limits.
pub(super) fn beyond(message: String, help: &str, span: Span) -> Fault {
    Fault { kind: FaultKind::Syntax, span, message, help: Some(help.to_owned()), related: None, edits: Vec::new() }
}

/// Text of a file as messages quote it: on one line, not too long, in backticks.
fn shown(text: &str) -> String {
    let mut line: String = text
        .trim()
        .chars()
        .take(MAX_SHOWN)
        .map(|c| if c.is_ascii_whitespace() || c.is_control() { ' ' } else { c })
        .collect();
    if text.trim().chars().nth(MAX_SHOWN).is_some() {
        line.push('…');
    }
    format!("`{line}`")
}
