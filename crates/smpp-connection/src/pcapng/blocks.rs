//! The file: blocks of pcapng, little endian.
//!
//! Written by hand, as three kinds of block of fixed shape are all there is; the crates that write
//! the format are unkept, or bring procedural macros.

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use super::flow::Packet;

const SECTION_HEADER: u32 = 0x0A0D_0D0A;
const BYTE_ORDER: u32 = 0x1A2B_3C4D;
const VERSION_1_0: u32 = 1;
/// Of a section whose length is not known.
const UNKNOWN_LENGTH: u32 = u32::MAX;
const INTERFACE_DESCRIPTION: u32 = 1;
/// Packets that begin with their IP header.
const LINK_TYPE_RAW: u32 = 101;
const UNLIMITED: u32 = 0;
const ENHANCED_PACKET: u32 = 6;

/// The section header block, and the block of its one interface; time stamps in microseconds.
pub(super) fn head() -> Vec<u8> {
    let fields = [
        [
            SECTION_HEADER,
            28,
            BYTE_ORDER,
            VERSION_1_0,
            UNKNOWN_LENGTH,
            UNKNOWN_LENGTH,
            28,
        ]
        .as_slice(),
        &[INTERFACE_DESCRIPTION, 20, LINK_TYPE_RAW, UNLIMITED, 20],
    ];
    fields
        .concat()
        .into_iter()
        .flat_map(u32::to_le_bytes)
        .collect()
}

/// The enhanced packet block of one packet, in place of what is in `block`.
pub(super) fn packet(time: SystemTime, packet: &Packet<'_>, block: &mut Vec<u8>) -> io::Result<()> {
    let micros = time
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_micros();
    let micros = u64::try_from(micros).unwrap_or(u64::MAX);
    let octets = packet.octets();
    let padding = octets.wrapping_neg() % 4;
    // A segment has at most 32 KiB.
    let length = u32::try_from(octets).map_err(io::Error::other)?;
    let whole = u32::try_from(octets.saturating_add(padding).saturating_add(32))
        .map_err(io::Error::other)?;

    block.clear();
    let (high, low) = ((micros >> 32) as u32, micros as u32);
    for field in [ENHANCED_PACKET, whole, 0, high, low, length, length] {
        block.extend_from_slice(&field.to_le_bytes());
    }
    packet.write(block)?;
    block.resize(block.len().saturating_add(padding), 0);
    block.extend_from_slice(&whole.to_le_bytes());
    Ok(())
}
