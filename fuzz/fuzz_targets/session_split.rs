//! See `smpp_seeds`, and `smpp_simulator`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_seeds::session_split(data));
