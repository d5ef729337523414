//! Links to files in what is written to a terminal.
//!
//! Terminals do not say whether they know links. Those named here do; an unknown one is given none, since some would
//! show the links as rubbish.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Context;

/// What the path of a `file:` URL holds as it is.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// The URL of a folder, with a final `/`; `None` where standard output is no terminal that links.
pub(super) fn base_of(context: &Context, folder: &Path) -> Option<String> {
    if !io::stdout().is_terminal() || !context.terminal.colours_data() {
        return None;
    }
    are_known(&|name| env::var(name).ok()).then(|| file_url(folder)).flatten()
}

fn file_url(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    // Windows writes a canonical path as `\\?\C:\folder`.
    let path = folder.to_str()?.trim_start_matches(r"\\?\").replace('\\', "/");
    let path = path.trim_start_matches('/');
    let slash = if path.is_empty() { "" } else { "/" };
    Some(format!("file:///{}{slash}", utf8_percent_encode(path, ESCAPED)))
}

/// Whether the terminal, as far as these variables tell, turns links into something to click on that is here.
fn are_known(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    if let Some(forced) = variable("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    // A file of this machine is none of the one the terminal runs on.
    if ["SSH_CONNECTION", "SSH_TTY", "CI", "TMUX", "STY"].into_iter().any(is_set) {
        return false;
    }
    let is_one_of = |name: &str, known: &[&str]| variable(name).is_some_and(|value| known.contains(&value.as_str()));
    let vte = variable("VTE_VERSION").and_then(|version| version.parse().ok()).unwrap_or(0);
    vte >= 5000
        || ["WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM"].into_iter().any(is_set)
        || is_one_of("TERM_PROGRAM", &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty"])
        || is_one_of("TERM", &["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "wezterm"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(variables: &[(&str, &str)]) -> bool {
        are_known(&|name| variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.to_owned()))
    }

    #[test]
    fn only_terminals_known_to_link_are_given_links() {
        assert!(links(&[("VTE_VERSION", "7600"), ("TERM", "xterm-256color")]));
        assert!(links(&[("TERM_PROGRAM", "vscode")]));
        assert!(!links(&[("TERM", "xterm-256color")]));
        assert!(!links(&[("TERM", "dumb")]));
        assert!(!links(&[("VTE_VERSION", "4200")]));
    }

    #[test]
    fn a_terminal_elsewhere_is_given_none_unless_it_is_forced() {
        assert!(!links(&[("TERM_PROGRAM", "WezTerm"), ("SSH_CONNECTION", "a b c d")]));
        assert!(links(&[("FORCE_HYPERLINK", "1"), ("SSH_CONNECTION", "a b c d")]));
        assert!(!links(&[("FORCE_HYPERLINK", "0"), ("TERM_PROGRAM", "WezTerm")]));
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_has_a_url() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a b#c");
        std::fs::create_dir(&path).expect("a folder in a temporary folder");
        let url = file_url(&path).unwrap_or_default();
        assert!(url.starts_with("file:///") && url.ends_with("/a%20b%23c/"), "{url}");
    }
}
