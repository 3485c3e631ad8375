//! The law: see [`smpp_simulator::fuzz::session_split`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_simulator::fuzz::session_split(data));
