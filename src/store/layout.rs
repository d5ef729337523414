//! Which file is what: the only place that knows the names of folders.

use crate::model::{FileKind, Kind};
use crate::text::WsPath;

/// The workspace's own file.
pub const WORKSPACE_FILE: &str = "workspace.yaml";
/// The file that makes a folder a journey.
pub const JOURNEY_FILE: &str = "journey.yaml";
/// The folder of building blocks.
pub const BLOCKS: &str = "blocks";
/// The folder of journeys.
pub const JOURNEYS: &str = "journeys";
/// The file among the journeys that says how they are ordered and grouped.
pub const PORTFOLIO_FILE: &str = "portfolio.yaml";
/// The folder of a journey's own items.
pub const ITEMS: &str = "items";
/// The folder of files and images that records link to.
pub const ASSETS: &str = "assets";
/// The folder of the site's templates.
pub const TEMPLATES: &str = "templates";
/// Files in the root that a workspace begins with and that belong to its repository from then on.
pub const STARTERS: [&str; 2] = [".gitignore", "README.md"];
/// Where the site is built to when nothing else is said.
pub const DEFAULT_OUTPUT: &str = "site";

/// The folder of what members set for themselves.
pub const MEMBERS: &str = "members";
/// The folder of where evidence comes from and follow-up goes to.
pub const INTEGRATIONS: &str = "integrations";
/// The folder of what was decided.
pub const DECISIONS: &str = "decisions";
/// The file that says what every reader should know first.
const CONTEXT_FILE: &str = "context.md";

/// Folders of records to come, which are the workspace's own already.
const RESERVED: [&str; 4] = [INTEGRATIONS, "automations", DECISIONS, MEMBERS];

/// The folders of records.
pub fn record_folders() -> impl Iterator<Item = &'static str> {
    [JOURNEYS, BLOCKS].into_iter().chain(FileKind::with_folder().map(|(_, folder)| folder.name))
}

/// Patterns for git of all files that are records.
pub fn record_patterns() -> Vec<String> {
    let journeys = [format!("{JOURNEYS}/*/{JOURNEY_FILE}"), format!("{JOURNEYS}/{PORTFOLIO_FILE}")];
    let mut patterns = vec![WORKSPACE_FILE.to_owned()];
    patterns.extend(journeys);
    for folder in [format!("{JOURNEYS}/*/{ITEMS}"), BLOCKS.to_owned()] {
        patterns.extend(["md", "csv"].map(|extension| format!("{folder}/**/*.{extension}")));
    }
    patterns.extend(FileKind::with_folder().map(|(_, folder)| match folder.is_deep {
        true => format!("{}/**/*.md", folder.name),
        false => format!("{}/*.md", folder.name),
    }));
    patterns.push(format!("{MEMBERS}/*.yaml"));
    patterns
}

/// The folders whose files are the workspace's own.
pub fn own_folders() -> impl Iterator<Item = &'static str> {
    record_folders().chain(RESERVED).chain([ASSETS, TEMPLATES])
}

/// Endings of files that are reported where they are no record.
const TEXT_EXTENSIONS: [&str; 5] = ["md", "yaml", "yml", "markdown", "csv"];

/// What a path is in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A record that is read.
    Record(RecordPlace),
    /// A file that records link to.
    Asset,
    /// A template of the workspace's own.
    Template,
    /// In a record folder, but no record; with what to do about it.
    Unexpected(String),
    /// Anything else: not read, not reported.
    Other,
}

/// A record's kind, ID and home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// What it is.
    pub kind: FileKind,
    /// Its ID: the file's stem, or the journey's folder.
    pub id: String,
    /// The journey an item or its measurements are local to; `None` for everything shared.
    pub journey: Option<String>,
}

/// Tells what a path is.
pub fn place(path: &WsPath) -> Place {
    let parts: Vec<&str> = path.parts().collect();
    if path.file_name() == "README.md" {
        return Place::Other;
    }
    match parts.as_slice() {
        [WORKSPACE_FILE] => record(FileKind::Workspace, "workspace", None),
        ["workspace.yml"] => Place::Unexpected(format!("rename it to `{WORKSPACE_FILE}`")),
        [JOURNEYS, journey, JOURNEY_FILE] => record(FileKind::Journey, journey, None),
        [JOURNEYS, PORTFOLIO_FILE] => record(FileKind::Portfolio, JOURNEYS, None),
        [JOURNEYS, journey, ITEMS, .., _] => item(path, Some(journey)),
        [JOURNEYS, rest @ ..] => outside_items(path, rest),
        [MEMBERS, name] if name.ends_with(".yaml") => record(FileKind::MemberSettings, path.stem(), None),
        [MEMBERS, .., _] if parts.len() > 1 => stray(path, "a member's settings are `members/<id>.yaml`".to_owned()),
        [BLOCKS, .., _] if parts.len() > 1 => item(path, None),
        [ASSETS, .., _] if parts.len() > 1 => Place::Asset,
        [TEMPLATES, .., _] if parts.len() > 1 => Place::Template,
        [folder, rest @ ..] if !rest.is_empty() => in_folder(path, folder, rest.len()),
        _ => Place::Other,
    }
}

/// Whether a path belongs to the workspace, so that `commit` takes it along. What is hidden does not exist.
pub fn is_own(path: &WsPath) -> bool {
    is_among_own(path) && !is_hidden(path)
}

/// Whether a path is the workspace's file or lies in one of its folders, hidden or not.
pub fn is_among_own(path: &WsPath) -> bool {
    matches!(path.as_str(), WORKSPACE_FILE | CONTEXT_FILE)
        || path.parts().count() > 1 && path.parts().next().is_some_and(|top| own_folders().any(|own| own == top))
}

/// Whether a path is that of a decision, which nothing reads yet.
pub fn is_decision(path: &WsPath) -> bool {
    path.parts().next() == Some(DECISIONS) && path.parts().count() > 1 && path.extension() == "md"
}

/// Whether a path lies in the folder of what members set for themselves.
pub fn is_of_members(path: &WsPath) -> bool {
    path.parts().next() == Some(MEMBERS)
}

/// The file of what a member sets for themselves.
pub fn is_of_member(path: &WsPath, id: &str) -> bool {
    path.as_str().strip_prefix(MEMBERS).and_then(|rest| rest.strip_prefix('/')) == Some(&format!("{id}.yaml"))
}

/// Whether owners alone may change a path: it says who may do what, or what leaves the workspace and how.
pub fn is_for_owners(path: &WsPath) -> bool {
    path.as_str() == WORKSPACE_FILE
        || path.parts().count() > 1
            && path.parts().next().is_some_and(|top| [INTEGRATIONS, TEMPLATES, MEMBERS].contains(&top))
}

/// Whether a file says which others are read, and how: records can be hidden by it.
pub fn says_what_is_read(path: &WsPath) -> bool {
    matches!(path.file_name(), ".gitignore" | ".gitattributes")
}

/// Whether a path is a dot-file or lies in a dot-folder: what editors and other tools keep for themselves.
pub fn is_hidden(path: &WsPath) -> bool {
    path.parts().any(|part| part.starts_with('.'))
}

/// Whether a file or folder belongs to the workspace, or may hold what does.
pub fn may_hold_own(path: &WsPath) -> bool {
    path.is_root() || is_own(path) || own_folders().any(|own| own == path.as_str())
}

/// Whether a path is a record's or an asset's, or such a folder itself, by where it lies.
pub fn is_record_or_asset(path: &WsPath) -> bool {
    path.as_str() == WORKSPACE_FILE
        || path.file_name() != "README.md"
            && path.parts().next().is_some_and(|top| record_folders().chain([ASSETS]).any(|folder| folder == top))
}

/// Whether a path lies outside of every folder for records, assets or templates.
pub fn is_elsewhere(path: &WsPath) -> bool {
    path.parts().next().is_none_or(|top| record_folders().chain([ASSETS, TEMPLATES]).all(|folder| folder != top))
}

/// Whether a path lies in a folder that a tool fills with what others wrote, or keeps for itself: packages, what is built.
pub fn is_of_a_tool(path: &WsPath) -> bool {
    const FOLDERS: [&str; 8] =
        ["node_modules", "bower_components", "site-packages", "vendor", "third_party", "target", "venv", "__pycache__"];
    path.parent().parts().any(|folder| folder.starts_with('.') || FOLDERS.contains(&folder))
}

/// Whether a folder is kept for records, assets or templates, or lies in one: no place for the site.
pub fn is_own_folder(folder: &WsPath) -> bool {
    // Some file systems take `Blocks` for `blocks`.
    folder.parts().next().is_some_and(|top| own_folders().any(|own| own.eq_ignore_ascii_case(top)))
}

/// The folder that `site.output` names; `None` where the site may not be built there: outside of the workspace, in its
/// root, in a hidden folder or one of its own.
pub fn site_folder(output: &str) -> Option<WsPath> {
    let folder = WsPath::new(output.strip_suffix('/').unwrap_or(output)).filter(|_| !output.contains('\\'))?;
    let is_free = !folder.is_root()
        && !is_hidden(&folder)
        && !is_own_folder(&folder)
        && !folder.as_str().eq_ignore_ascii_case(WORKSPACE_FILE);
    is_free.then_some(folder)
}

/// Whether records of a kind would lie below a folder, by where that lies.
pub fn may_hold(folder: &WsPath, kind: FileKind) -> bool {
    let parts: Vec<&str> = folder.parts().collect();
    match kind {
        FileKind::Workspace => false,
        FileKind::Portfolio => parts == [JOURNEYS],
        FileKind::MemberSettings => parts == [MEMBERS],
        FileKind::Journey => matches!(parts.as_slice(), [JOURNEYS] | [JOURNEYS, _]),
        FileKind::Item | FileKind::Measurements => {
            matches!(parts.as_slice(), [BLOCKS, ..] | [JOURNEYS] | [JOURNEYS, _] | [JOURNEYS, _, ITEMS, ..])
        }
        _ => match (kind.row().folder, parts.as_slice()) {
            (Some(folder), [name]) => *name == folder.name,
            (Some(folder), [name, ..]) => *name == folder.name && folder.is_deep,
            _ => false,
        },
    }
}

/// The file of an item: local to a journey, or a building block, which lies by custom in the folder of its kind.
pub fn item_path(journey: Option<&str>, kind: Kind, id: &str) -> Option<WsPath> {
    WsPath::new(&match journey {
        Some(journey) => format!("{JOURNEYS}/{journey}/{ITEMS}/{id}.md"),
        None => format!("{BLOCKS}/{}/{id}.md", kind.plural()),
    })
}

/// The file of a journey.
pub fn journey_path(id: &str) -> Option<WsPath> {
    WsPath::new(&format!("{JOURNEYS}/{id}/{JOURNEY_FILE}"))
}

/// The file of a record of a kind that has a folder to itself.
pub fn record_path(kind: FileKind, id: &str) -> Option<WsPath> {
    WsPath::new(&format!("{}/{id}.md", kind.row().folder?.name))
}

/// The journey's folder that a path lies in, and the rest of the path.
pub fn in_journey_folder(path: &WsPath) -> Option<(&str, &str)> {
    let (top, below) = path.as_str().split_once('/')?;
    let (journey, rest) = below.split_once('/').filter(|_| top == JOURNEYS)?;
    Some((&path.as_str()[..top.len() + 1 + journey.len()], rest))
}

fn record(kind: FileKind, id: &str, journey: Option<&str>) -> Place {
    Place::Record(RecordPlace { kind, id: id.to_owned(), journey: journey.map(str::to_owned) })
}

fn item(path: &WsPath, journey: Option<&str>) -> Place {
    match path.extension() {
        "md" => record(FileKind::Item, path.stem(), journey),
        "csv" => record(FileKind::Measurements, path.stem(), journey),
        _ => stray(path, "items are `.md` files, measurements `.csv`; move other files to `assets/`".to_owned()),
    }
}

/// What lies so many folders deep in a folder at the root, if that is one for records of a kind.
fn in_folder(path: &WsPath, name: &str, depth: usize) -> Place {
    match FileKind::with_folder().find(|(_, folder)| folder.name == name) {
        Some((kind, folder)) if depth > 1 && !folder.is_deep => {
            stray(path, format!("move it to `{name}/`: {} have no sub-folders", kind.row().plural))
        }
        Some((kind, _)) => markdown_record(path, kind),
        None => Place::Other,
    }
}

fn markdown_record(path: &WsPath, kind: FileKind) -> Place {
    match path.extension() {
        "md" => record(kind, path.stem(), None),
        _ => stray(path, "records here are `.md` files; move other files to `assets/`".to_owned()),
    }
}

fn outside_items(path: &WsPath, rest: &[&str]) -> Place {
    match rest {
        [_, "journey.yml"] => Place::Unexpected(format!("rename it to `{JOURNEY_FILE}`")),
        [_] => stray(path, "a journey is a folder with a `journey.yaml`".to_owned()),
        [_, _] => stray(path, "items lie in the journey's `items/` folder".to_owned()),
        _ => {
            stray(path, "journeys are not put inside each other; items lie in the journey's `items/` folder".to_owned())
        }
    }
}

/// A file that is no record here: reported when its ending says that it might be meant as one.
fn stray(path: &WsPath, help: String) -> Place {
    let extension = path.extension().to_ascii_lowercase();
    if !TEXT_EXTENSIONS.contains(&extension.as_str()) {
        return Place::Other;
    }
    match by_right_name(path) {
        Some(renamed) if matches!(place(&renamed), Place::Record(_)) => {
            Place::Unexpected(format!("rename it to `{}`", renamed.file_name()))
        }
        _ => Place::Unexpected(help),
    }
}

/// The path with the ending that such a file should have; `None` where it has that or none is known.
fn by_right_name(path: &WsPath) -> Option<WsPath> {
    let extension = path.extension().to_ascii_lowercase();
    let wanted = match extension.as_str() {
        "markdown" => "md",
        "yml" => "yaml",
        known if known != path.extension() => known,
        _ => return None,
    };
    WsPath::new(&format!("{}/{}.{wanted}", path.parent(), path.stem()))
}

/// The record that a file is meant as whose name has another ending than records have, which is reported.
pub fn misnamed_record(path: &WsPath) -> Option<RecordPlace> {
    match place(&by_right_name(path)?) {
        Place::Record(record) => Some(record),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Place {
        place(&WsPath::new(path).expect("a normal path"))
    }

    fn help(path: &str) -> String {
        match of(path) {
            Place::Unexpected(help) => help,
            other => panic!("{path} is {other:?}"),
        }
    }

    #[test]
    fn knows_the_records() {
        assert_eq!(of("workspace.yaml"), record(FileKind::Workspace, "workspace", None));
        assert_eq!(of("journeys/a/journey.yaml"), record(FileKind::Journey, "a", None));
        assert_eq!(of("members/maya.yaml"), record(FileKind::MemberSettings, "maya", None));
        assert!(matches!(of("members/notes.md"), Place::Unexpected(_)));
        assert!(matches!(of("members/a/b.yaml"), Place::Unexpected(_)));
        assert_eq!(of("journeys/portfolio.yaml"), record(FileKind::Portfolio, "journeys", None));
        assert_eq!(of("journeys/a/items/x/y.md"), record(FileKind::Item, "y", Some("a")));
        assert_eq!(of("journeys/a/items/y.csv"), record(FileKind::Measurements, "y", Some("a")));
        assert_eq!(of("blocks/y.md"), record(FileKind::Item, "y", None));
        assert_eq!(of("blocks/m/n/y.csv"), record(FileKind::Measurements, "y", None));
        assert_eq!(of("personas/p.md"), record(FileKind::Persona, "p", None));
        assert_eq!(of("signals/2026/s.md"), record(FileKind::Signal, "s", None));
    }

    #[test]
    fn reports_what_looks_like_a_record_and_is_none() {
        assert!(help("journeys/a/journey.yml").contains("`journey.yaml`"));
        assert!(help("blocks/x.markdown").contains("`x.md`"));
        assert!(help("blocks/x.MD").contains("`x.md`"));
        assert!(help("journeys/a/notes.md").contains("`items/`"));
        assert!(help("journeys/a/b/journey.yaml").contains("inside each other"));
        assert!(help("personas/x/p.md").contains("sub-folders"));
        assert!(help("blocks/x.yaml").contains("`.md`"));
    }

    #[test]
    fn leaves_the_rest_alone() {
        for path in
            ["README.md", "blocks/README.md", "notes.md", "blocks/x.png", "integrations/a.yaml", "blocks", "journeys"]
        {
            assert_eq!(of(path), Place::Other, "{path}");
        }
        assert_eq!(of("assets/a/b.md"), Place::Asset);
    }

    #[test]
    fn every_folder_of_records_has_a_pattern() {
        let patterns = [
            "workspace.yaml",
            "journeys/*/journey.yaml",
            "journeys/portfolio.yaml",
            "journeys/*/items/**/*.md",
            "journeys/*/items/**/*.csv",
            "blocks/**/*.md",
            "blocks/**/*.csv",
            "personas/*.md",
            "signals/**/*.md",
            "members/*.yaml",
        ];
        assert_eq!(record_patterns(), patterns);
    }

    #[test]
    fn what_is_hidden_belongs_to_no_workspace() {
        let is_own = |path: &str| is_own(&WsPath::new(path).expect("a normal path"));
        assert!(is_own("workspace.yaml") && is_own("blocks/a.md") && is_own("assets/a.b/c.png"));
        for path in
            ["blocks/.env", "blocks/.obsidian/data.json", "blocks/.a.md.swp", "assets/.wayfare-1a", ".gitignore"]
        {
            assert!(!is_own(path), "{path}");
        }
    }
}
