//! Names that lead to nothing, or by a former ID: looked up once for all rules.

use rayon::prelude::*;

use crate::model::{Form, Naming, Target};
use crate::snapshot::{FileEntry, Lookup, Snapshot, Subject};

/// The names in some files that lead to nothing or by a former ID, in the order of the files: first those of a file's
/// fields, then those of its prose.
pub(super) struct Missed<'a>(Vec<Miss<'a>>);

/// A name that leads to nothing, or by a former ID.
pub(super) struct Miss<'a> {
    /// Where it stands.
    pub(super) file: &'a FileEntry,
    /// The name.
    pub(super) naming: Naming<'a>,
    /// What has it as a former ID; `None` where nothing has it.
    pub(super) former: Option<Subject>,
}

impl<'a> Missed<'a> {
    /// Looks up the names in some files.
    pub(super) fn of(snapshot: &'a Snapshot, files: &[&'a FileEntry]) -> Missed<'a> {
        Missed(files.par_iter().flat_map_iter(|file| in_file(snapshot, file)).collect())
    }

    /// What is to name a `target` by a field and leads to nothing.
    pub(super) fn unknown_in_fields(&self, target: Target) -> impl Iterator<Item = &Miss<'a>> {
        let is_meant = move |form: Form| !form.is_prose() && form.target() == Some(target);
        self.0.iter().filter(move |miss| miss.former.is_none() && is_meant(miss.naming.form))
    }

    /// What leads to nothing in prose.
    pub(super) fn unknown_in_prose(&self) -> impl Iterator<Item = &Miss<'a>> {
        self.0.iter().filter(|miss| miss.former.is_none() && miss.naming.form.is_prose())
    }

    /// What is named by a former ID.
    pub(super) fn former(&self) -> impl Iterator<Item = (&Miss<'a>, &Subject)> {
        self.0.iter().filter_map(|miss| Some((miss, miss.former.as_ref()?)))
    }
}

fn in_file<'a>(snapshot: &'a Snapshot, file: &'a FileEntry) -> Vec<Miss<'a>> {
    let mut missed = Vec::new();
    let Some(document) = file.whole_document() else { return missed };
    let mut look_up = |naming: Naming<'a>| {
        if naming.form.target().is_none() && naming.form != Form::WikiLink {
            return;
        }
        match snapshot.resolve(file, &naming) {
            Lookup::Unknown => missed.push(Miss { file, naming, former: None }),
            Lookup::Former(subject) => missed.push(Miss { file, naming, former: Some(subject) }),
            Lookup::Found(_) | Lookup::Undecidable => {}
        }
    };
    document.visit_field_names(&mut look_up);
    document.decided_prose_names().for_each(look_up);
    missed
}
