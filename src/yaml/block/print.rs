//! Pieces written as a text again, each moved to the column of its siblings, as one reader sees them.

use super::super::{Shape, quote};
use super::{Block, Body, Leaf, Note, Piece};

/// Lines that belong together, and their place among all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Ascends; the same in each reader's text for what all of them see.
    pub at: (usize, usize),
    /// Whole lines.
    pub text: String,
}

/// Writes a document as a reader sees it.
pub fn print<N: Note>(document: &Block<N>, reader: N::Reader) -> String {
    units(document, reader).into_iter().map(|unit| unit.text).collect()
}

/// Writes a document as a reader sees it, in lines that belong together.
pub fn units<N: Note>(document: &Block<N>, reader: N::Reader) -> Vec<Unit> {
    let mut printer: Printer<N> = Printer { reader, units: Vec::new(), at: 0 };
    printer.block(document, document.column);
    printer.units.retain(|unit| !unit.text.is_empty());
    printer.units
}

/// Writes a piece with its stem in a column, the lines above it included.
pub fn print_piece(piece: &Piece, column: usize) -> String {
    let (children, tail, flow) = (vec![piece.clone()], String::new(), Vec::new());
    let is_list = piece.stem == "-";
    print(&Block { is_list, column, is_inline: false, children, tail, flow }, ())
}

/// Writes a piece as it stands in brackets; `None` where one line cannot hold it.
pub fn print_in_brackets(piece: &Piece) -> Option<String> {
    let is_list = piece.stem == "-";
    (!is_for_lines(piece)).then(|| part(piece, is_list, (), 0))
}

struct Printer<N: Note> {
    reader: N::Reader,
    units: Vec<Unit>,
    /// How many pieces there were before, those not seen included.
    at: usize,
}

impl<N: Note> Printer<N> {
    fn block(&mut self, block: &Block<N>, column: usize) {
        let mut is_first = true;
        for piece in &block.children {
            if !piece.is_seen(self.reader) {
                self.at += size(piece);
                continue;
            }
            self.at += 1;
            let is_bare = is_bare(piece);
            let is_behind = is_first && block.is_inline && piece.leading.is_empty() && !is_bare;
            if !is_behind {
                self.begin_lines((self.at, 0));
                self.push_lines(&piece.leading, piece.column, column);
                if !is_bare {
                    self.push(&" ".repeat(column));
                }
            }
            is_first = false;
            if !is_bare {
                self.piece(piece, column);
            }
        }
        self.at += 1;
        if !block.tail.is_empty() {
            self.begin_lines((self.at, 0));
            self.push_lines(&block.tail, block.column, column);
        }
    }

    fn piece(&mut self, piece: &Piece<N>, column: usize) {
        self.push(&piece.stem);
        let gap = shifted(&piece.gap, piece.column, column);
        let block = match &piece.body {
            Body::Leaf(leaf) => {
                self.push(&gap);
                self.leaf(leaf, &piece.note, piece.column, column);
                return self.push(&piece.trail);
            }
            Body::Block(block) => block,
        };
        if block.flow.is_empty() {
            if seen(block, self.reader).next().is_some() {
                self.push(&gap);
                return self.block(block, (block.column + column).saturating_sub(piece.column));
            }
            self.push(if block.is_list { " []" } else { " {}" });
            let rest = piece.gap.trim();
            self.push(&if rest.is_empty() { "\n".to_owned() } else { format!(" {rest}\n") });
        } else if needs_lines(block) && seen(block, self.reader).next().is_some() {
            let rest = piece.trail.trim();
            self.push(&if rest.is_empty() { "\n".to_owned() } else { format!(" {rest}\n") });
            let lined = Block { flow: Vec::new(), ..block.clone() };
            return self.block(&lined, column + 2);
        } else {
            self.push(if gap.is_empty() { " " } else { &gap });
            self.push(&in_brackets(block, self.reader, column));
            self.push(&piece.trail);
        }
        self.at += size(piece) - 1;
    }

    fn leaf(&mut self, leaf: &Leaf, note: &N, from: usize, to: usize) {
        let Some(parts) = note.parts(self.reader) else { return self.push(&shifted(&leaf.text, from, to)) };
        for (at, text) in parts {
            if at == 0 {
                self.push(&shifted(text, from, to));
            } else {
                self.begin_lines((self.at, at));
                self.push_lines(text, from, to);
            }
        }
        // The last line break is the one that is behind the value.
        if let Some(last) = self.units.last_mut() {
            last.text.truncate(last.text.trim_end_matches('\n').len());
        }
    }

    fn push(&mut self, text: &str) {
        match self.units.last_mut() {
            Some(unit) => unit.text.push_str(text),
            None => self.units.push(Unit { at: (self.at, 0), text: text.to_owned() }),
        }
    }

    /// Ends the line that has been begun, a dash with nothing behind it included, and begins lines of their own.
    fn begin_lines(&mut self, at: (usize, usize)) {
        if let Some(unit) = self.units.last_mut().filter(|unit| !unit.text.is_empty() && !unit.text.ends_with('\n')) {
            unit.text.truncate(unit.text.trim_end_matches(' ').len());
            unit.text.push('\n');
        }
        self.units.push(Unit { at, text: String::new() });
    }

    /// Adds whole lines, moved from one column to another.
    fn push_lines(&mut self, lines: &str, from: usize, to: usize) {
        // The first line of a text stays where it is, so these get one in front of them.
        self.push(&shifted(&format!("\n{lines}"), from, to)[1..]);
    }
}

/// The pieces in it that a reader sees.
fn seen<N: Note>(block: &Block<N>, reader: N::Reader) -> impl Iterator<Item = &Piece<N>> {
    block.children.iter().filter(move |piece| piece.is_seen(reader))
}

/// Whether it is nothing but comments.
fn is_bare<N>(piece: &Piece<N>) -> bool {
    piece.stem.is_empty() && matches!(&piece.body, Body::Leaf(leaf) if leaf.text.is_empty())
}

/// By how much [`Printer::at`] grows with a piece.
fn size<N: Note>(piece: &Piece<N>) -> usize {
    1 + piece.block().map_or(0, |block| 1 + block.children.iter().map(size).sum::<usize>())
}

/// A text with its lines but the first moved from one column to another.
pub fn shifted(text: &str, from: usize, to: usize) -> String {
    if from == to || !text.contains('\n') {
        return text.to_owned();
    }
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

/// Whether something in it cannot stand in brackets on one line, whoever's it is.
fn needs_lines<N: Note>(block: &Block<N>) -> bool {
    let is_written = |reader: &N::Reader| {
        let line = one_line(&block.children, *reader);
        block.flow.iter().any(|written| written.line == line)
    };
    if N::READERS.iter().all(is_written) {
        return false;
    }
    block.tail.contains('#') || block.children.iter().any(is_for_lines)
}

/// Whether a piece cannot stand in brackets on one line.
fn is_for_lines<N: Note>(piece: &Piece<N>) -> bool {
    let is_long = match &piece.body {
        Body::Leaf(leaf) => leaf.text.starts_with(['|', '>']) || leaf.text.contains('\n') || is_bare(piece),
        Body::Block(block) => needs_lines(block),
    };
    is_long || piece.leading.contains('#') || !piece.beside().is_empty()
}

/// Writes what a reader sees in brackets: as somebody did, else on one line.
fn in_brackets<N: Note>(block: &Block<N>, reader: N::Reader, column: usize) -> String {
    let line = one_line(&block.children, reader);
    if let Some(written) = block.flow.iter().find(|written| written.line == line) {
        return shifted(&written.text, written.column, column);
    }
    let part = |piece| part(piece, block.is_list, reader, column);
    let inner = seen(block, reader).map(part).collect::<Vec<String>>().join(", ");
    let (open, close) = if block.is_list { ('[', ']') } else { ('{', '}') };
    let model = block.flow.first().map_or("", |written| written.text.as_str());
    let has_blanks = if model.len() > 2 { model[1..].starts_with(' ') } else { !block.is_list };
    let blank = if has_blanks && !inner.is_empty() { " " } else { "" };
    format!("{open}{blank}{inner}{blank}{close}")
}

fn part<N: Note>(piece: &Piece<N>, is_item: bool, reader: N::Reader, column: usize) -> String {
    let text = match &piece.body {
        Body::Leaf(leaf) => in_flow(leaf),
        Body::Block(block) => in_brackets(block, reader, column),
    };
    match (is_item, text.is_empty()) {
        (true, true) => "~".to_owned(),
        (true, false) => text,
        // Not every reader takes a colon before a bracket for one.
        (false, true) => format!("{} ~", piece.stem),
        (false, false) => format!("{} {text}", piece.stem),
    }
}

/// A value as it can stand in brackets: what would end there gets quotes.
fn in_flow(leaf: &Leaf) -> String {
    let is_plain = !leaf.text.starts_with(['"', '\'', '[', '{']);
    match &leaf.meaning {
        Shape::Text(text) if is_plain && leaf.text.contains([',', '[', ']', '{', '}']) => quote(text),
        _ => leaf.text.clone(),
    }
}

/// What a reader sees of some children, to be compared with what somebody wrote in brackets.
pub(super) fn one_line<N: Note>(children: &[Piece<N>], reader: N::Reader) -> String {
    let mut line = String::new();
    for piece in children.iter().filter(|piece| piece.is_seen(reader)) {
        line.push_str(&piece.stem);
        line.push(' ');
        match &piece.body {
            Body::Leaf(leaf) => line.push_str(&leaf.text),
            Body::Block(block) => {
                // What has lines of its own is not as it was in brackets.
                line.push_str(if block.flow.is_empty() { "\n" } else { "[" });
                line.push_str(&one_line(&block.children, reader));
                line.push(']');
            }
        }
        if piece.leading.contains('#') {
            line.push_str(&piece.leading);
        }
        line.push_str(&piece.trail);
    }
    line
}
