//! The site: views made into pages by templates, styles and attachments beside them, written into their folder.
//!
//! Owns templates, the site's own files, what of the workspace's assets is published, and the run from snapshot to
//! folder. Knows nothing of what a page says: that is [`crate::view`]. `build` and a preview render the same pages by
//! the same code: [`Site::paths`] lists them, [`Site::render`] makes one.
//!
//! Invariants: the same snapshot, options and version give the same bytes; no page depends on another's making.

mod asset;
mod feed;
mod machine;
mod search;
mod summary;
mod template;

pub use template::{Overrides, TemplateFault};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::attachment::is_drawing;
use crate::diag::{Advice, Advised, Findings};
use crate::parallel::apart;
use crate::snapshot::{HeldBack, NotCarried, Snapshot};
use crate::store::layout::Place;
use crate::store::{FileTree, OutputError, OutputFolder, OutputSummary, StoreError};
use crate::svg;
use crate::text::WsPath;
use crate::view::{Index, PageId, Route, SearchPart, Settings, SummaryPart, Viewer};

use asset::Assets;
use machine::MachineFile;
use template::Templates;

/// How a site is built.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the views need to know.
    pub settings: Settings,
    /// Templates of the workspace's own, and `theme.css`; empty unless asked for.
    pub overrides: Overrides,
}

/// Why a site could not be built.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The folder cannot be written to.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A file of the workspace cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Advised for SiteError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            SiteError::Output(error) => error.advice(),
            SiteError::Store(error) => error.advice(),
        }
    }
}

/// What a build did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildSummary {
    /// How many pages the site has.
    pub pages: usize,
    /// What became of the files.
    pub output: OutputSummary,
    /// What is wrong with the workspace's own templates; each page was made without them where they failed.
    pub template_faults: Vec<TemplateFault>,
    /// Assets that were left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// An asset that is not on the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it is.
    pub path: WsPath,
    /// Why.
    pub why: NotCarried,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

/// One file of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Its content.
    pub bytes: Vec<u8>,
    /// What is wrong with the workspace's own template, without which the page was then made.
    pub fault: Option<TemplateFault>,
}

/// What has been worked out of one snapshot for all pages of its site, each part when it was first asked for, and how
/// the pages look.
pub struct Groundwork {
    settings: Settings,
    dress: Arc<Dress>,
    index: Index,
    pages: OnceLock<BTreeMap<WsPath, PageId>>,
    all_pages: OnceLock<BTreeMap<WsPath, PageId>>,
    search: OnceLock<BTreeMap<WsPath, SearchPart>>,
    summaries: OnceLock<BTreeMap<WsPath, SummaryPart>>,
    machine: OnceLock<BTreeMap<WsPath, MachineFile>>,
    attachments: OnceLock<BTreeSet<WsPath>>,
}

/// How the pages of a site look, whatever they say: it serves one snapshot after the other.
pub struct Dress {
    overrides: Overrides,
    assets: BTreeMap<WsPath, Vec<u8>>,
    templates: Templates,
    faults: Vec<TemplateFault>,
}

/// The site of one snapshot.
pub struct Site<'a> {
    snapshot: &'a Snapshot,
    tree: &'a dyn FileTree,
    findings: &'a dyn Findings,
    groundwork: Arc<Groundwork>,
}

impl Dress {
    /// Reads templates and puts the style together.
    pub fn new(overrides: Overrides) -> Dress {
        let assets = Assets::new(overrides.get(template::THEME).map(String::as_str));
        let (templates, faults) = Templates::new(&overrides, &assets.names);
        Dress { overrides, assets: assets.files.into_iter().collect(), templates, faults }
    }

    /// Whether it would be the same made of these overrides: no template has run away, which ends their use.
    pub fn suits(&self, overrides: &Overrides) -> bool {
        self.overrides == *overrides && !self.templates.ran_away()
    }
}

impl Groundwork {
    /// Nothing worked out yet.
    pub fn new(settings: Settings, dress: Arc<Dress>) -> Groundwork {
        Groundwork {
            settings,
            dress,
            index: Index::default(),
            pages: OnceLock::new(),
            all_pages: OnceLock::new(),
            search: OnceLock::new(),
            summaries: OnceLock::new(),
            machine: OnceLock::new(),
            attachments: OnceLock::new(),
        }
    }
}

impl<'a> Site<'a> {
    /// Prepares the site of a snapshot; `tree` is where the snapshot was read from.
    pub fn new(
        snapshot: &'a Snapshot,
        tree: &'a dyn FileTree,
        findings: &'a dyn Findings,
        options: Options,
    ) -> Site<'a> {
        let Options { settings, overrides } = options;
        let groundwork = Arc::new(Groundwork::new(settings, Arc::new(Dress::new(overrides))));
        Site::on(groundwork, snapshot, tree, findings)
    }

    /// Takes the site of a snapshot up where another [`Site`] of the same snapshot has left it.
    pub fn on(
        groundwork: Arc<Groundwork>,
        snapshot: &'a Snapshot,
        tree: &'a dyn FileTree,
        findings: &'a dyn Findings,
    ) -> Site<'a> {
        Site { snapshot, tree, findings, groundwork }
    }

    fn viewer(&self) -> Viewer<'_> {
        Viewer::new(self.snapshot, self.findings, &self.groundwork.settings, &self.groundwork.index)
    }

    /// What of the workspace is not on it.
    pub fn held_back(&self) -> &HeldBack {
        &self.groundwork.settings.held_back
    }

    /// Every page but the rest of long lists of findings: nothing is checked to know them.
    fn pages(&self) -> &BTreeMap<WsPath, PageId> {
        self.groundwork.pages.get_or_init(|| self.viewer().pages())
    }

    fn all_pages(&self) -> &BTreeMap<WsPath, PageId> {
        self.groundwork.all_pages.get_or_init(|| {
            let viewer = self.viewer();
            let pages = self.pages().iter().map(|(path, page)| (path.clone(), page.clone()));
            viewer.pages_of_findings().chain(pages).collect()
        })
    }

    fn search(&self) -> &BTreeMap<WsPath, SearchPart> {
        self.groundwork.search.get_or_init(|| self.viewer().search_parts())
    }

    fn summaries(&self) -> &BTreeMap<WsPath, SummaryPart> {
        self.groundwork.summaries.get_or_init(|| self.viewer().summary_parts())
    }

    fn machine(&self) -> &BTreeMap<WsPath, MachineFile> {
        self.groundwork.machine.get_or_init(|| machine::files(&self.viewer(), self.all_pages()))
    }

    fn attachments(&self) -> &BTreeSet<WsPath> {
        self.groundwork.attachments.get_or_init(|| apart(|| self.snapshot.attachments()))
    }

    /// Whether the site carries the file at a path.
    fn is_attachment(&self, path: &WsPath) -> bool {
        self.snapshot.is_attachment(path, || self.attachments().contains(path))
    }

    /// What is wrong with the workspace's own templates before any page is made; those are left out.
    pub fn template_faults(&self) -> &[TemplateFault] {
        &self.groundwork.dress.faults
    }

    /// Every file of the site: pages, the search index, summaries, files for programs, attachments, the style, the
    /// scripts and the icon.
    pub fn paths(&self) -> BTreeSet<WsPath> {
        let (pages, assets) = (self.all_pages().keys(), self.groundwork.dress.assets.keys());
        let parts = self.search().keys().chain(self.summaries().keys());
        let made = pages.chain(parts).chain(self.machine().keys());
        made.chain(assets).chain(self.attachments()).cloned().collect()
    }

    /// The pages of sections and records that are called nearly so, the nearest first.
    pub fn near_pages(&self, name: &str) -> Vec<WsPath> {
        self.viewer().near_pages(name)
    }

    /// Where the page is that is made of a record's file. `None` for a file that is no record with a page.
    pub fn page_of(&self, file: &WsPath) -> Option<WsPath> {
        self.viewer().page_of(file)
    }

    /// The page at an address; only where it is no record's own page all pages are listed to find it.
    fn page_at(&self, path: &WsPath) -> Option<PageId> {
        if path.extension() != "html" {
            return None;
        }
        if self.groundwork.pages.get().is_none() {
            match self.viewer().route(path) {
                Route::Page(page) => return Some(page),
                Route::Nowhere => return None,
                Route::Unknown => {}
            }
        }
        match Viewer::is_of_findings(path) {
            true => self.all_pages().get(path).cloned(),
            false => self.pages().get(path).cloned(),
        }
    }

    /// Whether the site has a page at an address.
    pub fn has(&self, path: &WsPath) -> bool {
        self.page_at(path).is_some()
    }

    /// Makes one file of the site. `None` when it has no such file.
    ///
    /// # Errors
    /// When an attachment cannot be read.
    pub fn render(&self, path: &WsPath) -> Result<Option<Made>, StoreError> {
        if let Some(id) = self.page_at(path) {
            let (page, fault) = self.groundwork.dress.templates.render(&self.viewer().view(path, &id));
            let fault = fault.map(|fault| template::on_page(fault, path));
            return Ok(Some(Made { bytes: page.into_bytes(), fault }));
        }
        if let Some(bytes) = self.groundwork.dress.assets.get(path) {
            return Ok(Some(Made { bytes: bytes.clone(), fault: None }));
        }
        if path.extension() == "js"
            && let Some(part) = self.search().get(path)
        {
            let bytes = search::script(&self.viewer().search_words(part)).into_bytes();
            return Ok(Some(Made { bytes, fault: None }));
        }
        if path.extension() == "js"
            && let Some(part) = self.summaries().get(path)
        {
            let bytes = summary::script(&self.viewer().summaries(part)).into_bytes();
            return Ok(Some(Made { bytes, fault: None }));
        }
        if let Some(file) = path.parent().is_root().then(|| self.machine().get(path)).flatten() {
            return Ok(Some(Made { bytes: file.make(&self.viewer(), self.all_pages()), fault: None }));
        }
        if !self.is_attachment(path) {
            return Ok(None);
        }
        let bytes = self.tree.read(path, false)?;
        let bytes = match is_drawing(path.file_name()) {
            true => svg::neutralise(&bytes).map(|drawing| drawing.bytes),
            false => Some(bytes),
        };
        Ok(bytes.map(|bytes| Made { bytes, fault: None }))
    }

    /// Whether a file of the site is one of the workspace's, byte for byte.
    pub fn is_copied(&self, path: &WsPath) -> bool {
        let is_made = self.page_at(path).is_some()
            || self.groundwork.dress.assets.contains_key(path)
            || path.extension() == "js" && (self.search().contains_key(path) || self.summaries().contains_key(path))
            || path.parent().is_root() && self.machine().contains_key(path);
        !is_made && !is_drawing(path.file_name()) && self.is_attachment(path)
    }

    /// Writes the whole site into `folder`, in parallel; `workspace` is the folder that is read, where there is one.
    ///
    /// # Errors
    /// When the folder is not ours to write to, or a file cannot be read or written.
    pub fn write(&self, folder: &Path, workspace: Option<&Path>) -> Result<BuildSummary, SiteError> {
        let mut output = OutputFolder::open(folder, workspace)?;
        let left_out =
            self.snapshot.left_out().into_iter().map(|(path, why)| LeftOut { path: path.clone(), why }).collect();
        let paths = self.paths();
        let faults = Mutex::new(self.template_faults().to_vec());
        let make = |path: &WsPath| {
            let Made { bytes, fault } = self.render(path)?.unwrap_or_default();
            if let Some(fault) = fault {
                faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
            }
            Ok(bytes)
        };
        let ran_before = self.groundwork.dress.templates.ran_away();
        let mut summary = output.replace(&paths, &make)?;
        if self.groundwork.dress.templates.ran_away() && !ran_before {
            // Which pages still had the own templates was luck; now none has.
            let again = output.replace(&paths, &make)?;
            summary.unchanged = again.unchanged.min(summary.unchanged);
            summary.written = paths.len() - summary.unchanged;
        }
        let template_faults = distinct(faults.into_inner().unwrap_or_else(PoisonError::into_inner));
        Ok(BuildSummary { pages: self.all_pages().len(), output: summary, template_faults, left_out })
    }
}

/// The workspace's own templates and theme, by their names below `templates/`.
///
/// # Errors
/// When one cannot be read.
pub fn overrides(snapshot: &Snapshot, tree: &dyn FileTree) -> Result<Overrides, StoreError> {
    let mut overrides = Overrides::new();
    for file in snapshot.files().iter().filter(|file| file.place == Place::Template) {
        let name: Vec<&str> = file.path.parts().skip(1).collect();
        if matches!(file.path.extension(), "html" | "css") && !file.is_unreadable() {
            let bytes = tree.read(&file.path, true)?;
            overrides.insert(name.join("/"), String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(overrides)
}

/// One fault for each place in the templates, whatever the number of pages it showed on.
fn distinct(mut faults: Vec<TemplateFault>) -> Vec<TemplateFault> {
    faults.sort();
    faults.dedup_by(|later, first| (&later.template, later.line) == (&first.template, first.line));
    faults
}
