//! What to say about text that does not parse, and about what records may not use.
//!
//! Owns the words. The parser's own are terse and name grammar; these name what the author sees.

use granit_parser::{ErrorKind, ScanError};

use super::{Fault, FaultKind, gap};
use crate::text::{Span, TextEdit};

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
    /// Where a space is missing.
    spaces: Vec<usize>,
}

impl Words {
    fn new(message: impl Into<String>, help: &'static str) -> Words {
        Words { message: message.into(), help: Some(help), token: None, related: None, spaces: Vec::new() }
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
            edits: words.spaces.iter().map(|at| TextEdit::insert(self.base + at, " ")).collect(),
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
            E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator if self.is_second_colon(offset) => {
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
                format!("{} where a list entry should be", self.shown_at(offset)),
                "remove the extra comma, or write the entry",
            ),
            E::MisplacedFlowCollectionEnd => Words::new(
                format!("{} closes nothing", self.shown_at(offset)),
                "remove it, or put the value in quotes if it is part of the text",
            ),
            E::MismatchedFlowCollectionEnd { open, close } => {
                Words::new(format!("`{open}` is closed by `{close}`"), "close `[` with `]` and `{` with `}`")
            }
            E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar | E::InvalidQuotedScalarIndent => {
                self.unclosed_quote(offset)
            }
            E::ExpectedDocumentStart if !self.is_behind_directive(offset) => self.structure(kind, offset),
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

    /// Whether a line before begins with `%`.
    fn is_behind_directive(&self, offset: usize) -> bool {
        self.text[..offset].lines().any(|line| line.starts_with('%'))
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
            // The last line is the key whose colon this is.
            let above = self.text[start..end].trim_end().rfind('\n').map_or(start, |length| start + length);
            if let Some(words) = self.joined_colon(start, above) {
                return words;
            }
            let is_entry = self.text[gap::line_start(self.text, start)..start].trim() == "-";
            let help = match is_entry {
                true => "begin that entry with a key, such as `- item: …` or `- quote: …`, or put the text in quotes",
                false => "end that line with `:` if it is a key, mend the indentation, or put the text in quotes",
            };
            let message = format!("`:` in a text that began on an earlier line with {}", self.shown(start, end));
            return Words::new(message, help).related(Some(start), "the text begins here");
        }
        if gap::line_start(self.text, offset) > end {
            return Words::new("`:` where no key is", "mend the indentation, or put the text in quotes");
        }
        let is_quoted = self.text[start..end].starts_with(['"', '\'']);
        Words::new("this value contains `: `", if is_quoted { QUOTES_WITHIN } else { "put the value in quotes" })
    }

    /// Words for lines that are a key, a colon and a value joined to it, `title:Invite`: nothing else is there from
    /// `start`, at which the first begins, to `end`.
    fn joined_colon(&self, start: usize, end: usize) -> Option<Words> {
        let (mut spaces, mut offset) = (Vec::new(), start);
        for line in self.text[start..end].split_inclusive('\n') {
            let text = line.trim_start();
            let (key, value) = text.split_once(':')?;
            let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            let is_joined = value.starts_with(|c: char| !c.is_whitespace()) && !value.starts_with("//");
            if !is_key || !is_joined {
                return None;
            }
            spaces.push(offset + line.len() - text.len() + key.len() + 1);
            offset += line.len();
        }
        let first_end = gap::line_end(self.text, start);
        let written = self.text[start..first_end].trim_end();
        let message = format!("{} has no space after the colon", shown(written));
        let words = Words::new(message, "put a space after the colon").at(start, start + written.len());
        Some(Words { spaces, ..words })
    }

    /// Whether a `:` follows a value on its line, in brackets.
    fn is_second_colon(&self, offset: usize) -> bool {
        let is_on_line = |(_, end): (usize, usize)| gap::line_start(self.text, offset) <= end;
        self.text[offset..].starts_with(':') && self.last_scalar.is_some_and(is_on_line)
    }

    fn unclosed_bracket(&self, offset: usize) -> Words {
        let open = self.open_bracket.unwrap_or(offset);
        let bracket = if self.text[open..].starts_with('{') { '{' } else { '[' };
        let until = gap::line_end(self.text, offset.max(open));
        let help = match bracket {
            _ if gap::has_joined_comment(&self.text[open..until]) => {
                "put the text with the `#` in quotes: after a blank, a `#` begins a comment"
            }
            '{' => "close it with `}`, or put `,` between the fields in it",
            _ => "close it with `]`, or put `,` between the entries in it",
        };
        Words::new(format!("`{bracket}` is not closed"), help).related(Some(open), "opened here")
    }

    fn unclosed_quote(&self, offset: usize) -> Words {
        let quote = match self.text.as_bytes().get(offset) {
            Some(b'"' | b'\'') => Some(offset),
            _ => gap::find_indicator(self.text, self.read_to, b"\"'"),
        };
        Words::new("quoted text is not closed", "close it with the same quote, and indent its further lines")
            .related(quote, "opened here")
    }

    /// A line that neither goes on with the list or fields before it nor begins others.
    fn structure(&self, kind: &ErrorKind, offset: usize) -> Words {
        let start = gap::line_start(self.text, offset);
        let line = &self.text[start..gap::line_end(self.text, offset)];
        let first = start + line.len() - line.trim_start_matches([' ', '\t']).len();
        if first < self.read_to {
            let dash = self.text[offset..].starts_with('-');
            return match kind {
                ErrorKind::BlockSequenceEntryNotAllowed if dash => Words::new(
                    "`-` cannot begin a list here",
                    "put the list on lines of its own below the key, or put the value in quotes",
                ),
                ErrorKind::MappingKeyNotAllowed if self.text[offset..].starts_with('?') => self.beginning(offset),
                _ => Words::new(
                    format!("{} after the end of the value", self.shown_at(offset)),
                    "put the whole value in quotes, or move this to a line of its own",
                ),
            };
        }
        let is_item = self.text[first..].starts_with("- ");
        if let ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey = kind
            && let Some(words) = self.joined_colon(first, start + line.len())
        {
            return words;
        }
        let words = match kind {
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::BlockSequenceEntryNotAllowed if is_item => {
                Words::new("`-` among fields", "indent the list entry below the field it belongs to")
            }
            ErrorKind::ExpectedBlockSequenceEntry => Words::new(
                format!("{} among the entries of a list", self.shown_at(first)),
                "begin the line with `- `, or mend its indentation",
            ),
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => Words::new(
                format!("{} is no `key: value`", self.shown(first, start + line.trim_end().len())),
                "add `:` after the key, or indent the line if it goes on from the one before",
            ),
            _ => Words::new(
                format!("{} is indented like nothing before it", self.shown_at(first)),
                "line it up with the fields or list entries it belongs to",
            ),
        };
        words.at(first, gap::token_end(self.text, first))
    }

    /// Faults of single characters and tokens.
    fn character(&self, kind: &ErrorKind, offset: usize) -> Words {
        use ErrorKind as E;
        match kind {
            E::UnexpectedCharacter { character } if character.is_control() => Words::new(
                format!("the control character U+{:04X} cannot be written as it is", *character as u32),
                "remove it",
            ),
            E::UnexpectedCharacter { .. }
            | E::MissingAnchorOrAliasName
            | E::PlainScalarStartsWithDashFlowIndicator
            | E::UnexpectedEofBlockMapping
            | E::UnexpectedEofBlockSequence
            | E::UnexpectedEof
            | E::ExpectedNodeContent
            | E::UnexpectedEndOfPlainScalar => self.beginning(offset),
            E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
                Words::new(format!("{} after the closing quote", self.shown_at(offset)), QUOTES_WITHIN)
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
            E::CommentNotSeparated => Words::new(
                "`#` directly after a value",
                "put a space before it if it begins a comment, or the whole value in quotes if not",
            ),
            E::CommentInterceptedScalar => {
                Words::new("a comment between the lines of one text", "move the comment, or put the text in quotes")
            }
            E::BomInsideDocument => Words::new("a byte-order mark inside the text", "remove it"),
            kind => self.mark(kind, offset),
        }
    }

    /// What cannot begin a value, at `offset`.
    fn beginning(&self, offset: usize) -> Words {
        match self.text[offset..].chars().next() {
            None => Words::new("the text ends where a value should be", "write the value, or remove what begins it"),
            Some('`') => Words::new("a backtick cannot begin a value", "put the value in quotes"),
            Some(_) => {
                Words::new(format!("{} cannot begin a value here", self.shown_at(offset)), "put the value in quotes")
            }
        }
    }

    /// Faults of tags, directives, blocks of text and the marks around documents, and whatever else there may be.
    fn mark(&self, kind: &ErrorKind, offset: usize) -> Words {
        use ErrorKind as E;
        match kind {
            E::UndeclaredTagHandle
            | E::ExpectedTagBang
            | E::InvalidGlobalTagCharacter
            | E::InvalidTagTerminator
            | E::MissingTagUri
            | E::UnclosedVerbatimTag
            | E::InvalidTagEscape
            | E::InvalidTagUtf8LeadingByte
            | E::InvalidTagUtf8TrailingByte
            | E::InvalidTagUtf8 => {
                let end = gap::word_end(self.text, offset);
                Words::new(format!("{} is an explicit tag", self.shown(offset, end)), TAG_HELP).at(offset, end)
            }
            E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => {
                Words::new("text after `|` or `>`", "begin the text on the next line, or put all of it in quotes")
            }
            E::InvalidBlockScalarIndent => Words::new(
                "a line of the block is indented differently from its first",
                "indent its first line no deeper than the others",
            ),
            E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective => {
                Words::new("a `%` directive without `---`", "remove the directive")
            }
            _ if self.text[gap::line_start(self.text, offset)..].starts_with('%') => {
                Words::new("a line that begins with `%` is a directive", "remove the line")
            }
            E::InvalidDocumentEnd => {
                Words::new("text after `...`", "remove the `...`, or put the value in quotes that begins with it")
            }
            E::InvalidBlockEntryWhitespace | E::InvalidMappingValueWhitespace | E::ExpectedWhitespace => {
                Words::new("no space where one is needed", "put a space after the `-` or `:` before this")
            }
            E::RecursionLimitExceeded => Words::new("nested too deep", "put less into each other"),
            _ => Words::new(
                format!("{} cannot be read here", self.shown_at(offset)),
                "put the value in quotes if it is text",
            ),
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

const TAG_HELP: &str = "remove it, or put the whole value in quotes if it is text";

/// How to write any value that has quotes in it.
const QUOTES_WITHIN: &str = "put the whole value in single quotes, and write each `'` in it twice";

/// A fault of a token that records may not use.
pub(super) fn unsupported(token: &str, span: Span, what: Unsupported) -> Fault {
    let (sort, help) = match what {
        Unsupported::Anchor => (
            "is an anchor",
            "put the whole value in quotes if it is text; else remove this, and write the value out where it is needed",
        ),
        Unsupported::Alias => {
            ("is an alias", "put the whole value in quotes if it is text; else write out here what it stands for")
        }
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
    let what = if key.trim().is_empty() { "a field without a name".to_owned() } else { shown(key) };
    Fault {
        kind: FaultKind::DuplicateKey,
        span,
        message: format!("{what} is given a second time"),
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
