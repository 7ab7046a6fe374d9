//! The types of switch values, read from JSON (`POST /_control`) and from a form (the hub).
//!
//! Not here: the switches themselves (`switches.rs`) and the meaning of the choices (`choices.rs`).

use serde_json::{Value, json};

use super::moment::{Moment, NoMoment};

/// The reason why a switch refuses a value.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SettingError {
    #[error("{given} is none of {known}")]
    NoneOf { given: String, known: String },
    #[error("{0} is no boolean")]
    NoBoolean(Value),
    #[error("{given} is no whole number from {min} to {max}")]
    NoNumber { given: Value, min: i64, max: i64 },
    #[error(transparent)]
    NoMoment(#[from] NoMoment),
    #[error("{0} is no name")]
    NoName(Value),
    #[error("{0} is no list of names")]
    NoNames(Value),
    #[error("there is no such workspace; there are {known}")]
    NoWorkspace { known: String },
    #[error("there is no teammate {0} who can sign in")]
    NoTeammate(String),
    #[error("there is no switch {0}")]
    NoSwitch(String),
}

/// The value of a switch.
pub(crate) trait Setting: Sized {
    /// Parses `given`. A form gives every value as text.
    ///
    /// # Errors
    /// [`SettingError`], which quotes `given`.
    fn read(given: &Value) -> Result<Self, SettingError>;

    /// Returns the value as JSON.
    fn value(&self) -> Value;

    /// Returns the possible values, for a person to choose from.
    fn control(&self) -> Control;
}

/// The form control of a switch.
pub(crate) enum Control {
    /// A choice of one value.
    One(Vec<Choice>),
    /// A choice of any number of values.
    Many(Vec<Choice>),
    /// A number between `min` and `max`, both included.
    Number { min: i64, max: i64, now: i64 },
    /// A text that the switch reads.
    Text { now: String },
}

/// One value of a switch, with its words for a person.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

/// An enum whose values have names and words. The first value is the default.
pub(crate) trait Named: Copy + PartialEq + 'static {
    /// The value, its name, and its words for a person.
    const ALL: &'static [(Self, &'static str, &'static str)];
}

impl<T: Named> Setting for T {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let known = || T::ALL.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ");
        let named = given.as_str().and_then(|text| T::ALL.iter().find(|(_, name, _)| *name == text));
        let none = || SettingError::NoneOf { given: given.to_string(), known: known() };
        named.map(|(value, _, _)| *value).ok_or_else(none)
    }

    fn value(&self) -> Value {
        T::ALL.iter().find(|(value, _, _)| value == self).map_or(Value::Null, |(_, name, _)| json!(name))
    }

    fn control(&self) -> Control {
        let choice = |(value, name, words): &(T, &str, &str)| Choice {
            value: (*name).to_owned(),
            words: (*words).to_owned(),
            chosen: value == self,
        };
        Control::One(T::ALL.iter().map(choice).collect())
    }
}

/// Declares an enum of [`Named`] values.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($variant:ident $text:literal $words:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $(#[doc = $words] $variant,)+ }

        impl $crate::control::setting::Named for $name {
            const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$variant, $text, $words),)+];
        }
    };
}
pub(crate) use choice;

impl Setting for bool {
    fn read(given: &Value) -> Result<Self, SettingError> {
        match (given.as_bool(), given.as_str()) {
            (Some(value), _) => Ok(value),
            (None, Some("true")) => Ok(true),
            (None, Some("false")) => Ok(false),
            _ => Err(SettingError::NoBoolean(given.clone())),
        }
    }

    fn value(&self) -> Value {
        json!(self)
    }

    fn control(&self) -> Control {
        let choice = |value: bool, words: &str| Choice {
            value: value.to_string(),
            words: words.to_owned(),
            chosen: value == *self,
        };
        Control::One(vec![choice(false, "No"), choice(true, "Yes")])
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number<const MIN: i64, const MAX: i64>(pub(crate) i64);

impl<const MIN: i64, const MAX: i64> Number<MIN, MAX> {
    /// Returns the absolute value. Only for numbers that cannot be negative.
    pub(crate) fn count(self) -> u64 {
        self.0.unsigned_abs()
    }
}

impl<const MIN: i64, const MAX: i64> Setting for Number<MIN, MAX> {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let number = given.as_i64().or_else(|| given.as_str().and_then(|text| text.trim().parse().ok()));
        number.filter(|number| (MIN..=MAX).contains(number)).map(Self).ok_or_else(|| SettingError::NoNumber {
            given: given.clone(),
            min: MIN,
            max: MAX,
        })
    }

    fn value(&self) -> Value {
        json!(self.0)
    }

    fn control(&self) -> Control {
        Control::Number { min: MIN, max: MAX, now: self.0 }
    }
}

impl Setting for Moment {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let read = match given {
            Value::String(text) => text.parse().ok(),
            other => other.as_i64().and_then(Self::at),
        };
        read.ok_or_else(|| NoMoment(given.to_string()).into())
    }

    fn value(&self) -> Value {
        json!(self.to_string())
    }

    fn control(&self) -> Control {
        Control::Text { now: self.to_string() }
    }
}

/// Returns the names in `given`: an array of strings, or a form's text with commas between the names.
///
/// # Errors
/// [`SettingError`], which quotes `given`.
pub(crate) fn names(given: &Value) -> Result<Vec<&str>, SettingError> {
    match given {
        Value::Array(names) => {
            names.iter().map(|name| name.as_str().ok_or_else(|| SettingError::NoName(name.clone()))).collect()
        }
        Value::String(text) => Ok(text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()),
        _ => Err(SettingError::NoNames(given.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    choice! {
        /// A choice for the tests.
        Colour { Red "red" "Red", Green "green" "Green", }
    }

    #[test]
    fn value_is_read_from_its_own_json_and_from_form_text() {
        assert_eq!(Colour::read(&json!("green")), Ok(Colour::Green));
        assert_eq!(Colour::Green.value(), json!("green"));
        assert_eq!(bool::read(&json!(true)), Ok(true));
        assert_eq!(bool::read(&json!("false")), Ok(false));
        assert_eq!(Number::<-5, 5>::read(&json!("-5")), Ok(Number(-5)));
        assert_eq!(Number::<-5, 5>::read(&json!(5)), Ok(Number(5)));
        assert_eq!(names(&json!(["a", "b"])), Ok(vec!["a", "b"]));
        assert_eq!(names(&json!("a, b,")), Ok(vec!["a", "b"]));
    }

    #[test]
    fn error_names_the_wrong_value_and_the_possible_ones() {
        let said = |error: SettingError| error.to_string();
        assert_eq!(
            Colour::read(&json!("blue")).map_err(said),
            Err("\"blue\" is none of red, green".to_owned())
        );
        assert_eq!(Colour::read(&json!(1)).map_err(said), Err("1 is none of red, green".to_owned()));
        assert_eq!(bool::read(&json!("yes")).map_err(said), Err("\"yes\" is no boolean".to_owned()));
        for wrong in [json!(6), json!(1.5), json!("x"), json!(null)] {
            let said = Number::<-5, 5>::read(&wrong).unwrap_err().to_string();
            assert!(said.ends_with("is no whole number from -5 to 5"), "{said}");
        }
        assert_eq!(names(&json!([1])).map_err(said), Err("1 is no name".to_owned()));
        assert_eq!(names(&json!(1)).map_err(said), Err("1 is no list of names".to_owned()));
    }
}
