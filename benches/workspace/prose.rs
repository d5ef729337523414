//! Words for generated records.

use std::fmt::Write as _;

use super::random::Random;

const WORDS: [&str; 48] = [
    "account",
    "admin",
    "after",
    "answer",
    "before",
    "billing",
    "button",
    "clear",
    "colleague",
    "connects",
    "credentials",
    "customer",
    "dashboard",
    "decides",
    "email",
    "expects",
    "explains",
    "field",
    "finds",
    "first",
    "form",
    "guide",
    "help",
    "integration",
    "invite",
    "knows",
    "later",
    "menu",
    "message",
    "needs",
    "page",
    "plan",
    "question",
    "reads",
    "report",
    "result",
    "screen",
    "search",
    "settings",
    "shares",
    "step",
    "support",
    "team",
    "trial",
    "waits",
    "week",
    "without",
    "works",
];

/// `count` words, lower case.
pub(super) fn words(random: &mut Random, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| *random.pick(&WORDS)).collect();
    words.join(" ")
}

/// A title that no other has.
pub(super) fn title(random: &mut Random, number: usize) -> String {
    let count = random.between(3, 6);
    format!("The {} {number}", words(random, count))
}

/// A sentence that is plain in YAML too.
pub(super) fn sentence(random: &mut Random) -> String {
    let count = random.between(8, 16);
    format!("The {}.", words(random, count))
}

/// 500 to 1,500 bytes of Markdown that refers to other records.
pub(super) fn write_body(random: &mut Random, named: &[String], member: &str, text: &mut String) {
    let start = text.len();
    let length = random.between(500, 1_300);
    while text.len() - start < length {
        match random.below(8) {
            0 => {
                let _ = write!(text, "\n## {}\n\n", words(random, 3));
            }
            1 => {
                let _ = write!(text, "- {}\n- **{}**\n\n", sentence(random), words(random, 3));
            }
            2 if !named.is_empty() => {
                let _ = writeln!(text, "See [[{}]] and ask @{member}.\n", random.pick(named));
            }
            _ => {
                let _ = writeln!(text, "{} {}\n", sentence(random), sentence(random));
            }
        }
    }
}
