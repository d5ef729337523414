//! Files that are not read as a whole: what can be told of one without reading it, and one that is read in parts.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;

/// What can be told of a file without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp(u64);

impl Stamp {
    pub(super) fn of(found: &fs::Metadata) -> Stamp {
        let mut hasher = DefaultHasher::new();
        (found.len(), found.modified().ok()).hash(&mut hasher);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            (found.ino(), found.ctime(), found.ctime_nsec(), found.mode()).hash(&mut hasher);
        }
        Stamp(hasher.finish())
    }
}

impl std::fmt::LowerHex for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::LowerHex::fmt(&self.0, f)
    }
}

/// An open file.
#[derive(Debug)]
pub struct Parts {
    file: fs::File,
    length: u64,
    stamp: Stamp,
}

impl Parts {
    pub(super) fn new(file: fs::File, metadata: &fs::Metadata) -> Parts {
        Parts { file, length: metadata.len(), stamp: Stamp::of(metadata) }
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Differs when the file has changed, as far as can be told without reading it.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Some of its bytes.
    ///
    /// # Errors
    /// When it has not got them any more, or cannot be read.
    pub fn read(&mut self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX)];
        self.file.seek(SeekFrom::Start(range.start))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
