//! The next snapshot where items have come and nothing else has changed: a new file is to be seen as soon as a changed one.
//!
//! Nobody named the new items before, so all that is known of the others holds; only their places are other ones.

use std::sync::{Arc, OnceLock};

use foldhash::{HashSet, HashSetExt as _};

use super::entry::{Definition, Definitions, Namespace};
use super::graph::Graph;
use super::shift::Shift;
use super::uses::Uses;
use super::{FileEntry, ItemKey, Lookup, Snapshot};
use crate::model::{FileKind, Item, Kind, names};
use crate::store::layout::RecordPlace;

/// Of more items it is no longer worth it.
const MOST: usize = 16;

impl Snapshot {
    /// The snapshot of `files`, of which those at `new`, in order, have come to those of this one: the same as
    /// [`Snapshot::of_files`], and soon made where they are a few items that nobody knew.
    pub(super) fn with_new_files(&self, files: Vec<Arc<FileEntry>>, new: Vec<usize>) -> Snapshot {
        let entries: Vec<Arc<FileEntry>> = new.iter().map(|at| Arc::clone(&files[*at])).collect();
        let items: Option<Vec<(&RecordPlace, &Item)>> = entries.iter().map(|file| item(file)).collect();
        match items {
            Some(items) if items.len() <= MOST && self.knows_none_of(&items) => self.with_new_items(files, &items, new),
            _ => Snapshot::of_files(files),
        }
    }

    fn with_new_items(&self, files: Vec<Arc<FileEntry>>, items: &[(&RecordPlace, &Item)], new: Vec<usize>) -> Snapshot {
        let new_files = Shift(new);
        let (definitions, new_items) = self.definitions_with(items, &new_files);
        let known = self.measurements.iter().map(|(key, at)| (ItemKey(new_items.of(key.0)), new_files.of(*at)));
        let metrics = new_items.places().iter().map(|at| (ItemKey(*at), definitions[FileKind::Item].all[*at].file));
        let measured = metrics.filter_map(|(key, file)| Some((key, measurements_of(&files, file)?)));
        let measurements = Arc::new(known.chain(measured).collect());
        let mut snapshot = Snapshot {
            files,
            workspace: self.workspace.map(|at| new_files.of(at)),
            definitions: Arc::new(definitions),
            members: Arc::clone(&self.members),
            measurements,
            looked: self.looked.clone(),
            graph: Graph::default(),
            uses: Uses::default(),
            spellings: OnceLock::new(),
        };
        snapshot.graph = self.graph.with_new_items(&snapshot, &new_items);
        snapshot
    }

    /// Whether nothing has a name of these items, no two of them have one, and nobody names them.
    fn knows_none_of(&self, items: &[(&RecordPlace, &Item)]) -> bool {
        let mut seen = HashSet::new();
        let mut is_new =
            |name| self.find_item(name) == Lookup::Unknown && !self.graph.misses(name) && seen.insert(name.to_owned());
        items.iter().all(|(place, item)| {
            is_new(place.id.as_str()) && item.record.texts(names::ALIASES).all(|alias| is_new(alias.value))
        })
    }

    fn definitions_with(&self, items: &[(&RecordPlace, &Item)], new_files: &Shift) -> (Definitions, Shift) {
        let known = &self.definitions[FileKind::Item];
        let mut added: Vec<(Definition, &Item)> = items
            .iter()
            .zip(new_files.places())
            .map(|((place, item), file)| {
                let (id, journey) = (place.id.as_str().into(), place.journey.as_deref().map(Arc::from));
                (Definition { id, file: *file, journey, is_contested: false }, *item)
            })
            .collect();
        added.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        let place = |(at, (new, _)): (usize, &(Definition, &Item))| {
            at + known.all.partition_point(|definition| definition.id < new.id)
        };
        let new_items = Shift(added.iter().enumerate().map(place).collect());
        let mut all = Vec::with_capacity(known.all.len() + added.len());
        let mut rest = known.all.as_slice();
        let mut by_id = known.by_id.clone();
        let mut by_alias = known.by_alias.clone();
        by_id.values_mut().chain(by_alias.values_mut()).for_each(|at| *at = new_items.of(*at));
        for (at, (definition, item)) in new_items.places().iter().zip(added) {
            let (before, after) = rest.split_at(at - all.len());
            all.extend(before.iter().map(|definition| moved(definition, new_files)));
            by_id.insert(Arc::clone(&definition.id), *at);
            by_alias.extend(item.record.texts(names::ALIASES).map(|alias| (alias.value.to_owned(), *at)));
            all.push(definition);
            rest = after;
        }
        all.extend(rest.iter().map(|definition| moved(definition, new_files)));
        let first = (0..all.len()).filter(|at| *at == 0 || all[*at].id != all[at - 1].id).collect();
        let mut items = Namespace { all, first, by_id, by_alias, unsure: known.unsure.clone(), is_partial: false };
        let definitions = Definitions::of_kinds(|kind| match kind {
            FileKind::Item => std::mem::take(&mut items),
            kind => {
                let known = &self.definitions[kind];
                let all = known.all.iter().map(|definition| moved(definition, new_files)).collect();
                Namespace { all, ..known.clone() }
            }
        });
        (definitions, new_items)
    }
}

/// The item of a file, where all of it could be read that tells its names.
fn item(file: &FileEntry) -> Option<(&RecordPlace, &Item)> {
    let (place, item) = (file.record_place()?, file.item()?);
    (place.kind == FileKind::Item && !file.is_partial() && !item.record.is_unread(names::ALIASES))
        .then_some((place, item))
}

fn moved(definition: &Definition, files: &Shift) -> Definition {
    Definition { file: files.of(definition.file), ..definition.clone() }
}

/// The measurements beside a metric.
fn measurements_of(files: &[Arc<FileEntry>], metric: usize) -> Option<usize> {
    let file = files[metric].item().filter(|item| item.kind == Some(Kind::Metric)).map(|_| &files[metric])?;
    let csv = file.path.parent().join(&format!("{}.csv", file.path.stem()))?;
    let at = files.binary_search_by(|file| file.path.cmp(&csv)).ok()?;
    files[at].is_of_kind(FileKind::Measurements).then_some(at)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::snapshot::Touched;
    use crate::store::MemoryTree;
    use crate::text::WsPath;

    const JOURNEY: &str =
        "title: T\nstages:\n  - id: s\n    title: S\n    steps:\n      - { id: a, title: A, items: [m, gone] }\n";

    const FILES: [(&str, &str); 8] = [
        ("workspace.yaml", "name: Acme\n"),
        ("assets/note.txt", "A note.\n"),
        ("blocks/c.md", "---\nkind: insight\ntitle: C\nlinks: [m, lost]\n---\nSee [[x]].\n"),
        ("blocks/m.md", "---\nkind: opportunity\ntitle: M\naliases: [former]\n---\n"),
        ("blocks/r.md", "---\nkind: metric\ntitle: R\n---\n"),
        ("blocks/r.csv", "date,value\n2026-01-01,1\n"),
        ("blocks/x.csv", "date,value\n2026-01-01,2\n"),
        ("journeys/j/journey.yaml", JOURNEY),
    ];

    /// All that is known of items.
    fn told(snapshot: &Snapshot) -> Vec<String> {
        let ids = |keys: &[ItemKey]| keys.iter().map(|key| snapshot.item(*key).id().to_owned()).collect::<Vec<_>>();
        let item = |entry: crate::snapshot::ItemEntry<'_>| {
            let key = entry.key();
            let (leads_to, led_to_by) = (ids(snapshot.leads_to(key)), ids(snapshot.led_to_by(key)));
            let mentions = snapshot.mentions(&crate::snapshot::Subject::Item(key));
            let measurements = snapshot.measurements(key);
            format!(
                "{} {} {:?} {} {leads_to:?} {led_to_by:?} {:?} {mentions:?} {measurements:?} {:?}",
                entry.id(),
                entry.path(),
                entry.home(),
                entry.is_contested(),
                snapshot.placed_on(key),
                snapshot.find_item(entry.id()),
            )
        };
        let names = ["former", "alias", "lost", "gone", "x"].map(|name| format!("{:?}", snapshot.find_item(name)));
        let journeys = snapshot.journeys().map(|entry| entry.path().to_string());
        snapshot.every_item().map(item).chain(names).chain(journeys).collect()
    }

    /// Whether files that come are put in, not everything made anew; either way it is the same as that.
    fn is_put_in(new: &[(&str, &str)]) -> bool {
        let before = Snapshot::load(&FILES.into_iter().collect::<MemoryTree>()).expect("a tree");
        let tree: MemoryTree = FILES.into_iter().chain(new.iter().copied()).collect();
        let touched: BTreeSet<WsPath> = new.iter().filter_map(|(path, _)| WsPath::new(path)).collect();
        let after = before.after(&tree, &Touched::At(touched)).expect("a tree").expect("it is another");
        assert_eq!(told(&after), told(&Snapshot::load(&tree).expect("a tree")), "{new:?}");
        Arc::ptr_eq(&before.members, &after.members)
    }

    #[test]
    fn items_that_nobody_knew_are_put_in() {
        let item = "---\nkind: solution\ntitle: New\naliases: [alias]\nlinks: [m, r, unheard]\n---\nOf [[c]].\n";
        for path in ["blocks/a.md", "blocks/n.md", "blocks/z.md", "blocks/aside/z.md", "journeys/j/items/n.md"] {
            assert!(is_put_in(&[(path, item)]), "{path}");
        }
        assert!(
            is_put_in(&[("blocks/x.md", "---\nkind: metric\ntitle: X\n---\n")]),
            "with measurements that were there"
        );
        let other = "---\nkind: insight\ntitle: Other\nlinks: [c]\n---\n";
        assert!(is_put_in(&[("blocks/a.md", other), ("blocks/d.md", item), ("blocks/zz.md", other)]));
    }

    #[test]
    fn what_somebody_knew_is_made_anew() {
        let item = "---\nkind: insight\ntitle: New\n---\n";
        for path in ["blocks/lost.md", "blocks/gone.md", "blocks/former.md", "blocks/aside/m.md", "blocks/README.md"] {
            assert!(!is_put_in(&[(path, item)]), "{path}");
        }
        let named = |alias: &str| item.replace("New", &format!("New\naliases: {alias}"));
        for aliases in ["[gone]", "[c]", "[former]", "[n, n]", "{ a: b }"] {
            assert!(!is_put_in(&[("blocks/n.md", &named(aliases))]), "{aliases}");
        }
        assert!(!is_put_in(&[("blocks/n.md", "---\nkind: [\n---\n")]));
        assert!(!is_put_in(&[("blocks/n.md", item), ("blocks/o.md", &named("[n]"))]));
        assert!(!is_put_in(&[("blocks/n.csv", "date,value\n")]));
    }
}
