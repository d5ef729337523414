//! The site's own files: its style, its script and its icon, named by their content so that a browser may keep them for ever.

use serde::Serialize;

use crate::text::WsPath;

/// The style, in the order it is put together.
const STYLES: &[&str] = &[
    include_str!("../../templates/style/1-tokens.css"),
    include_str!("../../templates/style/2-base.css"),
    include_str!("../../templates/style/3-parts.css"),
    include_str!("../../templates/style/4-map.css"),
    include_str!("../../templates/style/4-map-tools.css"),
    include_str!("../../templates/style/4-map-curves.css"),
    include_str!("../../templates/style/4-map-steps.css"),
    include_str!("../../templates/style/5-pages.css"),
    include_str!("../../templates/style/7-lists.css"),
    include_str!("../../templates/style/7-matrix.css"),
    include_str!("../../templates/style/9-search.css"),
    include_str!("../../templates/style/5-chain.css"),
    include_str!("../../templates/style/8-health.css"),
    include_str!("../../templates/style/8-review.css"),
    include_str!("../../templates/style/8-history.css"),
    include_str!("../../templates/style/6-print.css"),
];

/// The script, one part a file: each does one thing on the pages that have it, and leaves the others alone.
const SCRIPTS: &[&str] = &[
    include_str!("../../templates/script/1-state.js"),
    include_str!("../../templates/script/2-table.js"),
    include_str!("../../templates/script/2-map.js"),
    include_str!("../../templates/script/3-matrix.js"),
    include_str!("../../templates/script/3-chain.js"),
    include_str!("../../templates/script/9-search.js"),
];

/// What the search page does, loaded there alone.
const SEARCH: &str = include_str!("../../templates/script/search-page.js");

/// What ranks the records, loaded when one searches; see `templates/script/vendor/README.md`. Its licence goes with it.
const ENGINE: [&str; 4] = [
    "/*\n",
    include_str!("../../templates/script/vendor/minisearch.LICENSE.txt"),
    "*/\n",
    include_str!("../../templates/script/vendor/minisearch.js"),
];

const ICON: &str = include_str!("../../templates/mark.svg");

/// The site's own files.
#[derive(Debug)]
pub(super) struct Assets {
    /// The names, for templates.
    pub(super) names: AssetNames,
    /// The contents.
    pub(super) files: Vec<(WsPath, Vec<u8>)>,
}

/// Where the site's own files are, from its root.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AssetNames {
    style: String,
    script: String,
    search_script: String,
    search_engine: String,
    icon: String,
    /// The same as `data:` addresses, for the one page that must not depend on where it is.
    style_data: String,
    icon_data: String,
}

impl Assets {
    /// Puts the style together; a theme comes last, so that it can change what it likes.
    pub(super) fn new(theme: Option<&str>) -> Assets {
        let mut style = STYLES.join("\n");
        if let Some(theme) = theme {
            style.push('\n');
            style.push_str(theme);
        }
        let (script, search) = (compact(&SCRIPTS.join("\n")), compact(SEARCH));
        let (style_path, icon_path) = (hashed("style", "css", &style), hashed("icon", "svg", ICON));
        let script_path = hashed("script", "js", &script);
        let search_path = hashed("search", "js", &search);
        let engine = ENGINE.concat();
        let engine_path = hashed("minisearch", "js", &engine);
        let names = AssetNames {
            style: style_path.to_string(),
            script: script_path.to_string(),
            search_script: search_path.to_string(),
            search_engine: engine_path.to_string(),
            icon: icon_path.to_string(),
            style_data: data("text/css", &style),
            icon_data: data("image/svg+xml", ICON),
        };
        let files = vec![
            (style_path, style.into_bytes()),
            (script_path, script.into_bytes()),
            (search_path, search.into_bytes()),
            (engine_path, engine.into_bytes()),
            (icon_path, ICON.as_bytes().to_vec()),
        ];
        Assets { names, files }
    }
}

/// A script without what only its authors need: lines that are comments, and the space that lines begin with. A test
/// holds that no line begins inside of a text.
fn compact(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn data(media_type: &str, content: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    format!("data:{media_type},{}", utf8_percent_encode(content, NON_ALPHANUMERIC))
}

fn hashed(name: &str, extension: &str, content: &str) -> WsPath {
    let hash = blake3::hash(content.as_bytes()).to_hex();
    WsPath::new(&format!("static/{name}.{}.{extension}", &hash[..10])).expect("made of file names and slashes")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most bytes of all scripts together; what ranks the results of a search is loaded only when one searches.
    const MOST_SCRIPT: usize = 40_000;

    #[test]
    fn scripts_are_light() {
        let bytes: usize = SCRIPTS.iter().chain([&SEARCH]).map(|script| compact(script).len()).sum();
        assert!(bytes < MOST_SCRIPT, "{bytes} bytes");
    }

    #[test]
    fn no_line_of_a_script_begins_inside_of_a_text() {
        for script in SCRIPTS.iter().chain([&SEARCH]) {
            for line in script.lines() {
                assert!(line.matches('`').count().is_multiple_of(2) && !line.contains("/*"), "{line}");
            }
        }
    }
}
