//! The table of rules: name, group, level.

use std::fmt;
use std::str::FromStr;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Fails a run only with `--deny-warnings`.
    Warn,
    /// Fails a run.
    Error,
}

impl Level {
    /// The word used for it in `workspace.yaml` and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Warn => "warn",
            Level::Error => "error",
        }
    }
}

/// What a rule is about; a fixed group's levels cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Files and syntax. Fixed.
    Files,
    /// Fields and their values.
    Fields,
    /// References between records.
    References,
    /// Good practice in journey work.
    Practice,
    /// What only history can tell; found by `review`.
    Time,
}

/// Hands the table of rules to a macro: `module Variant "name" Group Level`, in the order of the reference.
///
/// `check` makes a module of each row but those of [`Group::Time`], so a rule is one row here and one file there.
#[macro_export]
#[doc(hidden)]
macro_rules! rule_table {
    ($callback:path) => {
        $callback! {
            yaml_syntax YamlSyntax "yaml-syntax" Files Error
            unsupported_yaml UnsupportedYaml "unsupported-yaml" Files Error
            duplicate_key DuplicateKey "duplicate-key" Files Error
            front_matter_missing FrontMatterMissing "front-matter-missing" Files Error
            not_utf8 NotUtf8 "not-utf8" Files Error
            unreadable_file UnreadableFile "unreadable-file" Files Error
            unexpected_file UnexpectedFile "unexpected-file" Files Error
            invalid_id InvalidId "invalid-id" Files Error
            duplicate_id DuplicateId "duplicate-id" Files Error
            unknown_field UnknownField "unknown-field" Fields Error
            missing_field MissingField "missing-field" Fields Error
            wrong_type WrongType "wrong-type" Fields Error
            invalid_value InvalidValue "invalid-value" Fields Error
            unknown_kind UnknownKind "unknown-kind" Fields Error
            unknown_item UnknownItem "unknown-item" References Error
            unknown_persona UnknownPersona "unknown-persona" References Error
            unknown_member UnknownMember "unknown-member" References Error
            unknown_journey UnknownJourney "unknown-journey" References Error
            unknown_step UnknownStep "unknown-step" References Error
            unknown_signal UnknownSignal "unknown-signal" References Error
            unknown_lane UnknownLane "unknown-lane" References Error
            not_reusable NotReusable "not-reusable" References Error
            illegal_link IllegalLink "illegal-link" References Error
            link_to_self LinkToSelf "link-to-self" References Error
            block_links_local BlockLinksLocal "block-links-local" References Error
            nested_cycle NestedCycle "nested-cycle" References Error
            duplicate_placement DuplicatePlacement "duplicate-placement" References Error
            broken_file_link BrokenFileLink "broken-file-link" References Error
            broken_anchor BrokenAnchor "broken-anchor" References Error
            broken_reference BrokenReference "broken-reference" References Error
            persona_outside_journey PersonaOutsideJourney "persona-outside-journey" References Error
            alias_taken AliasTaken "alias-taken" References Error
            duplicate_signal DuplicateSignal "duplicate-signal" References Error
            bad_measurements BadMeasurements "bad-measurements" References Error
            duplicate_link DuplicateLink "duplicate-link" Practice Warn
            unplaced_item UnplacedItem "unplaced-item" Practice Warn
            alias_used AliasUsed "alias-used" Practice Warn
            step_without_items StepWithoutItems "step-without-items" Practice Warn
            opportunity_without_insight OpportunityWithoutInsight "opportunity-without-insight" Practice Warn
            solution_without_opportunity SolutionWithoutOpportunity "solution-without-opportunity" Practice Warn
            solution_without_metric SolutionWithoutMetric "solution-without-metric" Practice Warn
            metric_without_use MetricWithoutUse "metric-without-use" Practice Warn
            metric_without_target MetricWithoutTarget "metric-without-target" Practice Warn
            current_differs CurrentDiffers "current-differs" Practice Warn
            validated_on_weak_evidence ValidatedOnWeakEvidence "validated-on-weak-evidence" Practice Warn
            unowned_work UnownedWork "unowned-work" Practice Warn
            persona_unused PersonaUnused "persona-unused" Practice Warn
            unknown_tag UnknownTag "unknown-tag" Practice Warn
            long_title LongTitle "long-title" Practice Warn
            internal_step_name InternalStepName "internal-step-name" Practice Off
            stage_count StageCount "stage-count" Practice Off
            assumption_stale AssumptionStale "assumption-stale" Time Warn
            shipped_not_validated ShippedNotValidated "shipped-not-validated" Time Warn
            metric_stale MetricStale "metric-stale" Time Warn
            suspect_link SuspectLink "suspect-link" Time Warn
            review_overdue ReviewOverdue "review-overdue" Time Warn
        }
    };
}

macro_rules! define_rules {
    ($($module:ident $variant:ident $name:literal $group:ident $level:ident)*) => {
        /// A rule, by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Rule {
            /// Every rule, in the order of the reference.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant),*];

            /// The kebab-case name: a promise to users, never reused for another meaning.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name),* }
            }

            /// What it is about.
            pub fn group(self) -> Group {
                match self { $(Rule::$variant => Group::$group),* }
            }

            /// The level it has where `workspace.yaml` says nothing.
            pub fn default_level(self) -> Level {
                match self { $(Rule::$variant => Level::$level),* }
            }
        }
    };
}

rule_table!(define_rules);

impl Rule {
    /// Whether `workspace.yaml` cannot change its level and `allow:` cannot silence it.
    pub fn is_fixed(self) -> bool {
        self.group() == Group::Files
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Rule {
    type Err = ();

    fn from_str(name: &str) -> Result<Rule, ()> {
        Rule::ALL.iter().copied().find(|rule| rule.name() == name).ok_or(())
    }
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
