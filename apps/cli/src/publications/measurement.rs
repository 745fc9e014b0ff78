//! Measurements: a quantity, its value in fixed point, unit, time and device.

use std::fmt;
use std::str::FromStr;

use numeric::UnixTime;
use serde::{Serialize, Serializer};
use types::unit::Unit;

use super::error::Fault;

/// Most decimals of a value.
const DECIMALS: usize = 9;

/// What somebody or something measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Observation {
    /// What was measured.
    pub quantity: Quantity,
    /// Whether it is one reading or stands for a window of them.
    pub statistic: Statistic,
    /// How much.
    pub value: Decimal,
    /// In which unit.
    #[serde(serialize_with = "as_code")]
    pub unit: Unit,
    /// When; of a window, at its end.
    pub at: UnixTime,
    /// By what, as the publisher names it.
    pub device: Option<String>,
}

fn as_code<S: Serializer>(unit: &Unit, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(unit.as_str())
}

/// What feeds take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Of goods or of the air about them.
    Temperature,
    /// Share of the moisture that air of this temperature can hold.
    RelativeHumidity,
    /// Weight, as of an outturn.
    Mass,
    /// How long vessels wait at a port.
    Waiting,
    /// What is in store.
    Inventory,
}

/// What a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// One reading.
    Value,
    /// The least of a window.
    Least,
    /// The greatest of a window.
    Greatest,
    /// The mean of a window.
    Mean,
}

/// A number in fixed point: `value / 10^decimals`. Trailing zeros do not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits, with their sign.
    pub value: i64,
    /// How many of them are behind the point.
    pub decimals: u8,
}

impl Observation {
    /// Refuses a unit of something else and a value that nature does not have.
    pub fn new(
        quantity: Quantity,
        statistic: Statistic,
        value: &str,
        unit: &str,
        at: UnixTime,
        device: Option<String>,
    ) -> Result<Self, Fault> {
        let value: Decimal = value.parse()?;
        let found = unit.parse().ok().filter(|unit| quantity.units().contains(unit));
        let Some(found) = found else {
            let known: Vec<&str> = quantity.units().iter().map(|unit| unit.as_str()).collect();
            let (quantity, unit) = (quantity.name(), unit.to_owned());
            return Err(Fault::WrongUnit { quantity, unit, known: known.join(", ") });
        };
        let (least, greatest, bounds) = quantity.bounds(found);
        let below = value.is_below(least);
        let above = greatest.is_some_and(|greatest| greatest.is_below(value));
        if below || above {
            let (quantity, value, unit) = (quantity.name(), value.to_string(), unit.to_owned());
            return Err(Fault::OutOfRange { quantity, value, unit, bounds });
        }
        Ok(Self { quantity, statistic, value, unit: found, at, device })
    }
}

impl Quantity {
    /// By the name of GS1's measurement type.
    pub fn of_gs1(name: &str) -> Option<Self> {
        match name {
            "Temperature" => Some(Self::Temperature),
            "RelativeHumidity" => Some(Self::RelativeHumidity),
            "Mass" => Some(Self::Mass),
            _ => None,
        }
    }

    /// By its own name, as in a table.
    pub fn of_name(name: &str) -> Option<Self> {
        let all = [Self::Temperature, Self::RelativeHumidity, Self::Mass, Self::Waiting, Self::Inventory];
        all.into_iter().find(|quantity| quantity.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Temperature => "temperature",
            Self::RelativeHumidity => "relative_humidity",
            Self::Mass => "mass",
            Self::Waiting => "waiting",
            Self::Inventory => "inventory",
        }
    }

    fn units(self) -> &'static [Unit] {
        use Unit as U;
        match self {
            Self::Temperature => &[U::DegreeCelsius, U::DegreeFahrenheit, U::Kelvin],
            Self::RelativeHumidity => &[U::Percent],
            Self::Mass => &[
                U::Kilogram,
                U::Gram,
                U::Milligram,
                U::Tonne,
                U::Decitonne,
                U::Kilotonne,
                U::Pound,
                U::Ounce,
                U::TroyOunce,
                U::LongTon,
                U::ShortTon,
                U::MetricCarat,
            ],
            Self::Waiting => &[U::Second, U::Minute, U::Hour, U::Day],
            Self::Inventory => &[
                U::Piece,
                U::One,
                U::Each,
                U::Kilogram,
                U::Tonne,
                U::CubicMetre,
                U::Litre,
                U::Barrel,
                U::BushelUs,
                U::MegawattHour,
            ],
        }
    }

    /// What it lies between, and that in words.
    fn bounds(self, unit: Unit) -> (Decimal, Option<Decimal>, &'static str) {
        let exactly = |value, decimals| Decimal { value, decimals };
        match (self, unit) {
            (Self::Temperature, Unit::DegreeCelsius) => (exactly(-27_315, 2), None, "from -273.15 on"),
            (Self::Temperature, Unit::DegreeFahrenheit) => (exactly(-45_967, 2), None, "from -459.67 on"),
            (Self::RelativeHumidity, _) => (exactly(0, 0), Some(exactly(100, 0)), "from 0 to 100"),
            _ => (exactly(0, 0), None, "from 0 on"),
        }
    }
}

impl Statistic {
    /// Of a window, what it is of it.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Value => None,
            Self::Least => Some("least"),
            Self::Greatest => Some("greatest"),
            Self::Mean => Some("mean"),
        }
    }
}

impl Decimal {
    /// Both as whole numbers of the smallest decimal there is: nine.
    fn is_below(self, other: Self) -> bool {
        let wide = |number: Self| {
            let missing = u32::try_from(DECIMALS).unwrap_or(0).saturating_sub(number.decimals.into());
            i128::from(number.value).saturating_mul(10_i128.saturating_pow(missing))
        };
        wide(self) < wide(other)
    }
}

impl FromStr for Decimal {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let refused = || Fault::Number { found: text.to_owned() };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole.strip_prefix('-').unwrap_or(whole)) || !digits(fraction) {
            return Err(refused());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > DECIMALS {
            return Err(refused());
        }
        let value = format!("{whole}{fraction}").parse().map_err(|_| refused())?;
        Ok(Self { value, decimals: u8::try_from(fraction.len()).map_err(|_| refused())? })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let digits =
            format!("{:0>width$}", self.value.unsigned_abs(), width = usize::from(self.decimals) + 1);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(self.decimals.into()));
        let sign = if self.value < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Result<(i64, u8), Fault> {
        text.parse::<Decimal>().map(|number| (number.value, number.decimals))
    }

    #[test]
    fn decimals_are_exact() {
        for (text, expected, shown) in [
            ("26.0", (26, 0), "26"),
            ("-18.70", (-187, 1), "-18.7"),
            ("0.05", (5, 2), "0.05"),
            ("-0.05", (-5, 2), "-0.05"),
            ("0", (0, 0), "0"),
            ("9223372036854775807", (i64::MAX, 0), "9223372036854775807"),
            ("0.123456789", (123_456_789, 9), "0.123456789"),
        ] {
            assert_eq!(decimal(text), Ok(expected), "{text}");
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), shown);
        }
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "+5",
            "1e3",
            "0x5",
            "9223372036854775808",
            "0.1234567891",
            "1,5",
            "--5",
            "1.-5",
        ] {
            assert!(matches!(decimal(text), Err(Fault::Number { .. })), "{text}");
        }
    }

    fn observed(quantity: Quantity, value: &str, unit: &str) -> Result<Observation, Fault> {
        Observation::new(quantity, Statistic::Value, value, unit, UnixTime::new(UnixTime::MIN).unwrap(), None)
    }

    #[test]
    fn nature_has_bounds_and_a_unit_measures_one_thing() {
        for (quantity, value, unit) in [
            (Quantity::Temperature, "-273.15", "CEL"),
            (Quantity::Temperature, "-459.67", "FAH"),
            (Quantity::Temperature, "0", "KEL"),
            (Quantity::RelativeHumidity, "100", "P1"),
            (Quantity::Mass, "17950.5", "KGM"),
            (Quantity::Waiting, "36", "HUR"),
        ] {
            assert!(observed(quantity, value, unit).is_ok(), "{value} {unit}");
        }
        for (quantity, value, unit) in [
            (Quantity::Temperature, "-273.16", "CEL"),
            (Quantity::Temperature, "-459.68", "FAH"),
            (Quantity::Temperature, "-0.001", "KEL"),
            (Quantity::RelativeHumidity, "100.01", "P1"),
            (Quantity::RelativeHumidity, "-1", "P1"),
            (Quantity::Mass, "-1", "KGM"),
        ] {
            let refused = observed(quantity, value, unit);
            assert!(matches!(refused, Err(Fault::OutOfRange { .. })), "{value} {unit}: {refused:?}");
        }
        for (quantity, unit) in
            [(Quantity::Temperature, "KGM"), (Quantity::Mass, "CEL"), (Quantity::Temperature, "celsius")]
        {
            let refused = observed(quantity, "1", unit);
            assert!(matches!(refused, Err(Fault::WrongUnit { .. })), "{unit}: {refused:?}");
        }
    }
}
