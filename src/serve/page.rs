//! What is shown at a time, and what the preview adds to the site's pages: a script that reloads them.

use std::collections::BTreeMap;

use axum::body::Bytes;

use super::Preview;

/// Where the script lies.
pub(super) const SCRIPT_PATH: &str = "/_wayfare/preview.js";

/// Where the script listens.
pub(super) const EVENTS_PATH: &str = "/_wayfare/events";

/// The script: reloads the page when its version is not the one served, shows the notice over it.
pub(super) const SCRIPT: &str = include_str!("preview.js");

/// A preview and the name of its state.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The files of the site.
    pub(super) files: BTreeMap<String, Bytes>,
    /// The line over every page.
    pub(super) notice: Option<String>,
    /// Differs exactly when what is shown differs.
    pub(super) version: String,
}

impl Shown {
    /// What is shown after a build: its result, or `last` under a notice of the error.
    pub(super) fn new(built: Result<Preview, String>, last: &Shown) -> Shown {
        let preview = built.unwrap_or_else(|reason| Preview { files: last.files.clone(), notice: Some(reason) });
        let version = version(&preview);
        Shown { files: preview.files, notice: preview.notice, version }
    }

    /// The state as the script reads it.
    pub(super) fn state(&self) -> String {
        serde_json::json!({ "version": self.version, "notice": self.notice }).to_string()
    }
}

fn version(preview: &Preview) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: &[u8]| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    for (path, bytes) in &preview.files {
        add(path.as_bytes());
        add(bytes);
    }
    add(preview.notice.as_deref().unwrap_or_default().as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

/// A page of the site with the script in it and leave to run it.
pub(super) fn with_script(html: &str) -> String {
    let html = allow_script(html);
    let tag = format!("<script src=\"{SCRIPT_PATH}\" defer></script>");
    match html.find("</head>") {
        Some(head) => format!("{}{tag}{}", &html[..head], &html[head..]),
        None => html + &tag,
    }
}

/// Gives a page's content security policy, if it has one, the two sources the script needs.
fn allow_script(html: &str) -> String {
    let policy = || {
        let mark = html.find("http-equiv=\"Content-Security-Policy\"")?;
        let start = mark + html[mark..].find("content=\"")? + "content=\"".len();
        Some((start, start + html[start..].find('"')?))
    };
    let Some((start, end)) = policy() else { return html.to_owned() };
    let keeps = |directive: &&str| !matches!(directive.split(' ').next(), Some("script-src" | "connect-src"));
    let mut directives: Vec<&str> = html[start..end].split(';').map(str::trim).filter(keeps).collect();
    directives.retain(|directive| !directive.is_empty());
    directives.extend(["script-src 'self'", "connect-src 'self'"]);
    format!("{}{}{}", &html[..start], directives.join("; "), &html[end..])
}

/// A whole page for what the site has none for.
pub(super) fn plain(title: &str, text: &str) -> String {
    let (title, text) = (escape(title), escape(text));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1><p>{text}</p><p><a href=\"/\">To the start page</a></p></body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_the_script_and_leave_to_run_it() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                    script-src 'none'; style-src 'self'\"></head><body></body>";
        assert_eq!(
            with_script(page),
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; \
             script-src 'self'; connect-src 'self'\"><script src=\"/_wayfare/preview.js\" defer></script></head>\
             <body></body>"
        );
        assert!(with_script("no head").ends_with("</script>"));
    }

    #[test]
    fn an_error_keeps_the_last_pages_and_changes_the_version() {
        let files = BTreeMap::from([("index.html".to_owned(), Bytes::from_static(b"a"))]);
        let first = Shown::new(Ok(Preview { files, notice: None }), &Shown::default());
        let broken = Shown::new(Err("no".to_owned()), &first);
        assert_eq!(broken.files, first.files);
        assert_eq!(broken.notice.as_deref(), Some("no"));
        assert_ne!(broken.version, first.version);
        let same = Shown::new(Ok(Preview { files: first.files.clone(), notice: None }), &broken);
        assert_eq!(same.version, first.version);
    }
}
