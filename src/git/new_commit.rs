//! Writing a commit object, and letting `HEAD` name it.
//!
//! A new commit is UTF-8 and says nothing else of itself. One that takes the place of another keeps who wrote that and
//! what other programs have noted on it, but for its signature, which is no longer true.

use git2::{ObjectType, Oid, Signature, Time};

use super::failure::{Failure, failure};
use super::raw::{Person, Raw};
use super::repository::id_of_head;

/// A commit to be written.
pub(super) struct NewCommit<'c> {
    pub(super) tree: Oid,
    pub(super) author: &'c Signature<'c>,
    pub(super) committer: &'c Signature<'c>,
    pub(super) message: &'c str,
}

impl NewCommit<'_> {
    /// Writes it on top of a commit, or as the first.
    pub(super) fn on_top(&self, handle: &git2::Repository, parent: Option<Oid>) -> Result<(), Failure> {
        let parents: Vec<Oid> = parent.into_iter().collect();
        let bytes = self.bytes(&parents, &line(self.author), &[]);
        let note = if parent.is_some() { "commit" } else { "commit (initial)" };
        self.write(handle, &bytes, parent, note)
    }

    /// Writes it in the place of another.
    pub(super) fn in_place_of(&self, handle: &git2::Repository, id: Oid) -> Result<(), Failure> {
        let other = Raw::commit(handle, id)?;
        let parents: Vec<Oid> = other.parents().collect();
        let author = other.person("author").map_or_else(|| line(self.author), |author| author.line());
        let is_kept = |name: &[u8]| !SAID_ANEW.iter().any(|said| said.as_bytes() == name);
        let kept: Vec<(&[u8], &[u8])> = other.headers().filter(|(name, _)| is_kept(name)).collect();
        let bytes = self.bytes(&parents, &author, &kept);
        self.write(handle, &bytes, Some(id), "commit (amend)")
    }

    fn bytes(&self, parents: &[Oid], author: &str, kept: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut bytes = format!("tree {}\n", self.tree).into_bytes();
        for parent in parents {
            bytes.extend(format!("parent {parent}\n").into_bytes());
        }
        bytes.extend(format!("author {author}\ncommitter {}\n", line(self.committer)).into_bytes());
        for (name, value) in kept {
            bytes.extend([*name, *value].join(&b' '));
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
        bytes.extend(self.message.bytes());
        bytes
    }

    /// Writes the object, and lets `HEAD` name it when that still names what is expected.
    fn write(&self, handle: &git2::Repository, bytes: &[u8], expected: Option<Oid>, note: &str) -> Result<(), Failure> {
        let failed = failure("write the commit");
        let odb = handle.odb().map_err(&failed)?;
        let id = odb.write(ObjectType::Commit, bytes).map_err(&failed)?;
        let head = handle.find_reference("HEAD").map_err(&failed)?;
        let branch = head.symbolic_target().map_err(&failed)?.unwrap_or("HEAD");
        let subject = self.message.lines().next().unwrap_or_default();
        let note = format!("{note}: {subject}");
        let mut transaction = handle.transaction().map_err(&failed)?;
        transaction.lock_ref(branch).map_err(&failed)?;
        if id_of_head(handle)? != expected {
            let reason = "another commit was made meanwhile; run the command again".to_owned();
            return Err(Failure { action: "write the commit", reason });
        }
        transaction.set_target(branch, id, Some(self.committer), &note).map_err(&failed)?;
        transaction.commit().map_err(&failed)
    }
}

/// What a commit says of itself in any case, so that it is not taken over.
const SAID_ANEW: [&str; 7] = ["tree", "parent", "author", "committer", "encoding", "gpgsig", "gpgsig-sha256"];

/// Somebody as a header names them.
fn line(signature: &Signature<'_>) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (name, email) = (text(signature.name_bytes()), text(signature.email_bytes()));
    format!("{name} <{email}> {}", moment(signature.when()))
}

fn moment(time: Time) -> String {
    let minutes = time.offset_minutes();
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{} {sign}{:02}{:02}", time.seconds(), minutes.abs() / 60, minutes.abs() % 60)
}

impl Person {
    /// As a header names them, whatever was missing where they were read.
    pub(super) fn line(&self) -> String {
        let clean = |text: &str| text.chars().filter(|c| !matches!(c, '<' | '>' | '\n' | '\0')).collect::<String>();
        format!("{} <{}> {}", clean(&self.name), clean(&self.email), self.moment())
    }

    /// When, as a header says it.
    pub(super) fn moment(&self) -> String {
        moment(Time::new(self.seconds.unwrap_or(0), self.offset))
    }
}
