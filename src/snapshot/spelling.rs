//! Where in a written name the ID stands that another could be put in place of.

use std::ops::Range;

use crate::model::Form;
use crate::text::unescape;

/// The bytes of `written`, which is a name of that form as it stands in its file, that spell one of `ids` as the
/// `segment`th part between slashes. `None` where they are written with escapes of YAML or Markdown, so that only the
/// whole can be written anew.
pub(super) fn id_in(written: &str, form: Form, segment: usize, ids: &[&str]) -> Option<Range<usize>> {
    let address = match form {
        Form::Field(..) | Form::Placement | Form::Link | Form::Alias | Form::FilePath => scalar(written)?,
        Form::WikiLink => wiki_target(written)?,
        Form::Mention => written.strip_prefix('@')?,
        Form::FileLink => written,
    };
    if hides_slash(address) {
        return None;
    }
    // A part of what is cut off here may belong to an escape, which spells no ID then.
    let address = if form == Form::FileLink { address.split(['?', '#']).next()? } else { address };
    let segment = address.split('/').nth(segment)?;
    let stem = segment.rsplit_once('.').map(|(stem, _)| stem);
    let spells = |part: &&str| {
        let is_escaped = form == Form::FileLink && part.contains('%');
        let plain = if is_escaped { unescape(part) } else { None };
        ids.contains(&plain.as_deref().unwrap_or(part))
    };
    let id = [Some(segment), stem].into_iter().flatten().find(spells)?;
    let start = id.as_ptr().addr() - written.as_ptr().addr();
    Some(start..start + id.len())
}

/// The text of a YAML scalar, where it stands there as it is.
fn scalar(written: &str) -> Option<&str> {
    let quoted = |quote: char| written.strip_prefix(quote)?.strip_suffix(quote);
    match written.chars().next()? {
        '\'' => quoted('\'').filter(|text| !text.contains('\'')),
        '"' => quoted('"'),
        '|' | '>' => written.split_once('\n').map(|(_, text)| text.trim()),
        _ => Some(written),
    }
}

/// Whether an escape may stand for a slash, so that parts between slashes cannot be counted.
fn hides_slash(written: &str) -> bool {
    let may_hide = written.contains(['\\', '&']);
    may_hide && ["2f", "47;", "sol;"].iter().any(|code| written.to_ascii_lowercase().contains(code))
}

/// What stands before `#` and `|` in `[[…]]`.
fn wiki_target(written: &str) -> Option<&str> {
    let inside = written.strip_prefix("[[")?.strip_suffix("]]")?;
    let target = inside.split(['#', '|']).next()?;
    // In a table, the bar is written as `\|`.
    Some(target.strip_suffix('\\').unwrap_or(target).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Target;

    #[track_caller]
    fn finds(form: Form, segment: usize, written: &str, expected: Option<&str>) {
        let found = id_in(written, form, segment, &["a", "a.b"]);
        let marked =
            found.map(|at| format!("{}<{}>{}", &written[..at.start], &written[at.clone()], &written[at.end..]));
        assert_eq!(marked.as_deref(), expected, "{written:?}");
    }

    #[test]
    fn finds_the_id_in_each_way_to_write_it() {
        let step = Form::Field("step", Target::Step);
        finds(Form::Placement, 0, "a", Some("<a>"));
        finds(step, 1, "'a/a/x'", Some("'a/<a>/x'"));
        finds(step, 0, "\"a/a\"", Some("\"<a>/a\""));
        finds(Form::Link, 0, "|-  # why\n      a\n", Some("|-  # why\n      <a>\n"));
        finds(Form::Link, 0, "\"\\x61\"", None);
        finds(Form::Link, 0, "b", None);
        finds(step, 1, "\"\\x61/a\"", Some("\"\\x61/<a>\""));
        finds(step, 1, "\"x\\x2Fx/a\"", None);
        finds(Form::FileLink, 1, "x&#x2f;x/a.md", None);
        finds(Form::WikiLink, 0, "[[ a | the a ]]", Some("[[ <a> | the a ]]"));
        finds(Form::WikiLink, 1, "[[x/a#a|a]]", Some("[[x/<a>#a|a]]"));
        finds(Form::WikiLink, 0, "[[a\\|a]]", Some("[[<a>\\|a]]"));
        finds(Form::Mention, 0, "@a", Some("@<a>"));
        finds(Form::FileLink, 1, "../a.md?a#a", Some("../<a>.md?a#a"));
        finds(Form::FileLink, 1, "../a.b.md", Some("../<a.b>.md"));
        finds(Form::FileLink, 0, "%61.md", Some("<%61>.md"));
        finds(Form::FileLink, 0, "&#97;.md", None);
        finds(Form::FilePath, 1, "'../a/%61.md'", Some("'../<a>/%61.md'"));
        finds(Form::FilePath, 0, "%61.md", None);
    }
}
