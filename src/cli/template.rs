//! The workspaces `init` can start from, carried in the binary.

use crate::text::{WorkspaceEdit, WsPath};

mod files {
    include!(concat!(env!("OUT_DIR"), "/templates.rs"));
}

/// A workspace to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Template {
    /// Nothing but a `workspace.yaml` with comments on what can stand in it
    Blank,
    /// A product with a free trial: one journey, two personas, one chain from insight to metric
    TrialToPaid,
    /// The whole example: four journeys of a fictional product team
    Example,
}

impl Template {
    /// The making of its files.
    pub(super) fn edit(self) -> WorkspaceEdit {
        let files = match self {
            Template::Blank => files::BLANK,
            Template::TrialToPaid => files::TRIAL_TO_PAID,
            Template::Example => files::EXAMPLE,
        };
        let mut edit = WorkspaceEdit::default();
        for (path, bytes) in files {
            let path = WsPath::new(path).expect("the build script lists paths in normal form");
            edit.join(WorkspaceEdit::create(path, *bytes)).expect("the build script lists each path once");
        }
        edit
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_template_is_a_workspace() {
        for template in Template::value_variants() {
            let edit = template.edit();
            let holds = |wanted: &str| edit.changes().any(|(path, _)| path.as_str() == wanted);
            assert!(holds("workspace.yaml"), "{template:?}");
            assert!(holds(".gitignore"), "{template:?}");
            assert!(edit.changes().all(|(path, _)| path.parts().next() != Some("site")), "{template:?}");
        }
    }
}
