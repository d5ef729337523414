//! What a file says, whatever it is.
//!
//! Another kind of records is a variant here, with what is in it for those who ask for fields or text alone.

use super::decode::Decoder;
use super::{
    FileKind, Item, Journey, Measurements, MemberSettings, Persona, Portfolio, Prose, Record, Signal, Workspace,
};
use crate::yaml::Node;

/// What a file says.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// `workspace.yaml`
    Workspace(Workspace),
    /// A journey.
    Journey(Journey),
    /// An item.
    Item(Item),
    /// A persona.
    Persona(Persona),
    /// A signal.
    Signal(Signal),
    /// Measurements.
    Measurements(Measurements),
    /// The order of the journeys.
    Portfolio(Portfolio),
    /// What a member sets for themselves.
    MemberSettings(MemberSettings),
}

impl Document {
    /// Decodes a file whose fields are those of `root`, and whose text is `body`, which one of YAML does not have.
    pub(super) fn decode(kind: FileKind, decoder: &mut Decoder<'_>, root: Option<&Node>, body: Prose) -> Document {
        match kind {
            FileKind::Workspace => Document::Workspace(Workspace::decode(decoder, root)),
            FileKind::Journey => Document::Journey(Journey::decode(decoder, root)),
            FileKind::Item => Document::Item(Item::decode(decoder, root, body)),
            FileKind::Persona => Document::Persona(Persona::decode(decoder, root, body)),
            FileKind::Signal => Document::Signal(Signal::decode(decoder, root, body)),
            FileKind::Measurements => Document::Measurements(Measurements::default()),
            FileKind::Portfolio => Document::Portfolio(Portfolio::decode(decoder, root)),
            FileKind::MemberSettings => Document::MemberSettings(MemberSettings::decode(decoder, root)),
        }
    }

    /// Its fields; none for measurements.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Document::Workspace(workspace) => Some(&workspace.record),
            Document::Journey(journey) => Some(&journey.record),
            Document::Item(item) => Some(&item.record),
            Document::Persona(persona) => Some(&persona.record),
            Document::Signal(signal) => Some(&signal.record),
            Document::Portfolio(portfolio) => Some(&portfolio.record),
            Document::MemberSettings(settings) => Some(&settings.record),
            Document::Measurements(_) => None,
        }
    }

    /// The text below its fields; none for YAML and rows.
    pub fn body(&self) -> Option<&Prose> {
        match self {
            Document::Item(item) => Some(&item.body),
            Document::Persona(persona) => Some(&persona.body),
            Document::Signal(signal) => Some(&signal.body),
            Document::Workspace(_)
            | Document::Journey(_)
            | Document::Measurements(_)
            | Document::Portfolio(_)
            | Document::MemberSettings(_) => None,
        }
    }

    /// Every piece of Markdown in it, as [`Document::passages`] has them.
    pub fn prose(&self) -> Vec<&Prose> {
        self.passages().into_iter().map(|(_, prose)| prose).collect()
    }
}
