//! A workspace without what may not leave its repository: what a published site is made of.
//!
//! Decided here once, so that no page and no file for programs need think of it: signals that are held back are not there,
//! and evidence and members say only what may be shown. Knows the policy as a value; whoever publishes says which.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::HashSet;
use rayon::prelude::*;

use super::{FileEntry, FileState, Snapshot};
use crate::diag::{Diagnostic, Group, Problem, Report, Rule};
use crate::model::{
    Custom, Document, EvidenceShown, FieldValue, FileKind, Item, Kind, Parsed, Publish, Record, WORKSPACE, Workspace,
    names,
};
use crate::text::{SourceText, Span, Spanned, WsPath};

/// A workspace as far as it may be published.
pub struct Published {
    /// What may be published; `None` where that is everything.
    pub snapshot: Option<Snapshot>,
    /// What may not.
    pub held_back: HeldBack,
}

/// What is not published.
#[derive(Clone, Debug)]
pub struct HeldBack {
    publish: Publish,
    signals: BTreeSet<String>,
    /// The files of which nothing is published.
    files: BTreeSet<WsPath>,
    /// Of the other files, those that could not be read whole: what they say of it may stand anywhere in them.
    unread: BTreeSet<WsPath>,
    /// Of the other files, the lines in which something is held back.
    lines: BTreeMap<WsPath, Vec<Span>>,
    /// Members by their e-mail addresses in small letters.
    addresses: BTreeMap<String, String>,
    evidence: usize,
    members: usize,
}

impl Default for HeldBack {
    /// Nothing.
    fn default() -> HeldBack {
        HeldBack::by(Publish::ALL)
    }
}

impl Snapshot {
    /// The workspace without what `publish` holds back.
    pub fn hold_back(&self, publish: Publish) -> Published {
        let mut held_back = HeldBack::by(publish);
        if publish == Publish::ALL {
            return Published { snapshot: None, held_back };
        }
        let mut files = Vec::with_capacity(self.files.len());
        let mut is_whole = true;
        for file in &self.files {
            if held_back.takes_out(file) {
                is_whole = false;
            } else if let Some(rest) = held_back.rest_of(file) {
                is_whole = false;
                files.push(Arc::new(rest));
            } else {
                files.push(Arc::clone(file));
            }
        }
        let rest = (!is_whole).then(|| Snapshot::of_files(files));
        let without_files = held_back.without_files_of(self, rest.as_ref().unwrap_or(self));
        Published { snapshot: without_files.or(rest), held_back }
    }
}

/// What is asked of it by those who publish.
impl HeldBack {
    /// What may be published.
    pub fn publish(&self) -> Publish {
        self.publish
    }

    /// How many signals are held back.
    pub fn signals(&self) -> usize {
        self.signals.len()
    }

    /// How many pieces of evidence are shown in part or not at all.
    pub fn evidence(&self) -> usize {
        self.evidence
    }

    /// Of how many members the e-mail addresses are held back.
    pub fn members(&self) -> usize {
        self.members
    }

    /// Whether nothing of the file at a path is published, or would be if it were there.
    pub fn has_file(&self, path: &WsPath) -> bool {
        self.files.contains(path) || !self.publish.signals && is_in_signals(path)
    }

    /// The member of an address that is held back: commits are known by it.
    pub fn member_of(&self, address: &str) -> Option<&str> {
        self.addresses.get(address).map(String::as_str)
    }

    /// The addresses of a member that are held back.
    pub fn addresses_of<'h>(&'h self, member: &'h str) -> impl Iterator<Item = &'h str> {
        self.addresses.iter().filter(move |(_, id)| *id == member).map(|(address, _)| address.as_str())
    }

    /// The findings of a report, each as far as it tells nothing of what is held back.
    pub fn allowed(&self, report: &Report) -> Report {
        report.filter(|finding| self.allows(finding)).map(|finding| self.discreet(finding))
    }

    /// A finding in its rule's general words, where its own may be what is held back.
    fn discreet(&self, mut finding: Diagnostic) -> Diagnostic {
        if self.unread.contains(&finding.path) || self.may_name_a_signal(&finding.problem) {
            finding.problem = in_general(&finding.problem);
            finding.fix = None;
        }
        finding
    }

    /// Whether a problem may be that a signal is gone, by whose ID it would be named.
    fn may_name_a_signal(&self, problem: &Problem) -> bool {
        let is_gone = || match problem.rule {
            Rule::BrokenReference => true,
            Rule::BrokenFileLink | Rule::BrokenAnchor => problem.message.contains(signals_folder()),
            _ => false,
        };
        !self.publish.signals && is_gone()
    }

    /// Whether a finding tells nothing of what is held back.
    fn allows(&self, finding: &Diagnostic) -> bool {
        let problem = &finding.problem;
        let is_at = |path: &WsPath, span: Span| {
            let touches = |lines: &Span| lines.start <= span.end && span.start <= lines.end;
            self.files.contains(path) || self.lines.get(path).is_some_and(|lines| lines.iter().any(touches))
        };
        let mut related = problem.related.iter();
        let help = problem.help_text();
        let mut told = [Some(&problem.message), problem.label.as_ref(), help.as_ref()].into_iter().flatten();
        !is_at(&finding.path, problem.span)
            && !related.any(|related| is_at(related.path.as_ref().unwrap_or(&finding.path), related.span))
            && !told.any(|text| self.is_named_in(text))
    }

    fn is_named_in(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '`' | '(' | ')' | ',' | ':' | '[' | ']'));
        !self.files.is_empty()
            && words.any(|word| {
                self.signals.contains(word)
                    || word.contains('/') && WsPath::new(word).is_some_and(|path| self.files.contains(&path))
            })
    }
}

/// Taking out.
impl HeldBack {
    fn by(publish: Publish) -> HeldBack {
        HeldBack {
            publish,
            signals: BTreeSet::new(),
            files: BTreeSet::new(),
            unread: BTreeSet::new(),
            lines: BTreeMap::new(),
            addresses: BTreeMap::new(),
            evidence: 0,
            members: 0,
        }
    }

    /// Whether nothing of a file is published.
    fn takes_out(&mut self, file: &FileEntry) -> bool {
        let is_out = !self.publish.signals && is_in_signals(&file.path)
            || !self.publish.member_emails && file.is_of_kind(FileKind::MemberSettings);
        if is_out {
            let id = file.record_place().filter(|place| place.kind == FileKind::Signal).map(|place| place.id.clone());
            self.signals.extend(id);
            self.files.insert(file.path.clone());
        }
        is_out
    }

    /// The rest of a workspace without the files that only what is held back names; `None` where there are none.
    fn without_files_of(&mut self, whole: &Snapshot, rest: &Snapshot) -> Option<Snapshot> {
        let mut files = rest.named_in(&self.texts(whole));
        let cut = self.lines.keys().filter_map(|path| whole.file(path));
        files.extend(cut.flat_map(|file| whole.led_to(file)).map(|file| file.path.clone()));
        if files.is_empty() {
            return None;
        }
        let led = rest.files.par_iter().flat_map_iter(|from| rest.led_to(from)).map(|file| &file.path);
        let led: HashSet<&WsPath> = led.filter(|path| files.contains(path)).collect();
        files.retain(|path| !led.contains(path) && rest.file(path).is_some());
        let kept = rest.files.iter().filter(|file| !files.contains(&file.path)).cloned();
        let without = (!files.is_empty()).then(|| Snapshot::of_files(kept.collect()));
        self.files.extend(files);
        without
    }

    /// What is held back, and what may be since it could not be read, as it is written.
    fn texts<'w>(&self, whole: &'w Snapshot) -> Vec<Cow<'w, str>> {
        let source = |path: &WsPath| whole.file(path).and_then(FileEntry::source);
        let all = self.files.iter().chain(&self.unread).filter_map(source).map(SourceText::text);
        let lines = self.lines.iter().filter_map(|(path, lines)| Some((source(path)?, lines)));
        let lines = lines.flat_map(|(source, lines)| lines.iter().map(|span| source.slice(*span)));
        let unread = whole.files.iter().filter_map(|file| file.text_of_unread_record());
        all.chain(lines).map(Cow::Borrowed).chain(unread.map(Cow::Owned)).collect()
    }

    /// What may be published of a file; `None` where that is all of it.
    fn rest_of(&mut self, file: &FileEntry) -> Option<FileEntry> {
        let FileState::Read(source, parsed) = &file.state else { return None };
        let is_concerned = match file.record_place()?.kind {
            FileKind::Item => self.publish.evidence != EvidenceShown::Quotes || !self.publish.signals,
            FileKind::Workspace => !self.publish.member_emails,
            _ => false,
        };
        if !is_concerned {
            return None;
        }
        let mut hidden = Vec::new();
        let document = match &parsed.document {
            Some(Document::Item(item)) => self.rest_of_item(item, &mut hidden).map(Document::Item),
            Some(Document::Workspace(workspace)) => {
                self.rest_of_workspace(workspace, &mut hidden).map(Document::Workspace)
            }
            _ => None,
        };
        // In what could not be read, anything may stand.
        let is_unread = parsed.document.is_none()
            || parsed.is_partial
            || parsed.problems.iter().any(|problem| problem.rule.group() == Group::Files);
        if document.is_none() && parsed.problems.is_empty() && !is_unread {
            return None;
        }
        if is_unread {
            self.unread.insert(file.path.clone());
        }
        let lines: Vec<Span> = hidden.into_iter().map(|span| lines_of(source, span)).collect();
        let is_told = |span: Span| !lines.iter().any(|lines| lines.start <= span.end && span.start <= lines.end);
        let told = parsed.problems.iter().filter(|problem| is_told(problem.span));
        let problems = told.map(|problem| if is_unread { in_general(problem) } else { problem.clone() }).collect();
        let parsed =
            Parsed { document: document.or_else(|| parsed.document.clone()), is_partial: parsed.is_partial, problems };
        let state = FileState::Read(source.clone(), Arc::new(parsed));
        let mut rest = FileEntry::new(file.path.clone(), file.place.clone(), state, file.content);
        rest.is_cut = true;
        if !lines.is_empty() {
            self.lines.insert(file.path.clone(), lines);
        }
        Some(rest)
    }

    fn rest_of_item(&mut self, item: &Item, hidden: &mut Vec<Span>) -> Option<Item> {
        if item.record.slot(names::EVIDENCE).is_none() && item.record.lost.is_empty() {
            return None;
        }
        let mut rest = item.clone();
        let before = hidden.len();
        let evidence = rest.record.slots.iter_mut().filter(|slot| slot.field.name == names::EVIDENCE);
        for value in evidence.flat_map(|slot| list_of(&mut slot.value.value)) {
            let FieldValue::Record(entry) = &mut value.value else { continue };
            let first = hidden.len();
            cut_evidence(entry, self.publish, hidden);
            self.evidence += usize::from(hidden.len() > first);
        }
        // What was meant for evidence may stand beside it, under a name that is no field's.
        let tables = item.kind.map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind]);
        let is_field =
            |name: &str| name != names::EVIDENCE && tables.iter().any(|kind| kind.table().field(name).is_some());
        let lost = rest.record.lost.len();
        rest.record.lost.retain(|lost| is_field(&lost.name.value) || !hides(hidden, lost));
        (hidden.len() > before || rest.record.lost.len() < lost).then_some(rest)
    }

    fn rest_of_workspace(&mut self, workspace: &Workspace, hidden: &mut Vec<Span>) -> Option<Workspace> {
        let mut rest = workspace.clone();
        for member in workspace.members() {
            let id = member.id().map_or("", |id| id.value);
            let addresses: Vec<&str> = member.emails().collect();
            self.members += usize::from(!addresses.is_empty());
            for address in addresses {
                self.addresses.entry(address.to_lowercase()).or_insert_with(|| id.to_owned());
            }
        }
        let members = rest.record.slots.iter_mut().filter(|slot| slot.field.name == names::MEMBERS);
        for value in members.flat_map(|slot| list_of(&mut slot.value.value)) {
            let FieldValue::Record(member) = &mut value.value else { continue };
            keep(member, hidden, |name| !matches!(name, names::EMAIL | names::EMAILS));
            member.lost.retain(|lost| !hides(hidden, lost));
        }
        // What was meant for members may stand under a name that is no field's.
        let is_shown = |name: &str| name != names::MEMBERS && WORKSPACE.field(name).is_some();
        rest.record.lost.retain(|lost| is_shown(&lost.name.value) || !hides(hidden, lost));
        (!hidden.is_empty()).then_some(rest)
    }
}

/// A problem in the general words of its rule, which say nothing of the file.
fn in_general(problem: &Problem) -> Problem {
    let general = Problem::new(problem.rule, problem.span, problem.rule.description().finds);
    Problem { limit: problem.limit, ..general }
}

fn signals_folder() -> &'static str {
    FileKind::Signal.row().folder.map_or("", |folder| folder.name)
}

fn is_in_signals(path: &WsPath) -> bool {
    path.parts().next() == Some(signals_folder())
}

/// Takes out of a piece of evidence what may not be published.
fn cut_evidence(entry: &mut Record, publish: Publish, hidden: &mut Vec<Span>) {
    let is_shown = |name: &str| match (publish.evidence, name) {
        (EvidenceShown::None, _) => false,
        (_, "signal") => publish.signals,
        (EvidenceShown::Quotes, _) => true,
        (EvidenceShown::Titles, name) => matches!(name, names::TITLE | names::DATE),
    };
    keep(entry, hidden, is_shown);
    if publish.evidence == EvidenceShown::Quotes {
        entry.lost.retain(|lost| is_shown(&lost.name.value) || !hides(hidden, lost));
    } else {
        entry.lost.retain(|lost| !hides(hidden, lost));
        entry.custom.retain(|custom| !hides(hidden, custom));
    }
}

/// Keeps the fields of some names; where the others stood is `hidden`.
fn keep(record: &mut Record, hidden: &mut Vec<Span>, is_shown: impl Fn(&str) -> bool) {
    record.slots.retain(|slot| {
        let is_shown = is_shown(slot.field.name);
        if !is_shown {
            hidden.push(Span::new(slot.key.start as usize, slot.value.span.end as usize));
        }
        is_shown
    });
}

/// Notes that a field is hidden; always true, for those who keep what is not.
fn hides(hidden: &mut Vec<Span>, field: &Custom) -> bool {
    hidden.push(Span::new(field.name.span.start as usize, field.value.span.end as usize));
    true
}

fn list_of(value: &mut FieldValue) -> &mut [Spanned<FieldValue>] {
    match value {
        FieldValue::List(values) => values,
        _ => &mut [],
    }
}

/// The whole lines that a span touches.
fn lines_of(source: &SourceText, span: Span) -> Span {
    let text = source.text();
    let (start, end) = (span.start as usize, span.end as usize);
    let start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(end..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| end + newline);
    Span::new(start, end)
}
