//! The preview: the built site on this machine, made anew and reloaded in the browser when a file changes.
//!
//! Owns the server. Does not know how a site is made: that is a [`Build`] it calls. Holds the site in
//! memory and writes no file.
//!
//! Invariants: it listens on loopback only and answers only requests addressed to it by a loopback name, so that no
//! web page can read a workspace through a name that leads here; a request can name nothing but a file of the site; one
//! build runs at a time, and changes during it lead to one more.

mod answer;
mod page;
mod route;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

pub use axum::body::Bytes;
use tokio::net::TcpListener;
use tokio::sync::watch as latest;

use crate::session;

/// The port that is tried first when none is asked for.
pub const FIRST_PORT: u16 = 4400;

/// How many ports are tried when none is asked for, before the system is asked for any.
const PORTS_TRIED: u16 = 20;

/// What the browser is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The files of the site, by their paths in it.
    pub files: BTreeMap<String, Bytes>,
    /// A line over every page, such as the number of findings.
    pub notice: Option<String>,
}

/// Makes the site for the address it is told: called at the start and after every change, never twice at a time. On an
/// error the last site stays, under a notice of the error.
pub type Build = Box<dyn FnMut(&str) -> Result<Preview, String> + Send>;

/// What the preview has to tell the person who started it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The site can be looked at.
    Listening {
        /// Where.
        url: String,
    },
    /// Changes cannot be followed; the preview goes on without.
    NotWatching {
        /// Why.
        reason: String,
    },
}

/// Where and how to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The workspace to watch.
    pub root: PathBuf,
    /// The only port to take; without it the first free one from [`FIRST_PORT`].
    pub port: Option<u16>,
}

/// Why the preview could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is in use or not allowed.
    #[error("cannot listen on port {port}: {source}")]
    Port {
        /// The one asked for.
        port: u16,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The server could not run.
    #[error("the preview stopped: {0}")]
    Server(#[from] std::io::Error),
}

/// What the routes share.
#[derive(Clone)]
struct Shared {
    latest: latest::Receiver<Arc<page::Shown>>,
    port: u16,
}

/// Serves until Ctrl-C, telling `tell` where.
///
/// # Errors
/// When no port can be listened on, or the server fails.
pub fn run(options: &Options, mut build: Build, tell: &dyn Fn(Event)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(listen(options.port))?;
    let port = listener.local_addr()?.port();
    let url = format!("http://localhost:{port}/");

    // Watching begins before the first build, so that no change falls between the two.
    let changes = session::watch(&options.root);
    let (sender, latest) = latest::channel(Arc::new(page::Shown::new(build(&url), &page::Shown::default())));
    // Dropping the watcher ends its thread, and with it the one that builds.
    let _watcher = match changes {
        Ok((watcher, changes)) => {
            let url = url.clone();
            std::thread::spawn(move || follow(&changes, || build(&url), &sender));
            Some(watcher)
        }
        Err(reason) => {
            tell(Event::NotWatching { reason });
            None
        }
    };
    tell(Event::Listening { url });

    let served = runtime.block_on(async {
        tokio::select! {
            served = axum::serve(listener, route::router(Shared { latest, port })) => served,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    // Open pages hold a connection each for as long as they are open.
    runtime.shutdown_background();
    Ok(served?)
}

/// Builds after every change until the watcher is gone.
fn follow(
    changes: &session::Changes,
    mut build: impl FnMut() -> Result<Preview, String>,
    sender: &latest::Sender<Arc<page::Shown>>,
) {
    while changes.wait() {
        let before = sender.borrow().clone();
        let after = page::Shown::new(build(), &before);
        if after.version != before.version {
            sender.send_replace(Arc::new(after));
        }
    }
}

async fn listen(port: Option<u16>) -> Result<TcpListener, ServeError> {
    let bind = async |port: u16| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await;
    if let Some(port) = port {
        return bind(port).await.map_err(|source| ServeError::Port { port, source });
    }
    for port in FIRST_PORT..FIRST_PORT + PORTS_TRIED {
        if let Ok(listener) = bind(port).await {
            return Ok(listener);
        }
    }
    bind(0).await.map_err(|source| ServeError::Port { port: FIRST_PORT, source })
}
