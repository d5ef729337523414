//! Changes in sentences, each with the ways to where one sees them.

use serde::Serialize;

use crate::diff::{About, Line, Mark, PartKind, Piece};
use crate::model::{FileKind, Step};
use crate::snapshot::{ItemKey, JourneyKey, StepKey, Subject};
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::part::link::{Here, Link};
use crate::view::words;

/// The most ways to a map from one sentence.
const MAPS: usize = 3;

/// A sentence on a change.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Told {
    /// The CSS class.
    class: &'static str,
    pieces: Vec<ToldPiece>,
    #[serde(flatten)]
    ways: Ways,
}

/// Words of a sentence.
#[derive(Debug, Serialize)]
struct ToldPiece {
    /// What they are: `name`, `old`, `new`, `code`, or nothing.
    is: &'static str,
    text: String,
    /// The page of what it names.
    href: Option<String>,
}

/// A record that changed.
#[derive(Debug, Serialize)]
pub(in crate::view) struct ToldRecord {
    /// The CSS class.
    pub(in crate::view) class: &'static str,
    /// What it is; empty where the sentences say enough.
    pub(in crate::view) kind: &'static str,
    pub(in crate::view) title: String,
    /// What became of it.
    pub(in crate::view) fate: &'static str,
    pub(in crate::view) file: Option<String>,
    pub(in crate::view) lines: Vec<Told>,
    #[serde(flatten)]
    pub(in crate::view) ways: Ways,
}

/// Where one sees what a sentence is about.
#[derive(Debug, Default, Serialize)]
pub(in crate::view) struct Ways {
    /// Its page.
    pub(in crate::view) page: Option<Link>,
    /// Its places on maps, or the first of them.
    pub(in crate::view) maps: Vec<Link>,
    /// How many there are beside those.
    pub(in crate::view) more_maps: Option<String>,
}

/// The CSS class for what a sentence tells at a glance.
pub(in crate::view) fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Added => "added",
        Mark::Removed => "removed",
        Mark::Changed => "changed",
        Mark::Moved => "moved",
        Mark::Wrong => "wrong",
    }
}

impl Told {
    /// Makes the name of what the sentence is about the way to its page, so that nothing is named twice.
    fn link_name(&mut self) {
        let Some(page) = &mut self.ways.page else { return };
        let name = format!("“{}”", page.text);
        if let Some(piece) = self.pieces.iter_mut().find(|piece| piece.is == "name" && piece.text == name) {
            piece.href = page.href.take();
            self.ways.page = None;
        }
    }

    /// The sentence without the ways to maps.
    pub(in crate::view) fn without_maps(self) -> Told {
        Told { ways: Ways { page: self.ways.page, ..Ways::default() }, ..self }
    }

    /// The words alone.
    pub(in crate::view) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl Here<'_> {
    /// A sentence; `under` is the file of the record it stands under.
    pub(in crate::view) fn told(&self, line: &Line, under: Option<&WsPath>) -> Told {
        let ways = match (&line.about, under) {
            (Some(About::Part(kind, id)), Some(file)) => self.ways_to_part(*kind, id, file),
            (Some(about), _) => self.ways(about),
            (None, _) => Ways::default(),
        };
        // The ways to the maps say where it is seen.
        let pieces = match line.about {
            Some(About::Seen(.., places)) if !ways.maps.is_empty() => &line.pieces[..places.min(line.pieces.len())],
            _ => &line.pieces,
        };
        let mut told = Told { class: class(line.mark), pieces: pieces.iter().map(piece).collect(), ways };
        told.link_name();
        told
    }

    /// Where one sees a record; nowhere where it is gone.
    pub(in crate::view) fn ways(&self, about: &About) -> Ways {
        let snapshot = self.snapshot();
        let subject = match about {
            About::File(path) => snapshot.find_path(path),
            About::Record(kind, id) | About::Seen(kind, id, _) => match kind.file {
                FileKind::Workspace => Some(Subject::Workspace),
                FileKind::Measurements => snapshot.find_record(FileKind::Item, id).found(),
                kind => snapshot.find_record(kind, id).found(),
            },
            About::Part(..) => None,
        };
        match subject {
            // They are where their metric is, which is told of itself.
            Some(Subject::Item(key)) if matches!(about, About::Record(kind, _) if kind.file == FileKind::Measurements) => {
                Ways { maps: Vec::new(), more_maps: None, ..self.ways_to_item(key) }
            }
            Some(Subject::Item(key)) => self.ways_to_item(key),
            Some(subject) => Ways { page: Some(self.subject(&subject)), ..Ways::default() },
            None => Ways::default(),
        }
    }

    fn ways_to_item(&self, key: ItemKey) -> Ways {
        let placed = self.snapshot().placed_on(key);
        let more = placed.len().saturating_sub(MAPS);
        Ways {
            page: Some(Link { class: String::new(), ..self.item(key) }),
            maps: placed.iter().take(MAPS).map(|placed| self.on_map(placed.step)).collect(),
            more_maps: (more > 0).then(|| text::count(more, "more place", "more places")),
        }
    }

    /// Where one sees a part of the record in a file.
    fn ways_to_part(&self, kind: PartKind, id: &str, file: &WsPath) -> Ways {
        let Some(Subject::Journey(journey)) = self.snapshot().find_path(file) else {
            let page = (kind == PartKind::Member).then(|| self.member(id)).filter(|link| link.href.is_some());
            return Ways { page, ..Ways::default() };
        };
        let address = format!("{}/{id}", self.snapshot().journey(journey).id());
        match self.snapshot().find_address(&address).found() {
            Some(Subject::Step(key)) => {
                let page = Some(self.step(key)).filter(|link| link.href.is_some());
                Ways { page, maps: vec![on_this_map(self.on_map(key))], more_maps: None }
            }
            Some(Subject::Stage(key)) => Ways { maps: vec![on_this_map(self.stage(key))], ..Ways::default() },
            _ => Ways::default(),
        }
    }

    /// A step's place on the map of its journey.
    fn on_map(&self, key: StepKey) -> Link {
        let journey = key.stage.journey;
        let id = self.snapshot().step(key).and_then(Step::id).filter(|_| self.viewer.has_page(key));
        let text = format!("{} › {}", self.snapshot().journey(journey).title(), self.step(key).text);
        Link::new(text, self.map_href(journey, id.map(|id| id.value)))
    }

    fn map_href(&self, journey: JourneyKey, anchor: Option<&str>) -> String {
        address::relative(&self.path, &address::journey(self.snapshot().journey(journey).id()), anchor)
    }
}

/// The way to a map whose journey was named just before.
fn on_this_map(link: Link) -> Link {
    Link { text: "On the map".to_owned(), ..link }
}

/// A day in words; anything else as it is.
fn day(text: &str) -> String {
    text.parse().ok().filter(|_| text.len() == 10).map_or_else(|| text.to_owned(), words::date)
}

fn piece(piece: &Piece) -> ToldPiece {
    let (is, text) = match piece {
        Piece::Plain(text) => ("", text.clone()),
        Piece::Name(name) => ("name", format!("“{name}”")),
        Piece::Old(text) => ("old", day(text)),
        Piece::New(text) => ("new", day(text)),
        Piece::Struck(text) => ("old", text.clone()),
        Piece::Inserted(text) => ("new", text.clone()),
        Piece::Code(text) => ("code", text.clone()),
        Piece::Day(text) => ("", day(text)),
        Piece::Place(path, line) => ("code", format!("{path}:{line}")),
    };
    ToldPiece { is, text, href: None }
}
