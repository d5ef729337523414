//! Which file of the site a request gets: a pure function of what is shown and the path asked for.

use axum::body::Bytes;
use axum::http::StatusCode;
use percent_encoding::percent_decode_str;

use super::page::{self, Shown};

/// What a request gets.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A file, or a page that says there is none.
    File {
        /// 200 or 404.
        status: StatusCode,
        /// Its media type.
        kind: &'static str,
        /// Its bytes.
        body: Bytes,
    },
    /// The folder's address, with the slash that relative links need.
    Redirect(String),
}

/// Answers a request for `path`, the part of the address from the first `/` to the query.
pub(super) fn answer(shown: &Shown, path: &str) -> Answer {
    let wanted = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let file = if wanted.is_empty() || wanted.ends_with('/') { format!("{wanted}index.html") } else { wanted.into() };
    if let Some(bytes) = shown.files.get(&file) {
        return found(&file, bytes);
    }
    if shown.files.contains_key(&format!("{file}/index.html")) {
        // Not as asked for: `//host` would lead to another server.
        return Answer::Redirect(format!("/{}/", path.trim_matches('/')));
    }
    missing(shown)
}

fn found(file: &str, bytes: &Bytes) -> Answer {
    let kind = media_type(file);
    let body = if kind.starts_with("text/html") { scripted(bytes) } else { bytes.clone() };
    Answer::File { status: StatusCode::OK, kind, body }
}

fn missing(shown: &Shown) -> Answer {
    let body = match shown.files.get("404.html") {
        Some(page) => scripted(page),
        None if shown.files.is_empty() => {
            let reason = shown.notice.as_deref().unwrap_or("It has no pages.");
            page::with_script(&page::plain("There is no site yet", reason)).into()
        }
        None => page::with_script(&page::plain("Not found", "The site has no such page.")).into(),
    };
    Answer::File { status: StatusCode::NOT_FOUND, kind: media_type("404.html"), body }
}

fn scripted(page: &Bytes) -> Bytes {
    page::with_script(&String::from_utf8_lossy(page)).into()
}

/// The media type by a file's extension; bytes without meaning where it is not known.
fn media_type(file: &str) -> &'static str {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::Preview;

    fn shown(files: &[(&str, &'static str)]) -> Shown {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Bytes::from_static(text.as_bytes())));
        Shown::new(Ok(Preview { files: files.collect(), notice: None }), &Shown::default())
    }

    fn told(answer: Answer) -> (u16, &'static str, String) {
        match answer {
            Answer::File { status, kind, body } => (status.as_u16(), kind, String::from_utf8_lossy(&body).into_owned()),
            Answer::Redirect(to) => (302, "", to),
        }
    }

    #[test]
    fn folders_have_an_index() {
        let site = shown(&[("index.html", "home"), ("a/index.html", "a"), ("a/b c.css", "css")]);
        assert!(told(answer(&site, "/")).2.starts_with("home"));
        assert!(told(answer(&site, "/a/")).2.starts_with('a'));
        assert_eq!(told(answer(&site, "/a")), (302, "", "/a/".to_owned()));
        assert_eq!(told(answer(&site, "//a")), (302, "", "/a/".to_owned()));
        assert_eq!(told(answer(&site, "/a/b%20c.css")), (200, "text/css; charset=utf-8", "css".to_owned()));
    }

    #[test]
    fn what_is_not_in_the_site_is_not_there() {
        let site = shown(&[("index.html", "home"), ("404.html", "lost")]);
        for path in ["/../workspace.yaml", "/%2e%2e/workspace.yaml", "/a", "/%00", "/%ff", "/..", "/index.html/x"] {
            let (status, kind, body) = told(answer(&site, path));
            assert_eq!((status, kind), (404, "text/html; charset=utf-8"), "{path}");
            assert!(body.starts_with("lost"), "{path}");
        }
        assert_eq!(told(answer(&shown(&[]), "/")).0, 404);
    }
}
