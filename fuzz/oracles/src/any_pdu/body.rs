//! The body of any PDU.

use arbitrary::{Result, Unstructured};
#[cfg(any(test, feature = "proptest"))]
use proptest::{prelude::*, strategy::Union};
use smpp_codec::CommandId;
use smpp_codec::pdu::Body;

use super::field::Field;
use super::lists::Lists;
use super::records::{
    AnyAlertNotification, AnyBind, AnyBindResp, AnyBroadcastSm, AnyBroadcastSmResp,
    AnyCancelBroadcastSm, AnyCancelBroadcastSmResp, AnyCancelSm, AnyCancelSmResp, AnyDataSm,
    AnyDataSmResp, AnyDeliverSm, AnyDeliverSmResp, AnyEnquireLink, AnyEnquireLinkResp,
    AnyGenericNack, AnyOutbind, AnyParamRetrieve, AnyParamRetrieveResp, AnyQueryBroadcastSm,
    AnyQueryBroadcastSmResp, AnyQueryLastMsgs, AnyQueryLastMsgsResp, AnyQueryMsgDetails,
    AnyQueryMsgDetailsResp, AnyQuerySm, AnyQuerySmResp, AnyReplaceSm, AnyReplaceSmResp,
    AnySubmitMulti, AnySubmitMultiResp, AnySubmitSm, AnySubmitSmResp, AnyUnbind, AnyUnbindResp,
    AnyUnknown,
};

/// Defines the body of any PDU: the octet that selects it, and its record.
macro_rules! bodies {
    ($($octet:literal => $Body:ident($Any:ident);)*) => {
        /// The body of any PDU.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum AnyBody {
            $($Body($Any),)*
        }

        impl Field for AnyBody {
            type Lent<'a> = Body<'a>;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                const BODIES: u8 = [$($octet),*].len() as u8;
                match u8::take(input)? % BODIES {
                    $($octet => Field::take(input).map(Self::$Body),)*
                    _ => Err(arbitrary::Error::IncorrectFormat),
                }
            }

            fn write(&self, input: &mut Vec<u8>) {
                match self {
                    $(Self::$Body(body) => {
                        input.push($octet);
                        body.write(input);
                    })*
                }
            }

            fn collect<'a>(&'a self, lists: &mut Lists<'a>) {
                match self {
                    $(Self::$Body(body) => body.collect(lists),)*
                }
            }

            fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> Body<'a> {
                match self {
                    $(Self::$Body(body) => Body::$Body(body.lend(lists)),)*
                }
            }

            fn copy_of(lent: Body<'_>) -> Option<Self> {
                match lent {
                    $(Body::$Body(body) => Field::copy_of(body).map(Self::$Body),)*
                    _ => None,
                }
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                Union::new([$($Any::strategy().prop_map(Self::$Body).boxed()),*]).boxed()
            }
        }
    };
}

impl AnyBody {
    pub(crate) fn command_id(&self) -> CommandId {
        self.lend(&Lists::default()).command_id()
    }
}

bodies! {
    0 => EnquireLink(AnyEnquireLink);
    1 => EnquireLinkResp(AnyEnquireLinkResp);
    2 => Unbind(AnyUnbind);
    3 => UnbindResp(AnyUnbindResp);
    4 => GenericNack(AnyGenericNack);
    5 => BindReceiver(AnyBind);
    6 => BindReceiverResp(AnyBindResp);
    7 => BindTransmitter(AnyBind);
    8 => BindTransmitterResp(AnyBindResp);
    9 => BindTransceiver(AnyBind);
    10 => BindTransceiverResp(AnyBindResp);
    11 => Outbind(AnyOutbind);
    12 => SubmitSm(AnySubmitSm);
    13 => SubmitSmResp(AnySubmitSmResp);
    14 => SubmitMulti(AnySubmitMulti);
    15 => SubmitMultiResp(AnySubmitMultiResp);
    16 => DeliverSm(AnyDeliverSm);
    17 => DeliverSmResp(AnyDeliverSmResp);
    18 => DataSm(AnyDataSm);
    19 => DataSmResp(AnyDataSmResp);
    20 => QuerySm(AnyQuerySm);
    21 => QuerySmResp(AnyQuerySmResp);
    22 => CancelSm(AnyCancelSm);
    23 => CancelSmResp(AnyCancelSmResp);
    24 => ReplaceSm(AnyReplaceSm);
    25 => ReplaceSmResp(AnyReplaceSmResp);
    26 => AlertNotification(AnyAlertNotification);
    27 => BroadcastSm(AnyBroadcastSm);
    28 => BroadcastSmResp(AnyBroadcastSmResp);
    29 => QueryBroadcastSm(AnyQueryBroadcastSm);
    30 => QueryBroadcastSmResp(AnyQueryBroadcastSmResp);
    31 => CancelBroadcastSm(AnyCancelBroadcastSm);
    32 => CancelBroadcastSmResp(AnyCancelBroadcastSmResp);
    33 => ParamRetrieve(AnyParamRetrieve);
    34 => ParamRetrieveResp(AnyParamRetrieveResp);
    35 => QueryLastMsgs(AnyQueryLastMsgs);
    36 => QueryLastMsgsResp(AnyQueryLastMsgsResp);
    37 => QueryMsgDetails(AnyQueryMsgDetails);
    38 => QueryMsgDetailsResp(AnyQueryMsgDetailsResp);
    39 => Unknown(AnyUnknown);
}
