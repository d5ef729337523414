//! What a server shows where there is no page.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::view::part::link::Here;

/// Nothing but the frame.
#[derive(Debug, Serialize)]
pub(super) struct NotFoundPage {}

impl Page for NotFoundPage {
    type Id = ();

    const IS_LASTING: bool = false;

    fn all(_: &Viewer<'_>) -> Vec<(WsPath, ())> {
        vec![(address::not_found(), ())]
    }

    fn route(_: &Viewer<'_>, address: &Address<'_>) -> Route<()> {
        address.is(&address::not_found(), ())
    }

    fn about(_: &Here<'_>, (): &()) -> About {
        About { title: "Nothing here".to_owned(), ..About::default() }
    }

    fn make(_: &Here<'_>, (): &()) -> Option<NotFoundPage> {
        Some(NotFoundPage {})
    }
}
