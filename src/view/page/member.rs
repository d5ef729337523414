//! A member: what they answer for, by what needs doing.

use serde::Serialize;

use super::Page;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::view::part::teammate::{count_of, to_do};
use crate::diag::Diagnostic;
use crate::snapshot::{ItemKey, JourneyKey, Subject};
use crate::view::address;
use crate::view::index::work::{self, Duty, Part};
use crate::view::part::card::Card;
use crate::view::part::face::Face;
use crate::view::part::finding::Finding;
use crate::view::part::journey_head;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::Beginning;
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::part::value::{self, Field};
use crate::view::past::history::Entry;
use crate::view::words;

/// A page of a member's work.
#[derive(Debug, Serialize)]
pub(super) struct MemberPage {
    id: String,
    #[serde(flatten)]
    face: Face,
    email: Option<String>,
    work: String,
    /// What a day is held against.
    newest: Option<String>,
    parts: Vec<PartView>,
    pager: Option<Pager>,
    findings: Vec<Finding>,
    more_findings: Option<String>,
    health: String,
    mentioned: Option<Beginning>,
    /// What they set for themselves.
    fields: Vec<Field>,
    custom: Vec<Field>,
    commits: Vec<Entry>,
    more_commits: Option<String>,
}

#[derive(Debug, Serialize)]
struct PartView {
    word: &'static str,
    /// All of it, on whatever page.
    count: usize,
    items: Vec<Card>,
    journeys: Vec<Link>,
}

/// The most findings on a member's page; all are on the page of health.
const MOST_FINDINGS: usize = 50;

impl Page for MemberPage {
    type Id = (String, PageNumber);

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, (String, PageNumber))> {
        let pages = |id: &str| PageNumber::all(viewer.index.work.of_member(id).len(), address::member(id));
        let ids = viewer.snapshot.members().filter_map(|member| Some(member.id()?.value));
        ids.flat_map(|id| pages(id).map(move |(path, number)| (path, (id.to_owned(), number)))).collect()
    }

    fn about(here: &Here<'_>, (id, number): &(String, PageNumber)) -> About {
        About::within(here, Section::Members, &number.title(&here.member(id).text))
    }

    fn make(here: &Here<'_>, (id, number): &(String, PageNumber)) -> Option<MemberPage> {
        Some(member(here, id, *number))
    }
}

fn member(here: &Here<'_>, id: &str, number: PageNumber) -> MemberPage {
    let duties = here.viewer.index.work.of_member(id);
    let member = here.viewer.member(id);
    let first = number == PageNumber::FIRST;
    let found = if first { found(here, duties) } else { Vec::new() };
    let more = found.len().saturating_sub(MOST_FINDINGS);
    let newest = here.viewer.index.work.newest;
    let settings = here.snapshot().member_settings(id).filter(|_| first);
    let (commits, more_commits) = if first { here.commits_of_member(id) } else { (Vec::new(), None) };
    MemberPage {
        commits,
        more_commits,
        id: id.to_owned(),
        face: here.member_face(id),
        email: member.and_then(|member| member.record.text("email")).map(|email| email.value.to_owned()),
        work: to_do(here, id),
        newest: newest.filter(|_| has_overdue(here, duties, number)).map(words::date),
        parts: parts(here, duties, number),
        pager: Pager::new(here, &address::member(id), number, duties.len()),
        findings: found.into_iter().take(MOST_FINDINGS).map(|finding| here.finding(finding)).collect(),
        more_findings: (more > 0).then(|| format!("and {more} more, on the page of health")),
        health: here.href(&address::health()),
        mentioned: if first { here.mentioned(&Subject::Member(id.to_owned())) } else { None },
        fields: settings.map(|settings| value::fields(here, &settings.record, &[])).unwrap_or_default(),
        custom: member.filter(|_| first).map(|member| value::custom(member.record)).unwrap_or_default(),
    }
}

fn parts(here: &Here<'_>, duties: &[(Part, Duty)], number: PageNumber) -> Vec<PartView> {
    let mut parts = Part::ALL.map(|part| PartView {
        word: part.word(),
        count: count_of(duties, part),
        items: Vec::new(),
        journeys: Vec::new(),
    });
    for (part, duty) in number.rows(duties.iter()) {
        let Some(view) = parts.get_mut(*part as usize) else { continue };
        match duty {
            // Whose they are is said once, by the page.
            Duty::Item(key) => {
                view.items.push(Card { owner: None, ..here.card(*key, due(here, *part, *key).as_deref()) });
            }
            Duty::Journey(key) => view.journeys.push(journey(here, *key)),
        }
    }
    parts.into_iter().filter(|part| !part.items.is_empty() || !part.journeys.is_empty()).collect()
}

/// A journey with its size, and where it hurts most.
fn journey(here: &Here<'_>, key: JourneyKey) -> Link {
    let steps = here.viewer.steps(key);
    let low = journey_head::lowest(here, &steps).map(|step| format!("Lowest at {}", step.text));
    let size = journey_head::size(here.snapshot().journey(key), steps.len());
    let link = here.journey(key).under(low);
    if size.is_empty() { link } else { link.aside(size) }
}

/// The day that active work is due, and whether the data has passed it.
fn due(here: &Here<'_>, part: Part, key: ItemKey) -> Option<String> {
    let due = work::due(here.snapshot().item(key).item()?).filter(|_| part == Part::Active)?;
    let passed = here.viewer.index.work.newest.is_some_and(|newest| due < newest);
    Some(format!("{} {}", if passed { "Was due" } else { "Due" }, words::date(due)))
}

/// Whether the page has a duty whose day has passed.
fn has_overdue(here: &Here<'_>, duties: &[(Part, Duty)], number: PageNumber) -> bool {
    let newest = here.viewer.index.work.newest;
    let active = number.rows(duties.iter()).take_while(|(part, _)| *part == Part::Active);
    active.map(|(_, duty)| duty).any(|duty| match duty {
        Duty::Item(key) => here.snapshot().item(*key).item().and_then(work::due).is_some_and(|due| Some(due) < newest),
        Duty::Journey(_) => false,
    })
}

/// The findings in the files of what a member answers for, in the order of the work.
fn found<'a>(here: &Here<'a>, duties: &[(Part, Duty)]) -> Vec<&'a Diagnostic> {
    let all = here.viewer.report.findings();
    let mut found = Vec::new();
    for (_, duty) in duties {
        let path = match duty {
            Duty::Item(key) => here.snapshot().item(*key).path(),
            Duty::Journey(key) => here.snapshot().journey(*key).path(),
        };
        let start = all.partition_point(|finding| finding.path < *path);
        found.extend(all[start..].iter().take_while(|finding| finding.path == *path));
    }
    found.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    found
}
