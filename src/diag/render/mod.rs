//! One renderer per format.
//!
//! Owns the table of formats: a new one is a file and a row of `formats!`. A renderer is a pure function of a report
//! and the texts it points into; whether there is a terminal, and what it can show, is known by the caller alone.

mod excerpt;
mod place;

use std::fmt;
use std::io;
use std::str::FromStr;

use super::{Report, Sources};

/// What the caller knows about the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether to colour what people read. Formats for programs are never coloured.
    pub colour: bool,
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
                options: Options,
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
            options: Options,
            problems: Vec<(&str, Level, Problem)>,
        ) -> String {
            let findings = problems.into_iter().map(|(name, level, problem)| problem.at(path(name), level)).collect();
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
