use std::fmt::{Debug, Display};

use cosmwasm_std::Event;
use cw_multi_test::{error::AnyResult, AppResponse};

/// The typed error that a refused message ended in, however many contracts it passed through.
#[track_caller]
pub fn refusal<E>(result: AnyResult<impl Debug>) -> E
where
    E: Display + Debug + Send + Sync + 'static,
{
    let error = result.expect_err("it should have been refused");
    match error.downcast::<E>() {
        Ok(refusal) => refusal,
        Err(other) => panic!("refused, but not by a {}: {other:#}", std::any::type_name::<E>()),
    }
}

/// Asserts that a message was refused with exactly this error.
#[track_caller]
pub fn assert_err<E>(result: AnyResult<impl Debug>, expected: E)
where
    E: Display + Debug + PartialEq + Send + Sync + 'static,
{
    assert_eq!(refusal::<E>(result), expected);
}

/// The events of one type that contracts emitted, in their order: `events(&response, "escrow/milestone_settled")`.
pub fn events<'a>(response: &'a AppResponse, of_type: &str) -> Vec<&'a Event> {
    let on_chain = format!("wasm-{of_type}");
    response.events.iter().filter(|event| event.ty == on_chain).collect()
}

/// The value of an event's attribute.
#[track_caller]
pub fn attribute<'a>(event: &'a Event, key: &str) -> &'a str {
    let found = event.attributes.iter().find(|attribute| attribute.key == key);
    &found.unwrap_or_else(|| panic!("no attribute {key} in {event:?}")).value
}
