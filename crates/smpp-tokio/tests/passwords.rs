//! Passwords of more than 8 octets, which some providers issue.

use smpp_codec::Kind;
use smpp_session::LocalError;
use smpp_tokio::{Credentials, Error, Esme, MessageCenter, Settings};
use tokio::io::duplex;

#[tokio::test]
async fn long_password_is_refused_before_connecting() {
    // Nothing listens there: the refusal does not depend on the peer.
    let esme = Esme::new("bank", "twelve chars");
    let Err(Error::Local(LocalError::Encode(error))) = esme.connect("127.0.0.1:1").await else {
        panic!("the password is not refused");
    };
    assert_eq!((error.kind(), error.field()), (Kind::TooLong, "password"));
}

#[tokio::test]
async fn long_password_binds_by_explicit_choice() {
    let (near, far) = duplex(4096);
    let center = tokio::spawn(async move {
        let open = MessageCenter::open(far, Settings::default());
        let bind = open.bind_request().await.unwrap();
        let password = bind.request().password.to_vec();
        bind.accept(b"mc").unwrap();
        password
    });
    let credentials = Credentials::new("bank", "").with_long_password("twelve chars");
    let bound = Esme::from_credentials(credentials).bind(near).await;
    assert!(bound.is_ok(), "{bound:?}");
    assert_eq!(center.await.unwrap(), b"twelve chars");
}

#[tokio::test]
async fn long_password_is_no_licence_for_other_fields() {
    let (near, _far) = duplex(4096);
    let credentials = Credentials::new("much longer than fifteen", "");
    let credentials = credentials.with_long_password("twelve chars");
    let refused = Esme::from_credentials(credentials).bind(near).await;
    let Err(Error::Local(LocalError::Encode(error))) = refused else {
        panic!("the system id is not refused");
    };
    assert_eq!((error.kind(), error.field()), (Kind::TooLong, "system_id"));
}
