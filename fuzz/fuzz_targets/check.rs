//! A small workspace of several files, by every rule.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayfare_fuzz::check(bytes));
