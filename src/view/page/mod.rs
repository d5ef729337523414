//! Which pages there are, and the view of each.

pub(super) mod attention;
pub(super) mod block;
pub(super) mod chain;
pub(super) mod changes;
pub(super) mod health;
pub(super) mod home;
pub(super) mod item;
pub(super) mod journey;
pub(super) mod matrix;
pub(super) mod member;
pub(super) mod person;
pub(super) mod review;
pub(super) mod route;
pub(super) mod signal;
pub(super) mod step;
pub(super) mod table;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::Rule;
use crate::model::{Kind, Member, Step};
use crate::snapshot::{ItemKey, JourneyKey, PersonaKey, SignalKey, StepKey, Subject};
use crate::text::WsPath;
use crate::view::address;
use crate::view::file::search::{self, SearchPage};
use crate::view::index::Viewer;
use crate::view::part::frame::{self, About, Frame, Section};
use crate::view::part::head::JourneyView;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{List, ListPage};
use crate::view::part::pager::PageNumber;
use crate::view::words;
use attention::{Attention, AttentionPage};
use block::{BlockKindPage, BlocksPage};
use chain::ChainPage;
use changes::ChangesPage;
use health::{HealthPage, RulePage};
use home::{HomePage, JourneysPage};
use item::ItemPage;
use journey::JourneyPage;
use matrix::MatrixPage;
use member::{MemberPage, MembersPage};
use person::{PersonaPage, PersonasPage};
use review::ReviewPage;
use signal::{SignalPage, SignalsPage};
use step::StepPage;
use table::TablePage;

/// A page of one snapshot's site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageId {
    /// The home page.
    Home,
    /// What a server shows where there is no page.
    NotFound,
    /// A page of all journeys.
    Journeys(PageNumber),
    /// A view of a journey.
    Journey(JourneyKey, JourneyView),
    /// A step.
    Step(StepKey),
    /// An item.
    Item(ItemKey),
    /// The library of building blocks.
    Blocks,
    /// A page of the building blocks of a kind.
    BlockKind(Kind, PageNumber),
    /// A page of the personas.
    Personas(PageNumber),
    /// A persona.
    Persona(PersonaKey),
    /// The members.
    Members,
    /// A page of a member's work, by ID.
    Member(String, PageNumber),
    /// A page of the signals.
    Signals(PageNumber),
    /// A signal.
    Signal(SignalKey),
    /// Where one searches.
    Search,
    /// Every finding.
    Health,
    /// A page of the findings of a rule, which it explains.
    Rule(Rule, PageNumber),
    /// A page of what needs attention.
    Attention(Attention, PageNumber),
    /// A page of what changed since another state.
    Review(PageNumber),
    /// A page of what happened before.
    Changes(PageNumber),
    /// A page of a list that its record's page only begins to show.
    List(List, PageNumber),
    /// A former address, and what is found there now.
    Redirect(Subject),
}

impl PageId {
    /// Whether search engines are to know the page: it is no former address, stands for no missing
    /// page, and is not about a moment.
    pub fn is_lasting(&self) -> bool {
        !matches!(self, PageId::NotFound | PageId::Redirect(_) | PageId::Review(_))
    }
}

/// What a page shows.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// The template that arranges it.
    #[serde(skip)]
    pub template: &'static str,
    /// What surrounds it.
    pub frame: Frame,
    /// What is on it.
    pub page: Content,
}

/// What is on a page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// The home page.
    Home(HomePage),
    /// All journeys.
    Journeys(JourneysPage),
    /// A journey's map.
    Journey(Box<JourneyPage>),
    /// A journey's table.
    Table(TablePage),
    /// A journey's matrix.
    Matrix(MatrixPage),
    /// A journey's chains.
    Chain(ChainPage),
    /// A step.
    Step(StepPage),
    /// An item.
    Item(Box<ItemPage>),
    /// The library of building blocks.
    Blocks(BlocksPage),
    /// The building blocks of a kind.
    BlockKind(BlockKindPage),
    /// The personas.
    Personas(PersonasPage),
    /// A persona.
    Persona(PersonaPage),
    /// The members.
    Members(MembersPage),
    /// A member.
    Member(MemberPage),
    /// The signals.
    Signals(SignalsPage),
    /// A signal.
    Signal(SignalPage),
    /// Where one searches.
    Search(SearchPage),
    /// Every finding.
    Health(HealthPage),
    /// A rule.
    Rule(RulePage),
    /// What changed.
    Review(Box<ReviewPage>),
    /// What happened before.
    Changes(ChangesPage),
    /// What needs attention.
    Attention(AttentionPage),
    /// A list.
    List(ListPage),
    /// A former address.
    Redirect {
        /// The new one.
        to: Link,
    },
    /// Nothing but the frame.
    Nothing {},
}

impl Viewer<'_> {
    /// Every page by its address, sorted. Of two at one address the first in the order of [`PageId`] is kept. The rest of
    /// long lists of findings is left out, so that nothing need be checked: see [`Viewer::pages_of_findings`].
    pub fn pages(&self) -> BTreeMap<WsPath, PageId> {
        let snapshot = self.snapshot;
        let mut pages: Vec<(WsPath, PageId)> = vec![
            (address::home(), PageId::Home),
            (address::not_found(), PageId::NotFound),
            (address::blocks(), PageId::Blocks),
            (address::members(), PageId::Members),
            (address::search(), PageId::Search),
            (address::health(), PageId::Health),
        ];
        self.add_split_pages(&mut pages);
        for entry in snapshot.journeys() {
            let views = JourneyView::ALL.map(|view| (view.path(entry.id()), PageId::Journey(entry.key(), view)));
            pages.extend(views);
            let steps = self.steps(entry.key()).into_iter().filter(|(key, _)| self.has_page(*key));
            let steps =
                steps.filter_map(|(key, step)| Some((address::step(entry.id(), step.id()?.value), PageId::Step(key))));
            pages.extend(steps);
        }
        pages.extend(snapshot.items().map(|entry| (address::item(entry.id()), PageId::Item(entry.key()))));
        pages.extend(snapshot.personas().map(|entry| (address::persona(entry.id()), PageId::Persona(entry.key()))));
        pages.extend(snapshot.signals().map(|entry| (address::signal(entry.id()), PageId::Signal(entry.key()))));
        pages.extend(List::pages(self).into_iter().map(|(path, list, number)| (path, PageId::List(list, number))));
        let mut by_path = BTreeMap::new();
        for (path, page) in pages.into_iter().chain(self.redirects()) {
            by_path.entry(path).or_insert(page);
        }
        by_path
    }

    /// The pages of what each rule finds, by their addresses; the first of each is among [`Viewer::pages`].
    pub fn pages_of_findings(&self) -> impl Iterator<Item = (WsPath, PageId)> {
        Rule::ALL.iter().flat_map(|rule| {
            let findings = self.index.findings.get(rule).map_or(0, |found| found.places.len());
            PageNumber::all(findings, address::rule(*rule)).map(|(path, number)| (path, PageId::Rule(*rule, number)))
        })
    }

    /// Whether a page at an address, if there is one, is of what a rule finds.
    pub fn is_of_findings(path: &WsPath) -> bool {
        path.parent() == address::rules()
    }

    /// Where the page is that is made of a record's file. `None` for a file that is no record with a page.
    pub fn page_of(&self, file: &WsPath) -> Option<WsPath> {
        self.path(&self.snapshot.find_path(file)?)
    }

    /// The pages of lists that grow with the workspace.
    fn add_split_pages(&self, pages: &mut Vec<(WsPath, PageId)>) {
        if let Some(past) = self.past() {
            let all = PageNumber::all_by(changes::ROWS, changes::rows(past), address::changes());
            pages.extend(all.map(|(path, number)| (path, PageId::Changes(number))));
        }
        let mut add = |rows: usize, first: WsPath, page: &dyn Fn(PageNumber) -> PageId| {
            pages.extend(PageNumber::all(rows, first).map(|(path, number)| (path, page(number))));
        };
        let index = &self.index;
        add(index.journeys.len(), address::journeys(), &PageId::Journeys);
        add(self.snapshot.personas().count(), address::personas(), &PageId::Personas);
        for kind in Kind::ALL {
            let blocks = index.blocks.get(&kind).map_or(0, Vec::len);
            add(blocks, address::blocks_of(kind), &|number| PageId::BlockKind(kind, number));
        }
        for id in self.snapshot.members().filter_map(Member::id) {
            let work = index.work.of_member(id.value).len();
            add(work, address::member(id.value), &|number| PageId::Member(id.value.to_owned(), number));
        }
        add(index.signals.len(), address::signals(), &PageId::Signals);
        for rule in Rule::ALL {
            add(0, address::rule(*rule), &|number| PageId::Rule(*rule, number));
        }
        if let Some(comparison) = &self.settings.comparison {
            add(review::rows(comparison), address::review(), &PageId::Review);
        }
        for list in Attention::ALL {
            add(list.count(&index.work), address::attention(list.name()), &|number| PageId::Attention(list, number));
        }
    }

    /// The former addresses of what still exists.
    fn redirects(&self) -> Vec<(WsPath, PageId)> {
        let snapshot = self.snapshot;
        let mut redirects = Vec::new();
        let mut add = |path: WsPath, subject: Option<Subject>| {
            redirects.extend(subject.map(|subject| (path, PageId::Redirect(subject))));
        };
        for entry in snapshot.items() {
            for alias in entry.item().into_iter().flat_map(|item| item.record.texts("aliases")) {
                add(address::item(alias.value), snapshot.find_item(alias.value).found().map(Subject::Item));
            }
        }
        for entry in snapshot.journeys() {
            // What lies below a former address moved along. Only so often, or two long lists would make a third.
            const MOST_WITH_STEPS: usize = 20;
            let aliases = entry.journey().into_iter().flat_map(|journey| journey.record.texts("aliases"));
            for (at, alias) in aliases.enumerate() {
                let found = snapshot.find_journey(alias.value).found();
                for view in JourneyView::ALL {
                    add(view.path(alias.value), found.map(Subject::Journey));
                }
                if at >= MOST_WITH_STEPS || found != Some(entry.key()) {
                    continue;
                }
                for (key, step) in self.steps(entry.key()).into_iter().filter(|(key, _)| self.has_page(*key)) {
                    let path = step.id().map(|id| address::step(alias.value, id.value));
                    path.into_iter().for_each(|path| add(path, Some(Subject::Step(key))));
                }
            }
        }
        for entry in snapshot.personas() {
            for alias in entry.persona().into_iter().flat_map(|persona| persona.record.texts("aliases")) {
                add(address::persona(alias.value), snapshot.find_persona(alias.value).found().map(Subject::Persona));
            }
        }
        redirects
    }

    /// The view of a page at its address. A page of another snapshot is shown as not found.
    pub fn view(&self, path: &WsPath, id: &PageId) -> PageView {
        let here = Here::new(self, path.clone());
        let (template, page) = content(&here, id);
        PageView { template, frame: frame::frame(&here, about(&here, id)), page }
    }
}

fn content(here: &Here<'_>, id: &PageId) -> (&'static str, Content) {
    match id {
        PageId::Home => ("home.html", Content::Home(home::home(here))),
        PageId::NotFound => ("not-found.html", Content::Nothing {}),
        PageId::Journeys(number) => ("journeys.html", Content::Journeys(home::journeys(here, *number))),
        PageId::Journey(key, JourneyView::Map) => {
            ("journey.html", Content::Journey(Box::new(journey::journey(here, *key))))
        }
        PageId::Journey(key, JourneyView::Table) => ("table.html", Content::Table(table::table(here, *key))),
        PageId::Journey(key, JourneyView::Matrix) => ("matrix.html", Content::Matrix(matrix::matrix(here, *key))),
        PageId::Journey(key, JourneyView::Chain) => ("chain.html", Content::Chain(chain::chain(here, *key))),
        PageId::Step(key) => match step::step(here, *key) {
            Some(step) => ("step.html", Content::Step(step)),
            None => ("not-found.html", Content::Nothing {}),
        },
        PageId::Item(key) => ("item.html", Content::Item(Box::new(item::item(here, *key)))),
        PageId::Blocks => ("blocks.html", Content::Blocks(block::blocks(here))),
        PageId::BlockKind(kind, number) => {
            ("block-kind.html", Content::BlockKind(block::blocks_of(here, *kind, *number)))
        }
        PageId::Personas(number) => ("personas.html", Content::Personas(person::personas(here, *number))),
        PageId::Persona(key) => ("persona.html", Content::Persona(person::persona(here, *key))),
        PageId::Members => ("members.html", Content::Members(member::members(here))),
        PageId::Member(id, number) => ("member.html", Content::Member(member::member(here, id, *number))),
        PageId::Signals(number) => ("signals.html", Content::Signals(signal::signals(here, *number))),
        PageId::Health => ("health.html", Content::Health(health::health(here))),
        PageId::Rule(rule, number) => ("rule.html", Content::Rule(health::rule(here, *rule, *number))),
        PageId::Attention(list, number) => {
            ("attention.html", Content::Attention(attention::attention(here, *list, *number)))
        }
        PageId::Review(number) => match &here.viewer.settings.comparison {
            Some(comparison) => ("review.html", Content::Review(Box::new(review::review(here, comparison, *number)))),
            None => ("not-found.html", Content::Nothing {}),
        },
        PageId::Changes(number) => match here.viewer.past() {
            Some(past) => ("changes.html", Content::Changes(changes::changes(here, past, *number))),
            None => ("not-found.html", Content::Nothing {}),
        },
        PageId::Signal(key) => ("signal.html", Content::Signal(signal::signal(here, *key))),
        PageId::Search => ("search.html", Content::Search(search::search(here))),
        PageId::List(list, number) => ("list.html", Content::List(list.page(here, *number))),
        PageId::Redirect(subject) => ("redirect.html", Content::Redirect { to: here.subject(subject) }),
    }
}

/// What a page tells its frame.
fn about(here: &Here<'_>, id: &PageId) -> About {
    let snapshot = here.snapshot();
    let within = |section: Section| vec![Link::new(section.word(), here.href(&section.path()))];
    let index =
        |section: Section| About { title: section.word().to_owned(), section: Some(section), ..About::default() };
    let record = |title: &str, section: Section, file: &WsPath| About {
        title: title.to_owned(),
        section: Some(section),
        crumbs: within(section),
        file: Some(file.clone()),
        ..About::default()
    };
    match id {
        PageId::Home => About { title: here.viewer.title().to_owned(), ..index(Section::Journeys) },
        PageId::NotFound => About { title: "Nothing here".to_owned(), ..About::default() },
        PageId::Journeys(number) => About { title: number.title(Section::Journeys.word()), ..index(Section::Journeys) },
        PageId::Blocks => index(Section::Blocks),
        PageId::Personas(number) => About { title: number.title(Section::Personas.word()), ..index(Section::Personas) },
        PageId::Members => index(Section::Members),
        PageId::Signals(number) => About { title: number.title(Section::Signals.word()), ..index(Section::Signals) },
        PageId::Health => index(Section::Health),
        PageId::Rule(rule, number) => {
            About { title: health::title(*rule, *number), crumbs: within(Section::Health), ..index(Section::Health) }
        }
        PageId::Review(number) => About { title: number.title("Review"), ..About::default() },
        PageId::Changes(number) => About { title: number.title(Section::Changes.word()), ..index(Section::Changes) },
        PageId::Attention(list, number) => {
            About { title: number.title(list.title()), crumbs: within(Section::Health), ..index(Section::Health) }
        }
        PageId::BlockKind(kind, number) => About {
            title: number.title(&format!("{} · Building blocks", words::kinds(*kind))),
            crumbs: within(Section::Blocks),
            ..index(Section::Blocks)
        },
        PageId::Journey(key, view) => {
            let entry = snapshot.journey(*key);
            let summary = entry.journey().and_then(|journey| journey.record.text("summary"));
            let description = summary.map(|summary| summary.value.to_owned());
            let about = record(entry.title(), Section::Journeys, entry.path());
            let title =
                if *view == JourneyView::Map { about.title } else { format!("{} · {}", view.word(), about.title) };
            About { title, description, ..about }
        }
        PageId::Step(key) => {
            let entry = snapshot.journey(key.stage.journey);
            let about = record(&here.step(*key).text, Section::Journeys, entry.path());
            let mut crumbs = about.crumbs;
            crumbs.extend([here.journey(key.stage.journey), here.stage(key.stage)]);
            let step = snapshot.step(*key).and_then(Step::id).map(|id| id.value.to_owned());
            About { crumbs, step, ..about }
        }
        PageId::Item(key) => about_item(here, *key, record),
        PageId::Persona(key) => {
            let entry = snapshot.persona(*key);
            record(entry.name(), Section::Personas, entry.path())
        }
        PageId::Member(id, number) => About {
            crumbs: within(Section::Members),
            title: number.title(&here.member(id).text),
            ..index(Section::Members)
        },
        PageId::Signal(key) => record(&here.signal(*key).text, Section::Signals, snapshot.signal(*key).path()),
        PageId::Search => About { title: "Search".to_owned(), ..About::default() },
        PageId::List(list, number) => about_list(here, list, *number),
        PageId::Redirect(subject) => {
            About { title: here.subject(subject).text, moved_to: address_of(here, subject), ..About::default() }
        }
    }
}

/// Where a record that a former address leads to is now.
fn address_of(here: &Here<'_>, subject: &Subject) -> Option<WsPath> {
    let snapshot = here.snapshot();
    match subject {
        Subject::Journey(key) => Some(address::journey(snapshot.journey(*key).id())),
        Subject::Step(key) => {
            let id = snapshot.step(*key)?.id()?.value;
            Some(address::step(snapshot.journey(key.stage.journey).id(), id))
        }
        Subject::Item(key) => Some(address::item(snapshot.item(*key).id())),
        Subject::Persona(key) => Some(address::persona(snapshot.persona(*key).id())),
        _ => None,
    }
}

/// A building block lies in its shelf, a local item in its journey.
fn about_item(here: &Here<'_>, key: ItemKey, record: impl Fn(&str, Section, &WsPath) -> About) -> About {
    let entry = here.snapshot().item(key);
    let home = entry.home().and_then(|home| here.snapshot().find_journey(home).found());
    let section = if entry.home().is_some() { Section::Journeys } else { Section::Blocks };
    let mut about = record(entry.title(), section, entry.path());
    match (home, entry.kind()) {
        (Some(journey), _) => about.crumbs.push(here.journey(journey)),
        (None, Some(kind)) => {
            about.crumbs.push(Link::new(words::kinds(kind), here.href(&address::blocks_of(kind))));
        }
        _ => {}
    }
    about
}

/// A list lies in its record.
fn about_list(here: &Here<'_>, list: &List, number: PageNumber) -> About {
    let owner = match &list.of {
        Subject::Workspace => PageId::Blocks,
        Subject::Journey(key) => PageId::Journey(*key, JourneyView::Map),
        Subject::Stage(key) => PageId::Journey(key.journey, JourneyView::Map),
        Subject::Step(key) => PageId::Step(*key),
        Subject::Item(key) => PageId::Item(*key),
        Subject::Persona(key) => PageId::Persona(*key),
        Subject::Signal(key) => PageId::Signal(*key),
        Subject::Member(id) => PageId::Member(id.clone(), PageNumber::FIRST),
    };
    let mut about = about(here, &owner);
    about.crumbs.push(list.owner(here));
    let title = number.title(&format!("{} · {}", list.title(), about.title));
    About { title, description: None, lists_others: true, ..about }
}
