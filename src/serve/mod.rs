//! The live preview: the site on this machine, its open pages changed in place when a file changes.
//!
//! Owns the server. The workspace and its site come from [`crate::preview`]; a page is made when it is asked for, from
//! the state there is then. Writes no file and says nothing on a terminal: what there is to tell goes to who started it.
//!
//! Invariants: it answers only requests addressed to it by a name of this machine, so that no web page can read a
//! workspace through a name that leads here; a request can name nothing but a file of the site; what is served is what
//! a build of the same files would write, but for the tag of the preview's own script; a request that fails ends alone.

mod answer;
mod body;
mod follow;
mod media;
mod page;
mod range;
mod route;
mod shown;

pub use std::net::IpAddr;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch as latest;

use crate::preview::{Preview, Source, State};
use crate::session;
use crate::store::StoreError;
use crate::text::WsPath;

use follow::Follower;
use shown::{Latest, Shown};

/// The port that is tried first when none is asked for.
pub const FIRST_PORT: u16 = 4400;

/// How many ports are tried when none is asked for, before the system is asked for any.
const PORTS_TRIED: u16 = 20;

/// What the preview has to tell the person who started it.
pub enum Event {
    /// The site can be looked at.
    Listening {
        /// Where.
        url: String,
    },
    /// The system does not tell of changes; files are looked at again and again.
    Polling {
        /// Why.
        reason: String,
    },
    /// The workspace is another.
    Changed(Change),
    /// What was checked of the latest state.
    Checked {
        /// The state.
        state: Arc<State>,
        /// How long it took.
        took: Duration,
    },
    /// The workspace cannot be read; the last pages stay.
    Failed {
        /// Why.
        reason: String,
    },
}

/// A change of the workspace.
pub struct Change {
    /// Which files came, went or changed, sorted.
    pub paths: Vec<WsPath>,
    /// Whether it is not the files that changed, but which commit they build on.
    pub of_history: bool,
    /// The page of the one record that changed, if it was one and has a page.
    pub url: Option<String>,
    /// From the end of the changes to the state that is served.
    pub took: Duration,
}

/// Takes what there is to tell, one after the other.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// Where and how to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The only port to take; without it the first free one from [`FIRST_PORT`].
    pub port: Option<u16>,
    /// The address to listen on; this machine's own when there is none.
    pub host: Option<IpAddr>,
    /// Whether to look for changes again and again, though the system could tell.
    pub poll: bool,
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
    /// The workspace cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the routes share.
#[derive(Clone)]
struct Shared {
    latest: latest::Receiver<Latest>,
    host: IpAddr,
    port: u16,
}

/// Serves a workspace until Ctrl-C.
///
/// # Errors
/// When no port can be listened on, the workspace's folder cannot be listed, or the server fails.
pub fn run(options: &Options, mut source: Source, tell: Tell) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let host = options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let listener = runtime.block_on(listen(host, options.port))?;
    let port = listener.local_addr()?.port();
    let url = url_of(host, port);
    source.base_url = Some(url.clone());
    source.holds = true;

    // Watching begins before the first reading, so that no change falls between the two.
    let (watcher, changes) = session::watch(&source.files(), options.poll);
    let preview = Preview::open(source)?;
    let (sender, latest) = latest::channel(Arc::new(Shown::first(Arc::clone(preview.state()))));
    tell(Event::Listening { url: url.clone() });
    Follower::new(preview, sender, url, tell).start(changes);

    let served = runtime.block_on(async {
        tokio::select! {
            served = axum::serve(listener, route::router(Shared { latest, host, port })) => served,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    drop(watcher);
    // Open pages hold a connection each for as long as they are open.
    runtime.shutdown_background();
    Ok(served?)
}

/// Where a browser on this machine finds it.
fn url_of(host: IpAddr, port: u16) -> String {
    match host {
        host if host.is_unspecified() || host == IpAddr::V4(Ipv4Addr::LOCALHOST) => format!("http://localhost:{port}/"),
        host => format!("http://{}/", SocketAddr::from((host, port))),
    }
}

async fn listen(host: IpAddr, port: Option<u16>) -> Result<TcpListener, ServeError> {
    let bind = async |port: u16| TcpListener::bind(SocketAddr::from((host, port))).await;
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
