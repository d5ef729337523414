//! Which pages there are. A sort of page is a row of [`page_table`](crate::page_table), and a file in which stands all there is
//! to know of it: its addresses, what it tells its frame, and what is on it.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;

use super::index::Viewer;
use super::part::frame::{self, About, Frame};
use super::part::link::Here;
use crate::snapshot::Lookup;
use crate::text::{WsPath, is_file_name};

/// Hands the table of pages to a macro: `module Name(Type) "template";`.
///
/// Here each row becomes a module and a kind of [`PageId`], in `site` a built-in template. Of two pages at one address that of
/// the first row is kept, so former addresses come last.
#[macro_export]
#[doc(hidden)]
macro_rules! page_table {
    ($callback:path) => {
        $callback! {
            home Home(HomePage) "home.html";
            not_found NotFound(NotFoundPage) "not-found.html";
            journeys Journeys(JourneysPage) "journeys.html";
            journey Journey(JourneyPage) "journey.html";
            table Table(TablePage) "table.html";
            matrix Matrix(MatrixPage) "matrix.html";
            chain Chain(ChainPage) "chain.html";
            step Step(StepPage) "step.html";
            item Item(ItemPage) "item.html";
            blocks Blocks(BlocksPage) "blocks.html";
            block_kind BlockKind(BlockKindPage) "block-kind.html";
            personas Personas(PersonasPage) "personas.html";
            persona Persona(PersonaPage) "persona.html";
            members Members(MembersPage) "members.html";
            member Member(MemberPage) "member.html";
            signals Signals(SignalsPage) "signals.html";
            signal Signal(SignalPage) "signal.html";
            search Search(SearchPage) "search.html";
            health Health(HealthPage) "health.html";
            rule Rule(RulePage) "rule.html";
            attention Attention(AttentionPage) "attention.html";
            review Review(ReviewPage) "review.html";
            changes Changes(ChangesPage) "changes.html";
            list List(ListPage) "list.html";
            redirect Redirect(RedirectPage) "redirect.html";
        }
    };
}

/// A sort of page; a value of it is what its template is given.
trait Page: Serialize + Sized {
    /// What tells a page from the others of its sort.
    type Id: Clone + Debug + PartialEq + Eq;

    /// Whether search engines are to know it.
    const IS_LASTING: bool = true;

    /// Every page of the sort with its address, found without checking anything.
    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, Self::Id)>;

    /// What an address leads to, as far as that can be told without listing pages: a preview is asked right after an edit.
    fn route(_: &Viewer<'_>, _: &Address<'_>) -> Route<Self::Id> {
        Route::Unknown
    }

    /// What the page tells its frame.
    fn about(here: &Here<'_>, id: &Self::Id) -> About;

    /// What is on the page; `None` where it is one of another snapshot.
    fn make(here: &Here<'_>, id: &Self::Id) -> Option<Self>;
}

/// Where an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route<Id = PageId> {
    /// To this page.
    Page(Id),
    /// To no page.
    Nowhere,
    /// That is known when all pages are listed.
    Unknown,
}

/// The address of a page, taken apart.
struct Address<'a> {
    path: &'a WsPath,
    parts: Vec<&'a str>,
    /// The file's name without `.html`.
    stem: &'a str,
}

impl<'a> Address<'a> {
    fn new(path: &'a WsPath) -> Option<Address<'a>> {
        let stem = path.file_name().strip_suffix(".html")?;
        Some(Address { path, parts: path.parts().collect(), stem })
    }

    /// Leads to a page if that is where the page is.
    fn is<Id>(&self, page: &WsPath, id: Id) -> Route<Id> {
        if self.path == page { Route::Page(id) } else { Route::Unknown }
    }

    /// Leads to the page of a record in a folder; nowhere if nothing has, or had, the ID.
    fn is_of_record<Key>(
        &self,
        folder: &str,
        find: impl FnOnce(&str) -> Lookup<Key>,
        page: fn(&str) -> WsPath,
    ) -> Route<Key> {
        if !matches!(self.parts.as_slice(), [first, _] if *first == folder) {
            return Route::Unknown;
        }
        match find(self.stem) {
            Lookup::Found(key) => self.is(&page(self.stem), key),
            // The pages of the list of them are named after its first, the folder's index.
            Lookup::Unknown if self.stem != "index" && is_file_name(self.stem) => Route::Nowhere,
            _ => Route::Unknown,
        }
    }
}

/// A page of one snapshot's site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageId(Id);

/// A page as its template is given it.
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
#[serde(transparent)]
pub struct Content(Body);

macro_rules! declare_pages {
    ($($module:ident $name:ident($page:ident) $template:literal;)*) => {
        $(mod $module; use $module::$page;)*

        /// The sort of a page, and what tells it from the others of its sort.
        #[derive(Clone, Debug, PartialEq, Eq)]
        enum Id {
            $($name(<$page as Page>::Id),)*
        }

        #[derive(Debug, Serialize)]
        #[serde(untagged)]
        enum Body {
            $($name(Box<$page>),)*
        }

        impl Id {
            fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, Id)> {
                let mut all = Vec::new();
                $(all.extend($page::all(viewer).into_iter().map(|(path, id)| (path, Id::$name(id))));)*
                all
            }

            fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<Id> {
                $(match $page::route(viewer, address) {
                    Route::Page(id) => return Route::Page(Id::$name(id)),
                    Route::Nowhere => return Route::Nowhere,
                    Route::Unknown => {}
                })*
                Route::Unknown
            }

            fn is_lasting(&self) -> bool {
                match self {
                    $(Id::$name(_) => $page::IS_LASTING,)*
                }
            }

            fn about(&self, here: &Here<'_>) -> About {
                match self {
                    $(Id::$name(id) => $page::about(here, id),)*
                }
            }

            fn make(&self, here: &Here<'_>) -> Option<(&'static str, Body)> {
                match self {
                    $(Id::$name(id) => $page::make(here, id).map(|page| ($template, Body::$name(Box::new(page)))),)*
                }
            }
        }
    };
}

crate::page_table!(declare_pages);

impl PageId {
    /// Whether search engines are to know the page: it is no former address, stands for no missing page, and is not about
    /// a moment.
    pub fn is_lasting(&self) -> bool {
        self.0.is_lasting()
    }
}

impl Viewer<'_> {
    /// Every page by its address, sorted. The rest of long lists of findings is left out, so that nothing need be checked:
    /// see [`Viewer::pages_of_findings`].
    pub fn pages(&self) -> BTreeMap<WsPath, PageId> {
        let mut pages = BTreeMap::new();
        for (path, id) in Id::all(self) {
            pages.entry(path).or_insert(PageId(id));
        }
        pages
    }

    /// Where an address leads to, told without listing all pages.
    pub fn route(&self, path: &WsPath) -> Route {
        match Address::new(path).map(|address| Id::route(self, &address)) {
            Some(Route::Page(id)) => Route::Page(PageId(id)),
            Some(Route::Nowhere) => Route::Nowhere,
            Some(Route::Unknown) | None => Route::Unknown,
        }
    }

    /// Where the page is that is made of a record's file. `None` for a file that is no record with a page.
    pub fn page_of(&self, file: &WsPath) -> Option<WsPath> {
        self.path(&self.snapshot.find_path(file)?)
    }

    /// The view of a page at its address. A page of another snapshot is shown as not found.
    pub fn view(&self, path: &WsPath, PageId(id): &PageId) -> PageView {
        let here = Here::new(self, path.clone());
        let (template, body) =
            id.make(&here).or_else(|| Id::NotFound(()).make(&here)).expect("that there is no page is always a page");
        PageView { template, frame: frame::frame(&here, id.about(&here)), page: Content(body) }
    }
}
