//! "Did you mean …?"

/// The name nearest to `word`, when one is near enough to be what was meant.
///
/// Distance is Damerau–Levenshtein (restricted: a swap of neighbours is one step), case ignored; a third of the
/// word's length may differ, at least one character. Of equally near names the first in order wins.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 200;
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let allowed = (length / 3).max(1);
    names
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::osa_distance(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= allowed && *name != word)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_near_and_leaves_the_far() {
        let names = ["invite-email", "invite-page", "billing"];
        assert_eq!(nearest("invite-emial", names), Some("invite-email"));
        assert_eq!(nearest("Billing", names), Some("billing"));
        assert_eq!(nearest("settings", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("x", names), None);
    }
}
