//! The members.

use serde::Serialize;

use super::Page;
use crate::model::Member;
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::view::part::link::Here;
use crate::view::part::teammate::{Teammate, teammate};

/// The index of members.
#[derive(Debug, Serialize)]
pub(super) struct MembersPage {
    members: Vec<Teammate>,
}

impl Page for MembersPage {
    type Id = ();

    fn all(_: &Viewer<'_>) -> Vec<(WsPath, ())> {
        vec![(address::members(), ())]
    }

    fn about(_: &Here<'_>, (): &()) -> About {
        About::section(Section::Members)
    }

    fn make(here: &Here<'_>, (): &()) -> Option<MembersPage> {
        let ids = here.snapshot().members().filter_map(Member::id);
        Some(MembersPage { members: ids.map(|id| teammate(here, id.value)).collect() })
    }
}
