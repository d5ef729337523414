//! Which records name which others in fields, by those that are named.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use super::{FileEntry, ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StepKey, Subject};
use crate::model::Target;

/// The key of something that names others in fields, or is named.
pub trait SubjectKey: Copy + Eq + Hash {
    /// What fields call it.
    const TARGET: Target;

    /// The key of a subject, or of what that is a part of.
    fn of(subject: &Subject) -> Option<Self>;

    /// The records of its sort, or that it is a part of, in order.
    fn records(snapshot: &Snapshot) -> Vec<(Subject, &FileEntry)>;
}

macro_rules! key {
    ($key:ident $target:ident $records:ident $record:ident, $($pattern:pat => $found:expr),+) => {
        impl SubjectKey for $key {
            const TARGET: Target = Target::$target;

            fn of(subject: &Subject) -> Option<$key> {
                match subject {
                    $($pattern => Some($found),)+
                    _ => None,
                }
            }

            fn records(snapshot: &Snapshot) -> Vec<(Subject, &FileEntry)> {
                snapshot.$records().map(|entry| (Subject::$record(entry.key()), entry.file())).collect()
            }
        }
    };
}

key!(ItemKey ITEM items Item, Subject::Item(key) => *key);
key!(PersonaKey PERSONA personas Persona, Subject::Persona(key) => *key);
key!(SignalKey SIGNAL signals Signal, Subject::Signal(key) => *key);
key!(StepKey Step journeys Journey, Subject::Step(key) => *key);
key!(JourneyKey JOURNEY journeys Journey,
    Subject::Journey(key) => *key, Subject::Stage(key) => key.journey, Subject::Step(key) => key.stage.journey);

impl Snapshot {
    /// By what is named, the records that name it in fields, in their order and each once.
    pub fn named_by<Named: SubjectKey, By: SubjectKey>(&self) -> HashMap<Named, Vec<By>> {
        let mut found: HashMap<Named, Vec<By>> = HashMap::new();
        for (record, file) in By::records(self) {
            let Some(document) = file.document() else { continue };
            document.visit_field_names(|naming| {
                if naming.form.target() == Some(Named::TARGET)
                    && let Some(by) = By::of(&record.part(naming.holder))
                    && let Some(named) = self.resolve(file, &naming).found().as_ref().and_then(Named::of)
                {
                    let by_all = found.entry(named).or_default();
                    // All that one record names comes together.
                    if by_all.last() != Some(&by) {
                        by_all.push(by);
                    }
                }
            });
        }
        found
    }

    /// The items each signal names, and those that name it as evidence.
    pub fn signal_items(&self) -> HashMap<SignalKey, BTreeSet<ItemKey>> {
        let by_evidence = self.named_by::<SignalKey, ItemKey>().into_iter();
        let mut found: HashMap<SignalKey, BTreeSet<ItemKey>> =
            by_evidence.map(|(signal, items)| (signal, items.into_iter().collect())).collect();
        for (item, signals) in self.named_by::<ItemKey, SignalKey>() {
            for signal in signals {
                found.entry(signal).or_default().insert(item);
            }
        }
        found
    }
}
