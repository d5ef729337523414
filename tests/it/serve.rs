//! The preview server, asked over a socket.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

use wayfare::serve::{Event, Options, Preview, run};

/// Serves a site whose start page is the folder's `workspace.yaml`, and tells the port.
fn serve(root: &Path) -> u16 {
    let (sender, receiver) = channel();
    let options = Options { root: root.to_path_buf(), port: Some(0) };
    let source = root.join("workspace.yaml");
    std::thread::spawn(move || {
        let build = Box::new(move |_: &str| {
            let text = std::fs::read_to_string(&source).map_err(|_| "it cannot be read".to_owned())?;
            let page = format!("<head></head>{text}");
            let files = BTreeMap::from([("index.html".to_owned(), page.into())]);
            Ok(Preview { files, notice: None })
        });
        let tell = |event: Event| {
            if let Event::Listening { url } = event {
                let port = url.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
                sender.send(port.unwrap_or(0)).expect("the test listens");
            }
        };
        run(&options, build, &tell)
    });
    receiver.recv().expect("the server listens")
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
    stream
}

fn ask(port: u16, request: &str, host: &str) -> String {
    let mut stream = connect(port);
    write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn workspace(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("workspace.yaml"), text).expect("a file");
    folder
}

#[test]
fn serves_the_site_to_this_machine_only() {
    let folder = workspace("first");
    let port = serve(folder.path());
    let here = format!("localhost:{port}");

    let page = ask(port, "GET /", &here);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("text/html") && page.contains("first"), "{page}");
    assert!(page.contains("<script src=\"/_wayfare/preview.js\" defer></script></head>"), "{page}");
    assert!(ask(port, "GET /_wayfare/preview.js", &here).contains("EventSource"));
    assert!(ask(port, "GET /../workspace.yaml", &here).starts_with("HTTP/1.1 404"));
    assert!(ask(port, "POST /", &here).starts_with("HTTP/1.1 405"));
    for host in ["evil.example", &format!("evil.example:{port}"), "localhost:1"] {
        let refused = ask(port, "GET /", host);
        assert!(refused.starts_with("HTTP/1.1 403") && !refused.contains("first"), "{refused}");
    }
}

#[test]
fn open_pages_hear_of_changes_and_errors_keep_the_last_site() {
    let folder = workspace("first");
    let port = serve(folder.path());
    let here = format!("localhost:{port}");
    let mut stream = connect(port);
    write!(stream, "GET /_wayfare/events HTTP/1.1\r\nHost: {here}\r\n\r\n").expect("a request");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line before the time limit"));
    let mut next_state = || lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).expect("a state");

    let first = next_state();
    // Renamed into place, so that no build sees half of it.
    std::fs::write(folder.path().join(".new"), "second").expect("a file");
    std::fs::rename(folder.path().join(".new"), folder.path().join("workspace.yaml")).expect("a renamed file");
    let second = next_state();
    assert_ne!(first, second);
    assert!(ask(port, "GET /", &here).contains("second"));

    std::fs::remove_file(folder.path().join("workspace.yaml")).expect("a file to remove");
    assert!(next_state().contains("it cannot be read"));
    assert!(ask(port, "GET /", &here).contains("second"));
}
