//! The summaries of a map's items as a script: data that a page can load from a folder too, where nothing else may be
//! read.

use super::search;
use crate::view::Summary;

/// One call that hands the summaries over, an item a line: address, how its description begins, where it stands.
pub(super) fn script(summaries: &[Summary]) -> String {
    let lines: Vec<String> = summaries.iter().map(|it| search::line(&[&it.href, &it.text, &it.about])).collect();
    format!("wayfare.summaries([\n{}\n]);\n", lines.join(",\n"))
}
