//! The routes: the files of the site, the script, the events it listens to.

use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use axum::routing::get;
use futures_util::stream::{self, Stream};

use super::Shared;
use super::answer::{Answer, Content, answer, fault};
use super::body;
use super::page::{EVENTS_PATH, SCRIPT, SCRIPT_PATH};
use super::range::{Wanted, wanted};
use super::shown::Shown;

/// Tells which state a page was made of.
const GENERATION: HeaderName = HeaderName::from_static("wayfare-generation");

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
    let mut response = if !host.is_some_and(|host| is_here(host, shared.host, shared.port)) {
        (StatusCode::FORBIDDEN, "This preview answers to the names of its own machine only.\n").into_response()
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        next.run(request).await
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read.\n").into_response()
    };
    let headers = response.headers_mut();
    let shared_headers: [(HeaderName, &str); 3] = [
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in shared_headers {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a `Host` header names this machine and our port: by a name that always means it, by the address that is
/// listened on, or, where all are, by any address. Other names may be made to lead here by anyone.
fn is_here(host: &str, listening: IpAddr, port: u16) -> bool {
    let host = host.to_ascii_lowercase();
    let (name, given) = match host.rsplit_once(':') {
        Some((name, given)) if !given.ends_with(']') => (name, given),
        _ => (host.as_str(), "80"),
    };
    if given != port.to_string() {
        return false;
    }
    let address: Option<IpAddr> = name.trim_matches(['[', ']']).parse().ok();
    let is_own = |address: IpAddr| address.is_loopback() || address == listening || listening.is_unspecified();
    name == "localhost" || address.is_some_and(is_own)
}

async fn file(State(shared): State<Shared>, method: Method, headers: HeaderMap, uri: Uri) -> Response {
    let shown = Arc::clone(&shared.latest.borrow());
    let (generation, path) = (shown.generation, uri.path().to_owned());
    let made = tokio::task::spawn_blocking(move || {
        // A bug is to cost one page, not the preview.
        catch_unwind(AssertUnwindSafe(|| answer(&shown, &path)))
            .unwrap_or_else(|_| fault(&shown, "A bug in wayfare; the terminal says more."))
    });
    match made.await {
        Ok(Answer::File { status, kind, tag, body }) => {
            let tag = format!("\"{tag}\"");
            let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
            let is_known = status == StatusCode::OK && known.is_some_and(|known| known.contains(&tag));
            let about = [(header::ETAG, tag.clone()), (GENERATION, generation.to_string())];
            if is_known {
                return (StatusCode::NOT_MODIFIED, about).into_response();
            }
            let wanted = match status {
                StatusCode::OK if method == Method::GET => wanted(&headers, &tag, body::length(&body)),
                _ => Wanted::Whole,
            };
            (about, [(header::CONTENT_TYPE, kind)], send(status, wanted, body)).into_response()
        }
        Ok(Answer::Redirect(to)) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What is wanted of a file.
fn send(status: StatusCode, wanted: Wanted, content: Content) -> Response {
    let length = body::length(&content);
    let (status, place, range) = match wanted {
        Wanted::Whole => (status, None, 0..length),
        Wanted::Part(range) => {
            let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            (StatusCode::PARTIAL_CONTENT, Some(place), range)
        }
        Wanted::Beyond => {
            let place = format!("bytes */{length}");
            return (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, place)]).into_response();
        }
    };
    let about = [(header::ACCEPT_RANGES, "bytes".to_owned()), (header::CONTENT_LENGTH, range.len().to_string())];
    let place = place.map(|place| [(header::CONTENT_RANGE, place)]);
    (status, about, place, body::part(content, range)).into_response()
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
        let state = Shown::message(&latest.borrow_and_update());
        Some((Ok(Event::default().data(state)), latest))
    });
    Sse::new(states).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::is_here;

    #[test]
    fn only_names_of_this_machine_with_our_port_are_here() {
        let listening = IpAddr::from([127, 0, 0, 1]);
        for host in ["localhost:4400", "127.0.0.1:4400", "[::1]:4400", "LOCALHOST:4400"] {
            assert!(is_here(host, listening, 4400), "{host}");
        }
        let others = ["localhost", "localhost:80", "evil.example:4400", "localhost.evil.example:4400", "127.0.0.1", ""];
        for host in others.into_iter().chain(["192.168.0.7:4400", "[::1]", ":4400"]) {
            assert!(!is_here(host, listening, 4400), "{host}");
        }
        assert!(is_here("localhost", listening, 80));
    }

    #[test]
    fn where_others_may_look_addresses_are_here_and_names_are_not() {
        assert!(is_here("192.168.0.7:4400", IpAddr::from([192, 168, 0, 7]), 4400));
        assert!(!is_here("192.168.0.8:4400", IpAddr::from([192, 168, 0, 7]), 4400));
        assert!(is_here("192.168.0.8:4400", IpAddr::from([0, 0, 0, 0]), 4400));
        assert!(!is_here("evil.example:4400", IpAddr::from([0, 0, 0, 0]), 4400));
    }
}
