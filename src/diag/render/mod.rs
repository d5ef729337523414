//! One renderer per format.
//!
//! Owns the table of formats: a new one is a file and a row of `formats!`. A renderer is a pure function of a report
//! and the texts it points into; whether there is a terminal, and what it can show, is known by the caller alone.

mod excerpt;
mod fingerprint;
mod job_summary;
mod place;

use std::fmt;
use std::io;
use std::str::FromStr;

use super::{Explanation, Level, Problem, Report, Rule, Sources};
use crate::text::WsPath;

pub use excerpt::escape;
pub use job_summary::job_summary;

/// What the caller knows about the reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Whether to colour what people read. Formats for programs are never coloured.
    pub colour: bool,
    /// The URL of the workspace's folder, with a final `/`, where what people read may link to files.
    pub link_base: Option<&'a str>,
    /// The workspace's folder in its repository, with a final `/`; empty for the repository's root. Formats for
    /// forges write it before every path.
    pub prefix: &'a str,
    /// Where to look up why a rule matters, for formats that describe the rules too.
    pub explain: Option<fn(Rule) -> &'static Explanation>,
}

impl Options<'_> {
    /// A path of the workspace as its repository writes it; `.` for the repository's root.
    fn repository_path(self, path: &WsPath) -> String {
        let full = format!("{}{path}", self.prefix);
        let trimmed = full.trim_end_matches('/');
        if trimmed.is_empty() { ".".to_owned() } else { trimmed.to_owned() }
    }
}

/// What is wrong and then what to do, for readers that have one place for both.
fn message_and_help(problem: &Problem, joint: &str) -> String {
    let message = escape(&problem.message);
    match problem.help_text() {
        Some(help) => format!("{message}{joint}{}", escape(&help)),
        None => message.into_owned(),
    }
}

/// The word for a level that programs for several checkers agree on.
fn severity(level: Level) -> &'static str {
    if level == Level::Error { "error" } else { "warning" }
}

macro_rules! formats {
    ($($module:ident $variant:ident $about:literal)*) => {
        $(mod $module;)*

        /// A way to write a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $(#[doc = $about] $variant,)*
        }

        impl Format {
            /// Every format, in the order of the help.
            pub const ALL: &'static [Format] = &[$(Format::$variant),*];

            /// The word used on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Format::$variant => stringify!($module)),* }
            }

            /// What it is for, in a line.
            pub fn about(self) -> &'static str {
                match self { $(Format::$variant => $about),* }
            }

            /// Writes `report`, which may be empty.
            ///
            /// # Errors
            /// Those of `out`.
            pub fn write(
                self,
                report: &Report,
                sources: &dyn Sources,
                options: Options<'_>,
                out: &mut dyn io::Write,
            ) -> io::Result<()> {
                match self { $(Format::$variant => $module::write(report, sources, options, out)),* }
            }
        }
    };
}

formats! {
    human Human "For people: each finding with the lines it points at"
    json Json "For programs: one object with all findings"
    github Github "For GitHub Actions: annotations on the changed files"
    gitlab Gitlab "For GitLab: a Code Quality report"
    sarif Sarif "For code scanning: SARIF 2.1.0, with fixes"
    junit Junit "For CI servers that read JUnit: a test for each finding"
}

/// A report as plain data, to stand in something larger: what [`Format::Json`] writes.
pub fn data<'a>(report: &'a Report, sources: &dyn Sources) -> impl serde::Serialize + use<'a> {
    json::document(report, sources)
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(name: &str) -> Result<Format, ()> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or(())
    }
}

#[cfg(test)]
mod testing {
    //! A report in memory, for the renderers' tests.

    use std::collections::BTreeMap;

    use super::{Format, Options, Report, Sources};
    use crate::diag::{Level, Problem};
    use crate::text::{SourceText, WsPath};

    #[derive(Default)]
    pub(super) struct Files(BTreeMap<WsPath, SourceText>);

    impl Sources for Files {
        fn source(&self, path: &WsPath) -> Option<&SourceText> {
            self.0.get(path)
        }
    }

    pub(super) fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    impl Files {
        pub(super) fn with(mut self, name: &str, text: &str) -> Files {
            self.0.insert(path(name), SourceText::from(text));
            self
        }

        pub(super) fn write(&self, format: Format, problems: Vec<(&str, Level, Problem)>) -> String {
            self.write_as(format, Options::default(), problems)
        }

        pub(super) fn write_as(
            &self,
            format: Format,
            options: Options<'_>,
            problems: Vec<(&str, Level, Problem)>,
        ) -> String {
            let findings = problems
                .into_iter()
                .map(|(name, level, problem)| problem.at(path(name), self.source(&path(name)), level))
                .collect();
            let mut out = Vec::new();
            format.write(&Report::new(findings), self, options, &mut out).expect("memory takes all");
            String::from_utf8(out).expect("renderers write text")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_are_found_by_their_names() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(*format));
        }
        assert_eq!("xml".parse::<Format>(), Err(()));
    }
}
