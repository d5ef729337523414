//! A folder of generated files, and the list that says which of them are ours.
//!
//! Owns what may be overwritten and deleted there: nothing the list does not name, and of what it names nothing is
//! deleted whose content is not what was written. Knows nothing of what the files are.
//!
//! Invariants: the list on disk names every file of ours at every moment, so an interrupted run leaves nothing that
//! the next run takes for someone else's; the list is data from outside, so its paths are checked like any other;
//! no symbolic link below the folder is followed.

mod manifest;
mod place;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use self::manifest::{Manifest, read_manifest, write_manifest};
use self::place::{check_place, lock};
use super::StoreError;
use super::temporary::{PLAIN, is_temporary, new_temporary};
use crate::diag::{Advice, Advised, Choice};
use crate::text::WsPath;

/// The list's file name.
pub const MANIFEST: &str = ".wayfare-manifest.json";

/// Why generated files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder has files and no list of ours.
    #[error("`{0}` is not empty and was not written by wayfare")]
    NotOurs(String),
    /// The folder is no place for output.
    #[error("`{folder}` cannot hold the output: {reason}")]
    Forbidden {
        /// The folder.
        folder: String,
        /// Why.
        reason: &'static str,
    },
    /// The list cannot be understood.
    #[error("`{folder}/{MANIFEST}` is not a list of generated files: {reason}")]
    Manifest {
        /// The folder.
        folder: String,
        /// Why.
        reason: String,
    },
    /// Something that is not ours stands where a file is to be written.
    #[error("`{0}` in the output folder was not written by wayfare and is in the way")]
    InTheWay(WsPath),
    /// A folder on the way is a symbolic link, which could lead out.
    #[error("`{0}` in the output folder is a symbolic link")]
    Link(WsPath),
    /// Another run is writing.
    #[error("another run is writing to `{0}`")]
    Busy(String),
    /// The operating system said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Advised for OutputError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            OutputError::NotOurs(_) => vec![Advice::another(Choice::Output), Advice::text("or empty it")],
            OutputError::Manifest { .. } => vec![Advice::text("delete the folder to begin anew")],
            OutputError::InTheWay(_) => vec![Advice::text("move it elsewhere")],
            OutputError::Link(_) => vec![Advice::text("replace it by a folder")],
            OutputError::Busy(_) => vec![Advice::text("wait for it to end")],
            OutputError::Forbidden { .. } | OutputError::Store(_) => Vec::new(),
        }
    }
}

/// What a run did to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputSummary {
    /// Files made or changed.
    pub written: usize,
    /// Files that were already as they should be.
    pub unchanged: usize,
    /// Files no longer generated, now gone.
    pub removed: usize,
    /// Files no longer generated that someone has changed; left alone.
    pub kept: Vec<WsPath>,
}

/// Makes the content of a file when it is needed, so that a large output is never in memory at once.
pub type MakeFile<'a> = dyn Fn(&WsPath) -> Result<Vec<u8>, StoreError> + Sync + 'a;

/// A folder of generated files, locked against other runs while this lives (on Unix).
#[derive(Debug)]
pub struct OutputFolder {
    root: PathBuf,
    manifest: Manifest,
    _lock: Option<fs::File>,
}

impl OutputFolder {
    /// Opens a folder of ours or an empty one (a `.git` in it does not count), and makes it if it is not there.
    ///
    /// `workspace` is the folder that is read: the output may not be it, hold it, or lie in its record or dot-folders.
    ///
    /// # Errors
    /// When the folder is not ours, is no place for output, or is being written to.
    pub fn open(folder: &Path, workspace: Option<&Path>) -> Result<OutputFolder, OutputError> {
        if let Some(workspace) = workspace {
            check_place(folder, workspace)?;
        }
        fs::create_dir_all(folder).map_err(|source| failed("make", folder, source))?;
        let root = folder.canonicalize().map_err(|source| failed("look at", folder, source))?;
        let lock = lock(&root)?;
        let manifest = match read_manifest(&root)? {
            Some(manifest) => manifest,
            None if is_empty(&root)? => Manifest::new(),
            None => return Err(OutputError::NotOurs(folder.display().to_string())),
        };
        remove_temporaries(&root)?;
        Ok(OutputFolder { root, manifest, _lock: lock })
    }

    /// Makes the folder hold exactly the files `wanted` beside what is not ours: writes those whose content differs,
    /// in parallel, and deletes those of ours that are no longer wanted.
    ///
    /// A generated file that someone has changed is written anew when it is still wanted, and kept when it is not.
    ///
    /// # Errors
    /// When something that is not ours is in the way, a content cannot be made, or the disk refuses.
    pub fn replace(&mut self, wanted: &BTreeSet<WsPath>, make: &MakeFile<'_>) -> Result<OutputSummary, OutputError> {
        self.check_way(wanted)?;
        let mut interim = self.manifest.clone();
        interim.extend(wanted.iter().map(|path| (path.clone(), None)));
        let change = Change { root: &self.root, interim: &interim, announced: Mutex::new(false) };
        let gone: Vec<&WsPath> = self.manifest.keys().filter(|path| !wanted.contains(*path)).collect();
        let mut summary = OutputSummary::default();
        self.remove_stale(&gone, &change, &mut summary)?;
        let outcomes: Vec<(WsPath, String, bool)> = wanted
            .par_iter()
            .map(|path| {
                let bytes = make(path)?;
                Ok((path.clone(), hash(&bytes), change.write_if_different(path, &bytes)?))
            })
            .collect::<Result<_, OutputError>>()?;
        summary.written = outcomes.iter().filter(|(.., changed)| *changed).count();
        summary.unchanged = outcomes.len() - summary.written;
        let mut last: Manifest = outcomes.into_iter().map(|(path, hash, _)| (path, Some(hash))).collect();
        last.extend(summary.kept.iter().map(|path| (path.clone(), self.manifest.get(path).cloned().flatten())));
        let announced = change.announced.into_inner().unwrap_or_else(PoisonError::into_inner);
        if announced || last != self.manifest {
            write_manifest(&self.root, &last)?;
        }
        self.manifest = last;
        Ok(summary)
    }

    /// Makes sure that nothing that is not ours, and no link, is where a file or its folders are to be.
    fn check_way(&self, wanted: &BTreeSet<WsPath>) -> Result<(), OutputError> {
        let mut checked = BTreeSet::new();
        for file in wanted {
            let mut folder = file.parent();
            while !folder.is_root() && checked.insert(folder.clone()) {
                match fs::symlink_metadata(folder.on_disk(&self.root)) {
                    Ok(found) if found.is_symlink() => return Err(OutputError::Link(folder)),
                    Ok(found) if !found.is_dir() && !self.manifest.contains_key(&folder) => {
                        return Err(OutputError::InTheWay(folder));
                    }
                    _ => {}
                }
                folder = folder.parent();
            }
            let ours = match fs::symlink_metadata(file.on_disk(&self.root)) {
                // A folder of ours goes with the files in it.
                Ok(found) if found.is_dir() => self.manifest.keys().any(|own| own.is_within(file)),
                Ok(_) => self.manifest.contains_key(file),
                Err(_) => true,
            };
            if !ours {
                return Err(OutputError::InTheWay(file.clone()));
            }
        }
        Ok(())
    }

    fn remove_stale(
        &self,
        gone: &[&WsPath],
        change: &Change<'_>,
        summary: &mut OutputSummary,
    ) -> Result<(), OutputError> {
        let mut folders = BTreeSet::new();
        for path in gone.iter().copied() {
            let place = path.on_disk(&self.root);
            if self.passes_link(path) || !fs::symlink_metadata(&place).is_ok_and(|found| found.is_file()) {
                continue;
            }
            if let Some(Some(written)) = self.manifest.get(path) {
                let there = fs::read(&place).map_err(|source| failed("read", &place, source))?;
                if *written != hash(&there) {
                    summary.kept.push(path.clone());
                    continue;
                }
            }
            change.announce()?;
            fs::remove_file(&place).map_err(|source| failed("delete", &place, source))?;
            summary.removed += 1;
            folders.insert(path.parent());
        }
        for mut folder in folders.into_iter().rev() {
            // Fails where something is left in it, which is then not ours to remove.
            while !folder.is_root() && fs::remove_dir(folder.on_disk(&self.root)).is_ok() {
                folder = folder.parent();
            }
        }
        Ok(())
    }

    /// Whether a folder on the way to `path` is a link: what lies behind it is not in the output folder.
    fn passes_link(&self, path: &WsPath) -> bool {
        let mut folder = path.parent();
        while !folder.is_root() {
            if fs::symlink_metadata(folder.on_disk(&self.root)).is_ok_and(|found| found.is_symlink()) {
                return true;
            }
            folder = folder.parent();
        }
        false
    }
}

/// A run that may or may not have touched the disk yet.
struct Change<'a> {
    root: &'a Path,
    interim: &'a Manifest,
    /// Whether the list on disk names everything this run may leave behind.
    announced: Mutex<bool>,
}

impl Change<'_> {
    /// Puts the list on disk before the first change, so that a run that changes nothing touches nothing.
    fn announce(&self) -> Result<(), OutputError> {
        let mut announced = self.announced.lock().unwrap_or_else(PoisonError::into_inner);
        if !*announced {
            write_manifest(self.root, self.interim)?;
            *announced = true;
        }
        Ok(())
    }

    /// Writes a file unless it is there with exactly `bytes`; tells whether it wrote.
    fn write_if_different(&self, path: &WsPath, bytes: &[u8]) -> Result<bool, OutputError> {
        let place = path.on_disk(self.root);
        let same_size = |found: fs::Metadata| found.is_file() && found.len() == bytes.len() as u64;
        if fs::symlink_metadata(&place).is_ok_and(same_size) {
            let there = fs::read(&place).map_err(|source| failed("read", &place, source))?;
            if there == bytes {
                return Ok(false);
            }
        }
        self.announce()?;
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|source| failed("make", folder, source))?;
        }
        write_file(self.root, path, bytes)?;
        Ok(true)
    }
}

/// Writes a file by way of a temporary one in the folder's root, where leftovers of a killed run are found.
fn write_file(root: &Path, path: &WsPath, bytes: &[u8]) -> Result<(), OutputError> {
    let place = path.on_disk(root);
    let written = new_temporary(root, PLAIN).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(&place)?;
        Ok(())
    });
    written.map_err(|source| failed("write", &place, source))
}

fn is_empty(root: &Path) -> Result<bool, OutputError> {
    let entries = fs::read_dir(root).map_err(|source| failed("list", root, source))?;
    for entry in entries {
        let name = entry.map_err(|source| failed("list", root, source))?.file_name();
        if name != ".git" && !is_temporary(&name.to_string_lossy()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Deletes what a killed run has left half-written.
fn remove_temporaries(root: &Path) -> Result<(), OutputError> {
    for entry in fs::read_dir(root).map_err(|source| failed("list", root, source))?.flatten() {
        let left_over = is_temporary(&entry.file_name().to_string_lossy());
        if left_over && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(|source| failed("delete", &entry.path(), source))?;
        }
    }
    Ok(())
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> OutputError {
    StoreError::Io { action, path: path.display().to_string(), source }.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    fn build(folder: &Path, list: &[(&str, &str)]) -> Result<OutputSummary, OutputError> {
        let files: BTreeMap<WsPath, Vec<u8>> =
            list.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect();
        OutputFolder::open(folder, None)?.replace(&files.keys().cloned().collect(), &|path| Ok(files[path].clone()))
    }

    fn read(folder: &Path, name: &str) -> Option<String> {
        fs::read_to_string(folder.join(name)).ok()
    }

    fn temporary() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    #[test]
    fn writes_what_changed_and_removes_what_is_stale() {
        let folder = temporary();
        let root = folder.path();
        build(root, &[("index.html", "a"), ("items/x.html", "x"), ("items/y.html", "y")]).expect("first");
        let summary = build(root, &[("index.html", "b"), ("items/x.html", "x")]).expect("second");
        assert_eq!((summary.written, summary.unchanged, summary.removed), (1, 1, 1));
        assert_eq!((read(root, "index.html"), read(root, "items/y.html")), (Some("b".to_owned()), None));
        build(root, &[("index.html", "b")]).expect("third");
        assert!(!root.join("items").exists(), "an emptied folder goes too");
    }

    #[test]
    fn a_second_run_writes_nothing() {
        let folder = temporary();
        let list = [("index.html", "a"), ("a/b/c.css", "")];
        build(folder.path(), &list).expect("first");
        let times = || {
            ["index.html", MANIFEST]
                .map(|name| fs::metadata(folder.path().join(name)).and_then(|found| found.modified()).ok())
        };
        let before = times();
        let summary = build(folder.path(), &list).expect("second");
        assert_eq!((summary.written, summary.unchanged), (0, 2));
        assert_eq!(times(), before);
    }

    #[test]
    fn leaves_alone_what_is_not_ours() {
        let folder = temporary();
        let root = folder.path();
        build(root, &[("items/x.html", "x")]).expect("first");
        fs::write(root.join("CNAME"), "a.example").expect("a file");
        fs::write(root.join("items/own.html"), "own").expect("a file");
        build(root, &[("index.html", "a")]).expect("second");
        assert_eq!(
            (read(root, "CNAME").as_deref(), read(root, "items/own.html").as_deref()),
            (Some("a.example"), Some("own"))
        );
        let error = build(root, &[("items/own.html", "ours")]).expect_err("in the way");
        assert!(matches!(error, OutputError::InTheWay(found) if found == path("items/own.html")));
    }

    #[test]
    fn keeps_a_stale_file_that_someone_changed_and_takes_it_back_when_generated_again() {
        let folder = temporary();
        let root = folder.path();
        build(root, &[("a.html", "a"), ("b.html", "b")]).expect("first");
        fs::write(root.join("b.html"), "mine").expect("a file");
        let summary = build(root, &[("a.html", "a")]).expect("second");
        assert_eq!(summary.kept, [path("b.html")]);
        assert_eq!(read(root, "b.html").as_deref(), Some("mine"));
        build(root, &[("a.html", "a"), ("b.html", "b")]).expect("third");
        assert_eq!(read(root, "b.html").as_deref(), Some("b"));
    }

    #[test]
    fn refuses_a_folder_with_other_files() {
        let folder = temporary();
        fs::write(folder.path().join("thesis.txt"), "years of work").expect("a file");
        assert!(matches!(build(folder.path(), &[("index.html", "a")]), Err(OutputError::NotOurs(_))));
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    }

    #[test]
    fn takes_up_an_interrupted_run() {
        let folder = temporary();
        let root = folder.path();
        build(root, &[("a.html", "old")]).expect("first");
        let mut interim = read_manifest(root).expect("readable").expect("there");
        interim.insert(path("a.html"), None);
        interim.insert(path("b.html"), None);
        write_manifest(root, &interim).expect("written");
        fs::write(root.join("a.html"), "new").expect("a file");
        fs::write(root.join(".wayfare-x.tmp"), "half").expect("a file");
        let summary = build(root, &[("c.html", "c")]).expect("second");
        assert_eq!((summary.removed, summary.kept.len()), (1, 0));
        assert!(!root.join(".wayfare-x.tmp").exists());
        let fresh = temporary();
        fs::write(fresh.path().join(".wayfare-x.tmp"), "half").expect("a file");
        build(fresh.path(), &[("a.html", "a")]).expect("a killed first run does not block");
    }

    #[test]
    fn a_run_that_fails_leaves_nothing_that_blocks_the_next() {
        let folder = temporary();
        let wanted = BTreeSet::from([path("a.html"), path("b.html")]);
        let failing = |path: &WsPath| match path.as_str() {
            "a.html" => Ok(b"a".to_vec()),
            _ => Err(StoreError::Revision { path: "b".to_owned(), reason: String::new() }),
        };
        OutputFolder::open(folder.path(), None).expect("opened").replace(&wanted, &failing).expect_err("fails");
        build(folder.path(), &[("a.html", "new")]).expect("second");
        assert_eq!(read(folder.path(), "a.html").as_deref(), Some("new"));
    }

    #[test]
    fn a_file_may_become_a_folder_and_back() {
        let folder = temporary();
        build(folder.path(), &[("assets/a", "1")]).expect("first");
        build(folder.path(), &[("assets/a/b", "2")]).expect("second");
        build(folder.path(), &[("assets/a", "3")]).expect("third");
        assert_eq!(read(folder.path(), "assets/a").as_deref(), Some("3"));
    }

    #[test]
    fn trusts_no_list() {
        for bad in ["../x", "/etc/x", "a/../../x", "", "a\\\\..\\\\x", "c:x"] {
            let folder = temporary();
            let text = format!("{{\"version\":1,\"files\":{{\"{bad}\":\"00\"}}}}");
            fs::write(folder.path().join(MANIFEST), text).expect("a file");
            assert!(matches!(build(folder.path(), &[]), Err(OutputError::Manifest { .. })), "{bad}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_link() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (temporary(), temporary());
        let root = folder.path();
        build(root, &[("items/x.html", "x")]).expect("first");
        fs::remove_dir_all(root.join("items")).expect("removed");
        fs::write(outside.path().join("x.html"), "x").expect("a file");
        symlink(outside.path(), root.join("items")).expect("a link");
        assert!(matches!(build(root, &[("items/x.html", "y")]), Err(OutputError::Link(_))));
        build(root, &[("index.html", "a")]).expect("stale files behind a link are not ours");
        assert_eq!(read(outside.path(), "x.html").as_deref(), Some("x"));
    }

    #[cfg(unix)]
    #[test]
    fn one_run_at_a_time() {
        let folder = temporary();
        let _first = OutputFolder::open(folder.path(), None).expect("the first");
        assert!(matches!(OutputFolder::open(folder.path(), None), Err(OutputError::Busy(_))));
    }

    #[test]
    fn refuses_places_where_sources_are() {
        let folder = temporary();
        let workspace = folder.path().join("w");
        fs::create_dir_all(workspace.join("journeys")).expect("a folder");
        let open = |relative: &str| OutputFolder::open(&workspace.join(relative), Some(&workspace)).map(|_| ());
        for bad in [".", "..", "journeys", "journeys/site", "blocks", "assets/site", ".git", "site/../journeys"] {
            assert!(matches!(open(bad), Err(OutputError::Forbidden { .. })), "{bad}");
        }
        open("site").expect("an ordinary folder");
        open("../site").expect("a folder elsewhere");
    }
}
