//! See `smpp_codec::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_codec::fuzzing::time(data));
