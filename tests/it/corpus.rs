//! Every input of `tests/corpus` is read as the fuzz target of its folder reads it.

#[allow(unreachable_pub, reason = "the same file is the library of the fuzz targets")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;

#[test]
fn every_input_is_read_without_harm() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    for (name, read) in targets::TARGETS {
        let inputs: Vec<_> = walkdir::WalkDir::new(corpus.join(name))
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.expect("the corpus can be listed"))
            .filter(|entry| entry.file_type().is_file())
            .collect();
        assert!(!inputs.is_empty(), "the corpus of `{name}` is empty");
        for input in inputs {
            println!("{}", input.path().display());
            read(&std::fs::read(input.path()).expect("the corpus can be read"));
        }
    }
}
