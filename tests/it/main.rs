//! The integration tests, in one binary: one `mod` line per file.

mod browser;
mod cascades;
mod ci;
mod cli_arguments;
mod cli_build;
mod cli_check;
mod cli_commit;
mod cli_explain;
mod cli_init;
mod cli_new;
mod cli_report;
mod cli_serve;
mod docs;
mod explanations;
mod fixture;
mod formats;
mod generated;
mod git;
mod hostile;
mod layers;
mod program;
mod robustness;
mod rules;
mod serve;
mod site;
mod yaml;
