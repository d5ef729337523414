//! Everything in the workspace as one document, with the pages of this site.

use crate::export::{Export, Published};
use crate::snapshot::Subject;
use crate::text::WsPath;
use crate::view::index::Viewer;

impl Viewer<'_> {
    /// Everything in the workspace.
    pub fn export(&self) -> Export<'_> {
        Export::new(self.snapshot, &self.report, self.sources(), self)
    }
}

impl Published for Viewer<'_> {
    fn title(&self) -> &str {
        Viewer::title(self)
    }

    fn base_url(&self) -> Option<String> {
        Viewer::base_url(self)
    }

    fn page(&self, subject: &Subject) -> Option<WsPath> {
        self.path(subject)
    }

    fn edit(&self, file: &WsPath) -> Option<String> {
        self.repository_url(file)
    }
}
