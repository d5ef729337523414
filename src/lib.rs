//! Wayfare keeps customer journeys as plain text in git: it reads a workspace of YAML and Markdown, checks it,
//! renders it to a static site, and commits it.
//!
//! The layers, from the ground up; each may use only those before it (`tests/it/layers.rs` holds this):
//!
//! - `parallel`: work in parallel, where others wait for it
//! - [`svg`], [`attachment`]: files that records link to, and what of them may be passed on
//! - [`text`], [`yaml`], [`markdown`]: one file's bytes and what is written in them
//! - [`diag`]: findings, the table of rules, reports
//! - [`model`]: the meaning of one file
//! - [`store`]: where files come from and go to
//! - [`snapshot`]: a whole workspace, immutable, with its references resolved both ways
//! - [`check`], [`diff`], [`edit`], [`export`], [`view`]: pure functions of a snapshot
//! - [`merge`]: three texts of one file in one
//! - [`git`](mod@git): repositories
//! - [`past`]: what the commits of a repository changed in meaning
//! - [`workspace`]: what one does with a workspace, each thing once
//! - [`session`]: a workspace as it changes
//! - [`site`]: pages in files
//! - [`preview`]: the site of a workspace as it changes
//! - [`serve`], [`cli`]: output and effects

pub mod attachment;
pub mod check;
pub mod cli;
pub mod diag;
pub mod diff;
pub mod edit;
pub mod export;
pub mod git;
pub mod markdown;
pub mod merge;
pub mod model;
mod parallel;
pub mod past;
pub mod preview;
pub mod serve;
pub mod session;
pub mod site;
pub mod snapshot;
pub mod store;
pub mod svg;
pub mod text;
pub mod view;
pub mod workspace;
pub mod yaml;
