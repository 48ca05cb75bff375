//! What the refined types have in common: a text that was checked when it was made.

/// Implements what a refined text needs: `as_str`, `Display`, `TryFrom`, serde, garde and a schema.
///
/// `$what` completes the sentence that a client reads: "not a valid ...".
macro_rules! refined_text {
    ($name:ident, $parse:path, $what:literal, $schema:tt) => {
        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::input::NotAcceptable;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                $parse(text).map(Self).ok_or(crate::input::NotAcceptable)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::try_from(text.as_str()).map_err(|_| {
                    serde::de::Error::invalid_value(serde::de::Unexpected::Other("text"), &concat!("a valid ", $what))
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        /// Valid by construction.
        impl garde::Validate for $name {
            type Context = ();

            fn validate_into(&self, (): &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

pub(super) use refined_text;

/// The text cannot be turned into the refined type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not acceptable")]
pub struct NotAcceptable;
