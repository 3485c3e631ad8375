//! A peer by hand, for what no session of ours would do.

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, BindResp, Body};
use smpp_codec::{Dialect, HEADER_OCTETS, Header, Pdu};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::server::message;

/// A PDU's octets.
#[must_use]
pub fn octets<'a>(sequence_number: u32, body: impl Into<Body<'a>>) -> Vec<u8> {
    let pdu = Pdu::new(sequence_number, body.into());
    let frame = Frame::encode(&pdu, Dialect::STRICT).unwrap();
    frame.as_ref().to_vec()
}

/// The octets of a request to bind as a transceiver.
#[must_use]
pub fn bind() -> Vec<u8> {
    let bind = Bind {
        system_id: b"raw",
        password: b"secret",
        ..Bind::default()
    };
    octets(1, Body::BindTransceiver(bind))
}

/// The octets of a `submit_sm`.
#[must_use]
pub fn submit(sequence_number: u32, text: &[u8]) -> Vec<u8> {
    octets(sequence_number, message(text))
}

/// Reads one frame, or less if the stream ends.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<(Header, Vec<u8>)> {
    let mut frame = vec![0; HEADER_OCTETS];
    stream.read_exact(&mut frame).await.ok()?;
    let header = Header::decode(&frame)?;
    frame.resize(header.command_length as usize, 0);
    stream.read_exact(&mut frame[HEADER_OCTETS..]).await.ok()?;
    Some((header, frame))
}

/// Binds to a message centre.
pub async fn bind_to(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    stream.write_all(&bind()).await.unwrap();
    let (header, _) = read(stream).await.unwrap();
    assert_eq!(header.sequence_number, 1);
}

/// Reads a bind and accepts it.
pub async fn accept_bind(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let (header, _) = read(stream).await.unwrap();
    let accepted = BindResp {
        system_id: Some(b"mc"),
        ..BindResp::default()
    };
    let accepted = octets(header.sequence_number, Body::BindTransceiverResp(accepted));
    stream.write_all(&accepted).await.unwrap();
}
