//! Writes a generated workspace to a folder: `cargo run --release --example generate -- ITEMS DIR [SEED]`.

mod workspace;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let seed = if arguments.len() > 2 { number(2) } else { Some(1) };
    let (Some(items), Some(folder), Some(seed)) = (number(0), arguments.get(1), seed) else {
        eprintln!("usage: generate ITEMS DIR [SEED]");
        return ExitCode::from(2);
    };
    match write(&workspace::generate(items as usize, seed), Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot write to `{folder}`: {error}");
            ExitCode::from(2)
        }
    }
}

fn write(files: &workspace::Files, folder: &Path) -> std::io::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}
