//! Files that records link to: what may be passed on to readers, told by name and content.
//!
//! Owns which files act when they are opened (pages, scripts, programs), which are drawings that must be made harmless
//! first, and which stand for another file. Knows nothing of where files lie or who links to them.
//!
//! A file of a type that every web server names rightly is judged by its name; of any other the content counts too,
//! since a server that does not know the type lets the browser guess.

mod content;

use crate::svg::Removed;
use content::{acts, is_pointer};

/// The largest file that is looked into for what acts; a larger one of an unknown type is passed on by its name.
pub const MOST_LOOKED_INTO: usize = 16 * 1024 * 1024;

/// The largest drawing that is made harmless, in bytes.
pub const MOST_DRAWN: usize = 32 * 1024 * 1024;

/// No pointer is larger, by the specification of Git LFS.
pub const MOST_OF_POINTER: usize = 1024;

/// Endings of files in `assets/` that the site takes along also when nothing links to them.
const ALWAYS: &[&str] =
    &["png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "svg", "pdf", "txt", "csv", "mp4", "webm"];

/// Endings of images that a page can show.
const IMAGES: &[&str] = &["png", "apng", "jpg", "jpeg", "jfif", "gif", "webp", "avif", "bmp", "ico", "svg"];

/// Endings that every web server knows, of types that do nothing by themselves.
const INERT: &[&str] = &[
    "png", "apng", "jpg", "jpeg", "jfif", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff", "heic", "heif", "psd",
    "pdf", "txt", "csv", "tsv", "json", "rtf", "doc", "docx", "docm", "dot", "dotx", "xls", "xlsx", "xlsm", "ppt",
    "pptx", "pptm", "ppsx", "odt", "ods", "odp", "odg", "pages", "numbers", "key", "epub", "mp4", "m4v", "mov", "webm",
    "ogv", "avi", "mkv", "mpg", "mpeg", "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "zip", "gz", "tgz",
    "bz2", "xz", "7z", "rar", "tar", "woff", "woff2", "ttf", "otf", "ics", "vcf", "vtt", "srt", "ai", "eps", "fig",
    "sketch", "xd",
];

/// Endings of pages: what browsers show as a document that may hold scripts.
const PAGES: &[&str] = &[
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "shtm",
    "dhtml",
    "mhtml",
    "mht",
    "svgz",
    "xsl",
    "xslt",
    "xul",
    "xbl",
    "htc",
    "hta",
    "hhc",
    "asp",
    "aspx",
    "ascx",
    "ashx",
    "jsp",
    "jspx",
    "php",
    "php3",
    "php4",
    "php5",
    "php7",
    "phps",
    "pht",
    "phtml",
    "cfm",
    "webarchive",
];

/// Endings of scripts, of languages that browsers, desktops or web servers run.
const SCRIPTS: &[&str] = &[
    "js",
    "mjs",
    "cjs",
    "jse",
    "vbs",
    "vbe",
    "vb",
    "ws",
    "wsf",
    "wsc",
    "wsh",
    "sct",
    "ps1",
    "psm1",
    "psd1",
    "bat",
    "cmd",
    "sh",
    "bash",
    "zsh",
    "csh",
    "ksh",
    "fish",
    "command",
    "applescript",
    "scpt",
    "py",
    "pyc",
    "pyw",
    "pyz",
    "rb",
    "pl",
    "cgi",
    "fcgi",
    "lua",
    "phar",
    "config",
    "htaccess",
    "reg",
    "inf",
];

/// Endings of programs, installers and what starts them.
const PROGRAMS: &[&str] = &[
    "exe",
    "com",
    "dll",
    "scr",
    "pif",
    "cpl",
    "sys",
    "msc",
    "msi",
    "msp",
    "msix",
    "msixbundle",
    "appx",
    "appinstaller",
    "gadget",
    "jar",
    "war",
    "class",
    "jnlp",
    "app",
    "dmg",
    "pkg",
    "mpkg",
    "deb",
    "rpm",
    "apk",
    "aab",
    "ipa",
    "xap",
    "appimage",
    "flatpak",
    "snap",
    "run",
    "so",
    "dylib",
    "elf",
    "swf",
    "wasm",
    "xpi",
    "crx",
    "lnk",
    "url",
    "desktop",
    "webloc",
    "scf",
    "chm",
];

/// What acts when it is opened, by which it may do harm on a reader's machine or on the site's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    /// HTML and what else a browser shows as a document with scripts.
    Page,
    /// A script.
    Script,
    /// A program, an installer, or what starts one.
    Program,
}

/// What a file's content says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// It can be passed on as it is.
    Plain,
    /// It is a drawing that can be shown without these parts.
    Trimmed(Removed),
    /// It acts when it is opened.
    Acts(Acting),
    /// It stands for a file that Git LFS keeps elsewhere.
    Pointer,
    /// It is no drawing that can be shown, with the reason.
    NoDrawing(String),
}

/// Whether the site takes a file of this name in `assets/` along, whether or not something links to it.
pub fn is_always_taken(name: &str) -> bool {
    ALWAYS.contains(&ending(name).as_str())
}

/// Whether a page can show a file of this name as an image.
pub fn is_image(name: &str) -> bool {
    IMAGES.contains(&ending(name).as_str())
}

/// Whether a file of this name is a drawing, which is made harmless before it is passed on.
pub fn is_drawing(name: &str) -> bool {
    ending(name) == "svg"
}

/// What a file of this name is known to do, whatever is in it.
///
/// Some servers take the last ending that they know, so each of them counts up to one that all know.
pub fn acting(name: &str) -> Option<Acting> {
    let is_one = |endings: &[&str], ending: &str| endings.contains(&ending);
    let endings = name.to_ascii_lowercase();
    let mut endings = endings.trim_end_matches(['.', ' ']).rsplit('.').take(endings.matches('.').count());
    endings.by_ref().map_while(|ending| (!is_one(INERT, ending)).then_some(ending)).find_map(|ending| match ending {
        ending if is_one(PAGES, ending) => Some(Acting::Page),
        ending if is_one(SCRIPTS, ending) => Some(Acting::Script),
        ending if is_one(PROGRAMS, ending) => Some(Acting::Program),
        _ => None,
    })
}

/// The most of a file that must be known to say what is in it; a larger one is what its name says.
pub fn most_needed(name: &str) -> usize {
    match ending(name).as_str() {
        "svg" => MOST_DRAWN,
        ending if INERT.contains(&ending) => MOST_OF_POINTER,
        _ => MOST_LOOKED_INTO,
    }
}

/// What is in a file; `bytes` are `None` where it is larger than [`most_needed`].
pub fn look_into(name: &str, bytes: Option<&[u8]>) -> Content {
    let (is_drawing, is_inert) = (is_drawing(name), INERT.contains(&ending(name).as_str()));
    match bytes {
        Some(bytes) if is_pointer(bytes) => Content::Pointer,
        Some(bytes) if is_drawing => match crate::svg::neutralise(bytes) {
            Some(drawing) if drawing.removed.is_empty() => Content::Plain,
            Some(drawing) => Content::Trimmed(drawing.removed),
            None => Content::NoDrawing("it is no well-formed SVG".to_owned()),
        },
        None if is_drawing => Content::NoDrawing(format!("it is larger than {} MiB", MOST_DRAWN / 1024 / 1024)),
        Some(bytes) if !is_inert => acts(bytes).map_or(Content::Plain, Content::Acts),
        _ => Content::Plain,
    }
}

fn ending(name: &str) -> String {
    match name.rfind('.') {
        Some(dot) if dot > 0 => name[dot + 1..].to_ascii_lowercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_known_by_name() {
        for (name, expected) in [
            ("a.html", Some(Acting::Page)),
            ("a.HTM", Some(Acting::Page)),
            ("page.xhtml", Some(Acting::Page)),
            ("notes.html.bak", Some(Acting::Page)),
            ("index.html.", Some(Acting::Page)),
            ("drawing.svgz", Some(Acting::Page)),
            ("a.JS", Some(Acting::Script)),
            ("setup.ps1", Some(Acting::Script)),
            ("web.config", Some(Acting::Script)),
            ("setup.exe", Some(Acting::Program)),
            ("tool.msi", Some(Acting::Program)),
            ("module.wasm", Some(Acting::Program)),
            ("report.html.zip", None),
            ("deck.pptx", None),
            ("clip.MOV", None),
            ("a.exe.png", None),
            ("board.drawio", None),
            ("html", None),
            ("exe", None),
            ("data.xml", None),
            ("README.md", None),
        ] {
            assert_eq!(acting(name), expected, "{name}");
        }
    }

    #[test]
    fn pointers_are_known_by_what_is_in_them() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
        for name in ["shot.png", "clip.mov", "drawing.svg", "data", "notes.txt"] {
            assert_eq!(look_into(name, Some(pointer)), Content::Pointer, "{name}");
        }
        assert_eq!(
            look_into("notes.txt", Some(b"version https://git-lfs.github.com/spec/v1 is what it begins with\n")),
            Content::Plain
        );
        assert_eq!(look_into("shot.png", None), Content::Plain);
    }

    #[test]
    fn what_acts_is_known_by_content_where_servers_may_not_know_the_name() {
        for (name, bytes, expected) in [
            ("page", &b"\n <!DOCTYPE html><script>alert(1)</script>"[..], Content::Acts(Acting::Page)),
            ("page.md", b"<script>alert(1)</script>", Content::Acts(Acting::Page)),
            ("tool", b"#!/bin/sh\n", Content::Acts(Acting::Script)),
            ("tool", b"MZ\x90\0", Content::Acts(Acting::Program)),
            ("tool.dat", b"\x7fELF", Content::Acts(Acting::Program)),
            (
                "data.xml",
                b"<?xml version='1.0'?><a xmlns:h='http://www.w3.org/1999/xhtml'><h:script>1</h:script></a>",
                Content::Acts(Acting::Page),
            ),
            ("data.xml", b"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><a/>", Content::Acts(Acting::Page)),
            ("data.xml", b"<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>", Content::Acts(Acting::Page)),
            ("data.xml", b"<?xml version='1.0'?><rows><row>1</row></rows>", Content::Plain),
            (
                "board.drawio",
                b"<mxfile host='x'><diagram>&lt;script&gt; http://www.w3.org/1999/xhtml</diagram></mxfile>",
                Content::Plain,
            ),
            ("README.md", b"# Notes\n\n<b>x</b>", Content::Plain),
            ("notes.txt", b"<b>as it is</b>", Content::Plain),
            ("plain", b"", Content::Plain),
        ] {
            assert_eq!(look_into(name, Some(bytes)), expected, "{name}: {}", String::from_utf8_lossy(bytes));
        }
    }
}
