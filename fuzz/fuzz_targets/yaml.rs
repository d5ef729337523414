//! YAML, and the places of its scalars.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayfare_fuzz::yaml(bytes));
