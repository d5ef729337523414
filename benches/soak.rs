//! Whether a preview holds out: `cargo run --release --example soak -- [MINUTES] [ITEMS]`.
//!
//! Edits a generated workspace under a running `wayfare serve` (built by `cargo build --release`), in the ways people and
//! programs do. Every half minute it stops, waits until every file served is what a clean build of the folder gives, and
//! tells the memory and the open files of the preview. An open page listens all along.

mod client;
mod workspace;

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use client::Preview;
use rayon::prelude::*;
use wayfare::preview::{self, Source};
use wayfare::text::{WsPath, escape_path};
use workspace::random::Random;

const SPELL: Duration = Duration::from_secs(30);
const LONGEST_PAUSE_MS: usize = 100;
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let number = |at: usize| std::env::args().nth(at).and_then(|text| text.parse::<u64>().ok());
    let (minutes, items) = (number(1).unwrap_or(10), number(2).unwrap_or(1_000) as usize);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut editor = Editor::new(folder.path(), workspace::generate(items, 1));
    let preview = Preview::start(folder.path(), &["--templates"]);
    let heard = listen(preview.port);
    let (begun, mut edits) = (Instant::now(), 0);
    println!("  seconds    edits   memory   open files   states told");
    loop {
        settle(&preview, folder.path());
        let (memory, files) = (preview.memory() / 1024, preview.open_files());
        let told = heard.load(Ordering::Relaxed);
        println!("{:>9} {edits:>8} {memory:>5} MB {files:>12} {told:>13}", begun.elapsed().as_secs());
        if begun.elapsed() >= Duration::from_secs(60 * minutes) {
            return ExitCode::SUCCESS;
        }
        let spell = Instant::now();
        while spell.elapsed() < SPELL {
            editor.edit().expect("a folder that can be written to");
            edits += 1;
            std::thread::sleep(Duration::from_millis(editor.random.below(LONGEST_PAUSE_MS) as u64));
        }
    }
}

/// Listens as an open page does, and counts the states that are told.
fn listen(port: u16) -> Arc<AtomicUsize> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    write!(stream, "GET /_wayfare/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").expect("a request");
    let count = Arc::new(AtomicUsize::new(0));
    let told = Arc::clone(&count);
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            told.fetch_add(usize::from(line.starts_with("data: ")), Ordering::Relaxed);
        }
    });
    count
}

/// Waits until every file is served as a clean build would write it, told by the tag of its content.
///
/// # Panics
/// When one is not within a minute.
fn settle(preview: &Preview, root: &Path) {
    let source =
        Source { base_url: Some(format!("http://localhost:{}/", preview.port)), templates: true, ..Source::new(root) };
    let clean = preview::Preview::open(source).expect("a folder that can be listed");
    let site = clean.state().site();
    let begun = Instant::now();
    site.paths().into_par_iter().for_each(|path: WsPath| {
        let made = site.render(&path).expect("files that can be read").expect("a file of the site");
        let wanted = format!("etag: \"{}\"", &blake3::hash(&made.bytes).to_hex()[..16]);
        let address = format!("/{}", escape_path(path.as_str()));
        while !preview.page(&address).is_some_and(|answer| answer.contains(&wanted)) {
            assert!(begun.elapsed() < PATIENCE, "{path} is not what a clean build gives");
            std::thread::sleep(Duration::from_millis(20));
        }
    });
}

/// Somebody who edits a workspace without rest.
struct Editor {
    root: PathBuf,
    files: workspace::Files,
    paths: Vec<String>,
    random: Random,
    count: usize,
}

impl Editor {
    fn new(root: &Path, files: workspace::Files) -> Editor {
        let paths = files.keys().cloned().collect();
        let editor = Editor { root: root.to_path_buf(), files, paths, random: Random::new(7), count: 0 };
        for (path, text) in &editor.files {
            write(&editor.root.join(path), text).expect("a temporary folder can be written to");
        }
        editor
    }

    /// Makes one edit, or one and its undoing.
    fn edit(&mut self) -> io::Result<()> {
        self.count += 1;
        let path = self.random.pick(&self.paths).clone();
        let (file, text) = (self.root.join(&path), self.files[&path].clone());
        match self.random.below(100) {
            // Another text, in place or put in place of the old one; often of a file that was changed before.
            0..40 => write(&file, &self.another(&text)),
            40..50 => {
                let beside = self.root.join(format!("{path}~"));
                write(&beside, &self.another(&text))?;
                fs::rename(beside, file)
            }
            50..65 => write(&file, &text),
            // Broken, cut off, or gone.
            65..70 => write(&file, &format!("{text}\u{0}\n\t: [")),
            70..75 => write(&file, &text[..text.floor_char_boundary(text.len() / 2)]),
            75..80 => gone(fs::remove_file(file)),
            // Under another name.
            80..85 => gone(fs::rename(file, self.root.join(format!("blocks/insights/once-{}.md", self.count % 50)))),
            // A journey is away for a moment.
            85..88 => {
                let (journeys, away) = (self.root.join("journeys"), self.root.join(".away"));
                gone(fs::rename(&journeys, &away))?;
                std::thread::sleep(Duration::from_millis(self.random.below(60) as u64));
                gone(fs::rename(away, journeys))
            }
            // As when another branch is checked out.
            88..90 => {
                let some: Vec<(String, String)> = self.files.clone().into_iter().step_by(3).collect();
                some.iter().try_for_each(|(path, text)| write(&self.root.join(path), text))
            }
            90..93 => {
                let text = format!("{}\n# Edit {}\n", self.files["workspace.yaml"], self.count);
                write(&self.root.join("workspace.yaml"), &text)
            }
            93..96 => write(&self.root.join("templates/theme.css"), &format!(":root {{ --edit: {} }}\n", self.count)),
            96..98 => gone(fs::remove_file(self.root.join("templates/theme.css"))),
            _ => (0..50).try_for_each(|n| write(&file, &format!("{text}\nBurst {n}.\n"))),
        }
    }

    fn another(&self, text: &str) -> String {
        let title = format!("title: Edit {}, or so", self.count);
        let lines = text.lines().map(|line| if line.starts_with("title: ") { title.as_str() } else { line });
        lines.map(|line| format!("{line}\n")).collect()
    }
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new("/")))?;
    fs::write(file, text)
}

/// What is not there cannot be taken away.
fn gone(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
