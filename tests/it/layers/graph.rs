//! All files of the crate, and which of them needs which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as DiskPath;

use super::source::{File, Path};

/// The crate's files.
pub(super) struct Crate {
    pub(super) files: Vec<File>,
    modules: BTreeSet<Vec<String>>,
    /// What a module's imported names stand for.
    imports: BTreeMap<(Vec<String>, String), Vec<String>>,
    macros: BTreeMap<String, Vec<String>>,
}

/// A file that names something in another.
#[derive(Clone, Copy)]
pub(super) struct Edge<'a> {
    pub(super) from: &'a File,
    pub(super) line: usize,
}

impl Crate {
    /// Reads `src/` of this package.
    pub(super) fn read() -> Crate {
        let root = DiskPath::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(root.join("src")).sort_by_file_name() {
            let entry = entry.expect("src can be listed");
            if entry.path().extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let parts = entry.path().strip_prefix(root).expect("found below the root").iter();
            let path = parts.map(|part| part.to_str().expect("sources have plain names")).collect::<Vec<_>>().join("/");
            let text = std::fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("{path}: {error}"));
            files.push(File::parse(&path, &text));
        }
        assert!(!files.is_empty(), "no sources found");
        Crate::new(files)
    }

    pub(super) fn new(mut files: Vec<File>) -> Crate {
        let tests: Vec<bool> = files.iter().map(|file| is_for_tests(file, &files)).collect();
        files.iter_mut().zip(tests).filter(|(_, is_test)| *is_test).for_each(|(file, _)| file.mark_as_test());
        let modules = files.iter().map(|file| file.module.clone()).collect();
        let macros =
            files.iter().flat_map(|file| file.macros.iter().map(|name| (name.clone(), file.module.clone()))).collect();
        let mut sources = Crate { files, modules, imports: BTreeMap::new(), macros };
        let mut imports = BTreeMap::new();
        for file in &sources.files {
            for path in file.paths.iter().filter(|path| !path.in_test && path.inside.is_empty()) {
                let target = sources.absolute(file, path);
                if let Some((name, target)) = path.imported_as.clone().zip(target) {
                    imports.insert((file.module.clone(), name), target);
                }
            }
        }
        sources.imports = imports;
        sources
    }

    /// The path from the crate's root; `None` when it leads into another crate.
    fn absolute(&self, file: &File, path: &Path) -> Option<Vec<String>> {
        let mut base: Vec<String> = file.module.iter().chain(&path.inside).cloned().collect();
        let mut parts = path.parts.iter().peekable();
        match parts.peek().map(|part| part.as_str())? {
            "crate" => {
                parts.next();
                base.clear();
            }
            "wayfare" if file.module == ["main"] => {
                parts.next();
                base.clear();
            }
            "self" => {
                parts.next();
            }
            "super" => {
                while parts.next_if(|part| *part == "super").is_some() {
                    base.pop()?;
                }
            }
            child => {
                base.push(child.to_owned());
                if !self.modules.contains(&base) {
                    return None;
                }
                base.pop();
            }
        }
        base.extend(parts.cloned());
        Some(base)
    }

    /// The top module a path leads into.
    pub(super) fn top_module(&self, file: &File, path: &Path) -> Option<String> {
        let absolute = self.absolute(file, path)?;
        let first = absolute.first()?;
        match self.macros.get(first) {
            Some(module) if absolute.len() == 1 => module.first().cloned(),
            _ => Some(first.clone()),
        }
    }

    /// The module that defines what a path names: re-exports are followed.
    fn definition(&self, mut path: Vec<String>) -> Vec<String> {
        const MOST_RE_EXPORTS: usize = 20;
        for _ in 0..MOST_RE_EXPORTS {
            let known = (0..=path.len()).rev().find(|length| self.modules.contains(&path[..*length]));
            let (module, rest) = path.split_at(known.unwrap_or_default());
            let target = rest.first().and_then(|name| self.imports.get(&(module.to_vec(), name.clone())));
            match target {
                Some(target) => path = target.iter().chain(&rest[1..]).cloned().collect(),
                None if rest.len() == 1 && module.is_empty() && self.macros.contains_key(&rest[0]) => {
                    return self.macros[&rest[0]].clone();
                }
                None => return module.to_vec(),
            }
        }
        path
    }

    /// Files that need each other in a circle, one circle for each closing edge. A parent may name its own children.
    pub(super) fn cycles(&self) -> Vec<Vec<Edge<'_>>> {
        let mut needs: BTreeMap<&[String], BTreeMap<Vec<String>, Edge<'_>>> = BTreeMap::new();
        for file in &self.files {
            for path in file.paths.iter().filter(|path| !path.in_test) {
                let Some(absolute) = self.absolute(file, path) else { continue };
                let target = self.definition(absolute);
                if !target.starts_with(&file.module) {
                    let edge = Edge { from: file, line: path.line };
                    needs.entry(&file.module).or_default().entry(target).or_insert(edge);
                }
            }
        }
        let mut search = Search { needs: &needs, done: BTreeSet::new(), trail: Vec::new(), cycles: Vec::new() };
        for module in needs.keys() {
            search.visit(module);
        }
        search.cycles
    }
}

/// Whether the file, or a module it lies in, is declared for tests only.
fn is_for_tests(file: &File, files: &[File]) -> bool {
    let declares = |length: usize| {
        let (parent, name) = (&file.module[..length - 1], &file.module[length - 1]);
        files.iter().any(|other| other.module == parent && other.test_children.contains(name))
    };
    (1..=file.module.len()).any(declares)
}

/// A walk along the needs, depth first.
struct Search<'a, 'n> {
    needs: &'n BTreeMap<&'a [String], BTreeMap<Vec<String>, Edge<'a>>>,
    done: BTreeSet<Vec<String>>,
    trail: Vec<(Vec<String>, Option<Edge<'a>>)>,
    cycles: Vec<Vec<Edge<'a>>>,
}

impl Search<'_, '_> {
    fn visit(&mut self, module: &[String]) {
        if let Some(start) = self.trail.iter().position(|(other, _)| other == module) {
            self.cycles.push(self.trail[start..].iter().filter_map(|(_, edge)| *edge).collect());
            return;
        }
        if self.done.contains(module) {
            return;
        }
        self.trail.push((module.to_vec(), None));
        for (target, edge) in self.needs.get(module).into_iter().flatten() {
            if let Some(last) = self.trail.last_mut() {
                last.1 = Some(*edge);
            }
            self.visit(target);
        }
        self.trail.pop();
        self.done.insert(module.to_vec());
    }
}
