//! Lists the files of the workspace templates, so that the binary carries them.
//!
//! A list made at build time notices new files by itself; a list kept by hand would forget them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Where the templates are, and the names `init` knows them by.
const TEMPLATES: [(&str, &str); 3] = [
    ("BLANK", "templates/init/blank"),
    ("TRIAL_TO_PAID", "templates/init/trial-to-paid"),
    ("EXAMPLE", "example-workspace"),
];

fn main() -> io::Result<()> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let output = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut code = String::new();
    println!("cargo::rerun-if-changed=build.rs");
    for (name, folder) in TEMPLATES {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&package.join(folder), "", &mut files)?;
        files.sort();
        let _ = writeln!(code, "pub(super) const {name}: &[(&str, &[u8])] = &[");
        for (path, file) in files {
            let _ = writeln!(code, "    ({path:?}, include_bytes!({file:?})),");
        }
        code.push_str("];\n");
    }
    fs::write(output.join("templates.rs"), code)
}

/// Collects the files below `folder` with their paths in the template, but not a site built in it.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|_| io::ErrorKind::InvalidData)?;
        let built = prefix.is_empty() && name == "site";
        if built || name == ".git" || name == ".DS_Store" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push((path, entry.path()));
        }
    }
    Ok(())
}
