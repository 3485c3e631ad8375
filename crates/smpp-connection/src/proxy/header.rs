//! The header of the PROXY protocol.

use std::error;
use std::fmt;
use std::net::SocketAddr;

use proxy_header::{ParseConfig, Protocol, ProxyHeader as Decoded};

/// The header with which a proxy begins a connection that it forwards, version 1 or 2.
///
/// Read it only from a peer that is one of the [`TrustedProxies`](crate::TrustedProxies), and from
/// such a one always: anybody else could claim any address. What stands behind the header are the first octets of
/// SMPP, or of TLS.
///
/// ```
/// use smpp_connection::ProxyHeader;
///
/// let received = b"PROXY TCP4 192.0.2.7 198.51.100.1 51234 2775\r\n\0\0\0\x10";
/// assert_eq!(ProxyHeader::decode(&received[..20])?, None); // more is needed
///
/// let header = ProxyHeader::decode(received)?.unwrap();
/// assert_eq!(header.peer(), Some("192.0.2.7:51234".parse()?));
/// assert_eq!(&received[header.encoded_len()..], b"\0\0\0\x10");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyHeader {
    peer: Option<SocketAddr>,
    local: Option<SocketAddr>,
    octets: usize,
}

impl ProxyHeader {
    /// The longest header that is read, and so all that a proxy can make this side buffer: an
    /// address block of at most 216 octets and its extensions. Version 1 ends at 107.
    pub const MAX_OCTETS: usize = 4096;

    /// Reads the header at the beginning of what has been received; `None` asks for more, and
    /// never once [`MAX_OCTETS`](Self::MAX_OCTETS) are there.
    ///
    /// Call it again with all octets so far: it keeps nothing. Limit the time that a proxy has for
    /// it, as for a bind.
    ///
    /// # Errors
    ///
    /// [`ProxyError`] says what the octets are instead of a header. Close the connection without
    /// an answer; it is no SMPP peer.
    pub fn decode(received: &[u8]) -> Result<Option<Self>, ProxyError> {
        let octets = match received {
            [b'P', ..] => version_1(received)?,
            [b'\r', ..] => version_2(received)?,
            [] => None,
            _ => return Err(ProxyError::Missing),
        };
        let Some(header) = octets.and_then(|octets| received.get(..octets)) else {
            return Ok(None);
        };
        // "Local": the rest of the header says nothing.
        if header.starts_with(BEGINNING_2) && header.get(12) == Some(&0x20) {
            return Ok(Some(Self {
                peer: None,
                local: None,
                octets: header.len(),
            }));
        }
        let config = ParseConfig {
            include_tlvs: false,
            ..ParseConfig::default()
        };
        let (decoded, octets) =
            Decoded::parse(header, config).map_err(|_| ProxyError::Malformed)?;
        if octets != header.len() {
            return Err(ProxyError::Malformed);
        }
        let addresses = decoded.proxied_address();
        if addresses.is_some_and(|addresses| addresses.protocol != Protocol::Stream) {
            return Err(ProxyError::NotTcp);
        }
        Ok(Some(Self {
            peer: addresses.map(|addresses| addresses.source),
            local: addresses.map(|addresses| addresses.destination),
            octets,
        }))
    }

    /// Who connected to the proxy; `None` if the proxy speaks for itself, as in a health check, or
    /// does not say: then it is the peer.
    #[must_use]
    pub const fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// Where that peer connected to; `None` as for [`peer`](Self::peer).
    #[must_use]
    pub const fn local(&self) -> Option<SocketAddr> {
        self.local
    }

    /// How many octets the header has; what follows is the connection's own.
    #[must_use]
    pub const fn encoded_len(&self) -> usize {
        self.octets
    }
}

/// How long a header of version 1 is, a line; `None` if its end is still to come.
fn version_1(received: &[u8]) -> Result<Option<usize>, ProxyError> {
    const BEGINNING: &[u8] = b"PROXY ";
    const MAX_OCTETS: usize = 107;

    let line = received.get(..MAX_OCTETS).unwrap_or(received);
    if line
        .iter()
        .zip(BEGINNING)
        .any(|(octet, wanted)| octet != wanted)
    {
        return Err(ProxyError::Missing);
    }
    match line.windows(2).position(|end| end == b"\r\n") {
        // The library takes a sign before a port.
        Some(end) if line.iter().take(end).any(|octet| *octet == b'+') => {
            Err(ProxyError::Malformed)
        }
        Some(end) => Ok(Some(end.saturating_add(2))),
        None if line.len() == MAX_OCTETS => Err(ProxyError::TooLong),
        None => Ok(None),
    }
}

/// What a header of version 2 begins with.
const BEGINNING_2: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";

/// How long a header of version 2 is, binary; `None` if its length is still to come.
fn version_2(received: &[u8]) -> Result<Option<usize>, ProxyError> {
    const FIXED: usize = 16;

    if received
        .iter()
        .zip(BEGINNING_2)
        .any(|(octet, wanted)| octet != wanted)
    {
        return Err(ProxyError::Missing);
    }
    let Some(&[.., high, low]) = received.first_chunk::<FIXED>() else {
        return Ok(None);
    };
    let octets = FIXED.saturating_add(usize::from(u16::from_be_bytes([high, low])));
    if octets > ProxyHeader::MAX_OCTETS {
        return Err(ProxyError::TooLong);
    }
    Ok(Some(octets))
}

/// Why the beginning of a connection from a proxy is not a PROXY protocol header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProxyError {
    /// It begins with something else.
    Missing,
    /// It begins as one, and does not go on as one.
    Malformed,
    /// It is longer than the protocol, or [`ProxyHeader::MAX_OCTETS`], allows.
    TooLong,
    /// It speaks of datagrams.
    NotTcp,
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => {
                "a trusted proxy sent no PROXY protocol header: turn it on there, or take the \
                 address off the trusted proxies"
            }
            Self::Malformed => "a trusted proxy sent a malformed PROXY protocol header",
            Self::TooLong => "a trusted proxy sent too long a PROXY protocol header",
            Self::NotTcp => "a trusted proxy forwards datagrams: SMPP runs over TCP",
        })
    }
}

impl error::Error for ProxyError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BEGINNING_2, ProxyError, ProxyHeader};

    /// A header of version 2 with this command, family and block.
    fn version_2(command: u8, family: u8, block: &[u8]) -> Vec<u8> {
        let length = u16::try_from(block.len()).unwrap().to_be_bytes();
        [BEGINNING_2.as_slice(), &[command, family], &length, block].concat()
    }

    /// 192.0.2.7:51234 to 198.51.100.1:2775.
    const BLOCK_4: &[u8] = b"\xc0\x00\x02\x07\xc6\x33\x64\x01\xc8\x22\x0a\xd7";

    fn block_6() -> Vec<u8> {
        let (mut from, mut to) = ([0; 16], [0; 16]);
        (from[0], from[1], from[15]) = (0x20, 1, 9);
        to[15] = 1;
        [from.as_slice(), &to, b"\xc8\x22\x0a\xd7"].concat()
    }

    fn headers() -> Vec<(Vec<u8>, Option<&'static str>)> {
        let four = Some("192.0.2.7:51234");
        let six = Some("[2001::9]:51234");
        let extended = [BLOCK_4, b"\x04\x00\x03abc"].concat();
        let text = |line: &str| line.as_bytes().to_vec();
        vec![
            (
                text("PROXY TCP4 192.0.2.7 198.51.100.1 51234 2775\r\n"),
                four,
            ),
            (text("PROXY TCP6 2001::9 ::1 51234 2775\r\n"), six),
            (text("PROXY UNKNOWN\r\n"), None),
            (text("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"), None),
            (version_2(0x21, 0x11, BLOCK_4), four),
            (version_2(0x21, 0x11, &extended), four),
            (version_2(0x21, 0x21, &block_6()), six),
            (version_2(0x21, 0x00, b""), None),
            (version_2(0x20, 0x00, b""), None),
            (version_2(0x20, 0x11, b"short"), None),
            (version_2(0x21, 0x31, &[0; 216]), None),
        ]
    }

    #[test]
    fn every_prefix_asks_for_more_and_what_follows_is_left() {
        for (header, peer) in headers() {
            for length in 0..header.len() {
                assert_eq!(ProxyHeader::decode(&header[..length]), Ok(None), "{length}");
            }
            let received = [header.as_slice(), b"\0\0\0\x10\r\n"].concat();
            let parsed = ProxyHeader::decode(&received).unwrap().unwrap();
            assert_eq!(parsed.encoded_len(), header.len());
            assert_eq!(parsed.peer(), peer.map(|peer| peer.parse().unwrap()));
            assert_eq!(parsed.local().is_some(), peer.is_some());
        }
    }

    #[test]
    fn what_is_no_header_is_refused_at_the_first_octet_that_shows_it() {
        for (octets, error) in [
            (b"\0".as_slice(), ProxyError::Missing),
            (b"\0\0\0\x2f\0\0\0\x09", ProxyError::Missing),
            (b"\x16\x03\x01", ProxyError::Missing),
            (b"PROXX", ProxyError::Missing),
            (b"PROXY_TCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyError::Missing),
            (b"\r\n\r\n\0\r\nQUIX", ProxyError::Missing),
            (
                b"PROXY TCP4 192.0.2.7 198.51.100.1 65536 1\r\n",
                ProxyError::Malformed,
            ),
            (
                b"PROXY TCP4 192.0.2.7 198.51.100.1 +5 1\r\n",
                ProxyError::Malformed,
            ),
            (b"PROXY TCP4 2001::9 ::1 5 1\r\n", ProxyError::Malformed),
            (b"PROXY TCP4 192.0.2.7\r\n", ProxyError::Malformed),
            (
                b"PROXY UDP4 192.0.2.7 198.51.100.1 5 1\r\n",
                ProxyError::Malformed,
            ),
        ] {
            assert_eq!(
                ProxyHeader::decode(octets),
                Err(error),
                "{}",
                octets.escape_ascii()
            );
        }
        assert_eq!(
            ProxyHeader::decode(&version_2(0x21, 0x12, BLOCK_4)),
            Err(ProxyError::NotTcp)
        );
        for (command, family, block) in [
            (0x31, 0x11, BLOCK_4),
            (0x21, 0x11, b"short"),
            (0x22, 0, b""),
        ] {
            let header = version_2(command, family, block);
            assert_eq!(ProxyHeader::decode(&header), Err(ProxyError::Malformed));
        }
    }

    #[test]
    fn nothing_that_is_too_long_is_waited_for() {
        let line = [b"PROXY UNKNOWN ".as_slice(), &[b'x'; 200]].concat();
        assert_eq!(ProxyHeader::decode(&line[..106]), Ok(None));
        assert_eq!(ProxyHeader::decode(&line[..107]), Err(ProxyError::TooLong));

        let most = ProxyHeader::MAX_OCTETS - 16;
        let header = version_2(0x21, 0x11, &vec![0; most]);
        assert_eq!(
            ProxyHeader::decode(&header).unwrap().unwrap().encoded_len(),
            header.len()
        );
        let header = version_2(0x21, 0x11, &vec![0; most + 1]);
        assert_eq!(ProxyHeader::decode(&header[..16]), Err(ProxyError::TooLong));
    }

    proptest! {
        #[test]
        fn any_octets_have_an_answer_that_more_octets_do_not_change(
            which in 0..headers().len(),
            keep in 0..40_usize,
            octets in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let header = &headers()[which].0;
            let octets = [&header[..keep.min(header.len())], &octets].concat();
            let mut before = Ok(None);
            for length in 0..=octets.len() {
                let now = ProxyHeader::decode(&octets[..length]);
                prop_assert!(before == Ok(None) || before == now);
                before = now;
            }
            if let Ok(Some(header)) = before {
                prop_assert!(header.encoded_len() <= octets.len());
            }
        }
    }
}
