//! A CSV of measurements.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayfare_fuzz::measurements(bytes));
