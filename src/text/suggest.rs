//! "Did you mean …?"

/// A name that is near to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether this is safe to take for what was meant: no other name is near, and it is a slip of the hand away.
    pub is_sure: bool,
}

/// The name nearest to `word`, when one is near enough to be what was meant.
///
/// Distance is Damerau–Levenshtein (restricted: a swap of neighbours is one step), case ignored; a third of the
/// word's length may differ, at least one character. Of equally near names the first in order wins.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(word, names).map(|near| near.name)
}

/// As [`nearest`], telling also whether it is safe to take the name for what was meant.
pub fn near<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
    const SLIP: usize = 2;
    let near = distances(word, names);
    near.first().map(|(distance, name)| Near { name, is_sure: near.len() == 1 && *distance <= SLIP })
}

/// All names near enough to be what was meant by `word`, the nearest first.
pub fn all_near<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    distances(word, names).into_iter().map(|(_, name)| name).collect()
}

/// The names that are near to a word with their distances, the nearest first.
fn distances<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    const LONGEST: usize = 200;
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    if length == 0 || length > LONGEST {
        return Vec::new();
    }
    // Any letter is one change away from any other.
    let allowed = if length == 1 { 0 } else { (length / 3).max(1) };
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::osa_distance(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= allowed && *name != word)
        .collect();
    near.sort_unstable();
    near.dedup();
    near
}

#[cfg(test)]
mod tests {
    use super::{near, nearest};

    #[test]
    fn finds_the_near_and_leaves_the_far() {
        let names = ["invite-email", "invite-page", "billing"];
        assert_eq!(nearest("invite-emial", names), Some("invite-email"));
        assert_eq!(nearest("Billing", names), Some("billing"));
        assert_eq!(nearest("settings", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("x", names), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("X", ["x"]), Some("x"));
        assert_eq!(near("invite-emial", names).map(|near| near.is_sure), Some(true));
        assert_eq!(near("invite-emale", ["invite-email", "invite-emails"]).map(|near| near.is_sure), Some(false));
        let far = near("setup-completion-rate", ["invite-completion-rate"]);
        assert_eq!(far.map(|near| (near.name, near.is_sure)), Some(("invite-completion-rate", false)));
    }
}
