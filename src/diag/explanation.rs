//! Rules in words, for people: what is found, why it matters, how it is mended.
//!
//! Owns the shape of an explanation alone. What a rule finds is in its row of the table; why it matters and its examples
//! are written beside its code.

/// A rule in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// What it finds: a phrase that goes on after "finds".
    pub finds: &'static str,
    /// The place a finding names: a phrase that goes on after "points at".
    pub points_at: &'static str,
}

/// Why a rule matters and how to do right by it. Texts are Markdown where they name fields and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Why it matters to those who work with the map: one to three sentences.
    pub why: &'static str,
    /// Where it finds something.
    pub wrong: Example,
    /// The same put right: no rule finds anything.
    pub right: Example,
    /// What to do, in the imperative.
    pub fix: &'static str,
}

/// A few files of a workspace, as far as they matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What the files do not show, or a description where there is nothing to show; may be empty.
    pub words: &'static str,
    files: &'static str,
}

/// One file of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// Its path in the workspace.
    pub path: &'static str,
    /// What is in it.
    pub text: &'static str,
}

impl Example {
    /// Files, each begun by a line `//- path`.
    pub const fn files(files: &'static str) -> Example {
        Example { words: "", files }
    }

    /// A description of what text cannot show.
    pub const fn words(words: &'static str) -> Example {
        Example { words, files: "" }
    }

    /// Adds what the files do not show: a sentence that leads up to them.
    #[must_use]
    pub const fn after(self, words: &'static str) -> Example {
        Example { words, files: self.files }
    }

    /// The files, in the order written.
    pub fn each_file(self) -> impl Iterator<Item = ExampleFile> {
        let files = self.files.strip_prefix("//- ").unwrap_or_default();
        files.split("\n//- ").filter_map(|file| {
            let (path, text) = file.split_once('\n')?;
            Some(ExampleFile { path, text: text.strip_suffix('\n').unwrap_or(text) })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_their_first_lines() {
        let example = Example::files("//- a.yaml\nname: A\n\nslug: a\n//- b/c.md\n---\n---\n");
        let files: Vec<(&str, &str)> = example.each_file().map(|file| (file.path, file.text)).collect();
        assert_eq!(files, [("a.yaml", "name: A\n\nslug: a"), ("b/c.md", "---\n---")]);
        assert_eq!(Example::words("Nothing to show.").each_file().count(), 0);
    }
}
