//! Styles that load nothing: what would is left out, declaration by declaration, and the rest stays.
//!
//! Read as browsers read it, by the same tokens, so that no comment and no escape hides anything.

use cssparser::{ParseError, Parser, ToCss as _, Token};

use super::picture;
use super::removed::{Part, Removed};

/// Styles nested deeper are left out whole.
const MAX_DEPTH: usize = 32;

/// At-rules that load nothing by themselves.
const AT_RULES: &[&str] = &[
    "media",
    "supports",
    "keyframes",
    "-webkit-keyframes",
    "-moz-keyframes",
    "layer",
    "container",
    "font-face",
    "namespace",
    "property",
    "scope",
    "starting-style",
    "page",
    "counter-style",
    "font-feature-values",
];

/// Functions that load what they are given, however that is put together.
const LOADING: &[&str] = &[
    "src",
    "image",
    "image-set",
    "-webkit-image-set",
    "cross-fade",
    "-webkit-cross-fade",
    "element",
    "-moz-element",
    "paint",
    "expression",
];

/// Functions that take text which is no address.
const OF_TEXT: &[&str] =
    &["local", "format", "tech", "attr", "counter", "counters", "lang", "var", "symbols", "is", "where", "not", "has"];

/// A part of a style.
enum Piece {
    /// As it is to be written.
    Plain(String),
    /// A name with `@`.
    At(String),
    /// Text in quotes.
    Text(String),
    /// `url(…)` without quotes.
    Address(String),
    /// What no browser can read.
    Bad,
    /// `;`
    End,
    /// `{…}`
    Block(Vec<Piece>),
    /// `name(…)`, `(…)` or `[…]`, by what it begins with.
    Inside(String, Vec<Piece>),
}

/// Whether an attribute that may be read as a style loads nothing.
pub(super) fn is_harmless(value: &str) -> bool {
    !value.contains(['(', '\\']) || pieces(value).is_some_and(|pieces| are_harmless(&pieces, false))
}

/// A style sheet, or the value of a `style` attribute, with only what loads nothing.
pub(super) fn harmless(css: &str, removed: &mut Removed) -> String {
    let mut written = String::new();
    match pieces(css) {
        Some(pieces) => write_items(&pieces, &mut written, false, removed),
        None => removed.add(Part::Style),
    }
    written
}

/// The parts of a style; `None` when it is nested too deep.
fn pieces(css: &str) -> Option<Vec<Piece>> {
    read(&mut Parser::new(css), 0)
}

fn read(parser: &mut Parser<'_>, depth: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    loop {
        let start = parser.position();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return Some(pieces) };
        let token = token.clone();
        let piece = match &token {
            Token::Comment(_) => Piece::Plain("/**/".to_owned()),
            Token::Semicolon => Piece::End,
            Token::QuotedString(text) => Piece::Text(text.to_string()),
            Token::UnquotedUrl(address) => Piece::Address(address.to_string()),
            Token::AtKeyword(name) => Piece::At(name.to_string()),
            Token::BadUrl(_) | Token::BadString(_) => Piece::Bad,
            Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => Piece::Bad,
            Token::CurlyBracketBlock => Piece::Block(inside(parser, depth)?),
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock => {
                Piece::Inside(token.to_css_string(), inside(parser, depth)?)
            }
            // As it was written, since a number may have more digits than it is read with.
            Token::Number { .. } | Token::Percentage { .. } | Token::Dimension { .. } => {
                Piece::Plain(parser.slice_from(start).to_owned())
            }
            _ => Piece::Plain(token.to_css_string()),
        };
        pieces.push(piece);
    }
}

fn inside(parser: &mut Parser<'_>, depth: usize) -> Option<Vec<Piece>> {
    let read = |parser: &mut Parser<'_>| Ok::<_, ParseError<()>>(read(parser, depth + 1));
    if depth >= MAX_DEPTH { None } else { parser.parse_nested_block(read).ok().flatten() }
}

/// Writes rules and declarations that load nothing.
fn write_items(pieces: &[Piece], written: &mut String, is_font: bool, removed: &mut Removed) {
    let mut begun = 0;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::End => write_declaration(&pieces[begun..=at], written, is_font, removed),
            Piece::Block(block) => write_rule(&pieces[begun..at], block, written, removed),
            _ => continue,
        }
        begun = at + 1;
    }
    write_declaration(&pieces[begun..], written, is_font, removed);
}

/// Writes a declaration, or an at-rule without a block, if it loads nothing.
fn write_declaration(pieces: &[Piece], written: &mut String, is_font: bool, removed: &mut Removed) {
    let is_blank = |piece: &&Piece| !matches!(piece, Piece::Plain(text) if text.trim().is_empty() || text == "/**/");
    let may_stay = match pieces.iter().find(is_blank) {
        None => return,
        // Where the name space is named by an address, nothing is loaded from there.
        Some(Piece::At(name)) => ["namespace", "layer"].iter().any(|known| name.eq_ignore_ascii_case(known)),
        Some(Piece::Plain(name))
            if name.eq_ignore_ascii_case("behavior") || name.eq_ignore_ascii_case("-moz-binding") =>
        {
            false
        }
        Some(_) => are_harmless(pieces, is_font),
    };
    match may_stay {
        true => pieces.iter().for_each(|piece| piece.write(written)),
        // Without its letters a text is shown in others.
        false if is_font => {}
        false => removed.add(Part::Style),
    }
}

/// Writes a rule with its block, of which only what loads nothing stays.
fn write_rule(begin: &[Piece], block: &[Piece], written: &mut String, removed: &mut Removed) {
    let at_rule = begin.iter().find_map(|piece| match piece {
        Piece::At(name) => Some(name.to_ascii_lowercase()),
        _ => None,
    });
    let is_known = at_rule.as_ref().is_none_or(|name| AT_RULES.contains(&name.as_str()));
    if !is_known || begin.iter().any(|piece| matches!(piece, Piece::Bad)) {
        return removed.add(Part::Style);
    }
    begin.iter().for_each(|piece| piece.write(written));
    written.push('{');
    write_items(block, written, at_rule.as_deref() == Some("font-face"), removed);
    written.push('}');
}

fn are_harmless(pieces: &[Piece], is_font: bool) -> bool {
    let is_inside = |address: &str| {
        let address = address.trim();
        address.starts_with('#') || picture::is_points(address) || is_font && picture::is_letters(address)
    };
    pieces.iter().all(|piece| match piece {
        Piece::Plain(_) | Piece::End | Piece::Text(_) | Piece::At(_) => true,
        Piece::Bad => false,
        Piece::Address(address) => is_inside(address),
        Piece::Block(inside) => are_harmless(inside, is_font),
        Piece::Inside(begin, inside) => {
            let name = begin.strip_suffix('(').unwrap_or_default().to_ascii_lowercase();
            match name.as_str() {
                "url" => inside.iter().all(|piece| match piece {
                    Piece::Text(address) => is_inside(address),
                    Piece::Plain(text) => text.trim().is_empty(),
                    _ => false,
                }),
                name if LOADING.contains(&name) => false,
                name => {
                    let has_text = inside.iter().any(|piece| matches!(piece, Piece::Text(_)));
                    (name.is_empty() || !has_text || OF_TEXT.contains(&name)) && are_harmless(inside, is_font)
                }
            }
        }
    })
}

impl Piece {
    fn write(&self, written: &mut String) {
        match self {
            Piece::Plain(text) => written.push_str(text),
            Piece::At(name) => written.push_str(&Token::AtKeyword(name.as_str().into()).to_css_string()),
            Piece::Text(text) => written.push_str(&Token::QuotedString(text.as_str().into()).to_css_string()),
            Piece::Address(address) => {
                let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '(' | ')' | '\\');
                let address = match address.chars().all(is_plain) {
                    true => address.clone(),
                    false => Token::QuotedString(address.as_str().into()).to_css_string(),
                };
                written.push_str(&format!("url({address})"));
            }
            Piece::Bad => {}
            Piece::End => written.push(';'),
            Piece::Block(inside) => {
                written.push('{');
                inside.iter().for_each(|piece| piece.write(written));
                written.push('}');
            }
            Piece::Inside(begin, inside) => {
                written.push_str(begin);
                inside.iter().for_each(|piece| piece.write(written));
                written.push(if begin.ends_with('[') { ']' } else { ')' });
            }
        }
    }
}
