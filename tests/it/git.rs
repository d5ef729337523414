//! Repositories, against real ones made by the installed `git`, which also judges the outcome.

mod reading;
mod sandbox;
mod status;
