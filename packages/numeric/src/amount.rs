use std::fmt;

use cosmwasm_std::{Uint128, Uint256};
use message::{FromJson, Json, Refusal, ToJson};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{div, BasisPoints, NumericError, Rounding};

/// An amount of a settlement asset, in its smallest unit, as a string of decimal digits: `"1000"`.
///
/// In JSON it looks exactly like [`Uint128`]; in packed storage it is a plain number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
pub struct Amount(#[schemars(with = "String")] u128);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `units` of the asset's smallest unit.
    pub const fn new(units: u128) -> Self {
        Self(units)
    }

    /// The number of smallest units.
    pub const fn get(self) -> u128 {
        self.0
    }

    /// Whether there is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    pub fn checked_add(self, other: Self) -> Result<Self, NumericError> {
        self.0.checked_add(other.0).map(Self).ok_or(NumericError::AmountOverflow)
    }

    /// What is left after `other` is taken.
    pub fn checked_sub(self, other: Self) -> Result<Self, NumericError> {
        self.0
            .checked_sub(other.0)
            .map(Self)
            .ok_or(NumericError::AmountTooSmall { available: self, required: other })
    }

    /// A part of this amount. It is never more than the amount, to whichever side it is rounded.
    pub fn share(self, share: BasisPoints, rounding: Rounding) -> Result<Self, NumericError> {
        self.mul_ratio(Self(share.get().into()), Self(BasisPoints::WHOLE.get().into()), rounding)
    }

    /// `self · num / den`. The product is held in 256 bits, so only the result must fit.
    pub fn mul_ratio(self, num: Self, den: Self, rounding: Rounding) -> Result<Self, NumericError> {
        let product = Uint256::from(self.0)
            .checked_mul(Uint256::from(num.0))
            .map_err(|_| NumericError::AmountOverflow)?;
        let quotient = div(product, Uint256::from(den.0), rounding)?;
        Uint128::try_from(quotient).map(Self::from).map_err(|_| NumericError::AmountOverflow)
    }
}

impl From<Uint128> for Amount {
    fn from(units: Uint128) -> Self {
        Self(units.u128())
    }
}

impl From<Amount> for Uint128 {
    fn from(amount: Amount) -> Self {
        Self::new(amount.0)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// By hand, because JSON needs the string (JavaScript's numbers end at 2^53) and storage pays for every byte of it.
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Uint128::new(self.0).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl ToJson for Amount {
    fn write(&self, json: &mut String) {
        Uint128::new(self.0).write(json);
    }
}

impl FromJson for Amount {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        Uint128::from_json(json).map(Self::from)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Uint128::deserialize(deserializer).map(Self::from)
        } else {
            u128::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{from_json, to_json_string};

    use super::*;

    const MAX: Amount = Amount::new(u128::MAX);

    fn percent(n: u16) -> BasisPoints {
        BasisPoints::new(n.saturating_mul(100)).unwrap()
    }

    #[test]
    fn sums_are_checked() {
        assert_eq!(Amount::new(2).checked_add(Amount::new(3)), Ok(Amount::new(5)));
        assert_eq!(MAX.checked_add(Amount::ZERO), Ok(MAX));
        assert_eq!(MAX.checked_add(Amount::new(1)), Err(NumericError::AmountOverflow));
    }

    #[test]
    fn nothing_is_taken_that_is_not_there() {
        assert_eq!(Amount::new(5).checked_sub(Amount::new(5)), Ok(Amount::ZERO));
        assert_eq!(
            Amount::new(5).checked_sub(Amount::new(6)),
            Err(NumericError::AmountTooSmall { available: Amount::new(5), required: Amount::new(6) })
        );
    }

    #[test]
    fn a_share_is_rounded_to_the_named_side() {
        let odd = Amount::new(101);
        assert_eq!(odd.share(percent(50), Rounding::Down), Ok(Amount::new(50)));
        assert_eq!(odd.share(percent(50), Rounding::Up), Ok(Amount::new(51)));
        assert_eq!(odd.share(percent(0), Rounding::Up), Ok(Amount::ZERO));
        assert_eq!(MAX.share(percent(100), Rounding::Up), Ok(MAX));
    }

    #[test]
    fn a_ratio_needs_only_its_result_to_fit() {
        assert_eq!(MAX.mul_ratio(MAX, MAX, Rounding::Up), Ok(MAX));
        assert_eq!(
            Amount::new(7).mul_ratio(Amount::new(2), Amount::new(3), Rounding::Down),
            Ok(Amount::new(4))
        );
        assert_eq!(
            Amount::new(7).mul_ratio(Amount::new(2), Amount::new(3), Rounding::Up),
            Ok(Amount::new(5))
        );
        assert_eq!(
            MAX.mul_ratio(Amount::new(2), Amount::new(1), Rounding::Down),
            Err(NumericError::AmountOverflow)
        );
        assert_eq!(
            MAX.mul_ratio(Amount::new(2), Amount::ZERO, Rounding::Down),
            Err(NumericError::DivisionByZero)
        );
    }

    #[test]
    fn json_is_that_of_uint128() {
        assert_eq!(to_json_string(&Amount::new(1000)).unwrap(), r#""1000""#);
        assert_eq!(from_json::<Amount>(r#""1000""#).unwrap(), Amount::new(1000));
        assert_eq!(from_json::<Amount>(r#""340282366920938463463374607431768211455""#).unwrap(), MAX);
        for refused in
            ["1000", r#""""#, r#""-1""#, r#""1.5""#, r#""340282366920938463463374607431768211456""#]
        {
            assert!(from_json::<Amount>(refused).is_err(), "{refused}");
            assert!(from_json::<Uint128>(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn storage_holds_a_plain_number() {
        // 300 = 0b10_0101100: seven bits a byte, the lowest first.
        assert_eq!(postcard::to_allocvec(&Amount::new(300)).unwrap(), [0xAC, 0x02]);
        assert_eq!(postcard::from_bytes::<Amount>(&[0xAC, 0x02]).unwrap(), Amount::new(300));
    }

    #[test]
    fn the_schema_is_a_string() {
        let schema = schemars::schema_for!(Amount).schema;
        assert_eq!(schema.instance_type, schemars::schema_for!(Uint128).schema.instance_type);
        assert_eq!(schema.metadata.unwrap().title.unwrap(), "Amount");
    }
}
