//! What was clean before an upgrade has no error after it.
//!
//! `tests/fixtures/upgrade` holds workspaces as they were under earlier versions; they are never brought up to date.

use std::path::{Path, PathBuf};

use wayfare::check::check;
use wayfare::diag::{Diagnostic, Level};
use wayfare::snapshot::Snapshot;
use wayfare::store::DiskTree;

use crate::program::Sandbox;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/upgrade").join(name)
}

fn findings(folder: &Path) -> Vec<Diagnostic> {
    let snapshot = Snapshot::load(&DiskTree::new(folder)).expect("a workspace can be read");
    check(&snapshot).findings().to_vec()
}

/// The example as it was with the first version whose check was complete; it had no finding.
#[test]
fn the_first_example_is_still_clean() {
    let findings = findings(&fixture("example"));
    assert!(findings.is_empty(), "{findings:#?}");
}

/// Folders of a team's own beside the records, with the Markdown that lies in such folders.
#[test]
fn folders_of_a_teams_own_get_no_error() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Test\n");
    for (path, text) in [
        ("decisions/0001-use-postgres.md", "# Use Postgres\n\n[[not ours]] @nobody [gone](nowhere.md)\n"),
        ("decisions/template.md", "---\nstatus: proposed\ntitle: Pick a name\n---\n## Context\n"),
        ("docs/guide.md", "---\nlayout: page\nnav_order: 2\n---\n# Guide\n\n<<<<<<< not ours\n"),
        ("docs/journey.yaml", "stages: [one, two]\n"),
        ("context.md", "# What we do\n"),
        ("notes/meeting.md", "Spoke with @maya: ship it.\n"),
    ] {
        sandbox.write(path, text);
    }
    let findings = findings(sandbox.path());
    let errors: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
