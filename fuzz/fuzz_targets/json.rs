//! See `smpp_cli::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_cli::fuzzing::json(data));
