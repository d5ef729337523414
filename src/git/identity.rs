//! Who commits: git's own order of variables and settings, without its guess from the machine's name.

use git2::{Config, Signature, Time};

/// Author and committer of a commit to be made.
pub(super) struct Identity {
    pub(super) author: Signature<'static>,
    pub(super) committer: Signature<'static>,
}

/// Why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum IdentityFault {
    /// `user.name` or `user.email` is not set.
    Missing(&'static str),
    /// A date is given in a form that only git reads; the variable it is in.
    Date(&'static str),
}

/// Looks up author and committer; `variable` reads the environment.
pub(super) fn identity(config: &Config, variable: &dyn Fn(&str) -> Option<String>) -> Result<Identity, IdentityFault> {
    let author = person(config, variable, "author")?;
    let committer = person(config, variable, "committer")?;
    Ok(Identity {
        author: author.sign(variable, "GIT_AUTHOR_DATE")?,
        committer: committer.sign(variable, "GIT_COMMITTER_DATE")?,
    })
}

struct Person {
    name: String,
    email: String,
}

fn person(config: &Config, variable: &dyn Fn(&str) -> Option<String>, role: &str) -> Result<Person, IdentityFault> {
    let upper = role.to_ascii_uppercase();
    let setting = |key: String| config.get_string(&key).ok().filter(|value| !value.is_empty());
    let find = |part: &str| {
        variable(&format!("GIT_{upper}_{}", part.to_ascii_uppercase()))
            .or_else(|| setting(format!("{role}.{part}")))
            .or_else(|| setting(format!("user.{part}")))
    };
    let only_settings = config.get_bool("user.useConfigOnly").unwrap_or(false);
    let email = find("email").or_else(|| if only_settings { None } else { variable("EMAIL") });
    let name = find("name").map(|name| clean(&name)).filter(|name| !name.is_empty());
    let email = email.map(|email| clean(&email)).filter(|email| !email.is_empty());
    Ok(Person {
        name: name.ok_or(IdentityFault::Missing("user.name"))?,
        email: email.ok_or(IdentityFault::Missing("user.email"))?,
    })
}

impl Person {
    fn sign(
        &self,
        variable: &dyn Fn(&str) -> Option<String>,
        date: &'static str,
    ) -> Result<Signature<'static>, IdentityFault> {
        let signature = match variable(date).filter(|text| !text.is_empty()) {
            Some(text) => {
                let time = parse_date(&text).ok_or(IdentityFault::Date(date))?;
                Signature::new(&self.name, &self.email, &time)
            }
            None => Signature::now(&self.name, &self.email),
        };
        signature.map_err(|_| IdentityFault::Missing("user.name"))
    }
}

/// Takes out what would break a commit's header, and the marks git strips from both ends.
fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !matches!(c, '<' | '>' | '\n' | '\0')).collect();
    kept.trim_matches(|c: char| c <= ' ' || ".,:;\"\\'".contains(c)).to_owned()
}

/// Reads git's internal form, seconds and offset: `1790000000 +0200`, or with `@` before a small number.
fn parse_date(text: &str) -> Option<Time> {
    let (seconds, offset) = text.trim().split_once(' ')?;
    let (digits, marked) = seconds.strip_prefix('@').map_or((seconds, false), |digits| (digits, true));
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // Git takes a shorter bare number for something else, such as a year.
    if !is_number || (!marked && digits.len() < 9) {
        return None;
    }
    let (sign, clock) = match offset.split_at_checked(1)? {
        ("+", clock) => (1, clock),
        ("-", clock) => (-1, clock),
        _ => return None,
    };
    if clock.len() != 4 || !clock.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let clock: i32 = clock.parse().ok()?;
    Some(Time::new(digits.parse().ok()?, sign * (clock / 100 * 60 + clock % 100)))
}

#[cfg(test)]
mod tests {
    use super::{Identity, IdentityFault, identity, parse_date};
    use git2::Config;

    fn settings(text: &str) -> (tempfile::TempDir, Config) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config");
        let mut config = Config::open(&path).expect("settings");
        for line in text.lines() {
            let (key, value) = line.split_once('=').expect("a setting");
            config.set_str(key, value).expect("a setting");
        }
        (folder, config)
    }

    fn found(text: &str, variables: &[(&str, &str)]) -> Result<[String; 2], IdentityFault> {
        let (_folder, config) = settings(text);
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let Identity { author, committer } = identity(&config, &variable)?;
        Ok([author.to_string(), committer.to_string()])
    }

    #[test]
    fn variables_come_before_roles_before_the_user() {
        let user = "user.name=User\nuser.email=user@acme.example";
        assert_eq!(found(user, &[]), Ok(["User <user@acme.example>".into(), "User <user@acme.example>".into()]));
        let role = format!("{user}\nauthor.name=Author\ncommitter.email=role@acme.example");
        let variables = [("GIT_AUTHOR_EMAIL", "variable@acme.example"), ("GIT_COMMITTER_NAME", "Variable")];
        assert_eq!(
            found(&role, &variables),
            Ok(["Author <variable@acme.example>".into(), "Variable <role@acme.example>".into()])
        );
    }

    #[test]
    fn what_is_missing_is_named_and_never_guessed() {
        assert_eq!(found("user.email=a@acme.example", &[]), Err(IdentityFault::Missing("user.name")));
        assert_eq!(found("user.name=User", &[]), Err(IdentityFault::Missing("user.email")));
        assert_eq!(found("user.name=\nuser.email=a@acme.example", &[]), Err(IdentityFault::Missing("user.name")));
        let email = [("EMAIL", "mail@acme.example")];
        assert!(found("user.name=User", &email).is_ok());
        let strict = "user.name=User\nuser.useConfigOnly=true";
        assert_eq!(found(strict, &email), Err(IdentityFault::Missing("user.email")));
    }

    #[test]
    fn names_cannot_break_the_header() {
        let [author, _] = found("user.name=.Us<er>\nuser.email=<a@acme.example>", &[]).expect("an identity");
        assert_eq!(author, "User <a@acme.example>");
    }

    #[test]
    fn only_the_plain_form_of_a_date_is_read() {
        let time = parse_date("1790000000 +0230").expect("a date");
        assert_eq!((time.seconds(), time.offset_minutes()), (1_790_000_000, 150));
        assert_eq!(parse_date("@5 -0100").map(|time| (time.seconds(), time.offset_minutes())), Some((5, -60)));
        for other in ["2026-11-23T10:00:00", "yesterday", "5 +0000", "1790000000", "1790000000 +2", "1790000000 UTC"] {
            assert!(parse_date(other).is_none(), "{other}");
        }
    }
}
