//! An smpplib client against our message centre.

mod common;

use smpp_codec::Version;
use smpp_interop::Peer;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_smpplib_client_against_our_message_centre() {
    let (port, served) = common::message_center("hello from python").await;
    let client = Peer::python("smpplib_client.py", &[&port.to_string(), "secret"]);
    let bound = client.expect("bind_resp");
    assert_eq!(bound["command_status"], 0);
    assert_eq!(bound["system_id"], "mc");
    let submitted = client.expect("submit_sm_resp");
    assert_eq!(submitted["command_status"], 0);
    assert_eq!(submitted["message_id"], "rust-1");
    common::check_receipt(&client.expect("deliver_sm"));
    let _ = client.expect("unbound");
    let saw = served.await.unwrap();
    assert_eq!(
        (saw.system_id.as_str(), saw.version),
        ("smpplib", Version::V3_4)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_smpplib_client_with_a_wrong_password() {
    let (port, served) = common::message_center("").await;
    let client = Peer::python("smpplib_client.py", &[&port.to_string(), "wrong"]);
    assert_eq!(client.expect("bind_resp")["command_status"], 0x0D);
    served.abort();
}
