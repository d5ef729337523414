//! A folder of generated files, and the list that says which of them are ours.
//!
//! Owns what may be overwritten and deleted there: nothing the list does not name, and of what it names nothing is
//! deleted whose content is not what was written. Knows nothing of what the files are.
//!
//! Invariants: the list on disk names every file of ours at every moment, so an interrupted run leaves nothing that
//! the next run takes for someone else's; the list is data from outside, so its paths are checked like any other;
//! no symbolic link below the folder is followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::StoreError;
use crate::text::WsPath;

/// The list's file name.
pub const MANIFEST: &str = ".wayfare-manifest.json";

/// Begins and ends the names of temporary files.
const TEMPORARY: (&str, &str) = (".wayfare-", ".tmp");

/// A list larger than this was not written by us.
const MAX_MANIFEST_BYTES: u64 = 256 * 1024 * 1024;

/// Why generated files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder has files and no list of ours.
    #[error("`{0}` is not empty and was not written by wayfare; choose another folder or empty it")]
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
    #[error("`{folder}/{MANIFEST}` is not a list of generated files: {reason}; delete the folder to begin anew")]
    Manifest {
        /// The folder.
        folder: String,
        /// Why.
        reason: String,
    },
    /// Something that is not ours stands where a file is to be written.
    #[error("`{0}` in the output folder was not written by wayfare and is in the way; move it elsewhere")]
    InTheWay(WsPath),
    /// A folder on the way is a symbolic link, which could lead out.
    #[error("`{0}` in the output folder is a symbolic link; replace it by a folder")]
    Link(WsPath),
    /// Another run is writing.
    #[error("another run is writing to `{0}`; wait for it to end")]
    Busy(String),
    /// The operating system said no.
    #[error(transparent)]
    Store(#[from] StoreError),
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

/// Every file of ours with the hashes its content may have: one, or during a run the old and the new.
type Manifest = BTreeMap<WsPath, BTreeSet<String>>;

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

    /// Makes the folder hold exactly `files` beside what is not ours: writes those that differ, deletes those of ours
    /// that are no longer wanted.
    ///
    /// A generated file that someone has changed is written anew when it is still generated, and kept when it is not.
    ///
    /// # Errors
    /// When something that is not ours is in the way, or the disk refuses.
    pub fn replace(&mut self, files: &BTreeMap<WsPath, Vec<u8>>) -> Result<OutputSummary, OutputError> {
        let wanted: BTreeMap<&WsPath, String> = files.par_iter().map(|(path, bytes)| (path, hash(bytes))).collect();
        self.check_folders(files.keys())?;
        let changed = self.find_changed(files)?;
        let mut interim = self.manifest.clone();
        for (path, hash) in &wanted {
            interim.entry((*path).clone()).or_default().insert(hash.clone());
        }
        let mut summary = OutputSummary::default();
        if interim != self.manifest {
            write_manifest(&self.root, &interim)?;
        }
        let gone: Vec<WsPath> = self.manifest.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
        self.remove_stale(&gone, &mut summary)?;
        self.write_changed(&changed)?;
        summary.written = changed.len();
        summary.unchanged = files.len() - changed.len();

        let mut last: Manifest =
            wanted.into_iter().map(|(path, hash)| (path.clone(), BTreeSet::from([hash]))).collect();
        for path in &summary.kept {
            last.insert(path.clone(), self.manifest.get(path).cloned().unwrap_or_default());
        }
        if last != interim {
            write_manifest(&self.root, &last)?;
        }
        self.manifest = last;
        Ok(summary)
    }

    /// The files whose content on disk is not what it should be.
    fn find_changed<'a>(
        &self,
        files: &'a BTreeMap<WsPath, Vec<u8>>,
    ) -> Result<Vec<(&'a WsPath, &'a Vec<u8>)>, OutputError> {
        let states: Vec<bool> = files
            .par_iter()
            .map(|(path, bytes)| {
                let same = self.holds(path, bytes)?;
                if same == Some(false) && !self.manifest.contains_key(path) {
                    return Err(OutputError::InTheWay(path.clone()));
                }
                Ok(same != Some(true))
            })
            .collect::<Result<_, OutputError>>()?;
        Ok(files.iter().zip(states).filter_map(|(file, changed)| changed.then_some(file)).collect())
    }

    /// Whether a file is there with exactly `bytes`; `None` when nothing is there.
    fn holds(&self, path: &WsPath, bytes: &[u8]) -> Result<Option<bool>, OutputError> {
        let place = path.on_disk(&self.root);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => {
                // A folder that only holds files of ours that are about to go is not in the way.
                let ours = self.manifest.keys().any(|own| own.is_within(path));
                if ours { Ok(None) } else { Err(OutputError::InTheWay(path.clone())) }
            }
            Ok(found) if !found.is_file() || found.len() != bytes.len() as u64 => Ok(Some(false)),
            Ok(_) => {
                let there = fs::read(&place).map_err(|source| failed("read", &place, source))?;
                Ok(Some(there == bytes))
            }
            Err(error) if is_absent(&error) => Ok(None),
            Err(source) => Err(failed("look at", &place, source)),
        }
    }

    /// Makes sure that no folder on the way to a file is a link or someone else's file.
    fn check_folders<'a>(&self, files: impl Iterator<Item = &'a WsPath>) -> Result<(), OutputError> {
        let mut checked = BTreeSet::new();
        for file in files {
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
        }
        Ok(())
    }

    fn remove_stale(&self, gone: &[WsPath], summary: &mut OutputSummary) -> Result<(), OutputError> {
        let mut folders = BTreeSet::new();
        for path in gone {
            if self.passes_link(path) {
                continue;
            }
            let place = path.on_disk(&self.root);
            match fs::symlink_metadata(&place) {
                Ok(found) if found.is_file() => {
                    let there = fs::read(&place).map_err(|source| failed("read", &place, source))?;
                    if !self.manifest.get(path).is_some_and(|hashes| hashes.contains(&hash(&there))) {
                        summary.kept.push(path.clone());
                        continue;
                    }
                    fs::remove_file(&place).map_err(|source| failed("delete", &place, source))?;
                    summary.removed += 1;
                    folders.insert(path.parent());
                }
                _ => continue,
            }
        }
        for folder in folders.into_iter().rev() {
            let mut folder = folder;
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

    fn write_changed(&self, changed: &[(&WsPath, &Vec<u8>)]) -> Result<(), OutputError> {
        let folders: BTreeSet<WsPath> = changed.iter().map(|(path, _)| path.parent()).collect();
        for folder in folders {
            let place = folder.on_disk(&self.root);
            fs::create_dir_all(&place).map_err(|source| failed("make", &place, source))?;
        }
        changed.par_iter().try_for_each(|(path, bytes)| write_file(&self.root, path, bytes))
    }
}

/// Writes a file by way of a temporary one in the folder's root, where leftovers of a killed run are found.
fn write_file(root: &Path, path: &WsPath, bytes: &[u8]) -> Result<(), OutputError> {
    let place = path.on_disk(root);
    let written = new_temporary(root).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(&place)?;
        Ok(())
    });
    written.map_err(|source| failed("write", &place, source))
}

/// A temporary file that, once renamed, has the permissions of any new file.
fn new_temporary(root: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(root)
}

fn write_manifest(root: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let files: BTreeMap<&str, &BTreeSet<String>> =
        manifest.iter().map(|(path, hashes)| (path.as_str(), hashes)).collect();
    let mut bytes = serde_json::to_vec_pretty(&serde_json::json!({ "version": 1, "files": files }))
        .map_err(|error| failed("write", &root.join(MANIFEST), error.into()))?;
    bytes.push(b'\n');
    let path = WsPath::new(MANIFEST).expect("a file name is a normal path");
    write_file(root, &path, &bytes)
}

/// What is expected of the list; everything in it is checked before it is used.
#[derive(serde::Deserialize)]
struct Written {
    version: u32,
    files: BTreeMap<String, BTreeSet<String>>,
}

fn read_manifest(root: &Path) -> Result<Option<Manifest>, OutputError> {
    let place = root.join(MANIFEST);
    let bad = |reason: String| OutputError::Manifest { folder: root.display().to_string(), reason };
    match fs::symlink_metadata(&place) {
        Ok(found) if !found.is_file() => return Err(bad("it is no regular file".to_owned())),
        Ok(found) if found.len() > MAX_MANIFEST_BYTES => return Err(bad("it is too large".to_owned())),
        Ok(_) => {}
        Err(error) if is_absent(&error) => return Ok(None),
        Err(source) => return Err(failed("look at", &place, source)),
    }
    let bytes = fs::read(&place).map_err(|source| failed("read", &place, source))?;
    let written: Written = serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
    if written.version != 1 {
        return Err(bad(format!("its version is {}, and this program knows 1", written.version)));
    }
    let mut manifest = Manifest::new();
    for (path, hashes) in written.files {
        let safe = !path.is_empty() && !path.contains(['\\', ':', '\0']);
        let path = WsPath::new(&path).filter(|_| safe).ok_or_else(|| bad(format!("`{path}` is no path of ours")))?;
        manifest.insert(path, hashes);
    }
    Ok(Some(manifest))
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

fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
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

#[cfg(unix)]
fn lock(root: &Path) -> Result<Option<fs::File>, OutputError> {
    let folder = fs::File::open(root).map_err(|source| failed("open", root, source))?;
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(fs::TryLockError::WouldBlock) => Err(OutputError::Busy(root.display().to_string())),
        // File systems without locks: two runs at a time are then the user's to avoid.
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(not(unix))]
fn lock(_root: &Path) -> Result<Option<fs::File>, OutputError> {
    Ok(None)
}

/// Refuses a folder in which output would bury sources.
fn check_place(folder: &Path, workspace: &Path) -> Result<(), OutputError> {
    let forbid = |reason| Err(OutputError::Forbidden { folder: folder.display().to_string(), reason });
    let workspace = workspace.canonicalize().map_err(|source| failed("look at", workspace, source))?;
    let folder = resolve(folder).map_err(|source| failed("look at", folder, source))?;
    if workspace.starts_with(&folder) {
        return forbid("the workspace lies in it");
    }
    let Ok(inside) = folder.strip_prefix(&workspace) else { return Ok(()) };
    let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.iter().any(|part| part.starts_with('.')) {
        return forbid("it is in a dot-folder of the workspace");
    }
    match WsPath::new(&parts.join("/")) {
        Some(path) if super::layout::is_own_folder(&path) => forbid("it is a folder for records"),
        _ => Ok(()),
    }
}

/// The real path of a folder that may not be there yet.
fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    for ancestor in absolute.ancestors() {
        match ancestor.canonicalize() {
            Ok(real) => {
                let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
                return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(absolute)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> OutputError {
    StoreError::Io { action, path: path.display().to_string(), source }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    fn files(list: &[(&str, &str)]) -> BTreeMap<WsPath, Vec<u8>> {
        list.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect()
    }

    fn build(folder: &Path, list: &[(&str, &str)]) -> Result<OutputSummary, OutputError> {
        OutputFolder::open(folder, None)?.replace(&files(list))
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
        let summary = build(folder.path(), &list).expect("second");
        assert_eq!((summary.written, summary.unchanged), (0, 2));
    }

    #[test]
    fn leaves_alone_what_is_not_ours() {
        let folder = temporary();
        let root = folder.path();
        build(root, &[("items/x.html", "x")]).expect("first");
        fs::write(root.join("CNAME"), "a.example").expect("a file");
        fs::write(root.join("items/own.html"), "own").expect("a file");
        build(root, &[("index.html", "a")]).expect("second");
        assert_eq!((read(root, "CNAME").as_deref(), read(root, "items/own.html").as_deref()), (Some("a.example"), Some("own")));
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
        interim.entry(path("a.html")).or_default().insert(hash(b"new"));
        interim.entry(path("b.html")).or_default().insert(hash(b"b"));
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
            let text = format!("{{\"version\":1,\"files\":{{\"{bad}\":[\"00\"]}}}}");
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
