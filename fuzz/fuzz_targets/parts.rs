//! The law: see [`smpp_fuzz_oracles::parts`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_fuzz_oracles::parts(data));
