//! What has to have passed.

use smpp_codec::pdu::Body;
use smpp_codec::tlv;
use smpp_codec::values::{EsmClass, MessageState, RegisteredDelivery};
use smpp_codec::{CommandId, CommandStatus, Pdu};

use super::record::{Name, Seen, Way};
use super::scenes::{RECEIVER, Sent, TRANSCEIVER, TRANSMITTER};

/// Something that has to have passed, and how often it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expectation {
    pub(crate) what: String,
    pub(crate) wanted: usize,
    pub(crate) found: usize,
}

impl Expectation {
    pub(crate) const fn is_met(&self) -> bool {
        self.wanted == self.found
    }
}

/// Checks everything that a run has to show. `sent` is what was submitted.
pub(crate) fn check(seen: &[Seen], sent: &[Sent]) -> Vec<Expectation> {
    let mut check = Check {
        seen,
        list: Vec::new(),
    };
    check.binds();
    for message in sent {
        check.message(message);
    }
    check.links();
    check.unbinds();
    check.everything();
    check.list
}

struct Check<'a> {
    seen: &'a [Seen],
    list: Vec<Expectation>,
}

impl Check<'_> {
    fn expect(
        &mut self,
        (session, way): (Name, Way),
        wanted: usize,
        what: &str,
        is_it: impl Fn(&Pdu<'_>) -> bool,
    ) {
        let found = self.seen.iter().filter(|seen| {
            (seen.session, seen.way) == (session, way) && seen.pdu().is_some_and(|pdu| is_it(&pdu))
        });
        let from = match way {
            Way::ToMc => format!("from the {session}"),
            Way::ToEsme => format!("to the {session}"),
        };
        self.list.push(Expectation {
            what: format!("{what} {from}"),
            wanted,
            found: found.count(),
        });
    }

    /// A request one way, and its response with `ESME_ROK` the other.
    fn exchange(&mut self, session: Name, way: Way, wanted: usize, request: CommandId) {
        let back = match way {
            Way::ToMc => Way::ToEsme,
            Way::ToEsme => Way::ToMc,
        };
        let response = request.response().unwrap_or(request);
        self.expect((session, way), wanted, &request.to_string(), |pdu| {
            pdu.command_id() == request
        });
        self.expect((session, back), wanted, &response.to_string(), |pdu| {
            pdu.command_id() == response && pdu.command_status == CommandStatus::ESME_ROK
        });
    }

    fn binds(&mut self) {
        for (session, bind) in [
            (TRANSMITTER, CommandId::BIND_TRANSMITTER),
            (RECEIVER, CommandId::BIND_RECEIVER),
            (TRANSCEIVER, CommandId::BIND_TRANSCEIVER),
        ] {
            self.exchange(session, Way::ToMc, 1, bind);
        }
    }

    /// A message on its way: submitted, accepted, delivered, accepted again; and its receipt.
    fn message(&mut self, sent: &Sent) {
        let (what, parts) = (sent.what, sent.ids.len());
        let is_part = |octets: &[u8]| sent.parts.iter().any(|part| part == octets);
        self.expect(
            (sent.session, Way::ToMc),
            parts,
            &format!("submit_sm of {what}"),
            |pdu| match pdu.body {
                Body::SubmitSm(submit) => {
                    let asked = submit.registered_delivery == RegisteredDelivery::RECEIPT;
                    is_part(submit.short_message) && asked == sent.receipt
                }
                _ => false,
            },
        );
        self.expect(
            (sent.session, Way::ToEsme),
            parts,
            &format!("submit_sm_resp of {what} with its message_id"),
            |pdu| match pdu.body {
                Body::SubmitSmResp(response) => sent.has_id(response.message_id),
                _ => false,
            },
        );
        self.expect(
            (RECEIVER, Way::ToEsme),
            parts,
            &format!("deliver_sm of {what}"),
            |pdu| match pdu.body {
                Body::DeliverSm(deliver) => is_part(deliver.short_message),
                _ => false,
            },
        );
        if sent.receipt {
            self.expect(
                (TRANSCEIVER, Way::ToEsme),
                parts,
                &format!("deliver_sm with the receipt of {what}"),
                |pdu| match pdu.body {
                    Body::DeliverSm(deliver) => {
                        let id = deliver.tlvs.get(tlv::RECEIPTED_MESSAGE_ID);
                        let state = deliver.tlvs.get(tlv::MESSAGE_STATE);
                        deliver.esm_class == EsmClass::MC_DELIVERY_RECEIPT
                            && sent.has_id(id.ok().flatten())
                            && state == Ok(Some(MessageState::DELIVERED))
                    }
                    _ => false,
                },
            );
        }
    }

    fn links(&mut self) {
        self.exchange(TRANSCEIVER, Way::ToMc, 1, CommandId::ENQUIRE_LINK);
        self.exchange(RECEIVER, Way::ToEsme, 1, CommandId::ENQUIRE_LINK);
    }

    fn unbinds(&mut self) {
        self.exchange(TRANSMITTER, Way::ToMc, 1, CommandId::UNBIND);
        self.exchange(TRANSCEIVER, Way::ToMc, 1, CommandId::UNBIND);
        // This one the message centre unbinds.
        self.exchange(RECEIVER, Way::ToEsme, 1, CommandId::UNBIND);
    }

    /// A response to each delivery, and nothing that was not looked for.
    fn everything(&mut self) {
        for session in [RECEIVER, TRANSCEIVER] {
            let deliveries = self.seen.iter().filter(|seen| {
                let pdu = seen.pdu();
                let is_delivery = pdu.is_some_and(|pdu| pdu.command_id() == CommandId::DELIVER_SM);
                is_delivery && (seen.session, seen.way) == (session, Way::ToEsme)
            });
            let wanted = deliveries.count();
            self.expect((session, Way::ToMc), wanted, "deliver_sm_resp", |pdu| {
                pdu.command_id() == CommandId::DELIVER_SM_RESP
                    && pdu.command_status == CommandStatus::ESME_ROK
            });
        }
        let looked_for: usize = self.list.iter().map(|expectation| expectation.wanted).sum();
        self.list.push(Expectation {
            what: "PDUs in all".into(),
            wanted: looked_for,
            found: self.seen.len(),
        });
    }
}
