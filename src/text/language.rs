//! Tags of languages, as BCP 47 writes them.

/// Whether a text has the form of a language tag: `en`, `pt-BR`, `zh-Hans-TW`. Which languages there are is not known here.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language = |part: &str| matches!(part.len(), 2..=3) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_part = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ends_well = text.rsplit('-').next().is_some_and(|last| last.len() > 1);
    parts.next().is_some_and(is_language) && parts.all(is_part) && ends_well
}

#[cfg(test)]
mod tests {
    use super::is_language_tag;

    #[test]
    fn tags_of_languages_have_their_form() {
        for tag in ["en", "de", "pt-BR", "zh-Hans-TW", "es-419", "sl-rozaj", "en-x-acme", "gsw"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for other in ["", "e", "english", "en_US", "en-", "-en", "en--US", "en-x", "de DE", "dé", "en-abcdefghi"] {
            assert!(!is_language_tag(other), "{other}");
        }
    }
}
