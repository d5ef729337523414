//! `wayfare serve`, as a process. What the server answers is tested in `serve`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Stdio};
use std::time::Duration;

use crate::program::Sandbox;

/// A preview under way; killed when the value is dropped, should the test fail before it ends by itself.
struct Served {
    child: Child,
    said: BufReader<ChildStderr>,
    port: u16,
}

impl Served {
    fn start(sandbox: &Sandbox) -> Served {
        let mut child = sandbox
            .command(&["serve", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert_ne!(said.read_line(&mut line).expect("UTF-8"), 0, "it ended");
            if let Some((_, rest)) = line.split_once("http://localhost:") {
                break rest.split('/').next().and_then(|port| port.parse().ok()).expect("a port");
            }
        };
        Served { child, said, port }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        let host = format!("localhost:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn serves_the_site_with_the_script_and_the_leave_to_run_it() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\nsite: { base_url: https://acme.example/ }\n");
    let served = Served::start(&sandbox);
    let page = served.get("/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Acme"), "{page}");
    assert!(page.contains("<script src=\"/_wayfare/preview.js\""), "{page}");
    assert!(page.contains("script-src 'self' 'nonce-") && page.contains("; connect-src 'self'\""), "{page}");
    let lost = served.get("/no/such/page");
    assert!(lost.starts_with("HTTP/1.1 404") && !lost.contains("https://acme.example/"), "{lost}");
    assert_eq!(sandbox.files(), ["workspace.yaml"], "nothing is written");
}

#[test]
fn a_broken_workspace_is_served_all_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: [\n");
    sandbox.write("blocks/a.md", "---\nkind: insight\ntitle: Keys are hard\n---\n");
    let served = Served::start(&sandbox);
    assert!(served.get("/").starts_with("HTTP/1.1 200"));
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
    write!(stream, "GET /_wayfare/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", served.port).expect("a request");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line before the time limit"));
    let state = lines.find(|line| line.starts_with("data: ") && line.contains("yaml-syntax")).expect("a state");
    assert!(state.contains("workspace.yaml"), "{state}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let mut served = Served::start(&sandbox);
    served.get("/");
    let interrupt = std::process::Command::new("kill").args(["-INT", &served.child.id().to_string()]).status();
    assert!(interrupt.expect("kill is installed").success());
    assert_eq!(served.child.wait().expect("it ends").code(), Some(0));
    let mut rest = String::new();
    served.said.read_to_string(&mut rest).expect("UTF-8");
    assert!(rest.lines().all(|line| line.starts_with("Checked: clean (")), "{rest}");
}

#[test]
fn a_port_in_use_is_said() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = taken.local_addr().expect("a port").port().to_string();
    let outcome = sandbox.run(&["serve", "--port", &port]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains(&format!("cannot listen on port {port}")), "{}", outcome.stderr);
    assert_eq!(Sandbox::new().run(&["serve"]).code, 2);
}
