//! Parts of the search index as scripts: data that a page can load from a folder too, where nothing else may be read.

use crate::view::{SearchRecord, SearchWords};

/// One call that hands the records over, a record a line: title, address, place, IDs and tags, prose.
pub(super) fn script(words: &SearchWords) -> String {
    let lines: Vec<String> = words.records.iter().map(record).collect();
    format!("wayfare.search.add(\"{}\",[\n{}\n]);\n", words.kind, lines.join(",\n"))
}

fn record(record: &SearchRecord) -> String {
    let SearchRecord { title, href, place, words, text } = record;
    line(&[title, href, place, words, text])
}

/// Texts as an array on one line of a script.
pub(super) fn line(texts: &[&str]) -> String {
    let line = serde_json::to_string(texts).expect("texts are plain data");
    // Wherever the data may be put one day, it ends no script and no line.
    line.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let record = SearchRecord {
            title: "</script>\u{2028}\"\\".to_owned(),
            href: "../items/a.html".to_owned(),
            place: String::new(),
            words: "<!--".to_owned(),
            text: "價格".to_owned(),
        };
        assert_eq!(
            script(&SearchWords { kind: "insight", records: vec![record] }),
            "wayfare.search.add(\"insight\",[\n[\"\\u003c/script>\\u2028\\\"\\\\\",\"../items/a.html\",\"\",\"\\u003c!--\",\"價格\"]\n]);\n"
        );
    }
}
