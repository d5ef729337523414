//! What a checkout does besides copying bytes, for files that are brought back without one.

use git2::{AttrCheckFlags, AttrValue, Index};

use super::advance::write_with_patience;
use super::entries::{is_announced, read_index, unseen_entry};
use super::failure::{Failure, StatusError, failure};
use super::program::git_in;
use super::repository::Repository;
use super::revision::Revision;
use crate::text::WsPath;

/// The attributes by which a file can have another form in the folder than it is stored in.
const CONVERSIONS: [&str; 6] = ["text", "crlf", "eol", "ident", "filter", "working-tree-encoding"];

impl Repository {
    /// What git would write at `to` if it checked out the file `from` of a revision: with the line ends and the encoding,
    /// and by the filter program, that are set for `to`. `None` where these are the stored bytes.
    ///
    /// Starts the installed git, and by way of it the filter program.
    ///
    /// # Errors
    /// When git is not there, or the filter program fails.
    pub fn checked_out(&self, revision: &Revision, from: &WsPath, to: &WsPath) -> Result<Option<Vec<u8>>, StatusError> {
        if !self.may_convert(to)? {
            return Ok(None);
        }
        let mut git = git_in(self.work_folder());
        git.arg("cat-file").arg("--filters").arg(format!("--path={}", self.repository_path(to)));
        git.arg(format!("{revision}:{}", self.repository_path(from)));
        let told = |reason| Failure { action: "let git convert a file as in a checkout", reason };
        let output = git.output().map_err(|error| told(error.to_string()))?;
        if !output.status.success() {
            return Err(told(String::from_utf8_lossy(&output.stderr).trim().to_owned()).into());
        }
        Ok(Some(output.stdout))
    }

    fn may_convert(&self, path: &WsPath) -> Result<bool, StatusError> {
        let handle = self.reopen()?;
        // Attributes may stand in the index alone, in a sparse checkout.
        read_index(&handle)?;
        let config = handle.config().map_err(failure("read git's configuration"))?;
        if config.get_bool("core.autocrlf").unwrap_or(false) {
            return Ok(true);
        }
        for name in CONVERSIONS {
            let path = self.repository_path(path);
            let value = handle.get_attr_bytes(path.as_ref(), name, AttrCheckFlags::FILE_THEN_INDEX);
            let value = AttrValue::from_bytes(value.map_err(failure("read `.gitattributes`"))?);
            if !matches!(value, AttrValue::Unspecified | AttrValue::False) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes back that the deletion of files is staged, so that the next commit does not take away what was brought back:
    /// the files that `HEAD` has and the index has not. Gives their paths.
    ///
    /// # Errors
    /// When `HEAD` or the index cannot be read, or the index cannot be written.
    pub fn unstage_deletions(&self, paths: &[WsPath]) -> Result<Vec<WsPath>, StatusError> {
        let handle = self.reopen()?;
        let committed = self.committed(&|path| paths.contains(path))?;
        let is_gone = |index: &Index, path: &WsPath| {
            let name = self.repository_path(path);
            let staged = (0..=3).find_map(|stage| index.get_path(name.as_ref(), stage));
            staged.is_none_or(|entry| is_announced(&entry))
        };
        let index = read_index(&handle)?;
        if !committed.keys().any(|path| is_gone(&index, path)) {
            return Ok(Vec::new());
        }
        let mut unstaged = Vec::new();
        write_with_patience(&handle, |index| {
            unstaged.clear();
            for (path, (mode, id)) in committed.iter().filter(|(path, _)| is_gone(index, path)).collect::<Vec<_>>() {
                index.add(&unseen_entry(self.repository_path(path).as_bytes(), *mode, *id))?;
                unstaged.push(path.clone());
            }
            Ok(())
        })?;
        Ok(unstaged)
    }
}
