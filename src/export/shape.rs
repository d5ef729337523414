//! What each key of the document means, for its reference. A test holds it against what is written.

/// One kind of object in the document.
#[derive(Debug)]
pub struct Shape {
    /// What one calls it.
    pub name: &'static str,
    /// Its keys, in the order written.
    pub keys: &'static [Key],
}

/// A key of an object.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What stands there.
    pub value: &'static str,
    /// What it means.
    pub about: &'static str,
}

const fn key(name: &'static str, value: &'static str, about: &'static str) -> Key {
    Key { name, value, about }
}

const FILE: Key = key("file", "path", "Its file in the workspace.");
const EDIT: Key = key("edit", "URL or null", "The file on its forge, when `site.repository` is set.");
const PAGE: Key = key("page", "path or null", "Its page, seen from the site's root.");
const COMPLETE: Key = key(
    "complete",
    "true or false",
    "Whether all that is in the file could be read. If not, the text of the file is in `files`.",
);
const DUPLICATE: Key =
    key("duplicate", "true or false", "Whether another file has the same ID. The first by path has the page.");
const FIELDS: Key = key("fields", "object or null", "Its fields as written, yours (`x-…`) among them.");
const BODY: Key = key("body", "Markdown or null", "Its text as written, below the front matter.");
const MENTIONS: Key = key("mentions", "list of names", "What its text names.");
const MENTIONED_BY: Key = key("mentioned_by", "list of names", "Whose text names it.");

/// Every kind of object, the document itself first.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "document",
        keys: &[
            key("format", "1", "The version of this form. It is raised when a key goes or changes its meaning."),
            key("site", "site", "What is the same for every page."),
            key("workspace", "workspace", "What `workspace.yaml` says."),
            key("members", "list of members", "In the order written."),
            key("journeys", "list of journeys", "By ID."),
            key("portfolio", "list of groups", "The groups of `journeys/portfolio.yaml`, in order."),
            key("items", "list of items", "By ID: those of journeys and the building blocks."),
            key("personas", "list of personas", "By ID."),
            key("signals", "list of signals", "By ID."),
            key("files", "list of files", "Attachments, and every other file that no record stands for."),
            key("report", "report", "The report of `wayfare check` as JSON: `version`, `findings`, `summary`."),
        ],
    },
    Shape {
        name: "site",
        keys: &[
            key("title", "text", "The site's title."),
            key("base_url", "URL or null", "Where it is published. A page's path goes right behind it."),
            key("repository", "URL or null", "The repository on its forge."),
        ],
    },
    Shape {
        name: "workspace",
        keys: &[
            key("file", "path or null", "`workspace.yaml`; null when there is none that can be read."),
            key("fields", "object or null", "Its fields as written, but the members: vocabulary, lanes, rules, site."),
        ],
    },
    Shape {
        name: "member",
        keys: &[
            key("id", "ID or null", "Their ID."),
            key("page", "path or null", "Their page, seen from the site's root."),
            key("fields", "object", "Their fields as written."),
            key("settings", "object or null", "The fields of their own file in `members/`."),
            key("journeys", "list of IDs", "The journeys they own."),
            key("items", "list of IDs", "The items they own."),
            key("mentioned_by", "list of names", "Whose text names them."),
        ],
    },
    Shape {
        name: "journey",
        keys: &[
            key("id", "ID", "Its ID."),
            key("title", "text", "Its title, or its ID when it has none."),
            key("status", "word or null", "Its status; `active` when none is written."),
            key("state", "word or null", "`current` or `future`; `current` when none is written."),
            key("future_of", "ID or null", "Of a future journey, the one that it is to replace."),
            FILE,
            EDIT,
            PAGE,
            COMPLETE,
            DUPLICATE,
            key("fields", "object or null", "Its fields as written, but the stages."),
            key("stages", "list of stages", "In order."),
            key("own_items", "list of IDs", "The items that belong to this journey alone."),
            key("nested_in", "list of addresses", "The steps it begins or continues at."),
            MENTIONS,
            MENTIONED_BY,
        ],
    },
    Shape {
        name: "stage",
        keys: &[
            key("address", "address", "`journey/stage`. Of a missing ID nothing stands there."),
            key("fields", "object", "Its fields as written, but the steps."),
            key("steps", "list of steps", "In order."),
            MENTIONS,
            MENTIONED_BY,
        ],
    },
    Shape {
        name: "step",
        keys: &[
            key("address", "address", "`journey/stage/step`. Of a missing ID nothing stands there."),
            PAGE,
            key("fields", "object", "Its fields as written. Each of its `items` is an object with `item` and `note`."),
            key("items", "list of IDs", "The items placed on it."),
            key("journeys", "list of IDs", "The journeys that begin or continue here."),
            key("personas", "list of IDs", "Who takes it."),
            key("signals", "list of IDs", "The signals about it."),
            MENTIONS,
            MENTIONED_BY,
        ],
    },
    Shape {
        name: "group",
        keys: &[
            key("title", "text or null", "What lists call it."),
            key("journeys", "list of IDs", "Its journeys, in order."),
            key("fields", "object", "Its fields as written."),
        ],
    },
    Shape {
        name: "item",
        keys: &[
            key("id", "ID", "Its ID."),
            key("kind", "word or null", "`touchpoint`, `insight`, `opportunity`, `solution` or `metric`."),
            key("title", "text", "Its title, or its ID when it has none."),
            key("status", "word or null", "Its status; the first of its kind when none is written."),
            key("journey", "ID or null", "The journey it belongs to; null for a building block."),
            FILE,
            EDIT,
            PAGE,
            COMPLETE,
            DUPLICATE,
            FIELDS,
            BODY,
            key("placed_on", "list of placements", "The steps it is placed on."),
            key("leads_to", "list of IDs", "The items it leads to, whichever of the two files has the link."),
            key("led_to_by", "list of IDs", "The items that lead to it."),
            key("signals", "list of IDs", "The signals it rests on, whichever of the two files says so."),
            key("channels", "list of words", "A touchpoint's channels; `fields.channel` is a word where there is one."),
            key("current", "number or null", "A metric's value now: the last measurement, or else `current`."),
            key("measurements", "measurements or null", "A metric's measurements."),
            MENTIONS,
            MENTIONED_BY,
        ],
    },
    Shape {
        name: "placement",
        keys: &[
            key("step", "address", "The step."),
            key("note", "text or null", "What is special about the item there."),
        ],
    },
    Shape {
        name: "measurements",
        keys: &[
            FILE,
            COMPLETE,
            key("rows", "list of objects", "Each with `date`, `value` and `note` (text or null), oldest first."),
        ],
    },
    Shape {
        name: "persona",
        keys: &[
            key("id", "ID", "Its ID."),
            key("name", "text", "Its name, or its ID when it has none."),
            FILE,
            EDIT,
            PAGE,
            COMPLETE,
            DUPLICATE,
            FIELDS,
            BODY,
            key("journeys", "list of IDs", "The journeys it makes."),
            key("steps", "list of addresses", "The steps that name it."),
            key("items", "list of IDs", "The items that name it, in their fields or their evidence."),
            key("signals", "list of IDs", "The signals that came from it."),
            MENTIONS,
            MENTIONED_BY,
        ],
    },
    Shape {
        name: "signal",
        keys: &[
            key("id", "ID", "Its ID."),
            key("title", "text", "Its source, and its ID there."),
            key("status", "word or null", "Its status; `new` when none is written."),
            FILE,
            EDIT,
            PAGE,
            COMPLETE,
            DUPLICATE,
            FIELDS,
            BODY,
            key("step", "address or null", "The step it is about."),
            key("items", "list of IDs", "The items that rest on it, whichever of the two files says so."),
            MENTIONS,
            MENTIONED_BY,
        ],
    },
    Shape {
        name: "name",
        keys: &[
            key("kind", "word", "`workspace`, `journey`, `stage`, `step`, `item`, `persona`, `signal` or `member`."),
            key("id", "ID or address", "Which one."),
        ],
    },
    Shape {
        name: "file",
        keys: &[
            key("file", "path", "Where it is in the workspace."),
            key("place", "word", "`record`, `assets`, `templates`, `unexpected` or `other`."),
            key("published", "true or false", "Whether the site carries it, at the same path."),
            key("unreadable", "text or null", "Why it could not be read."),
            key("source", "text or null", "Of a record that could not be read wholly: all of its text."),
        ],
    },
];
