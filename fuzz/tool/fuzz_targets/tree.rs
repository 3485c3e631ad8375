//! The law: see [`smpp_fuzz_tool_oracles::tree`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| smpp_fuzz_tool_oracles::tree(data));
