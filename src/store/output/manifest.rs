//! The list of generated files, as it is on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::{MANIFEST, OutputError, failed, write_file};
use crate::text::WsPath;

/// A list larger than this was not written by us.
const MAX_MANIFEST_BYTES: u64 = 256 * 1024 * 1024;

/// Every file of ours with the hash of what was written; `None` while it is being written.
pub(super) type Manifest = BTreeMap<WsPath, Option<String>>;

pub(super) fn write_manifest(root: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let files: BTreeMap<&str, &Option<String>> = manifest.iter().map(|(path, hash)| (path.as_str(), hash)).collect();
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
    files: BTreeMap<String, Option<String>>,
}

pub(super) fn read_manifest(root: &Path) -> Result<Option<Manifest>, OutputError> {
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
    for (path, hash) in written.files {
        let safe = !path.is_empty() && !path.contains(['\\', ':', '\0']);
        let path = WsPath::new(&path).filter(|_| safe).ok_or_else(|| bad(format!("`{path}` is no path of ours")))?;
        manifest.insert(path, hash);
    }
    Ok(Some(manifest))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
