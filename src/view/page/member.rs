//! Members: who there is, and what each answers for by what needs doing.

use serde::Serialize;

use crate::diag::Diagnostic;
use crate::model::Member;
use crate::snapshot::{ItemKey, JourneyKey, Subject};
use crate::text;
use crate::view::address;
use crate::view::index::work::{self, Duty, Part};
use crate::view::part::card::Card;
use crate::view::part::face::Face;
use crate::view::part::finding::Finding;
use crate::view::part::head;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::Beginning;
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::part::value::{self, Field};
use crate::view::past::history::Entry;
use crate::view::words;

/// The index of members.
#[derive(Debug, Serialize)]
pub struct MembersPage {
    members: Vec<Teammate>,
}

/// A member and how much work they have.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Teammate {
    #[serde(flatten)]
    face: Face,
    /// What is to be done, or that nothing is.
    work: String,
    /// All they own.
    owns: Option<String>,
}

/// A page of a member's work.
#[derive(Debug, Serialize)]
pub struct MemberPage {
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

pub(in crate::view) fn members(here: &Here<'_>) -> MembersPage {
    let ids = here.snapshot().members().filter_map(Member::id);
    MembersPage { members: ids.map(|id| teammate(here, id.value)).collect() }
}

pub(in crate::view) fn teammate(here: &Here<'_>, id: &str) -> Teammate {
    let duties = here.viewer.index.work.of_member(id);
    let journeys = count_of(duties, Part::Journeys);
    let items = duties.len() - journeys;
    let owns = match (journeys, items) {
        (0, 0) => None,
        (0, _) => Some(format!("Owns {}", text::count(items, "item", "items"))),
        (_, 0) => Some(format!("Owns {}", text::count(journeys, "journey", "journeys"))),
        _ => Some(format!(
            "Owns {}, {}",
            text::count(journeys, "journey", "journeys"),
            text::count(items, "item", "items")
        )),
    };
    Teammate { face: here.member_face(id), work: to_do(here, id), owns }
}

/// What there is to do in a few words.
fn to_do(here: &Here<'_>, id: &str) -> String {
    let duties = here.viewer.index.work.of_member(id);
    if duties.is_empty() {
        return "Owns nothing yet".to_owned();
    }
    match count_of(duties, Part::Active) {
        0 => "Nothing under way".to_owned(),
        active => format!("{active} decided or under way"),
    }
}

/// How many duties are of a part; they are sorted by it.
fn count_of(duties: &[(Part, Duty)], part: Part) -> usize {
    duties.partition_point(|(other, _)| *other <= part) - duties.partition_point(|(other, _)| *other < part)
}

pub(in crate::view) fn member(here: &Here<'_>, id: &str, number: PageNumber) -> MemberPage {
    let duties = here.viewer.index.work.of_member(id);
    let member = here.viewer.member(id);
    let first = number == PageNumber::FIRST;
    let found = if first { found(here, duties) } else { Vec::new() };
    let more = found.len().saturating_sub(MOST_FINDINGS);
    let newest = here.viewer.index.work.newest;
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
    let low = head::lowest(here, &steps).map(|step| format!("Lowest at {}", step.text));
    let size = head::size(here.snapshot().journey(key), steps.len());
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
