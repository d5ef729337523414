//! The `wayfare` program: everything is in the library.

fn main() {}
