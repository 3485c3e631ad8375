//! `param_retrieve` and its response, which only SMPP 3.3 has.

use crate::field::{PARAM_NAME, PARAM_VALUE};
use crate::prim::Limit;

pdu! {
    /// `param_retrieve`: asks for a parameter of the message centre.
    ///
    /// Layout (octets): `param_name` C-octet 1 to 32, which the specification prints as 32: taken
    /// as the maximum. SMPP 3.3.
    ///
    /// Spec: SMPP 3.3, `param_retrieve`.
    pub struct ParamRetrieve<'a>, tlvs Undefined {
        /// The parameter's name; at most 31 octets.
        pub param_name: &'a [u8] = last_c_octets(&PARAM_NAME, Limit::all(32)),
    }
}

impl<'a> ParamRetrieve<'a> {
    /// Which parameter.
    #[must_use]
    pub fn new(param_name: &'a [u8]) -> Self {
        Self {
            param_name,
            ..Self::default()
        }
    }
}

pdu! {
    /// `param_retrieve_resp`: answers `param_retrieve`.
    ///
    /// Layout (octets): `param_value` C-octet 1 to 101, with the same reading as `param_name`.
    /// SMPP 3.3.
    ///
    /// Spec: SMPP 3.3, `param_retrieve_resp`.
    pub struct ParamRetrieveResp<'a>, tlvs Undefined {
        optional {
            /// The parameter's value; at most 100 octets.
            pub param_value: &'a [u8] = last_c_octets(&PARAM_VALUE, Limit::all(101)),
        }
    }
}

impl<'a> ParamRetrieveResp<'a> {
    /// The parameter's value.
    #[must_use]
    pub fn new(param_value: &'a [u8]) -> Self {
        Self {
            param_value: Some(param_value),
            ..Self::default()
        }
    }
}
