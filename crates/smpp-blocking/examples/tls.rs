//! Both sides of TLS: `cargo run --example blocking-tls -- ca.pem mc.pem mc.key`, where the
//! authority's certificate signed that of the message centre for the name `localhost`.

use std::fs::read;
use std::time::Duration;

use smpp_blocking::codec::pdu::SubmitSm;
use smpp_blocking::codec::values::Address;
use smpp_blocking::{Acceptor, Esme, MessageCenter, TlsClient, TlsServer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [authority, chain, key] = files.as_slice() else {
        return Err("the authority's certificate, the server's, and its key?".into());
    };
    let tls = TlsServer::new(&read(chain)?, &read(key)?)?;
    let center = MessageCenter::listen("localhost:0")?;
    let center = center.with_acceptor(Acceptor::new().with_tls(tls.clone()));
    let server = center.serve(|unbound| {
        let (_connection, mut incoming) = unbound.bind_request()?.accept(b"mc")?;
        while let Some(request) = incoming.next_request() {
            request.accept(b"42")?;
        }
        Ok(())
    })?;

    let address = format!("localhost:{}", server.local_addr().port());
    let client = TlsClient::from_roots(&read(authority)?)?;
    let (connection, _incoming) = Esme::new("bank", "secret").connect_tls(&client, &address)?;
    let to = Address::international(b"447700900123");
    let message = SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hi");
    println!("sent as {}", connection.submit_sm(message)?);
    connection.unbind()?;

    // When the certificate has been renewed: the next handshake shows the new one.
    tls.reload(&read(chain)?, &read(key)?)?;
    server.shutdown(Duration::from_secs(5));
    Ok(())
}
