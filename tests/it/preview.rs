//! A preview under way, asked over sockets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use wayfare::preview::{self, Source};
use wayfare::serve::{Event, Options, run};
use wayfare::text::escape_path;

use crate::follow::site;

/// How long anything may take before a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A preview; its threads end with the tests.
pub(crate) struct Preview {
    pub(crate) port: u16,
}

/// What a preview tells an open page.
pub(crate) type State = serde_json::Value;

impl Preview {
    /// Serves a folder from this process.
    pub(crate) fn of(root: &Path, poll: bool) -> Preview {
        let (sender, receiver) = channel();
        let options = Options { port: Some(0), host: None, poll };
        let source = Source::new(root);
        std::thread::spawn(move || {
            let tell = Arc::new(move |event: Event| {
                if let Event::Listening { url } = event {
                    let port = url.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
                    sender.send(port.unwrap_or(0)).expect("the test listens");
                }
            });
            run(&options, source, tell)
        });
        Preview { port: receiver.recv_timeout(PATIENCE).expect("the server listens") }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        stream
    }

    /// The whole answer to a request, with more header lines if any.
    pub(crate) fn ask(&self, request: &str, host: &str, headers: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The answer for a path, head and all.
    pub(crate) fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), &format!("localhost:{}", self.port), "")
    }

    /// Asks until the answer for a path is as wanted.
    pub(crate) fn get_until(&self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let page = self.get(path);
            if wanted(&page) {
                return page;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} stays: {page}");
            std::thread::yield_now();
        }
    }

    /// Waits until every page is what a clean build of the folder gives, named by the tag of its content.
    pub(crate) fn settles(&self, root: &Path) {
        let source = Source { base_url: Some(format!("http://localhost:{}/", self.port)), ..Source::new(root) };
        let preview = preview::Preview::open(source).expect("a folder that can be listed");
        for (path, bytes) in site(preview.state(), true) {
            let wanted = format!("etag: \"{}\"", &blake3::hash(&bytes).to_hex()[..16]);
            self.get_until(&format!("/{}", escape_path(path.as_str())), |answer| answer.contains(&wanted));
        }
    }

    /// What open pages are told, from now on.
    pub(crate) fn states(&self) -> impl Iterator<Item = State> + use<> {
        let mut stream = self.connect();
        write!(stream, "GET /_wayfare/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).expect("a request");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("a line before the time limit"));
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }
}
