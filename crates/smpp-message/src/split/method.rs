//! The ways in which the parts of a message are marked.

/// How the parts of a long message say that they belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Method {
    /// A header with element 0x00, reference of one octet: 6 octets of each
    /// part. What handsets know best.
    #[default]
    Udh8,
    /// A header with element 0x08, reference of two octets: 7 octets of each
    /// part.
    Udh16,
    /// TLVs `sar_msg_ref_num`, `sar_total_segments`, `sar_segment_seqnum`. The
    /// message centre turns them into a header, for which 6 octets of each
    /// part stay free.
    Sar,
    /// One `message_payload` TLV, up to 65535 octets: the message centre cuts.
    Payload,
}
