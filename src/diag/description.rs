//! What each rule finds and where it points, in words for the reference and for help.

use super::Rule;

/// A rule in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// What it finds: a phrase that goes on after "finds".
    pub finds: &'static str,
    /// The place a finding names: a phrase that goes on after "points at".
    pub points_at: &'static str,
}

impl Rule {
    /// The rule in words; Markdown where it names fields and values.
    pub fn description(self) -> Description {
        let (finds, points_at) = words(self);
        Description { finds, points_at }
    }
}

macro_rules! describe {
    ($($variant:ident $finds:literal, $points_at:literal;)*) => {
        fn words(rule: Rule) -> (&'static str, &'static str) {
            match rule { $(Rule::$variant => ($finds, $points_at)),* }
        }
    };
}

describe! {
    YamlSyntax "YAML that cannot be read, or that is nested too deep or too large",
        "where reading stopped";
    UnsupportedYaml "an anchor, alias, merge key, explicit tag or second document",
        "the mark";
    DuplicateKey "a field written twice; the first one counts",
        "the second";
    FrontMatterMissing "a record that does not begin with its fields between `---` lines, or never closes them",
        "line 1";
    NotUtf8 "bytes that are not UTF-8 text",
        "the first bad byte";
    UnreadableFile "a file or folder that cannot be read, a symbolic link, or something that is no regular file",
        "the file";
    UnexpectedFile "a file in a record folder that is no record, or a journey's folder without `journey.yaml`",
        "the file";
    InvalidId "an ID that is not made of `a-z`, `0-9` and single hyphens, is over 100 letters long, or is a name some \
        systems reserve",
        "the file, or the ID";
    DuplicateId "two items, personas, journeys, signals, members or lanes with one ID; two stages or steps of a \
        journey; two CSV files for one metric",
        "the second";

    UnknownField "a field that the record does not have",
        "the field's name";
    MissingField "a required field that is absent or empty; evidence without a source",
        "the first field beside it";
    WrongType "a list where one value is wanted, one value where a list is, or text where a number is",
        "the value";
    InvalidValue "a word outside its set, a number outside its scale, a date that is none, a line break in one-line \
        text, an unsafe address, or a rule that cannot be set",
        "the value";
    UnknownKind "a `kind` that is none of the five",
        "the value";

    UnknownItem "an ID that names no item",
        "the ID";
    UnknownPersona "an ID that names no persona",
        "the ID";
    UnknownMember "an ID that names no member of `workspace.yaml`",
        "the ID";
    UnknownJourney "an ID that names no journey",
        "the ID";
    UnknownStep "an address that names no step",
        "the address";
    UnknownSignal "an ID that names no signal",
        "the ID";
    UnknownLane "a lane that `workspace.yaml` does not have",
        "the lane's ID";
    NotReusable "a placement of an item, or a link to one, that belongs to another journey",
        "the ID";
    IllegalLink "a link between two kinds that cannot be linked",
        "the ID in `links`";
    LinkToSelf "an item that links to itself",
        "the ID";
    BlockLinksLocal "a building block that links to an item of one journey",
        "the ID";
    NestedCycle "journeys that contain each other in a circle",
        "the entry that closes it";
    DuplicatePlacement "one item, or one nested journey, twice on a step",
        "the second";
    BrokenFileLink "a link, an image or an `evidence` file that leads to no file",
        "the target";
    BrokenAnchor "a `#heading` that its target does not have",
        "the target";
    BrokenReference "a `[[reference]]` or `@member` in prose that names nothing",
        "the reference";
    PersonaOutsideJourney "a step's persona that the journey, which lists its personas, does not",
        "the ID";
    AliasTaken "a former ID that is also a living one, or that two records claim",
        "the alias";
    DuplicateSignal "two signals with one `source` and `external_id`",
        "the second's `external_id`";
    BadMeasurements "a CSV file with a wrong header, a date or number that is none, or dates out of order",
        "the cell";

    DuplicateLink "one link written at both ends, or twice",
        "the second";
    UnplacedItem "an item that is on no step; for a building block: and has no link",
        "the title";
    AliasUsed "a reference by a former ID",
        "the reference";
    StepWithoutItems "a step with no items and no nested journeys",
        "the step's `id`";
    OpportunityWithoutInsight "a prioritized opportunity that no insight leads to",
        "the title";
    SolutionWithoutOpportunity "a solution that answers no opportunity",
        "the title";
    SolutionWithoutMetric "a solution, planned or later, that no metric judges",
        "the title";
    MetricWithoutUse "a metric that no opportunity and no solution links to",
        "the title";
    MetricWithoutTarget "an active metric without `unit`, `direction`, `baseline` or `target`",
        "the title";
    CurrentDiffers "a `current` value that is not the last measurement",
        "the value";
    ValidatedOnWeakEvidence "a validated insight with low confidence or no evidence",
        "`status`";
    UnownedWork "a prioritized opportunity, or a solution planned or in progress, without owner",
        "the title";
    PersonaUnused "a persona that nothing names",
        "the name";
    UnknownTag "a tag outside `vocabulary.tags`, when that is given",
        "the tag";
    LongTitle "a title over 90 characters",
        "the title";
    InternalStepName "a step's title that does not begin with the person who does it",
        "the title";
    StageCount "a journey with more than 9 stages",
        "`stages`";

    AssumptionStale "an assumption that nobody has tested for long",
        "the record";
    ShippedNotValidated "a shipped solution whose effect nobody has looked at",
        "the record";
    MetricStale "a metric without recent measurements",
        "the record";
    SuspectLink "a link whose other end changed since it was looked at",
        "the link";
    ReviewOverdue "a record whose `review_by` has passed",
        "the record";
}
