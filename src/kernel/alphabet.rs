//! Closed lists of words ("alphabets"): one enum, its stable text in database and address, and its parse.
//!
//! The text is stored and linked to; rename a variant freely, never its text.

/// A stored text that belongs to no word of the alphabet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a word of {alphabet}")]
pub struct UnknownWord {
    pub alphabet: &'static str,
    pub text: String,
}

/// Declares an enum whose variants each have one stable text.
///
/// Gives `ALL`, `as_str`, `FromStr` (error [`UnknownWord`]), `Display` and serde by the same text.
#[macro_export]
macro_rules! alphabet {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every word, in the order in which people expect them in a list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text of this word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::alphabet::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::kernel::alphabet::UnknownWord { alphabet: stringify!($name), text: text.to_owned() }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
