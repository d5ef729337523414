//! Images that steps and personas name: shown where the site carries them, else a way to them.

use serde::Serialize;

use super::link::{Here, Link};
use super::prose;
use crate::model::Image;
use crate::text::WsPath;

/// An image.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Picture {
    /// Where the site has it; `None` where a page cannot show it.
    src: Option<String>,
    /// What it shows, in words.
    alt: String,
    /// The way to it.
    link: Link,
}

/// The image that a record in `file` names; `of` is what one calls what it is of.
pub(in crate::view) fn picture(here: &Here<'_>, file: &WsPath, image: Option<Image<'_>>, of: &str) -> Option<Picture> {
    let image = image?;
    let name = image.file.rsplit('/').next().unwrap_or(image.file);
    Some(Picture {
        src: prose::image(here, file, image.file),
        alt: image.alt.unwrap_or(of).to_owned(),
        link: prose::file_link(here, file, image.file, image.alt.unwrap_or(name)),
    })
}
