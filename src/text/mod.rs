//! Text as the rest of Wayfare sees it: paths inside a workspace, byte spans, source files with their lines,
//! edits as splices, changes to many files as one value, names that are near other names, numbers and how languages write them, words for
//! a shell.
//!
//! Knows nothing of YAML, Markdown or workspaces. Offsets are bytes from the start of the file, a byte-order mark
//! included; they become lines and columns only when they are shown.

mod article;
mod column;
mod conflict;
mod edit;
mod language;
mod number;
mod number_style;
mod path;
mod shell;
mod slug;
mod source;
mod span;
mod splices;
mod suggest;
mod time_span;
mod unseen;
mod url;
mod workspace_edit;

pub use article::with_article;
pub use column::Utf16Position;
pub use conflict::{Conflicts, find_conflicts, find_torn_conflict, may_conflict};
pub use edit::{EditError, TextEdit, apply_edits};
pub use language::is_language_tag;
pub use number::{count, is_decimal};
pub use number_style::{NumberStyle, Unit};
pub use path::{WsPath, composed};
pub use shell::{shell_quoted, shell_word};
pub use slug::{MAX_SLUG_BYTES, SlugFault, check_slug, is_file_name, sentence, slugify};
pub use source::{MAX_BYTES, Position, SourceText};
pub use span::{Span, Spanned};
pub use splices::Splices;
pub use suggest::{Near, all_near, near, nearest};
pub use time_span::TimeSpan;
pub use unseen::is_unseen;
pub use url::{UrlFault, UrlKind, check_url, escape_anchor, escape_path, unescape};
pub use workspace_edit::{ConflictReason, Content, EditConflict, FileChange, WorkspaceEdit};
