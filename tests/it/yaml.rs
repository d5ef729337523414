//! YAML against an independent reader, and edits of random documents in random styles.

mod document;
mod edits;
mod moves;
mod oracle;
mod pieces;
