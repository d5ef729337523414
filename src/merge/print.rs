//! Pieces written as a text again, each moved to the column of its siblings.

use super::piece::{Block, Body, Leaf, Piece};

/// Writes a document.
pub(super) fn print(document: &Block) -> String {
    let mut out = String::new();
    print_block(document, document.column, &mut out);
    out
}

fn print_block(block: &Block, column: usize, out: &mut String) {
    for (at, piece) in block.children.iter().enumerate() {
        let is_behind = at == 0 && block.is_inline;
        if !is_behind || !piece.leading.is_empty() {
            begin_line(out);
            push_lines(&piece.leading, piece.column, column, out);
            out.extend(std::iter::repeat_n(' ', column));
        }
        print_piece(piece, column, out);
    }
    if !block.tail.is_empty() {
        begin_line(out);
        push_lines(&block.tail, block.column, column, out);
    }
}

fn print_piece(piece: &Piece, column: usize, out: &mut String) {
    out.push_str(&piece.stem);
    match &piece.body {
        Body::Block(block) if block.children.is_empty() => {
            out.push_str(if block.is_list { " []" } else { " {}" });
            out.push_str(if piece.gap.trim().is_empty() { "\n" } else { &piece.gap });
        }
        Body::Block(block) => {
            out.push_str(&shifted(&piece.gap, piece.column, column));
            print_block(block, (block.column + column).saturating_sub(piece.column), out);
        }
        Body::Leaf(leaf) => {
            out.push_str(&shifted(&piece.gap, piece.column, column));
            out.push_str(&shifted(&leaf.text, piece.column, column));
            out.push_str(&leaf.trail);
        }
    }
}

/// Ends the line that has been begun, a dash with nothing behind it included.
fn begin_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
}

/// Adds whole lines, moved from one column to another.
fn push_lines(lines: &str, from: usize, to: usize, out: &mut String) {
    // The first line of a text stays where it is, so these get one in front of them.
    out.push_str(&shifted(&format!("\n{lines}"), from, to)[1..]);
}

/// A text with its lines but the first moved from one column to another.
pub(super) fn shifted(text: &str, from: usize, to: usize) -> String {
    let mut shifted = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if at > 0 && !line.trim().is_empty() {
            let surplus = from.saturating_sub(to);
            let blanks = line.len() - line.trim_start_matches(' ').len();
            shifted.extend(std::iter::repeat_n(' ', to.saturating_sub(from)));
            shifted.push_str(&line[blanks.min(surplus)..]);
        } else {
            shifted.push_str(line);
        }
    }
    shifted
}

/// Writes children in brackets on one line, as `model` does; `None` when one of them needs lines of its own.
pub(super) fn in_brackets(block: &Block, model: &Leaf) -> Option<Leaf> {
    let mut parts = Vec::new();
    for piece in &block.children {
        let Body::Leaf(leaf) = &piece.body else { return None };
        let needs_lines = leaf.text.starts_with(['|', '>']) || leaf.text.contains(['\n', '#']);
        if needs_lines || !leaf.trail.trim().is_empty() || !piece.leading.trim().is_empty() {
            return None;
        }
        let separator = if leaf.text.is_empty() { "" } else { " " };
        parts.push(if block.is_list { leaf.text.clone() } else { format!("{}{separator}{}", piece.stem, leaf.text) });
    }
    let inner = parts.join(", ");
    let blank = if model.text.len() > 2 && model.text[1..].starts_with(' ') && !inner.is_empty() { " " } else { "" };
    let (open, close) = if block.is_list { ('[', ']') } else { ('{', '}') };
    Some(Leaf {
        text: format!("{open}{blank}{inner}{blank}{close}"),
        trail: model.trail.clone(),
        meaning: block.meaning(),
        inside: Some(block.clone()),
    })
}
