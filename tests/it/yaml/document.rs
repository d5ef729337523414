//! Random documents: what they say, and one of the many ways to write it.

use proptest::prelude::*;
use wayfare::yaml::{Node, Value as Read};

/// What a document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Absent,
    Number(String),
    Bool(bool),
    Text(String),
    List(Vec<Said>),
    Map(Vec<(String, Said)>),
}

impl Said {
    pub(super) fn by(node: &Node) -> Said {
        match &node.value {
            Read::Scalar(scalar) if scalar.is_absent() => Said::Absent,
            Read::Scalar(scalar) => match (scalar.as_bool(), scalar.as_decimal()) {
                (Some(value), _) => Said::Bool(value),
                (None, Some(number)) => Said::Number(number.to_owned()),
                (None, None) => Said::Text(scalar.text.clone()),
            },
            Read::Sequence(list) => Said::List(list.items.iter().map(Said::by).collect()),
            Read::Mapping(mapping) => Said::Map(
                mapping
                    .entries
                    .iter()
                    .map(|entry| {
                        let key = entry.key.as_scalar().expect("keys are scalars here");
                        (key.text.clone(), Said::by(&entry.value))
                    })
                    .collect(),
            ),
        }
    }
}

/// A document with the style of each of its parts.
#[derive(Clone, Debug)]
pub(super) enum Styled {
    Absent {
        tilde: bool,
    },
    /// A number or truth value.
    Plain(&'static str),
    Text {
        text: String,
        quotes: u8,
    },
    Lines(Vec<&'static str>, u8),
    List(Vec<Styled>, Look),
    Map(Vec<(&'static str, Styled)>, Look),
}

/// How a collection is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    flow: u8,
    step: usize,
    dashes_below_key: bool,
    gap: usize,
    comments: u16,
}

const KEYS: [&str; 8] = ["id", "title", "items", "a b", "x-y", "it's", "description", "stages"];
const WORDS: [&str; 10] =
    ["alpha", "beta gamma", "it's", "a:b", "c#d", "-x", "http://x.example/?q=1", "é", "\u{1F600} z", "yes"];
const ODD: [&str; 12] = ["", " ", "a: b", "# c", "- d", "[", "\"q\"", "\\n", "1.5", "true", "~", "x,\ty"];
const LINES: [&str; 7] = ["One line.", "", "  deeper", "# no comment", "- no item", "key: no key", "tr\u{e9}s"];

fn look() -> impl Strategy<Value = Look> {
    (0..4u8, 1..5usize, any::<bool>(), 1..3usize, any::<u16>())
        .prop_map(|(flow, step, dashes_below_key, gap, comments)| Look { flow, step, dashes_below_key, gap, comments })
}

pub(super) fn scalar() -> impl Strategy<Value = Styled> {
    prop_oneof![
        any::<bool>().prop_map(|tilde| Styled::Absent { tilde }),
        prop::sample::select(vec!["1", "-2.5", "007", "1.10", "true", "false"]).prop_map(Styled::Plain),
        prop::sample::select(WORDS.to_vec())
            .prop_flat_map(|text| (Just(text.to_owned()), 0..4u8))
            .prop_map(|(text, quotes)| Styled::Text { text, quotes }),
        prop::sample::select(ODD.to_vec())
            .prop_flat_map(|text| (Just(text.to_owned()), 2..4u8))
            .prop_map(|(text, quotes)| Styled::Text { text, quotes }),
        (prop::collection::vec(prop::sample::select(LINES.to_vec()), 0..4), any::<u8>())
            .prop_map(|(lines, header)| { Styled::Lines([vec!["First."], lines, vec!["Last."]].concat(), header) }),
    ]
}

/// A document whose node is a list or mapping.
pub(super) fn document() -> impl Strategy<Value = Styled> {
    let below = scalar().prop_recursive(4, 40, 5, |inner| collection(inner.boxed())).boxed();
    collection(below)
}

fn collection(inner: BoxedStrategy<Styled>) -> impl Strategy<Value = Styled> {
    let entry = (prop::sample::select(KEYS.to_vec()), inner.clone());
    prop_oneof![
        (prop::collection::vec(inner, 0..5), look()).prop_map(|(items, look)| Styled::List(items, look)),
        (prop::collection::vec(entry, 0..5), look()).prop_map(|(mut entries, look)| {
            let mut seen = Vec::new();
            entries.retain(|(key, _)| {
                !seen.contains(key) && {
                    seen.push(*key);
                    true
                }
            });
            Styled::Map(entries, look)
        }),
    ]
}

impl Styled {
    pub(super) fn said(&self) -> Said {
        match self {
            Styled::Absent { .. } => Said::Absent,
            Styled::Plain(text) => match text.parse() {
                Ok(value) => Said::Bool(value),
                Err(_) => Said::Number((*text).to_owned()),
            },
            Styled::Text { text, .. } => Said::Text(text.clone()),
            Styled::Lines(lines, header) => Said::Text(lines.join("\n") + if header % 2 == 0 { "\n" } else { "" }),
            Styled::List(items, _) => Said::List(items.iter().map(Styled::said).collect()),
            Styled::Map(entries, _) => {
                Said::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.said())).collect())
            }
        }
    }

    /// The text of a file that says this.
    pub(super) fn written(&self, ends: &Ends) -> String {
        let mut printer = Printer { lines: Vec::new(), comments: 0 };
        printer.below(self, 0, None);
        let mut text = printer.lines.join(ends.newline);
        if ends.last {
            text.push_str(ends.newline);
        }
        text
    }
}

/// How the lines of a file end, and whether the last one does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) newline: &'static str,
    pub(super) last: bool,
}

pub(super) fn ends() -> impl Strategy<Value = Ends> {
    (prop::sample::select(vec!["\n", "\r\n"]), any::<bool>()).prop_map(|(newline, last)| Ends { newline, last })
}

struct Printer {
    lines: Vec<String>,
    comments: usize,
}

impl Printer {
    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# c{}", self.comments)
    }

    /// A comment for the end of a line, now and then.
    fn aside(&mut self, look: &Look, bit: usize) -> String {
        if look.comments >> (bit % 8) & 1 == 1 { format!(" {}", self.comment()) } else { String::new() }
    }

    /// A collection's lines at `column`; the first goes on a line that is already begun.
    fn below(&mut self, value: &Styled, column: usize, mut begun: Option<String>) {
        let Some((count, look)) = value.block() else {
            let text = self.inline(value);
            self.lines.push(begun.unwrap_or_default() + &text);
            return;
        };
        for index in 0..count {
            let head = begun.take().unwrap_or_else(|| {
                if look.comments >> (8 + index % 8) & 1 == 1 {
                    if index % 2 == 1 {
                        self.lines.push(String::new());
                    }
                    let comment = self.comment();
                    self.lines.push(format!("{}{comment}", " ".repeat(column)));
                }
                " ".repeat(column)
            });
            match value {
                Styled::List(items, _) => self.child(head + "-", &items[index], column, look, index),
                Styled::Map(entries, _) => {
                    let (key, value) = &entries[index];
                    self.child(format!("{head}{key}:"), value, column, look, index);
                }
                _ => {}
            }
        }
    }

    /// What follows a dash or key, whose line is begun and whose holder stands at `column`.
    fn child(&mut self, head: String, value: &Styled, column: usize, look: &Look, index: usize) {
        let is_item = head.ends_with('-');
        let gap = if is_item { " ".repeat(look.gap) } else { " ".to_owned() };
        if let Some((_, own)) = value.block() {
            if is_item && own.comments % 2 == 0 {
                let begun = head + &gap;
                let column = begun.chars().count();
                return self.below(value, column, Some(begun));
            }
            let aside = self.aside(look, index);
            self.lines.push(head + &aside);
            let is_level = matches!(value, Styled::List(..)) && !is_item && !own.dashes_below_key;
            return self.below(value, column + if is_level { 0 } else { own.step }, None);
        }
        let aside = self.aside(look, index);
        let indent = " ".repeat(column + look.step);
        match value {
            Styled::Lines(lines, header) => {
                let sign = if header % 2 == 0 { "|" } else { "|-" };
                self.lines.push(format!("{head}{gap}{sign}{aside}"));
                let indented = |line: &&str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
                self.lines.extend(lines.iter().map(indented));
                self.lines.extend((header % 8 == 3).then(String::new));
            }
            Styled::List(items, own) if items.len() > 1 && own.comments % 4 > 1 => {
                self.lines.push(format!("{head}{gap}["));
                for (index, item) in items.iter().enumerate() {
                    let comma = if index + 1 < items.len() || own.dashes_below_key { "," } else { "" };
                    let aside = self.aside(own, index);
                    let item = self.inline_item(item);
                    self.lines.push(format!("{indent} {item}{comma}{aside}"));
                }
                self.lines.push(format!("{indent}]{aside}"));
            }
            Styled::Text { text, quotes: 1 } if text.contains(' ') => {
                let (first, rest) = text.split_once(' ').unwrap_or_default();
                self.lines.push(format!("{head}{gap}{first}"));
                self.lines.push(format!("{indent}{rest}{aside}"));
            }
            value => {
                let text = self.inline(value);
                let blank = if text.is_empty() { String::new() } else { gap };
                self.lines.push(format!("{head}{blank}{text}{aside}"));
            }
        }
    }

    fn inline(&self, value: &Styled) -> String {
        match value {
            Styled::Absent { tilde } => if *tilde { "~" } else { "" }.to_owned(),
            Styled::Plain(text) => (*text).to_owned(),
            Styled::Text { text, quotes: 0 | 1 } => text.clone(),
            Styled::Text { text, quotes: 2 } => format!("'{}'", text.replace('\'', "''")),
            Styled::Text { text, .. } => double_quoted(text),
            Styled::Lines(..) => match value.said() {
                Said::Text(text) => double_quoted(&text),
                _ => String::new(),
            },
            Styled::List(items, _) => {
                let items: Vec<String> = items.iter().map(|item| self.inline_item(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Styled::Map(entries, look) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {}", self.inline_item(value))).collect();
                let blank = if look.gap == 1 { " " } else { "" };
                format!("{{{blank}{}{blank}}}", entries.join(", "))
            }
        }
    }

    /// Inside brackets, where nothing has to be written out.
    fn inline_item(&self, value: &Styled) -> String {
        match self.inline(value) {
            text if text.is_empty() => "~".to_owned(),
            text => text,
        }
    }
}

impl Styled {
    /// The number of lines it has at least, and its look, when it is a collection that is not in brackets.
    fn block(&self) -> Option<(usize, &Look)> {
        let (count, look) = match self {
            Styled::List(items, look) => (items.len(), look),
            Styled::Map(entries, look) => (entries.len(), look),
            _ => return None,
        };
        (count > 0 && look.flow != 0).then_some((count, look))
    }
}

fn double_quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{escaped}\"")
}
