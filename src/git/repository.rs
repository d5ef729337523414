//! Finding and opening the repository that holds a workspace, and the mapping between paths of the two.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, Oid, RepositoryOpenFlags};

use super::failure::{Failure, failure};
use super::raw::Raw;
use crate::text::WsPath;

/// The repository that holds a workspace, seen from the workspace.
pub struct Repository {
    pub(super) inner: git2::Repository,
    workspace: PathBuf,
    work_folder: PathBuf,
    prefix: String,
}

/// Why a workspace's repository cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No repository holds the folder.
    #[error("`{}` is in no git repository", .0.display())]
    NoRepository(PathBuf),
    /// The repository has no working folder.
    #[error("`{}` is a bare repository, which has no working folder", .0.display())]
    Bare(PathBuf),
    /// The repository belongs to another user and is not marked as safe.
    #[error("`{}` belongs to another user, whose settings git does not trust", .0.display())]
    Owner(PathBuf),
    /// The repository uses a format that libgit2 cannot read.
    #[error("`{}` is a repository with {feature}, which is not supported", .path.display())]
    Unsupported {
        /// The folder of the workspace.
        path: PathBuf,
        /// What is not supported, such as `SHA-256 object names`.
        feature: String,
        /// What to do, in the imperative.
        help: &'static str,
    },
    /// The repository's working folder is set to a folder that does not hold the workspace.
    #[error("`{}` is outside the working folder of its repository", .0.display())]
    OutsideWorkFolder(PathBuf),
    /// A folder between the repository and the workspace has a name that is not UTF-8.
    #[error("`{}` has a name that is not UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// The folder cannot be looked at.
    #[error("cannot open `{}`: {reason}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Repository {
    /// Opens the repository that holds the folder `workspace`: that folder or any above it, a linked worktree and a
    /// submodule included.
    ///
    /// # Errors
    /// When there is none, or it cannot be used.
    pub fn open(workspace: &Path) -> Result<Repository, OpenError> {
        // Reading trusts the disk: the check costs more than the parse of what is read.
        git2::opts::strict_hash_verification(false);
        let folder = workspace
            .canonicalize()
            .map_err(|error| OpenError::Folder { path: workspace.to_path_buf(), reason: error.to_string() })?;
        let inner = discover(&folder)?;
        let Some(work_folder) = inner.workdir() else {
            return Err(OpenError::Bare(inner.path().to_path_buf()));
        };
        let work_folder = work_folder
            .canonicalize()
            .map_err(|error| OpenError::Folder { path: work_folder.to_path_buf(), reason: error.to_string() })?;
        let below =
            folder.strip_prefix(&work_folder).map_err(|_| OpenError::OutsideWorkFolder(workspace.to_path_buf()))?;
        let mut prefix = String::new();
        for part in below.components() {
            let part = part.as_os_str().to_str().ok_or_else(|| OpenError::NotUtf8(folder.clone()))?;
            prefix.push_str(part);
            prefix.push('/');
        }
        Ok(Repository { inner, workspace: folder, work_folder, prefix })
    }

    /// Opens a repository where others push to: `folder` is its own folder, such as `acme.git`, and `workspace` the
    /// workspace's folder in it, which need not exist. While a push is judged, its objects are seen.
    ///
    /// # Errors
    /// When there is no repository, or it cannot be used.
    pub fn open_hosted(folder: &Path, workspace: &WsPath) -> Result<Repository, OpenError> {
        let told = |error: std::io::Error| OpenError::Folder { path: folder.to_path_buf(), reason: error.to_string() };
        let inner = discover(&folder.canonicalize().map_err(told)?)?;
        add_pushed_objects(&inner)?;
        let folder = inner.path().canonicalize().map_err(told)?;
        let prefix = if workspace.is_root() { String::new() } else { format!("{workspace}/") };
        Ok(Repository { inner, workspace: folder.clone(), work_folder: folder, prefix })
    }

    /// The repository's working folder; its own folder where others push to it.
    pub fn work_folder(&self) -> &Path {
        &self.work_folder
    }

    /// The workspace's folder.
    pub(super) fn workspace(&self) -> &Path {
        &self.workspace
    }

    /// A path of the workspace as the repository writes it.
    pub fn repository_path(&self, path: &WsPath) -> String {
        format!("{}{path}", self.prefix)
    }

    /// A path of the repository as the workspace writes it; `None` outside the workspace or when it is no normal path.
    pub fn workspace_path(&self, path: &str) -> Option<WsPath> {
        WsPath::new(path.strip_prefix(&self.prefix)?).filter(|path| !path.is_root())
    }

    /// The workspace's folder in the repository, with a final `/`; empty for the repository's root.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A second handle, whose caches and index are its own.
    pub(super) fn reopen(&self) -> Result<git2::Repository, Failure> {
        let handle = open_from(&self.workspace).map_err(failure("open the repository again"))?;
        if self.workspace == self.work_folder && self.inner.is_bare() {
            add_pushed_objects(&handle)?;
        }
        Ok(handle)
    }

    /// The same repository once more, for another thread.
    ///
    /// # Errors
    /// When it cannot be opened again.
    pub fn another(&self) -> Result<Repository, Failure> {
        let (workspace, work_folder) = (self.workspace.clone(), self.work_folder.clone());
        Ok(Repository { inner: self.reopen()?, workspace, work_folder, prefix: self.prefix.clone() })
    }

    /// The folders in which something changes, right in them, when `HEAD`, its branch or a tag does.
    pub fn head_folders(&self) -> Vec<PathBuf> {
        let (own, common) = (self.inner.path(), self.inner.commondir());
        let mut folders =
            vec![own.to_path_buf(), own.join("logs"), common.join("refs/heads"), common.join("refs/tags")];
        // The branch may be called `topic/part`.
        let branch = self.inner.find_reference("HEAD").ok();
        let branch =
            branch.as_ref().and_then(|head| head.symbolic_target().ok().flatten()).map(|name| common.join(name));
        folders.extend(branch.as_deref().and_then(Path::parent).map(Path::to_path_buf));
        folders.sort();
        folders.dedup();
        folders
    }

    /// The root tree of the commit `HEAD` names; `None` before the first commit.
    pub(super) fn head_root(&self) -> Result<Option<git2::Tree<'_>>, Failure> {
        root_of_head(&self.inner)
    }
}

/// The commit `HEAD` names; `None` before the first commit.
pub(super) fn id_of_head(handle: &git2::Repository) -> Result<Option<Oid>, Failure> {
    match handle.head() {
        Ok(head) => Ok(head.target()),
        Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => Ok(None),
        Err(error) => Err(failure("read `HEAD`")(error)),
    }
}

/// The root tree of that commit.
pub(super) fn root_of_head(handle: &git2::Repository) -> Result<Option<git2::Tree<'_>>, Failure> {
    let Some(head) = id_of_head(handle)? else { return Ok(None) };
    let tree = Raw::commit(handle, head)?.tree()?;
    handle.find_tree(tree).map(Some).map_err(failure("read the tree of `HEAD`"))
}

/// Lets a handle see the objects of a push that git has not yet taken in, while a hook judges it.
fn add_pushed_objects(handle: &git2::Repository) -> Result<(), Failure> {
    let Some(folder) = std::env::var_os("GIT_QUARANTINE_PATH") else { return Ok(()) };
    let folder = folder.to_string_lossy();
    let odb = handle.odb().map_err(failure("read the pushed commits"))?;
    odb.add_disk_alternate(&folder).map_err(failure("read the pushed commits"))
}

/// Variables by which git points its children at one repository. A workspace is found by its folder instead, so they
/// are neither read here nor handed on.
pub(super) const REPOSITORY_VARIABLES: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

/// Searches upwards from a folder. Honours `GIT_CONFIG_GLOBAL`, `GIT_CEILING_DIRECTORIES` and the like, but no variable
/// that points elsewhere.
fn open_from(folder: &Path) -> Result<git2::Repository, git2::Error> {
    let points_elsewhere = REPOSITORY_VARIABLES.iter().any(|name| std::env::var_os(name).is_some());
    let flags = if points_elsewhere { RepositoryOpenFlags::empty() } else { RepositoryOpenFlags::FROM_ENV };
    // Libgit2 reads the variable only when it is given no list at all, which git2 cannot express.
    let ceilings = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
    let ceilings = std::env::split_paths(&ceilings).filter(|path| path.is_absolute());
    git2::Repository::open_ext(folder, flags, ceilings)
}

fn discover(folder: &Path) -> Result<git2::Repository, OpenError> {
    open_from(folder).map_err(|error| {
        let path = folder.to_path_buf();
        match error.code() {
            ErrorCode::NotFound => OpenError::NoRepository(path),
            ErrorCode::Owner => OpenError::Owner(owned_folder(folder)),
            _ => match unsupported(error.message()) {
                Some((feature, help)) => OpenError::Unsupported { path, feature, help },
                None => failure("open the repository")(error).into(),
            },
        }
    })
}

/// The folder git would name in `safe.directory`: the nearest that has a `.git`.
fn owned_folder(folder: &Path) -> PathBuf {
    folder.ancestors().find(|ancestor| ancestor.join(".git").exists()).unwrap_or(folder).to_path_buf()
}

/// Reads libgit2's refusal of a format, which has no code of its own.
fn unsupported(message: &str) -> Option<(String, &'static str)> {
    const CONVERT: &str = "move its history to a repository with git's default format";
    let lower = message.to_ascii_lowercase();
    if lower.contains("extensions.refstorage") {
        Some(("reftable references".to_owned(), "run `git refs migrate --ref-format=files`"))
    } else if lower.contains("object format") || lower.contains("extensions.objectformat") {
        Some(("SHA-256 object names".to_owned(), CONVERT))
    } else if let Some((_, name)) = lower.split_once("unsupported extension name ") {
        Some((format!("the extension `{name}`"), CONVERT))
    } else if lower.contains("unsupported repository version") {
        Some(("a newer format".to_owned(), CONVERT))
    } else {
        None
    }
}
