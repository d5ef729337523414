//! The routes: the files of the site, the script, the events it listens to.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use axum::routing::get;
use futures_util::stream::{self, Stream};

use super::Shared;
use super::answer::{Answer, answer};
use super::page::{EVENTS_PATH, SCRIPT, SCRIPT_PATH, Shown};

/// Everything the server answers.
pub(super) fn router(shared: Shared) -> Router {
    Router::new()
        .route(SCRIPT_PATH, get(script))
        .route(EVENTS_PATH, get(events))
        .fallback(file)
        .layer(middleware::from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Turns away requests that were addressed to another name, and anything but reading; adds the headers all share.
async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response = if !host.is_some_and(|host| is_here(host, shared.port)) {
        (StatusCode::FORBIDDEN, "This preview answers to localhost only.\n").into_response()
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        next.run(request).await
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read.\n").into_response()
    };
    let headers = response.headers_mut();
    let shared_headers: [(HeaderName, &str); 3] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in shared_headers {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a `Host` header names this machine and our port.
fn is_here(host: &str, port: u16) -> bool {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    names.iter().any(|name| match host.to_ascii_lowercase().strip_prefix(name) {
        Some("") => port == 80,
        Some(rest) => rest.strip_prefix(':').is_some_and(|given| given == port.to_string()),
        None => false,
    })
}

async fn file(State(shared): State<Shared>, uri: Uri) -> Response {
    let shown = Arc::clone(&shared.latest.borrow());
    match answer(&shown, uri.path()) {
        Answer::File { status, kind, body } => (status, [(header::CONTENT_TYPE, kind)], body).into_response(),
        Answer::Redirect(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
    }
}

async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// Sends the state at once and after every change.
async fn events(State(shared): State<Shared>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut latest = shared.latest;
    latest.mark_changed();
    let states = stream::unfold(latest, |mut latest| async {
        latest.changed().await.ok()?;
        let state = Shown::state(&latest.borrow_and_update());
        Some((Ok(Event::default().data(state)), latest))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_loopback_names_with_our_port_are_here() {
        for host in ["localhost:4400", "127.0.0.1:4400", "[::1]:4400", "LOCALHOST:4400"] {
            assert!(is_here(host, 4400), "{host}");
        }
        for host in ["localhost", "localhost:80", "evil.example:4400", "localhost.evil.example:4400", "127.0.0.1", ""] {
            assert!(!is_here(host, 4400), "{host}");
        }
        assert!(is_here("localhost", 80));
    }
}
