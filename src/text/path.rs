//! Paths inside a workspace: relative, with `/`, without `.` or `..`.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

/// A path below the workspace root, written the same on every system. The root itself is the empty path.
///
/// Sorted as bytes, which is how git sorts files.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WsPath(Arc<str>);

impl WsPath {
    /// The workspace root.
    pub fn root() -> WsPath {
        WsPath(Arc::from(""))
    }

    /// Takes a path that is already in normal form; `None` when it is absolute or has an empty, `.` or `..` part.
    pub fn new(text: &str) -> Option<WsPath> {
        let normal = text.is_empty() || text.split('/').all(|part| !matches!(part, "" | "." | ".."));
        normal.then(|| WsPath(Arc::from(text)))
    }

    /// The path as written, with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the workspace root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last part: `blocks/a/b.md` → `b.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file name without its last extension: `b.md` → `b`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// The last extension, without the dot; empty when there is none.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[dot + 1..],
            _ => "",
        }
    }

    /// The folder that holds this; the root for a top-level path and for the root itself.
    pub fn parent(&self) -> WsPath {
        match self.0.rfind('/') {
            Some(slash) => WsPath(Arc::from(&self.0[..slash])),
            None => WsPath::root(),
        }
    }

    /// The parts, outermost first; none for the root.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// Whether this is `folder` or lies below it.
    pub fn is_within(&self, folder: &WsPath) -> bool {
        folder.is_root()
            || self.0.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Follows a relative reference such as `../assets/a.png` from this folder; `None` when it leaves the workspace
    /// or is not relative.
    pub fn join(&self, relative: &str) -> Option<WsPath> {
        if relative.starts_with('/') {
            return None;
        }
        let mut parts: Vec<&str> = self.parts().collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(WsPath(Arc::from(parts.join("/"))))
    }

    /// The relative reference that leads from this folder to `target`: `blocks/a` to `assets/b.png` is
    /// `../../assets/b.png`.
    pub fn relative_to(&self, target: &WsPath) -> String {
        let from: Vec<&str> = self.parts().collect();
        let to: Vec<&str> = target.parts().collect();
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let mut parts = vec![".."; from.len() - shared];
        parts.extend(&to[shared..]);
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }

    /// The path of what lies at `path` on disk, in the workspace at `root`; `None` when it is not below that folder or
    /// a name on the way is not UTF-8.
    pub fn below(root: &Path, path: &Path) -> Option<WsPath> {
        let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
        WsPath::new(&parts?.join("/"))
    }

    /// The path on disk, below `root`.
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        let mut path = root.to_path_buf();
        path.extend(self.parts());
        path
    }
}

/// A name as Unicode composes it: the same for all spellings that it takes for one.
pub fn composed(name: &str) -> Cow<'_, str> {
    const COMPOSER: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    if name.is_ascii() { Cow::Borrowed(name) } else { COMPOSER.normalize(name) }
}

impl fmt::Display for WsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for WsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl serde::Serialize for WsPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for WsPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<WsPath, D::Error> {
        let text = String::deserialize(deserializer)?;
        WsPath::new(&text).ok_or_else(|| serde::de::Error::custom("a path that is not in normal form"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, WsPath};

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    #[test]
    fn takes_only_normal_paths() {
        for bad in ["/a", "a//b", "./a", "a/..", "a/"] {
            assert!(WsPath::new(bad).is_none(), "{bad}");
        }
        assert!(path("").is_root());
    }

    #[test]
    fn names_its_parts() {
        let item = path("blocks/metrics/a.b.md");
        assert_eq!((item.file_name(), item.stem(), item.extension()), ("a.b.md", "a.b", "md"));
        assert_eq!(item.parent(), path("blocks/metrics"));
        assert_eq!((path(".hidden").stem(), path(".hidden").extension()), (".hidden", ""));
    }

    #[test]
    fn follows_relative_references_but_never_out() {
        let folder = path("journeys/trial/items");
        assert_eq!(folder.join("../../../assets/a.png"), Some(path("assets/a.png")));
        assert_eq!(folder.join("./b.md"), Some(path("journeys/trial/items/b.md")));
        assert_eq!(folder.join("../../../../etc/passwd"), None);
        assert_eq!(folder.join("/etc/passwd"), None);
    }

    #[test]
    fn relative_references_lead_back() {
        for (from, to) in [("blocks/a", "assets/b.png"), ("", "a/b"), ("a/b", "a/b/c"), ("a/b/c", "a")] {
            let (from, to) = (path(from), path(to));
            assert_eq!(from.join(&from.relative_to(&to)), Some(to));
        }
    }

    #[test]
    fn paths_on_disk_lead_back() {
        let root = Path::new("/w");
        for text in ["", "a", "a/b.md"] {
            assert_eq!(WsPath::below(root, &path(text).on_disk(root)), Some(path(text)));
        }
        assert_eq!(WsPath::below(root, Path::new("/v/a")), None);
        assert_eq!(WsPath::below(root, Path::new("/w/../a")), None);
    }

    #[test]
    fn a_folder_does_not_hold_its_namesakes() {
        assert!(path("a/b").is_within(&path("a")));
        assert!(!path("ab/c").is_within(&path("a")));
        assert!(path("a").is_within(&WsPath::root()));
    }
}
