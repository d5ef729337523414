//! Making the site of a workspace on disk, for `build` and `serve` alike.

use std::path::{Path, PathBuf};

use super::state::State;
use super::{Context, Failure, workspace};
use crate::check;
use crate::diag::Report;
use crate::site::{self, Options, Overrides, Site};
use crate::snapshot::Snapshot;
use crate::store::{FileTree, layout};
use crate::text::{UrlKind, WsPath, check_url};
use crate::view::Settings;

/// A workspace on disk, and how its site is to be made.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The workspace's folder.
    pub(super) root: PathBuf,
    /// Where the site will be published, when not what the workspace says.
    pub(super) base_url: Option<String>,
    /// Whether to use the workspace's own templates.
    pub(super) templates: bool,
    /// Where the site is written to, so that it is not read.
    pub(super) out: Option<PathBuf>,
    /// Which state of the workspace is shown.
    pub(super) state: State,
}

impl Source {
    /// Reads and checks the workspace and prepares its site.
    ///
    /// # Errors
    /// When the state is not there or cannot be read, or a template of the workspace's own cannot.
    pub(super) fn with_site<T>(&self, make: impl FnOnce(&Snapshot, &Report, &Site<'_>) -> T) -> Result<T, Failure> {
        let tree = self.tree()?;
        let tree = &*tree;
        let snapshot = Snapshot::load(tree)?;
        let report = check::check(&snapshot);
        let overrides = if self.templates { site::overrides(&snapshot, tree)? } else { Overrides::new() };
        let settings = Settings {
            base_url: self.base_url.clone(),
            repository_folder: workspace::repository_folder(&self.root),
            explain: Some(check::explanation),
        };
        let site = Site::new(&snapshot, tree, &report, Options { settings, overrides });
        Ok(make(&snapshot, &report, &site))
    }

    fn tree(&self) -> Result<Box<dyn FileTree>, Failure> {
        if self.state != State::Folder {
            return self.state.tree(&self.root);
        }
        let tree = workspace::tree(&self.root);
        let out = self.out.as_deref().and_then(|out| WsPath::below(&self.root, out));
        // A folder of records is refused later; it must not be missing from the findings until then.
        Ok(Box::new(match out {
            Some(out) if !out.is_root() && !layout::is_own_folder(&out) => tree.without(out),
            _ => tree,
        }))
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
