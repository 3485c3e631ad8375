//! See `smpp_message::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_message::fuzzing::parts(data));
