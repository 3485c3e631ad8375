//! The TCP connection that a capture shows.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use etherparse::{PacketBuilder, PacketBuilderStep, TcpHeader};

use crate::tap::{Direction, Link};

/// The most octets of a segment: an IP packet has room for twice as many.
const MAX_SEGMENT: usize = 32_768;

/// The two ends of a connection, and how much each has sent.
pub(super) struct Flow {
    local: End,
    peer: End,
}

#[derive(Clone, Copy)]
struct End {
    address: SocketAddr,
    /// The sequence number of what it sends next.
    next: u32,
}

impl Flow {
    pub(super) fn new(link: &Link) -> Self {
        let placeholder = |host, port| SocketAddr::new(Ipv4Addr::new(192, 0, 2, host).into(), port);
        // Ports that tell such connections apart.
        let port = 0xC000 | u16::try_from(link.number & 0x3FFF).unwrap_or(0);
        let end = |address| End { address, next: 0 };
        Self {
            local: end(link.local.unwrap_or_else(|| placeholder(1, port))),
            peer: end(link.peer.unwrap_or_else(|| placeholder(2, 2775))),
        }
    }

    /// The handshake, so that Wireshark knows a new connection.
    pub(super) fn open(
        &mut self,
        write: &mut impl FnMut(&Packet<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.send(Direction::Sent, Kind::Syn, &[], write)?;
        self.send(Direction::Received, Kind::SynAck, &[], write)?;
        self.send(Direction::Sent, Kind::Ack, &[], write)
    }

    /// One frame, in as many segments as it needs.
    pub(super) fn data(
        &mut self,
        direction: Direction,
        frame: &[u8],
        write: &mut impl FnMut(&Packet<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        frame
            .chunks(MAX_SEGMENT)
            .try_for_each(|segment| self.send(direction, Kind::Data, segment, write))
    }

    pub(super) fn close(
        &mut self,
        write: &mut impl FnMut(&Packet<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.send(Direction::Sent, Kind::Fin, &[], write)?;
        self.send(Direction::Received, Kind::Fin, &[], write)?;
        self.send(Direction::Sent, Kind::Ack, &[], write)
    }

    fn send(
        &mut self,
        direction: Direction,
        kind: Kind,
        payload: &[u8],
        write: &mut impl FnMut(&Packet<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let (from, to) = match direction {
            Direction::Sent => (&mut self.local, self.peer),
            Direction::Received => (&mut self.peer, self.local),
        };
        write(&Packet {
            from: *from,
            to,
            kind,
            payload,
        })?;
        // A segment has at most 32 KiB; opening and closing count as one octet.
        let counts = match kind {
            Kind::Syn | Kind::SynAck | Kind::Fin => 1,
            Kind::Ack | Kind::Data => u32::try_from(payload.len()).unwrap_or(0),
        };
        from.next = from.next.wrapping_add(counts);
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Syn,
    SynAck,
    Ack,
    Data,
    Fin,
}

/// One packet: headers and a segment.
pub(super) struct Packet<'p> {
    from: End,
    to: End,
    kind: Kind,
    payload: &'p [u8],
}

impl Packet<'_> {
    /// How many octets it has.
    pub(super) fn octets(&self) -> usize {
        self.headers().size(self.payload.len())
    }

    pub(super) fn write(&self, into: &mut Vec<u8>) -> io::Result<()> {
        self.headers()
            .write(into, self.payload)
            .map_err(io::Error::other)
    }

    fn headers(&self) -> PacketBuilderStep<TcpHeader> {
        const HOPS: u8 = 64;
        const WINDOW: u16 = u16::MAX;
        let (from, to) = (self.from.address, self.to.address);
        let ip = match (from.ip().to_canonical(), to.ip().to_canonical()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => {
                PacketBuilder::ipv4(from.octets(), to.octets(), HOPS)
            }
            (from, to) => PacketBuilder::ipv6(mapped(from), mapped(to), HOPS),
        };
        let tcp = ip.tcp(from.port(), to.port(), self.from.next, WINDOW);
        match self.kind {
            Kind::Syn => tcp.syn(),
            Kind::SynAck => tcp.syn().ack(self.to.next),
            Kind::Ack => tcp.ack(self.to.next),
            Kind::Data => tcp.ack(self.to.next).psh(),
            Kind::Fin => tcp.ack(self.to.next).fin(),
        }
    }
}

fn mapped(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}
