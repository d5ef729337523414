//! What fields refer to, collected once for all rules.

use std::collections::BTreeMap;

use crate::model::{Document, Target};
use crate::snapshot::FileEntry;
use crate::text::Spanned;

/// Every reference in fields, by what it is to name; of each target in the order of the files.
#[derive(Default)]
pub(super) struct References<'a>(BTreeMap<Target, Vec<FieldReference<'a>>>);

/// A field that is to name something.
#[derive(Clone, Copy)]
pub(super) struct FieldReference<'a> {
    /// Where it stands.
    pub(super) file: &'a FileEntry,
    /// What the file says.
    pub(super) document: &'a Document,
    /// What it names.
    pub(super) id: Spanned<&'a str>,
}

impl<'a> References<'a> {
    /// The references in some files.
    pub(super) fn of(files: &[&'a FileEntry]) -> References<'a> {
        let mut all = References::default();
        for file in files {
            let Some(document) = file.document() else { continue };
            for (target, id) in document.references() {
                all.0.entry(target).or_default().push(FieldReference { file, document, id });
            }
        }
        all
    }

    pub(super) fn to(&self, target: Target) -> &[FieldReference<'a>] {
        self.0.get(&target).map_or(&[], Vec::as_slice)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Target, &FieldReference<'a>)> {
        self.0.iter().flat_map(|(target, references)| references.iter().map(|reference| (*target, reference)))
    }
}
