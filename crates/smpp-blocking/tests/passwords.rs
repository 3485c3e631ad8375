//! Passwords of more than 8 octets, which some providers issue.

use std::thread;

use smpp_blocking::{Credentials, Error, Esme, MessageCenter};
use smpp_codec::Kind;
use smpp_session::LocalError;

#[test]
fn long_password_binds_only_by_explicit_choice() {
    // Nothing listens there: the refusal does not depend on the peer.
    let refused = Esme::new("bank", "twelve chars").connect("127.0.0.1:1");
    let Err(Error::Local(LocalError::Encode(error))) = refused else {
        panic!("the password is not refused");
    };
    assert_eq!((error.kind(), error.field()), (Kind::TooLong, "password"));

    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let center = thread::spawn(move || {
        let (open, _) = center.accept().unwrap();
        let bind = open.bind_request().unwrap();
        let password = bind.request().password.to_vec();
        bind.accept(b"mc").unwrap();
        password
    });
    let credentials = Credentials::new("bank", "").with_long_password("twelve chars");
    let bound = Esme::from_credentials(credentials).connect(address);
    assert!(bound.is_ok(), "{bound:?}");
    assert_eq!(center.join().unwrap(), b"twelve chars");
}
