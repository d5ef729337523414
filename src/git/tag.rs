//! Annotated tags: points of the history that somebody gave a name and a reason.

use git2::{ObjectType, Oid};

use super::raw::Raw;
use super::repository::Repository;
use super::revision::Revision;

/// So many tags are looked at; a repository with more tags its builds.
const MOST: usize = 10_000;

/// So many tags of tags are followed.
const DEEPEST: usize = 16;

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
        let raw = Raw::tag(&self.inner, id)?;
        let tagger = raw.person("tagger").unwrap_or_default();
        Some(Tag {
            name: name.to_owned(),
            revision: Revision(self.tagged(&raw)?),
            author: tagger.name,
            email: tagger.email,
            seconds: tagger.seconds,
            offset: tagger.offset,
            message: raw.message().text,
        })
    }

    /// The commit that a tag names, by way of other tags where it does.
    pub(super) fn tagged(&self, tag: &Raw) -> Option<Oid> {
        let mut id = tag.object()?;
        for _ in 0..DEEPEST {
            let (_, kind) = self.inner.odb().ok()?.read_header(id).ok()?;
            match kind {
                ObjectType::Commit => return Some(id),
                ObjectType::Tag => id = Raw::tag(&self.inner, id)?.object()?,
                _ => return None,
            }
        }
        None
    }
}
