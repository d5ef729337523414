//! Slugs: the only form an ID may have, and such a word as people read it.

/// The longest slug, in bytes: file systems allow 255 for a name, and extensions and suffixes need room.
pub const MAX_SLUG_BYTES: usize = 100;

/// Names that Windows keeps for devices, whatever the extension.
const DEVICES: [&str; 22] = [
    "aux", "con", "nul", "prn", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a text is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugFault {
    /// Something other than `a-z`, `0-9` and single inner hyphens.
    Characters,
    /// More than [`MAX_SLUG_BYTES`].
    TooLong,
    /// A name Windows keeps for a device, such as `con` or `com1`.
    Device,
    /// Two hyphens side by side. Earlier versions took such IDs, so this is not worth an error where one is in use.
    Hyphens,
}

/// Tells whether `text` is a slug: `a-z`, `0-9` and `-`, not empty, at most [`MAX_SLUG_BYTES`] long, no device name.
///
/// # Errors
/// The first fault, in the order of [`SlugFault`].
pub fn check_slug(text: &str) -> Result<(), SlugFault> {
    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if text.is_empty() || !text.bytes().all(legal) || text.starts_with('-') || text.ends_with('-') {
        return Err(SlugFault::Characters);
    }
    if text.len() > MAX_SLUG_BYTES {
        return Err(SlugFault::TooLong);
    }
    if DEVICES.contains(&text) {
        return Err(SlugFault::Device);
    }
    if text.contains("--") {
        return Err(SlugFault::Hyphens);
    }
    Ok(())
}

/// Whether a text is built so that it may be a file's name and a part of an address as it is: a slug, or one with
/// hyphens side by side.
pub fn is_file_name(text: &str) -> bool {
    matches!(check_slug(text), Ok(()) | Err(SlugFault::Hyphens))
}

/// Makes a slug of a title: transliterated to ASCII, lower case, everything else to single hyphens, cut at a word
/// below [`MAX_SLUG_BYTES`]. Empty when the title has nothing that can be written so.
pub fn slugify(title: &str) -> String {
    let ascii = deunicode::deunicode(title).to_lowercase().replace('\'', "");
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let hyphen = usize::from(!slug.is_empty());
        if slug.len() + hyphen + word.len() > MAX_SLUG_BYTES {
            if slug.is_empty() {
                slug.push_str(&word[..MAX_SLUG_BYTES]);
            }
            break;
        }
        if hyphen == 1 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if DEVICES.contains(&slug.as_str()) {
        slug.push_str("-1");
    }
    slug
}

/// `in-progress` → `In progress`.
pub fn sentence(word: &str) -> String {
    let spaced = word.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => spaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_slugs_from_other_text() {
        assert_eq!(check_slug("2fa-for-admins"), Ok(()));
        for bad in ["", "A", "a_b", "-a", "a-", "é", "a b", "a.b"] {
            assert_eq!(check_slug(bad), Err(SlugFault::Characters), "{bad:?}");
        }
        assert_eq!(check_slug(&"a".repeat(101)), Err(SlugFault::TooLong));
        assert_eq!(check_slug("com1"), Err(SlugFault::Device));
        assert_eq!(check_slug("a--b"), Err(SlugFault::Hyphens));
    }

    #[test]
    fn makes_slugs_of_any_title() {
        assert_eq!(slugify("Admins don't find the key!"), "admins-dont-find-the-key");
        assert_eq!(slugify("Über-Größe café"), "uber-grosse-cafe");
        assert_eq!(slugify("北京 trial"), "bei-jing-trial");
        assert_eq!(slugify("— … —"), "");
        assert_eq!(slugify("con"), "con-1");
    }

    proptest::proptest! {
        #[test]
        fn every_slug_made_is_one(title in "\\PC{0,200}") {
            let slug = slugify(&title);
            assert!(slug.is_empty() || check_slug(&slug).is_ok(), "{slug:?}");
        }
    }
}
