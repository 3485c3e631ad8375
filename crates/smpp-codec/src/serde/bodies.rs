//! Bodies and lists alone, without a PDU.

use ::serde::ser::{Serialize, SerializeMap, Serializer};

use super::body_entries;
use super::fields::{Mandatory, tlv_entries};
use crate::pdu::{
    AlertNotification, Bind, BindResp, Body, BroadcastSm, BroadcastSmResp, CancelBroadcastSm,
    CancelBroadcastSmResp, CancelSm, CancelSmResp, DataSm, DataSmResp, DeliverSm, DeliverSmResp,
    EnquireLink, EnquireLinkResp, Fields, GenericNack, Outbind, ParamRetrieve, ParamRetrieveResp,
    QueryBroadcastSm, QueryBroadcastSmResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails,
    QueryMsgDetailsResp, QuerySm, QuerySmResp, ReplaceSm, ReplaceSmResp, SubmitMulti,
    SubmitMultiResp, SubmitSm, SubmitSmResp, Unbind, UnbindResp, Unknown, Vendor,
};

/// A map of the keys of a [`Pdu`](crate::Pdu) that are its body's.
impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        body_entries(&mut map, self)?;
        map.end()
    }
}

/// The same of a body by its own type.
macro_rules! bodies {
    ($($Type:ident)*) => {$(
        impl Serialize for $Type<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("fields", &Mandatory(self))?;
                tlv_entries(&mut map, *Fields::tlvs(self))?;
                map.end()
            }
        }
    )*};
}

bodies! {
    AlertNotification Bind BindResp BroadcastSm BroadcastSmResp CancelBroadcastSm
    CancelBroadcastSmResp CancelSm CancelSmResp DataSm DataSmResp DeliverSm DeliverSmResp
    EnquireLink EnquireLinkResp GenericNack Outbind ParamRetrieve ParamRetrieveResp
    QueryBroadcastSm QueryBroadcastSmResp QueryLastMsgs QueryLastMsgsResp QueryMsgDetails
    QueryMsgDetailsResp QuerySm QuerySmResp ReplaceSm ReplaceSmResp SubmitMulti SubmitMultiResp
    SubmitSm SubmitSmResp Unbind UnbindResp
}

impl Serialize for Unknown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Body::from(*self).serialize(serializer)
    }
}

impl Serialize for Vendor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Body::from(*self).serialize(serializer)
    }
}
