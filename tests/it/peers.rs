//! Wayfare beside the tools its users have: the hooks of other hook managers, the slugs of a forge.
//!
//! Needs node and `npm ci` in `tests/peers`; without them each test says so and passes, unless
//! `WAYFARE_REQUIRE_PEERS=1`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the installed tools; none when they are not there and need not be.
pub(crate) fn peers() -> Option<PathBuf> {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/node_modules");
    let lacking = if !modules.is_dir() {
        "run `npm ci` in tests/peers"
    } else if Command::new("node").arg("--version").output().is_err() {
        "node is not installed"
    } else {
        return Some(modules);
    };
    assert!(
        std::env::var_os("WAYFARE_REQUIRE_PEERS").is_none_or(|value| value != "1"),
        "the tests with other tools are required, but: {lacking}"
    );
    // Not by a macro: those are swallowed when a test passes.
    let _ = writeln!(std::io::stderr(), "skipped a test with other tools: {lacking}");
    None
}
