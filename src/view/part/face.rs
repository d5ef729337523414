//! A member or persona as it stands beside other things.

use serde::Serialize;

use super::link::Here;
use crate::model::{Member, Persona};
use crate::snapshot::PersonaKey;
use crate::view::address;
use crate::view::words;

/// A member or persona as it stands beside other things.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Face {
    /// The name.
    pub name: String,
    /// Up to two letters that stand for it.
    pub initials: String,
    /// Its page; `None` when it names nobody.
    pub href: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// What a persona is that is no customer.
    pub mark: Option<String>,
}

impl Here<'_> {
    /// A member; one that is not listed by the ID alone.
    pub(in crate::view) fn member_face(&self, id: &str) -> Face {
        let member = self.viewer.member(id);
        let name = member.and_then(Member::name).unwrap_or(id);
        Face {
            name: name.to_owned(),
            initials: words::initials(name),
            href: member.map(|_| self.href(&address::member(id))),
            role: member.and_then(Member::role).map(words::sentence),
            mark: None,
        }
    }

    pub(in crate::view) fn persona_face(&self, key: PersonaKey) -> Face {
        let entry = self.snapshot().persona(key);
        let role = entry.persona().and_then(|persona| persona.record.text("role"));
        Face {
            name: entry.name().to_owned(),
            initials: words::initials(entry.name()),
            href: Some(self.href(&address::persona(entry.id()))),
            role: role.map(|role| role.value.to_owned()),
            mark: entry.persona().and_then(Persona::outside_customers).map(words::sentence),
        }
    }

    /// The persona of an ID as written; one that is not there by the ID alone.
    pub(in crate::view) fn persona_named(&self, id: &str) -> Face {
        match self.snapshot().find_persona(id).found() {
            Some(key) => self.persona_face(key),
            None => Face { name: id.to_owned(), initials: words::initials(id), href: None, role: None, mark: None },
        }
    }
}
