//! The table of rules: name, group, level, what each finds and where it points.

use std::fmt;
use std::str::FromStr;

use super::Description;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
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
    /// Who may change what; found in commits.
    Policy,
}

impl Group {
    /// Every group, in the order of the reference.
    pub const ALL: [Group; 6] =
        [Group::Files, Group::Fields, Group::References, Group::Practice, Group::Time, Group::Policy];

    /// What one calls it.
    pub fn title(self) -> &'static str {
        match self {
            Group::Files => "Files and syntax",
            Group::Fields => "Fields",
            Group::References => "References",
            Group::Practice => "Practice",
            Group::Time => "Time",
            Group::Policy => "Policy",
        }
    }

    /// What its rules have in common, in a sentence or two.
    pub fn about(self) -> &'static str {
        match self {
            Group::Files => "Whether records can be read. Their level cannot be changed.",
            Group::Fields => "Fields and their values.",
            Group::References => "What a record says of others.",
            Group::Practice => "What makes journeys useful.",
            Group::Time => "What only the history can tell. No command looks for these yet.",
            Group::Policy => {
                "Who may change what. These are looked for in commits, not in files, and only when asked for."
            }
        }
    }

    /// Its rules, in the order of the reference.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.iter().copied().filter(move |rule| rule.group() == self)
    }
}

/// Hands the table of rules to a macro: `module Variant "name" Group Level "finds", "points at";`, in the order of the
/// reference. The two phrases are those of [`Description`].
///
/// `check::rule` makes a module of each row, so a rule is one row here and one file there.
#[macro_export]
#[doc(hidden)]
macro_rules! rule_table {
    ($callback:path) => {
        $callback! {
            yaml_syntax YamlSyntax "yaml-syntax" Files Error
                "YAML that cannot be read, or that is nested too deep or too large", "where reading stopped";
            unsupported_yaml UnsupportedYaml "unsupported-yaml" Files Error
                "an anchor, alias, merge key, explicit tag or second document", "the mark";
            duplicate_key DuplicateKey "duplicate-key" Files Error
                "a field written twice; the first one counts", "the second";
            front_matter_missing FrontMatterMissing "front-matter-missing" Files Error
                "a record that does not begin with its fields between `---` lines, or never closes them", "line 1";
            conflict_marker ConflictMarker "conflict-marker" Files Error
                "lines such as `<<<<<<< HEAD` that git left in a text where it could not merge", "the first such line";
            not_utf8 NotUtf8 "not-utf8" Files Error
                "bytes that are not UTF-8 text", "the first bad byte";
            unreadable_file UnreadableFile "unreadable-file" Files Error
                "a file or folder that cannot be read, a symbolic link, or something that is no regular file", "the file";
            unexpected_file UnexpectedFile "unexpected-file" Files Error
                "a file in a record folder that is no record, or a journey's folder without `journey.yaml`", "the file";
            invalid_id InvalidId "invalid-id" Files Error
                "an ID that is not made of `a-z`, `0-9` and single hyphens, is over 100 letters long, or is a name \
                    some systems reserve", "the file, or the ID";
            duplicate_id DuplicateId "duplicate-id" Files Error
                "two items, personas, journeys, signals, members or lanes with one ID; two stages or steps of a \
                    journey; two CSV files for one metric; \
                    two records of a kind, or steps of a journey, with one ID of another system", "the second";
            unknown_field UnknownField "unknown-field" Fields Error
                "a field that the record does not have", "the field's name";
            missing_field MissingField "missing-field" Fields Error
                "a required field that is absent or empty; evidence without a source", "the first field beside it";
            wrong_type WrongType "wrong-type" Fields Error
                "a list where one value is wanted, one value where a list is, or text where a number is", "the value";
            invalid_value InvalidValue "invalid-value" Fields Error
                "a word outside its set, a number outside its scale, a date that is none, a line break in one-line \
                    text, an unsafe address, or a rule that cannot be set", "the value";
            unknown_kind UnknownKind "unknown-kind" Fields Error
                "a `kind` that is none of the five", "the value";
            unknown_item UnknownItem "unknown-item" References Error
                "an ID that names no item", "the ID";
            unknown_persona UnknownPersona "unknown-persona" References Error
                "an ID that names no persona", "the ID";
            unknown_member UnknownMember "unknown-member" References Error
                "an ID that names no member of `workspace.yaml`", "the ID";
            unknown_journey UnknownJourney "unknown-journey" References Error
                "an ID that names no journey", "the ID";
            unknown_step UnknownStep "unknown-step" References Error
                "an address that names no step", "the address";
            unknown_signal UnknownSignal "unknown-signal" References Error
                "an ID that names no signal", "the ID";
            unknown_lane UnknownLane "unknown-lane" References Error
                "a lane that `workspace.yaml` does not have", "the lane's ID";
            not_reusable NotReusable "not-reusable" References Error
                "a placement of an item, or a link to one, that belongs to another journey", "the ID";
            illegal_link IllegalLink "illegal-link" References Error
                "a link between two kinds that cannot be linked", "the ID in `links`";
            link_to_self LinkToSelf "link-to-self" References Error
                "an item that links to itself", "the ID";
            block_links_local BlockLinksLocal "block-links-local" References Error
                "a building block that links to an item of one journey", "the ID";
            nested_cycle NestedCycle "nested-cycle" References Error
                "journeys that contain each other in a circle", "the entry that closes it";
            duplicate_placement DuplicatePlacement "duplicate-placement" References Error
                "one item, or one nested journey, twice on a step", "the second";
            broken_file_link BrokenFileLink "broken-file-link" References Error
                "a link, an image or an `evidence` file that leads to no file", "the target";
            broken_anchor BrokenAnchor "broken-anchor" References Error
                "a `#heading` that its target does not have", "the target";
            broken_reference BrokenReference "broken-reference" References Error
                "a `[[reference]]` or `@member` in prose that names nothing", "the reference";
            persona_outside_journey PersonaOutsideJourney "persona-outside-journey" References Error
                "a step's persona that the journey, which lists its personas, does not", "the ID";
            alias_taken AliasTaken "alias-taken" References Error
                "a former ID that is also a living one, or that two records claim", "the alias";
            duplicate_signal DuplicateSignal "duplicate-signal" References Error
                "two signals with one `source` and `external_id`", "the second's `external_id`";
            bad_measurements BadMeasurements "bad-measurements" References Error
                "a CSV file with a wrong header, a date or number that is none, or dates out of order", "the cell";
            duplicate_link DuplicateLink "duplicate-link" Practice Warn
                "one link written at both ends, or twice", "the second";
            stray_record StrayRecord "stray-record" Practice Warn
                "what was meant as a record and lies where records are not read: a folder such as `block`, `x.md.txt`, a \
                    file elsewhere with the `kind` of a record", "the file or folder";
            comment_cuts_text CommentCutsText "comment-cuts-text" Practice Warn
                "a text without quotes, or a list entry, that ends at a `#` after a blank: the rest is read as a comment",
                "the `#`";
            broken_markup BrokenMarkup "broken-markup" Practice Warn
                "what was meant as markup and is shown as it is typed, or not at all: a blank in a target, a label or \
                    footnote without a definition, a bar or a cell too many in a table, a tag of HTML, a heading in a lane", "the text";
            unpublished_file UnpublishedFile "unpublished-file" Practice Warn
                "a link or image whose file exists and the site does not carry", "the target";
            svg_content_removed SvgContentRemoved "svg-content-removed" Practice Warn
                "an SVG that loses visible content when it is made harmless", "the reference";
            unplaced_item UnplacedItem "unplaced-item" Practice Warn
                "an item that is on no step; for a building block: and has no link", "the title";
            alias_used AliasUsed "alias-used" Practice Warn
                "a reference by a former ID", "the reference";
            step_without_items StepWithoutItems "step-without-items" Practice Warn
                "a step that says nothing but its title: no items, nested journeys, lane text, emotion or description",
                "the step's `id`";
            opportunity_without_insight OpportunityWithoutInsight "opportunity-without-insight" Practice Warn
                "a prioritized opportunity that no insight leads to", "the title";
            solution_without_opportunity SolutionWithoutOpportunity "solution-without-opportunity" Practice Warn
                "a solution that is not linked to an opportunity", "the title";
            solution_without_metric SolutionWithoutMetric "solution-without-metric" Practice Warn
                "a solution, planned or later, that is not linked to a metric", "the title";
            metric_without_use MetricWithoutUse "metric-without-use" Practice Warn
                "a metric that is on no step, and that no opportunity and no solution links to", "the title";
            metric_without_target MetricWithoutTarget "metric-without-target" Practice Warn
                "an active metric without `unit`, `direction`, `baseline` or `target`", "the title";
            current_differs CurrentDiffers "current-differs" Practice Warn
                "a `current` value that is not the last measurement", "the value";
            validated_on_weak_evidence ValidatedOnWeakEvidence "validated-on-weak-evidence" Practice Warn
                "a validated insight with low confidence or no evidence", "`status`";
            unowned_work UnownedWork "unowned-work" Practice Warn
                "a prioritized opportunity, or a solution planned or in progress, without owner", "the title";
            persona_unused PersonaUnused "persona-unused" Practice Warn
                "a persona that nothing names", "the name";
            unknown_tag UnknownTag "unknown-tag" Practice Warn
                "a tag outside `vocabulary.tags`, when that is given", "the tag";
            long_title LongTitle "long-title" Practice Warn
                "a title over 90 characters", "the title";
            internal_step_name InternalStepName "internal-step-name" Practice Off
                "a step's title that does not begin with the person who does it", "the title";
            stage_count StageCount "stage-count" Practice Off
                "a journey with more than 9 stages", "`stages`";
            assumption_stale AssumptionStale "assumption-stale" Time Warn
                "an assumption that nobody has tested for long", "the record";
            shipped_not_validated ShippedNotValidated "shipped-not-validated" Time Warn
                "a shipped solution whose effect nobody has looked at", "the record";
            metric_stale MetricStale "metric-stale" Time Warn
                "a metric without recent measurements", "the record";
            suspect_link SuspectLink "suspect-link" Time Warn
                "a link whose other end changed since it was looked at", "the link";
            review_overdue ReviewOverdue "review-overdue" Time Warn
                "a record whose `review_by` has passed", "the record";
            task_stalled TaskStalled "task-stalled" Time Warn
                "a task that has been open for long without a change", "the task";
            automation_failing AutomationFailing "automation-failing" Time Warn
                "an automation whose last runs failed", "the automation";
            integration_stale IntegrationStale "integration-stale" Time Warn
                "an integration that has brought nothing for long", "the integration";
            unknown_author UnknownAuthor "unknown-author" Policy Error
                "a commit that changes the workspace, by an address that is no member's", "each changed file";
            role_exceeded RoleExceeded "role-exceeded" Policy Error
                "a commit that changes what its author's role does not allow", "each such file";
            unsigned_commit UnsignedCommit "unsigned-commit" Policy Off
                "a commit that changes the workspace and is not signed", "the first changed file";
        }
    };
}

macro_rules! define_rules {
    ($($module:ident $variant:ident $name:literal $group:ident $level:ident $finds:literal, $points_at:literal;)*) => {
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

            /// What it finds and where it points; Markdown where it names fields and values.
            pub fn description(self) -> Description {
                match self {
                    $(Rule::$variant => Description { finds: $finds, points_at: $points_at },)*
                }
            }
        }
    };
}

rule_table!(define_rules);

impl Rule {
    /// Whether it is found in the history rather than in files.
    pub fn is_of_history(self) -> bool {
        matches!(self.group(), Group::Time | Group::Policy)
    }

    /// What it finds as a warning although its level is `error`: what was no error in an older version.
    pub fn only_warns_of(self) -> Option<&'static str> {
        match self {
            Rule::InvalidId => Some("an ID with two hyphens side by side, such as `a--b`"),
            Rule::UnsupportedYaml => Some("fields between `---` for a second time"),
            Rule::BrokenAnchor => {
                Some("an anchor that was right before headings followed GitHub sign by sign, or one in a lane")
            }
            Rule::BrokenReference => Some("one in a lane, where it was plain text before"),
            Rule::InvalidValue => Some("an image of a step or persona that is no picture"),
            Rule::BrokenFileLink => Some("one in a lane, where it was plain text before"),
            _ => None,
        }
    }

    /// Whether `workspace.yaml` cannot change its level and `allow:` cannot silence it.
    pub fn is_fixed(self) -> bool {
        self.group() == Group::Files
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
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
