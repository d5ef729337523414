//! What a request gets: a pure function of what is shown and the path asked for.

use axum::http::StatusCode;
use percent_encoding::percent_decode_str;

use super::media::media_type;
use super::page;
use super::shown::Shown;
use crate::site::Site;
use crate::store::Parts;
use crate::text::WsPath;

/// What a request gets.
#[derive(Debug)]
pub(super) enum Answer {
    /// A file, or a page that says there is none.
    File {
        /// 200, 404, or 500 where a file cannot be read.
        status: StatusCode,
        /// Its media type.
        kind: &'static str,
        /// Differs when the content does.
        tag: String,
        /// Its bytes.
        body: Content,
    },
    /// The folder's address, with the slash that relative links need.
    Redirect(String),
}

/// What an answer holds.
#[derive(Debug)]
pub(super) enum Content {
    /// Bytes that were made.
    Made(Vec<u8>),
    /// A file of the workspace, which may be large.
    File(Parts),
}

/// So many near names are listed.
const NEAR: usize = 8;

/// Answers a request for `path`, the part of the address from the first `/` to the query.
pub(super) fn answer(shown: &Shown, path: &str) -> Answer {
    let wanted = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let file = if wanted.is_empty() || wanted.ends_with('/') { format!("{wanted}index.html") } else { wanted.into() };
    let site = shown.state.site();
    // What is no path in normal form leads to nothing, least of all out of the site.
    let Some(file) = WsPath::new(&file) else { return missing(shown, &site, &file) };
    match shown.state.copied(&file) {
        Ok(Some(parts)) => return copied(&file, parts),
        Ok(None) => {}
        Err(error) => return fault(shown, &error.to_string()),
    }
    match site.render(&file) {
        Ok(Some(made)) => found(shown, &file, made.bytes),
        Ok(None) if is_folder(&site, &file) => {
            // Not as asked for: `//host` would lead to another server.
            Answer::Redirect(format!("/{}/", path.trim_matches('/')))
        }
        Ok(None) => missing(shown, &site, file.as_str()),
        Err(error) => fault(shown, &error.to_string()),
    }
}

/// A page for what went wrong here.
pub(super) fn fault(shown: &Shown, reason: &str) -> Answer {
    let html = page::plain("This page cannot be shown", reason);
    html_page(shown, StatusCode::INTERNAL_SERVER_ERROR, &html, "500")
}

fn is_folder(site: &Site<'_>, path: &WsPath) -> bool {
    path.extension() != "html" && path.join("index.html").is_some_and(|index| site.has(&index))
}

fn copied(file: &WsPath, parts: Parts) -> Answer {
    let tag = format!("{:016x}", parts.stamp());
    Answer::File { status: StatusCode::OK, kind: media_type(file.as_str()), tag, body: Content::File(parts) }
}

fn found(shown: &Shown, file: &WsPath, body: Vec<u8>) -> Answer {
    let kind = media_type(file.as_str());
    let tag = blake3::hash(&body).to_hex()[..16].to_owned();
    if kind.starts_with("text/html") {
        return html_page(shown, StatusCode::OK, &String::from_utf8_lossy(&body), &tag);
    }
    Answer::File { status: StatusCode::OK, kind, tag, body: Content::Made(body) }
}

fn html_page(shown: &Shown, status: StatusCode, html: &str, tag: &str) -> Answer {
    let body = Content::Made(page::with_script(html, shown, tag).into_bytes());
    Answer::File { status, kind: media_type("404.html"), tag: tag.to_owned(), body }
}

fn missing(shown: &Shown, site: &Site<'_>, wanted: &str) -> Answer {
    let own = WsPath::new("404.html").and_then(|path| site.render(&path).ok().flatten());
    let html = match own {
        Some(made) => String::from_utf8_lossy(&made.bytes).into_owned(),
        None => page::plain("Not found", "The site has no such page."),
    };
    html_page(shown, StatusCode::NOT_FOUND, &page::with_near(&html, &near(site, wanted)), "404")
}

/// The pages whose names are near to the one wanted, in the same folder first.
fn near(site: &Site<'_>, wanted: &str) -> Vec<String> {
    let (folder, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
    let mut near = site.near_pages(name.strip_suffix(".html").unwrap_or(name));
    near.sort_by_key(|page| page.parent().as_str() != folder);
    near.into_iter().take(NEAR).map(|page| page.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::preview::{Preview, Source};

    fn shown(files: &[(&str, &str)]) -> (tempfile::TempDir, Shown) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().expect("inside")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        }
        let preview = Preview::open(Source::new(folder.path())).expect("a folder that can be listed");
        (folder, Shown::first(Arc::clone(preview.state())))
    }

    fn told(answer: Answer) -> (u16, &'static str, String) {
        match answer {
            Answer::File { status, kind, body, .. } => {
                let body = match body {
                    Content::Made(bytes) => bytes,
                    Content::File(mut parts) => parts.read(0..parts.length()).expect("a file"),
                };
                (status.as_u16(), kind, String::from_utf8_lossy(&body).into_owned())
            }
            Answer::Redirect(to) => (302, "", to),
        }
    }

    #[test]
    fn folders_have_an_index() {
        let (_folder, site) = shown(&[("workspace.yaml", "name: Acme\n"), ("assets/b c.txt", "note")]);
        assert!(told(answer(&site, "/")).2.contains("Acme"));
        assert!(told(answer(&site, "/blocks/")).2.contains("Building blocks"));
        assert_eq!(told(answer(&site, "/blocks")), (302, "", "/blocks/".to_owned()));
        assert_eq!(told(answer(&site, "//blocks")), (302, "", "/blocks/".to_owned()));
        assert_eq!(told(answer(&site, "/assets/b%20c.txt")), (200, "text/plain; charset=utf-8", "note".to_owned()));
    }

    #[test]
    fn what_is_not_in_the_site_is_not_there() {
        let (_folder, site) = shown(&[("workspace.yaml", "name: Acme\n")]);
        let ways =
            ["/../workspace.yaml", "/%2e%2e/workspace.yaml", "/workspace.yaml", "/%00", "/%ff", "/..", "/a//b", "/x"];
        for path in ways {
            let (status, kind, body) = told(answer(&site, path));
            assert_eq!((status, kind), (404, "text/html; charset=utf-8"), "{path}");
            assert!(body.contains("Nothing here"), "{path}");
        }
    }

    #[test]
    fn near_names_are_offered_where_there_is_no_page() {
        let item = "---\nkind: insight\ntitle: Keys\n---\n";
        let (_folder, site) = shown(&[("workspace.yaml", "name: Acme\n"), ("blocks/keys-are-hard.md", item)]);
        let lost = told(answer(&site, "/items/keys-are-herd.html")).2;
        assert!(lost.contains("<a href=\"/items/keys-are-hard.html\">"), "{lost}");
    }
}
