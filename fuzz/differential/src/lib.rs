//! The codec beside `rusmpp-core` and `smpp34`: each reads a frame and writes it again.
//!
//! What we accept strictly, they are to accept and write to the same octets; what we refuse even
//! tolerantly, they are to refuse. Where they do not, [`known`] has to say why.

mod known;
mod peers;

pub use known::known;
pub use peers::{Outcome, Peer, rusmpp, smpp34};

use smpp_codec::{DecodeError, Dialect, Pdu, Version};

/// A frame on which a peer differs, and nobody knows why.
#[derive(Debug)]
pub struct Difference {
    pub peer: Peer,
    pub ours: String,
    pub theirs: Outcome,
}

/// Compares both peers with the codec, which is `decode`; `count` learns of each known difference.
pub fn compare(
    frame: &[u8],
    decode: for<'a> fn(&'a [u8], Dialect) -> Result<Pdu<'a>, DecodeError>,
    count: &mut dyn FnMut(Peer, &'static str),
) -> Vec<Difference> {
    let strict = |version| decode(frame, Dialect::STRICT.with_version(version));
    let strictly = strict(Version::V3_4).or_else(|_| strict(Version::V5_0));
    let tolerant = decode(frame, Dialect::TOLERANT);
    let mut differences = Vec::new();
    for (peer, theirs) in [(Peer::Rusmpp, rusmpp(frame)), (Peer::Smpp34, smpp34(frame))] {
        let agreed = match theirs {
            Outcome::NotThere => true,
            _ if strictly.is_ok() => theirs == Outcome::Same,
            Outcome::Refused => true,
            _ => tolerant.is_ok() && theirs != Outcome::Panicked,
        };
        if agreed {
            continue;
        }
        match known(peer, frame, &strictly, &theirs) {
            Some(why) => count(peer, why),
            None => differences.push(Difference {
                peer,
                ours: format!("{strictly:?}; {tolerant:?}"),
                theirs,
            }),
        }
    }
    differences
}
