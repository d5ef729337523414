//! Decodes mappings by their tables.
//!
//! Goes on after every fault: each field that cannot be read is reported once, where it stands, and then counts as
//! absent.

mod forms;

use super::fault::yaml_problem;
use super::field::{Field, Table, ValueType};
use super::names;
use super::prose::Prose;
use super::record::{Custom, FieldValue, Record, Slot};
use super::value;
use crate::diag::{Problem, Rule};
use crate::text::{SourceText, Span, Spanned, TextEdit, is_unseen};
use crate::yaml::{self, Entry, Mapping, Node, Scalar, Style, Value};

/// Reads one file's mappings and collects what is wrong with them.
pub(super) struct Decoder<'a> {
    /// The file.
    pub(super) source: &'a SourceText,
    /// What is wrong so far.
    pub(super) problems: Vec<Problem>,
    /// What was hardly meant as it is written; nothing is lost by it of what could be read.
    pub(super) warnings: Vec<Problem>,
    /// How many brackets are open around what is read.
    brackets: usize,
    /// What is not known of the file's mappings.
    gaps: Gaps,
}

/// What is not known of what is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    /// Nothing: all of it was read.
    None,
    /// Values that are absent.
    Values,
    /// Values that are absent, and whatever follows in everything that ends at this byte.
    After(u32),
}

impl<'a> Decoder<'a> {
    pub(super) fn new(source: &'a SourceText, gaps: Gaps) -> Decoder<'a> {
        Decoder { source, problems: Vec::new(), warnings: Vec::new(), brackets: 0, gaps }
    }

    /// Whether what is read stands in brackets.
    pub(super) fn is_in_brackets(&self) -> bool {
        self.brackets > 0
    }

    /// Decodes the root of a file; an absent root is an empty mapping. `None` when it is no mapping.
    pub(super) fn root(&mut self, root: Option<&Node>, table: &'static Table) -> Option<Record> {
        match root {
            Some(node) if !node.is_absent() => self.record(node, table).or_else(|| Some(Record::lost(node))),
            _ => {
                let mut record = Record::default();
                if let Gaps::After(_) = self.gaps {
                    record.unread.extend(table.fields().map(|field| field.name));
                }
                self.require(&record, table);
                Some(record)
            }
        }
    }

    /// Reports `problem`.
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn record(&mut self, node: &Node, table: &'static Table) -> Option<Record> {
        let Some(mapping) = node.as_mapping() else {
            let first = table.fields().next().map_or("", |field| field.name);
            let help = format!("{} has fields, each with its name: `{first}: …`", table.with_article());
            match self.joined_problem(node, table) {
                Some(problem) => self.report(problem),
                None => self.wrong_type(node, "fields are", &help),
            }
            return None;
        };
        let first_key = mapping.entries.first().map_or(node.span, |entry| entry.key.span);
        let mut record = Record { span: node.span, first_key, ..Record::default() };
        self.brackets += usize::from(mapping.flow);
        self.entries(mapping, table, &mut record);
        self.brackets -= usize::from(mapping.flow);
        if self.gaps == Gaps::After(node.span.end) {
            let last = record.slots.last().map(|slot| slot.field.name);
            let is_open = |name: &&str| record.slot(name).is_none() || last == Some(*name);
            let open: Vec<&'static str> = table.fields().map(|field| field.name).filter(is_open).collect();
            record.unread.extend(open);
        }
        self.require(&record, table);
        Some(record)
    }

    fn entries(&mut self, mapping: &Mapping, table: &'static Table, record: &mut Record) {
        let mut rest = mapping.entries.as_slice();
        let mut before = None;
        while let [entry, others @ ..] = rest {
            let mut count = before.map_or(0, |before| self.report_cut_at_comma(before, rest, mapping, table));
            if count == 0 {
                count = self.report_loose_evidence(mapping, rest, table);
                record.unread.extend((count > 0).then_some(names::EVIDENCE));
            }
            match count {
                0 => {
                    self.entry(entry, mapping, table, record);
                    (before, rest) = (Some(entry), others);
                }
                count => {
                    record.lost.extend(rest[..count].iter().map(Custom::of));
                    rest = &rest[count..];
                    before = None;
                }
            }
        }
    }

    fn entry(&mut self, entry: &Entry, mapping: &Mapping, table: &'static Table, record: &mut Record) {
        let Some(key) = self.key(entry) else {
            record.lost.push(Custom::of(entry));
            return;
        };
        if key.text.starts_with("x-") {
            record.custom.push(Custom::of(entry));
            self.warn_of_cuts_below(&entry.value);
            return;
        }
        let Some(field) = table.field(&key.text) else {
            // What is written under a misspelt name is not missing under the right one.
            record.unread.extend(self.unknown_field(entry, key, mapping, table));
            record.lost.push(Custom::of(entry));
            return;
        };
        if entry.value.is_absent() {
            self.absent(entry, field, record);
            return;
        }
        let before = self.problems.len();
        match self.value(&entry.value, &field.value) {
            Some(FieldValue::Text(text)) if is_unseen(&text) => self.unseen(entry, field, &text, record),
            Some(value) => {
                let is_partial = is_partial(&entry.value, &value);
                if is_partial {
                    record.unread.push(field.name);
                }
                if is_partial || has_lost(&value) && self.problems.len() > before {
                    record.lost.push(Custom::of(entry));
                }
                let value = Spanned::new(value, entry.value.span);
                record.slots.push(Slot { field, key: entry.key.span, value });
            }
            None if self.problems.len() > before => {
                record.unread.push(field.name);
                record.lost.push(Custom::of(entry));
            }
            None => {}
        }
    }

    /// Takes note of a field without a value; where a comment has it, that is one mistake.
    fn absent(&mut self, entry: &Entry, field: &'static Field, record: &mut Record) {
        let known = self.warnings.len();
        self.warn_of_cut(&entry.value, &field.value);
        if field.required
            && self.warnings.len() > known
            && let Some(cut) = self.warnings.pop()
        {
            let message = format!("`{}` is missing: {}", field.name, cut.message);
            self.report(Problem { rule: Rule::MissingField, message, ..cut });
            record.unread.push(field.name);
        }
        if is_alias(&entry.value) || self.gaps != Gaps::None {
            record.unread.push(field.name);
        }
    }

    /// Takes note of a field whose text nobody can see; where it must be there, earlier versions took that for text.
    fn unseen(&mut self, entry: &Entry, field: &'static Field, text: &str, record: &mut Record) {
        if field.required && !text.trim().is_empty() {
            let message = format!("`{}` is missing: nothing that is written here can be seen", field.name);
            let problem = Problem::new(Rule::MissingField, entry.value.span, message);
            self.report(problem.help(format!("write it ({})", field.summary())).as_warning());
            record.unread.push(field.name);
        }
    }

    /// The key of an entry; anything but text is reported.
    fn key<'n>(&mut self, entry: &'n Entry) -> Option<&'n Scalar> {
        let key = entry.key.as_scalar();
        if key.is_none() {
            let problem =
                Problem::new(Rule::UnknownField, entry.key.span, "a list or fields in the place of a field's name");
            self.report(problem.help("write the field's name as plain text"));
        }
        key
    }

    fn require(&mut self, record: &Record, table: &'static Table) {
        let absent = |field: &&Field| field.required && record.slot(field.name).is_none();
        for field in table.fields().filter(absent).filter(|field| !record.is_unread(field.name)) {
            let message = format!("`{}` is missing: {} needs it", field.name, table.with_article());
            self.problems.push(Problem::new(Rule::MissingField, record.first_key, message).help(format!(
                "add `{}: …` ({})",
                field.name,
                field.summary()
            )));
        }
    }

    /// Decodes one value; `None` when it is absent, or wrong and reported.
    fn value(&mut self, node: &Node, value_type: &'static ValueType) -> Option<FieldValue> {
        match value_type {
            ValueType::List(of) => self.list(node, of),
            ValueType::Record(table) => self.record(node, table).map(FieldValue::Record),
            ValueType::RecordOrWord(table, word) => self.record_or_word(node, table, word),
            ValueType::ShortRecord(table, key) => self.short_record(node, table, key),
            ValueType::OneOrMany(of) => self.one_or_many(node, of),
            ValueType::LaneTexts => self.lane_texts(node),
            ValueType::ExternalIds => self.external_ids(node),
            ValueType::Emotion => self.emotion(node),
            ValueType::RuleLevels => self.rule_levels(node),
            _ => {
                let Some(scalar) = node.as_scalar() else {
                    self.wrong_type(node, "one value is", &format!("write {} here", value::describe(value_type)));
                    return None;
                };
                self.scalar(node, scalar, value_type)
            }
        }
    }

    pub(super) fn scalar(&mut self, node: &Node, scalar: &Scalar, value_type: &ValueType) -> Option<FieldValue> {
        self.warn_of_cut(node, value_type);
        if let ValueType::Markdown = value_type {
            return Some(FieldValue::Prose(Box::new(Prose::of_scalar(self.source, node, &scalar.text))));
        }
        match value::read(scalar, node.span, value_type) {
            Ok(value) => Some(value),
            Err(value::Unreadable { problem, kept }) => {
                self.report(*problem);
                kept.map(|kept| *kept)
            }
        }
    }

    fn list(&mut self, node: &Node, of: &'static ValueType) -> Option<FieldValue> {
        let Some(sequence) = node.as_sequence() else {
            if let Some(blank) = self.odd_blank(node.span) {
                self.report(blank);
                return None;
            }
            let problem = Problem::new(Rule::WrongType, node.span, format!("{} where a list is wanted", noun(node)));
            // A list of mappings is not made by brackets around a text.
            let edit = if let ValueType::Record(_) = of { None } else { self.as_list_item(node) };
            self.report(match edit {
                Some(edit) => problem.help("make it a list: put it in brackets").fix("make it a list", vec![edit]),
                None => problem.help("make it a list: begin each entry with `- `"),
            });
            return None;
        };
        self.warn_of_lost_entries(node, sequence, of);
        self.brackets += usize::from(sequence.flow);
        let mut values = Vec::with_capacity(sequence.items.len());
        for item in sequence.items.iter().filter(|item| !item.is_absent()) {
            match self.value(item, of) {
                Some(FieldValue::Text(text)) if is_unseen(&text) => {}
                Some(value) => values.push(Spanned::new(value, item.span)),
                None => {}
            }
        }
        self.brackets -= usize::from(sequence.flow);
        Some(FieldValue::List(values))
    }

    /// The problem of a blank that is no space where fields or entries were meant and none are read.
    pub(super) fn odd_blank(&self, span: Span) -> Option<Problem> {
        let blank = yaml::find_odd_blank(self.source.text().get(span.range())?, span.start as usize)?;
        Some(yaml_problem(blank))
    }

    /// The edit that puts a scalar in brackets, where that is safe.
    fn as_list_item(&self, node: &Node) -> Option<TextEdit> {
        let scalar = node.as_scalar()?;
        let written = self.source.slice(node.span);
        let one_line = !written.contains(['\n', '\r']);
        let safe = match scalar.style {
            Style::Plain => !written.contains([',', '[', ']', '{', '}', '#', ':']),
            Style::SingleQuoted | Style::DoubleQuoted => true,
            Style::Literal | Style::Folded => false,
        };
        (one_line && safe).then(|| TextEdit::replace(node.span, format!("[{written}]")))
    }

    fn short_record(&mut self, node: &Node, table: &'static Table, key: &'static str) -> Option<FieldValue> {
        let Some(scalar) = node.as_scalar() else {
            if let Some(problem) = self.noted_problem(node, table, key) {
                self.report(problem);
                return None;
            }
            return self.record(node, table).map(FieldValue::Record);
        };
        if let Some(problem) = self.joined_problem(node, table) {
            self.report(problem);
            return None;
        }
        let is_field = |text: &str| text.split_once(':').is_some_and(|(name, _)| table.field(name.trim()).is_some());
        if let Some(blank) = self.odd_blank(node.span).filter(|_| scalar.is_plain() && is_field(&scalar.text)) {
            self.report(blank);
            return None;
        }
        let field = table.field(key)?;
        let value = self.scalar(node, scalar, &field.value)?;
        if value.as_text().is_some_and(is_unseen) {
            return None;
        }
        let slot = Slot { field, key: node.span, value: Spanned::new(value, node.span) };
        Some(FieldValue::Record(Record {
            span: node.span,
            first_key: node.span,
            slots: vec![slot],
            ..Record::default()
        }))
    }

    fn lane_texts(&mut self, node: &Node) -> Option<FieldValue> {
        let mapping = self.mapping(node, "a text for each lane, by its ID: `lane-id: text`")?;
        let mut texts = Vec::new();
        let (entries, custom) = self.own_entries(mapping);
        for (key, value) in entries {
            self.warn_of_cut(value, &ValueType::Markdown);
            match value.as_scalar() {
                _ if value.is_absent() => {}
                Some(scalar) if is_unseen(&scalar.text) => {}
                Some(scalar) => {
                    let text = Prose::of_cell(self.source, value, &scalar.text);
                    texts.push((key.map(str::to_owned), Spanned::new(text, value.span)));
                }
                None => self.wrong_type(value, "one value is", "write Markdown text here"),
            }
        }
        Some(FieldValue::LaneTexts(texts, custom))
    }

    /// One value, or several; a list of one is that one.
    fn one_or_many(&mut self, node: &Node, of: &'static ValueType) -> Option<FieldValue> {
        let Some(sequence) = node.as_sequence() else { return self.value(node, of) };
        match self.list(node, of)? {
            FieldValue::List(mut values) if sequence.items.len() == 1 => values.pop().map(|value| value.value),
            several => Some(several),
        }
    }

    fn external_ids(&mut self, node: &Node) -> Option<FieldValue> {
        let mapping =
            self.mapping(node, "the ID that each system has for it, by the system's name: `jira: ACME-12`")?;
        let mut ids = Vec::new();
        let (entries, custom) = self.own_entries(mapping);
        for (system, value) in entries {
            if system.value.trim().is_empty() {
                let problem = Problem::new(Rule::InvalidValue, system.span, "a system without a name");
                self.report(problem.help("write the system's name before the `:`, such as `jira`"));
                continue;
            }
            if value.is_absent() {
                self.warn_of_cut(value, &ValueType::Line);
            } else if let Some(FieldValue::Text(id)) = self.value(value, &ValueType::Line)
                && !is_unseen(&id)
            {
                ids.push((system.map(str::to_owned), Spanned::new(id, value.span)));
            }
        }
        Some(FieldValue::NamedTexts(ids, custom))
    }

    fn rule_levels(&mut self, node: &Node) -> Option<FieldValue> {
        let mapping = self.mapping(node, "a level for each rule, by its name: `rule-name: warn`")?;
        let mut settings = Vec::new();
        let (entries, custom) = self.own_entries(mapping);
        for (key, value) in entries {
            match value::read_rule(key.value, key.span) {
                Ok(rule) if !value.is_absent() => {
                    settings.extend(self.rule_setting(Spanned::new(rule, key.span), value));
                }
                Ok(_) => {}
                Err(problem) => self.report(*problem),
            }
        }
        Some(FieldValue::RuleLevels(settings, custom))
    }

    fn rule_setting(&mut self, rule: Spanned<Rule>, node: &Node) -> Option<super::record::RuleSetting> {
        let table = super::rule_setting::rule_table(*rule);
        let Some(FieldValue::Record(record)) = self.short_record(node, table, "level") else {
            return None;
        };
        let setting = super::rule_setting::rule_setting(rule, &record);
        if let (Some(days), None) = (record.value("days"), setting.days) {
            let problem = Problem::new(Rule::InvalidValue, days.span, "this is no number of days");
            self.report(problem.help("use a whole number, 0 or more"));
        }
        Some(setting)
    }

    /// The entries of a mapping that has free keys, and apart from them those of the user's own (`x-…`).
    pub(super) fn own_entries<'n>(&mut self, mapping: &'n Mapping) -> (Vec<(Spanned<&'n str>, &'n Node)>, Vec<Custom>) {
        let mut entries = Vec::with_capacity(mapping.entries.len());
        let mut custom = Vec::new();
        for entry in &mapping.entries {
            let Some(key) = self.key(entry) else { continue };
            if key.text.starts_with("x-") {
                custom.push(Custom::of(entry));
            } else {
                entries.push((Spanned::new(key.text.as_str(), entry.key.span), &entry.value));
            }
        }
        (entries, custom)
    }

    fn mapping<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<&'n Mapping> {
        let mapping = node.as_mapping();
        if mapping.is_none() {
            self.wrong_type(node, "fields are", &format!("write {wanted}"));
        }
        mapping
    }

    pub(super) fn wrong_type(&mut self, node: &Node, wanted: &str, help: &str) {
        if let Some(blank) = self.odd_blank(node.span) {
            return self.report(blank);
        }
        let given = match node.value {
            Value::Scalar(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "fields",
        };
        self.report(Problem::new(Rule::WrongType, node.span, format!("{given} where {wanted} wanted")).help(help));
    }
}

/// Whether an absent value is an alias, which has been reported: what stands there and says nothing, without `~` or
/// `null`.
fn is_alias(node: &Node) -> bool {
    node.as_scalar().is_some_and(|scalar| scalar.is_plain() && scalar.text.is_empty()) && !node.span.is_empty()
}

impl Record {
    /// A record of which nothing can be read.
    fn lost(node: &Node) -> Record {
        let name = Spanned::new("fields".to_owned(), node.span);
        Record { span: node.span, lost: vec![Custom { name, value: node.clone() }], ..Record::default() }
    }
}

impl Custom {
    /// An entry as it is written.
    pub(super) fn of(entry: &Entry) -> Custom {
        Custom { name: Spanned::new(entry.key.key_text(), entry.key.span), value: entry.value.clone() }
    }
}

/// Whether a value of free keys lost what could not be read in it.
fn has_lost(value: &FieldValue) -> bool {
    use FieldValue::{Emotions, LaneTexts, NamedTexts, RuleLevels};
    matches!(value, Emotions(_) | LaneTexts(..) | NamedTexts(..) | RuleLevels(..))
}

/// Whether a list lost entries that could not be read.
fn is_partial(node: &Node, value: &FieldValue) -> bool {
    match (node.as_sequence(), value) {
        (Some(sequence), FieldValue::List(values)) => {
            let is_blank = |item: &Node| item.as_scalar().is_some_and(|scalar| scalar.text.trim().is_empty());
            let counts = |item: &&Node| is_alias(item) || !item.is_absent() && !is_blank(item);
            sequence.items.iter().filter(counts).count() > values.len()
        }
        _ => false,
    }
}

fn noun(node: &Node) -> &'static str {
    match node.value {
        Value::Scalar(_) => "one value",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "fields",
    }
}
