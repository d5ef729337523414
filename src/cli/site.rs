//! Where a site is published and where it lies, as one says it on the command line.

use std::path::Path;

use super::Context;
use crate::text::{UrlKind, check_url};
use crate::workspace::State;

/// What stands behind a number of files or pages: which state they are of.
pub(super) fn at(state: &State) -> String {
    match state {
        State::Folder | State::Nothing => String::new(),
        State::Staged => " as staged".to_owned(),
        State::At(point) => format!(" at `{}`", point.name),
    }
}

/// Reads a base address from the command line.
pub(super) fn base_address(text: &str) -> Result<String, String> {
    match check_url(text) {
        Ok(UrlKind::Web) if !text.contains(['?', '#']) => Ok(text.to_owned()),
        _ => Err("give an address such as https://journeys.example.com/".to_owned()),
    }
}

/// A folder on disk as one can name it where the command was started.
pub(super) fn shown(context: &Context, folder: &Path) -> String {
    match folder.strip_prefix(&context.directory) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => below.display().to_string(),
        Err(_) => folder.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::base_address;

    #[test]
    fn base_addresses_are_on_the_web_and_can_be_added_to() {
        for good in ["https://a.example", "http://a.example/b/"] {
            assert_eq!(base_address(good).as_deref(), Ok(good));
        }
        for bad in
            ["a.example", "https://", "https:///", "ftp://a", "javascript:alert(1)", "https://a/?b", "https://a b"]
        {
            assert!(base_address(bad).is_err(), "{bad}");
        }
    }
}
