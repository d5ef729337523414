//! Front matter and fields of every kind of record.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayfare_fuzz::record(bytes));
