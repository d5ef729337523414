//! Which files are stored in another form than they have in the working folder, by means only the installed `git` has.
//!
//! libgit2 converts line endings and `$Id$` itself; configured filter programs (Git LFS among them) and text encodings
//! it passes over.

use git2::{AttrCheckFlags, AttrValue};

use super::failure::{Failure, failure};

/// The filter program or encoding that stands between a file and its committed form, if any.
pub(super) fn filter_of(handle: &git2::Repository, path: &str) -> Result<Option<String>, Failure> {
    let attribute = |name| {
        let value = handle.get_attr_bytes(path.as_ref(), name, AttrCheckFlags::FILE_THEN_INDEX);
        value.map(|value| text(AttrValue::from_bytes(value))).map_err(failure("read `.gitattributes`"))
    };
    if let Some(encoding) = attribute("working-tree-encoding")? {
        let utf8 = encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("utf8");
        if !utf8 {
            return Ok(Some(format!("working-tree-encoding={encoding}")));
        }
    }
    let Some(name) = attribute("filter")? else {
        return Ok(None);
    };
    let config = handle.config().map_err(failure("read git's configuration"))?;
    let configured =
        ["clean", "process", "required"].iter().any(|key| config.get_entry(&format!("filter.{name}.{key}")).is_ok());
    Ok(configured.then(|| format!("filter={name}")))
}

/// An attribute's text; `None` when it is unset, or set without one.
fn text(value: AttrValue<'_>) -> Option<String> {
    match value {
        AttrValue::String(text) => Some(text.to_owned()),
        AttrValue::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        AttrValue::True | AttrValue::False | AttrValue::Unspecified => None,
    }
}
