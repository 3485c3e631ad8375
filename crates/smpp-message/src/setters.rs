//! The `with_*` functions of settings.

/// Writes `const fn with_FIELD` for the fields of a settings struct.
///
/// Each takes the value of its field, and returns the settings with it.
macro_rules! setters {
    ($($with:ident $field:ident: $Type:ty;)+) => {
        $(
            #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
            #[must_use]
            pub const fn $with(mut self, $field: $Type) -> Self {
                self.$field = $field;
                self
            }
        )+
    };
}

pub(crate) use setters;
