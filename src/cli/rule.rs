//! Names of rules on the command line.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};

use super::Failure;
use crate::diag::Rule;
use crate::text::nearest;

/// The rule of a name.
///
/// # Errors
/// When there is none, with the nearest one as help.
pub(super) fn find(name: &str) -> Result<Rule, Failure> {
    name.parse().map_err(|()| {
        let message =
            if name.is_empty() { "the rule's name is empty".to_owned() } else { format!("unknown rule `{name}`") };
        let failure = Failure::new(message);
        match nearest(name, Rule::ALL.iter().map(|rule| rule.name())) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("see their names with `wayfare explain`"),
        }
    })
}

/// Takes any text, so that a wrong name is answered as everywhere else, and knows the names for completion.
#[derive(Clone, Debug)]
pub(super) struct RuleNames;

impl TypedValueParser for RuleNames {
    type Value = String;

    fn parse_ref(&self, _: &clap::Command, _: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Rule::ALL.iter().map(|rule| PossibleValue::new(rule.name()).help(rule.description().finds))))
    }
}
