//! The law: see [`smpp_simulator::fuzz::session`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_simulator::fuzz::session(data));
