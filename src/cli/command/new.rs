//! `wayfare new`: a record with the fields worth filling, in its place.

use clap::builder::NonEmptyStringValueParser;

use crate::cli::{Context, Exit, Failure, workspace};
use crate::edit::{NewKind, NewRecord};
use crate::model::Kind;

const EXAMPLES: &str = "\
Examples:
  wayfare new journey \"Trial to paid\"
  wayfare new stage Setup --journey trial-to-paid
  wayfare new step \"Customer logs in\" --journey trial-to-paid --stage setup
  wayfare new insight \"Admins stall at credentials\" --journey trial-to-paid --step log-in
  wayfare new touchpoint \"Invite email\" --step trial-to-paid/setup/log-in --block
  wayfare new metric \"Setup completion rate\"
  $EDITOR \"$(wayfare new persona \"First-time admin\")\"

The ID is made of the title: `Admins stall at credentials` becomes `admins-stall-at-credentials`.
With --journey or --step an item belongs to that journey alone; without them, or with --block, it
is a building block that any journey may place. Every other byte of journey.yaml stays as it is.
Prints the paths of the files it wrote, the record's own first.";

/// Add a journey, stage, step, item or persona
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// What to add
    kind: Word,

    /// Display name
    title: String,

    /// The journey it belongs to; may be left out where there is only one
    #[arg(long, value_name = "JOURNEY")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    journey: Option<String>,

    /// The stage it belongs to; may be left out where there is only one
    #[arg(long, value_name = "STAGE")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    stage: Option<String>,

    /// The step to place an item on: its ID, or `journey/stage/step`
    #[arg(long, value_name = "STEP")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    step: Option<String>,

    /// Make an item a building block, also when a journey is named
    #[arg(long)]
    block: bool,

    /// The ID to use instead of one made of the title
    #[arg(long, value_name = "ID")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    id: Option<String>,
}

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Word {
    /// A map from a first moment to a last
    Journey,
    /// A phase of a journey
    Stage,
    /// Something the customer does
    Step,
    /// Where the customer meets you
    Touchpoint,
    /// What you learnt about them there
    Insight,
    /// What could be better for them
    Opportunity,
    /// What you do about it
    Solution,
    /// How you see whether it worked
    Metric,
    /// Who makes the journey
    Persona,
}

impl Word {
    fn kind(self) -> NewKind {
        match self {
            Word::Journey => NewKind::Journey,
            Word::Stage => NewKind::Stage,
            Word::Step => NewKind::Step,
            Word::Touchpoint => NewKind::Item(Kind::Touchpoint),
            Word::Insight => NewKind::Item(Kind::Insight),
            Word::Opportunity => NewKind::Item(Kind::Opportunity),
            Word::Solution => NewKind::Item(Kind::Solution),
            Word::Metric => NewKind::Item(Kind::Metric),
            Word::Persona => NewKind::Persona,
        }
    }
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    refuse_useless(&args)?;
    let workspace = workspace::find(context, None)?;
    workspace::recover(context, &workspace)?;
    let new = NewRecord {
        kind: args.kind.kind(),
        title: &args.title,
        id: args.id.as_deref(),
        journey: args.journey.as_deref(),
        stage: args.stage.as_deref(),
        step: args.step.as_deref(),
        block: args.block,
    };
    let created = workspace.create(&new)?;

    if let Some(step) = &created.placed_on {
        context.terminal.talk(format_args!("Placed `{}` on `{step}`.", created.id));
    }
    let lines: String =
        created.paths.iter().map(|path| workspace::shown(context, workspace.root(), path) + "\n").collect();
    context.terminal.data(&lines)?;
    Ok(Exit::Clean)
}

/// Refuses options that mean nothing for the kind, which would otherwise be lost in silence.
fn refuse_useless(args: &Args) -> Result<(), Failure> {
    let is_item = matches!(args.kind.kind(), NewKind::Item(_));
    let is_part = matches!(args.kind, Word::Stage | Word::Step);
    let useless = [
        ("--journey", args.journey.is_some() && !is_item && !is_part),
        ("--stage", args.stage.is_some() && args.kind != Word::Step && !(is_item && args.step.is_some())),
        ("--step", args.step.is_some() && !is_item),
        ("--block", args.block && !is_item),
    ];
    match useless.iter().find(|(_, given)| *given) {
        Some(("--stage", _)) if is_item => {
            Err(Failure::new("`--stage` alone does not place an item").help("name the step with `--step`"))
        }
        Some((option, _)) => {
            let kind = clap::ValueEnum::to_possible_value(&args.kind);
            let kind = kind.map(|word| word.get_name().to_owned()).unwrap_or_default();
            Err(Failure::new(format!("`{option}` means nothing for a {kind}")).help("leave it out"))
        }
        None => Ok(()),
    }
}
