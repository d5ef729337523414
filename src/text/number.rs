//! Numbers: as they are written in files, and as they are said.

/// Whether a text is a plain decimal: digits, with a minus before and a fraction behind if need be.
pub fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole.strip_prefix('-').unwrap_or(whole)) && fraction.is_none_or(digits)
}

/// `1 step`, `2 steps`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{count, is_decimal};

    #[test]
    fn knows_plain_decimals() {
        for number in ["0", "-2.5", "007", "41"] {
            assert!(is_decimal(number), "{number}");
        }
        for text in ["", "-", "+1", "1.", ".5", "1.2.3", "1e3", "--1", "1,5", "٣"] {
            assert!(!is_decimal(text), "{text}");
        }
    }

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(|number| count(number, "step", "steps")), ["0 steps", "1 step", "2 steps"]);
    }
}
