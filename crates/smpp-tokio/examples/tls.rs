//! Both sides over TLS, in one program: a message centre with a certificate, and an ESME that
//! trusts it.

use smpp_tokio::codec::pdu::SubmitSm;
use smpp_tokio::codec::values::Address;
use smpp_tokio::{Acceptor, Error, Esme, MessageCenter, TlsClient, TlsServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A real message centre has its certificate from an authority, in two files of PEM text.
    let certificate = rcgen::generate_simple_self_signed(vec!["localhost".into()])?;
    let (chain, key) = (
        certificate.cert.pem(),
        certificate.signing_key.serialize_pem(),
    );

    // The server takes nothing but TLS. Keep a clone of `tls` to `reload` the certificate before
    // it expires: connections that are there go on.
    let tls = TlsServer::new(chain.as_bytes(), key.as_bytes())?;
    let center = MessageCenter::listen("127.0.0.1:0").await?;
    let center = center.with_acceptor(Acceptor::new().with_tls(tls));
    let port = center.local_addr()?.port();
    tokio::spawn(serve(center));

    // `TlsClient::new` trusts what the platform trusts; here it is this one certificate. A
    // certificate of the client's own is added by `with_certificate`.
    let tls = TlsClient::from_roots(chain.as_bytes())?;
    // The name that the certificate is for is that of the host, unless `with_server_name` says
    // otherwise. If anything is wrong with it, nothing is sent: never is there a connection
    // without TLS instead.
    let esme = Esme::new("bank", "secret");
    let (connection, _incoming) = esme.connect_tls(&tls, &format!("localhost:{port}")).await?;
    let (from, to) = (
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
    );
    let message_id = connection
        .submit_sm(SubmitSm::new(from, to, b"in private"))
        .await?;
    println!("accepted as {message_id}");
    connection.unbind().await?;
    Ok(())
}

async fn serve(center: MessageCenter) -> Result<(), Error> {
    loop {
        let (unbound, _peer) = center.accept().await?;
        tokio::spawn(async move {
            let (_connection, mut incoming) = unbound.bind_request().await?.accept(b"example")?;
            while let Some(request) = incoming.next_request().await {
                request.accept(b"42")?;
            }
            Ok::<_, Error>(())
        });
    }
}
