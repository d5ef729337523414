//! Annotated tags: points of the history that somebody gave a name and a reason.

use git2::{ObjectType, Oid};

use super::repository::Repository;
use super::revision::Revision;

/// So many tags are looked at; a repository with more tags its builds.
const MOST: usize = 10_000;

/// An annotated tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name, such as `v1.2`.
    pub name: String,
    /// The commit it names.
    pub revision: Revision,
    /// Who made it; empty where that is not said.
    pub author: String,
    /// The address they made it under.
    pub email: String,
    /// When, in seconds since 1970; `None` where that is not said.
    pub seconds: Option<i64>,
    /// How far their clock was ahead of UTC, in minutes.
    pub offset: i32,
    /// Why, as it was written.
    pub message: String,
}

/// Where a tag is and what it names, without reading it: two lists are the same when nothing was tagged in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagName(String, Oid);

impl Repository {
    /// The names of all tags and what they name, sorted.
    pub fn tag_names(&self) -> Vec<TagName> {
        let mut names = Vec::new();
        // What cannot be read is no tag.
        let _ = self.inner.tag_foreach(|id, name| {
            let name = String::from_utf8_lossy(name);
            names.push(TagName(name.trim_start_matches("refs/tags/").to_owned(), id));
            names.len() < MOST
        });
        names.sort_by(|a, b| a.0.cmp(&b.0));
        names
    }

    /// The annotated tags among these names that name a commit.
    pub fn tags(&self, names: &[TagName]) -> Vec<Tag> {
        names.iter().filter_map(|TagName(name, id)| self.tag(name, *id)).collect()
    }

    fn tag(&self, name: &str, id: Oid) -> Option<Tag> {
        let tag = self.inner.find_tag(id).ok()?;
        let commit = tag.as_object().peel(ObjectType::Commit).ok()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let tagger = tag.tagger();
        let when = tagger.as_ref().map(git2::Signature::when);
        Some(Tag {
            name: name.to_owned(),
            revision: Revision(commit.id()),
            author: tagger.as_ref().map(|tagger| text(tagger.name_bytes())).unwrap_or_default(),
            email: tagger.as_ref().map(|tagger| text(tagger.email_bytes())).unwrap_or_default(),
            seconds: when.map(|when| when.seconds()),
            offset: when.map_or(0, |when| when.offset_minutes()),
            message: tag.message_bytes().map(text).unwrap_or_default(),
        })
    }
}
