//! Pictures that are in a drawing, as `data:` addresses.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::neutralise_inside;

/// Pictures made of points, which do nothing but show.
const POINTS: &[&str] = &[
    "image/png",
    "image/apng",
    "image/jpeg",
    "image/jpg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "image/x-icon",
];

/// Letters that a style brings along.
const LETTERS: &[&str] = &["font/", "application/font", "application/x-font"];

/// The address of a picture that is in the file; a drawing in it is made harmless, too. `None` for any other.
pub(super) fn harmless(address: &str, depth: usize) -> Option<String> {
    if is_points(address) {
        return Some(address.to_owned());
    }
    let (kind, data) = parts(address)?;
    if kind.split(';').next()?.trim() != "image/svg+xml" {
        return None;
    }
    let bytes: Vec<u8> = percent_decode_str(data).collect();
    let bytes = match kind.ends_with(";base64") {
        true => STANDARD
            .decode(bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>())
            .ok()?,
        false => bytes,
    };
    let drawing = neutralise_inside(&bytes, depth + 1)?;
    Some(format!("data:image/svg+xml;base64,{}", STANDARD.encode(drawing.bytes)))
}

/// Whether an address is a picture made of points.
pub(super) fn is_points(address: &str) -> bool {
    parts(address).is_some_and(|(kind, _)| POINTS.contains(&kind.split(';').next().unwrap_or_default().trim()))
}

/// Whether an address is letters that a style brings along.
pub(super) fn is_letters(address: &str) -> bool {
    parts(address).is_some_and(|(kind, _)| LETTERS.iter().any(|letters| kind.starts_with(letters)))
}

/// The type, in small letters, and the data.
fn parts(address: &str) -> Option<(String, &str)> {
    let (kind, data) =
        address.split_at_checked(5).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("data:"))?.1.split_once(',')?;
    Some((kind.to_ascii_lowercase(), data))
}
