//! All of a list that its record's page only begins to show.

use serde::Serialize;

use super::blocks::BlocksPage;
use super::item::ItemPage;
use super::journey::JourneyPage;
use super::member::MemberPage;
use super::step::StepPage;
use super::Page;
use crate::snapshot::Subject;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::List;
use crate::view::part::pager::{PageNumber, Pager};

/// A page of a list.
#[derive(Debug, Serialize)]
pub(super) struct ListPage {
    title: String,
    count: usize,
    rows: Vec<Link>,
    pager: Option<Pager>,
}

impl Page for ListPage {
    type Id = (List, PageNumber);

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, (List, PageNumber))> {
        List::pages(viewer).into_iter().map(|(path, list, number)| (path, (list, number))).collect()
    }

    /// A list lies in its record.
    fn about(here: &Here<'_>, (list, number): &(List, PageNumber)) -> About {
        let mut about = about_owner(here, &list.of);
        about.crumbs.push(list.owner(here));
        let title = number.title(&format!("{} · {}", list.title(), about.title));
        About { title, description: None, lists_others: true, ..about }
    }

    fn make(here: &Here<'_>, (list, number): &(List, PageNumber)) -> Option<ListPage> {
        let entries = list.entries(here.viewer);
        let first = list.path(here.viewer);
        Some(ListPage {
            title: list.title(),
            count: entries.len(),
            rows: number.rows(entries.iter()).map(|entry| entry.link(here)).collect(),
            pager: first.and_then(|first| Pager::new(here, &first, *number, entries.len())),
        })
    }
}

fn about_owner(here: &Here<'_>, owner: &Subject) -> About {
    match owner {
        Subject::Workspace => BlocksPage::about(here, &()),
        Subject::Journey(key) => JourneyPage::about(here, key),
        Subject::Stage(key) => JourneyPage::about(here, &key.journey),
        Subject::Step(key) => StepPage::about(here, key),
        Subject::Item(key) => ItemPage::about(here, key),
        Subject::Member(id) => MemberPage::about(here, &(id.clone(), PageNumber::FIRST)),
        record => About::of_record(here, record),
    }
}
