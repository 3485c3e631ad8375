//! The law: see [`smpp_fuzz_oracles::pdu_case`].
#![no_main]

use smpp_fuzz_oracles::{PduCase, pdu_case};

libfuzzer_sys::fuzz_target!(|case: PduCase| pdu_case(&case));
