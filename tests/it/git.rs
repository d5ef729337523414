//! Repositories, against real ones made by the installed `git`, which also judges the outcome.

mod commit;
mod format;
mod handover;
mod init;
mod reading;
mod refusal;
mod sandbox;
mod staged;
mod status;
