//! The meaning of one file.
//!
//! Owns the tables of fields, the decoder that reads by them, one file per kind of record, and changes to a file's text
//! that are judged by how it is read. A parsed file does not know its path, so the same bytes mean the same wherever and
//! in whatever revision they are. Whether what a file refers to exists is not known here.
//!
//! Invariant: what could not be read has been reported as a [`Problem`] and is absent from the document. A file that is
//! broken has a document, too: of what stands before the break.

mod conflict;
mod cut;
mod decode;
mod document;
mod editor;
mod emotion;
mod emotion_by_persona;
mod fault;
mod field;
mod image;
mod item;
mod journey;
mod kind;
mod lane;
mod meant;
mod measurements;
mod member_settings;
pub mod names;
mod naming;
mod parse;
mod passage;
mod persona;
mod portfolio;
mod prose;
mod publish;
mod record;
mod row;
mod rule_setting;
mod serialize;
mod signal;
mod spreadsheet;
pub mod synonym;
mod value;
mod workspace;

pub use document::Document;
pub use editor::{DocumentEditor, EditRefusal};
pub use emotion::Emotion;
pub use field::{Field, Table, Target, ValueType};
pub use image::{IMAGE, Image};
pub use item::{EVIDENCE, Item, TASK};
pub use journey::{JOURNEY, Journey, PLACEMENT, Placement, STAGE, STEP, Stage, Step};
pub use kind::{FileKind, Kind};
pub use lane::{LANE, Lane, LaneType};
pub use meant::NOTE_FIX;
pub use measurements::{Measurement, Measurements};
pub use member_settings::{DIGEST, MEMBER_SETTINGS, MemberSettings, NOTIFY, QUIET};
pub use naming::{Form, Naming};
pub use parse::{parse, too_large};
pub use passage::Passage;
pub use persona::{PERSONA, Persona};
pub use portfolio::{GROUP, Group, PORTFOLIO, Portfolio};
pub use prose::Prose;
pub use publish::{EvidenceShown, PUBLISH, Publish};
pub use record::{Custom, Decimal, Emotions, FieldValue, Record, RuleSetting, Slot};
pub use row::{FileRow, Folder, KindRow, Notation};
pub use serialize::Fields;
pub use signal::{SIGNAL, Signal};
pub use value::{invalid_id, unknown_word};
pub use workspace::{MEMBER, Member, SITE, VOCABULARY, WORKSPACE, Workspace};

use crate::diag::{Problem, Rule};

/// One file, read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What it says; `None` when nothing can be said of what is in it.
    pub document: Option<Document>,
    /// Whether it could not be read to its end, so that the document holds what is known and there is more. Of such a
    /// file the one problem is what is in the way. Fields that may be in the rest count as [unread](Record::is_unread).
    pub is_partial: bool,
    /// What is wrong with it, as far as the file alone can tell.
    pub problems: Vec<Problem>,
}

impl Parsed {
    /// What the file says, when it could be read to its end.
    pub fn whole(self) -> Option<Document> {
        self.document.filter(|_| !self.is_partial)
    }

    /// What is in the way of reading it to its end; `None` when nothing is.
    pub fn broken_by(&self) -> Option<&Problem> {
        let is_broken = self.is_partial || self.document.is_none();
        // A key that is there twice is read over.
        self.problems.iter().rev().find(|problem| is_broken && problem.rule != Rule::DuplicateKey)
    }
}
