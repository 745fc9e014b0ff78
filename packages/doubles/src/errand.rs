use cosmwasm_std::{CosmosMsg, Event, Reply, Response, SubMsg, SubMsgResult};
use serde::{Deserialize, Serialize};

/// What anybody may have it do as itself.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Sends these.
    Do(Vec<CosmosMsg>),
    /// Sends this and says what it hears of it: an event `heard` with the `result`.
    Hear(CosmosMsg),
}

impl Errand {
    pub(crate) fn done(self) -> Response {
        match self {
            Self::Do(msgs) => Response::new().add_messages(msgs),
            Self::Hear(msg) => Response::new().add_submessage(SubMsg::reply_always(msg, 0)),
        }
    }
}

pub fn heard(reply: &Reply) -> Response {
    let result = match &reply.result {
        SubMsgResult::Ok(_) => "ok",
        SubMsgResult::Err(error) => error,
    };
    Response::new().add_event(Event::new("heard").add_attribute("result", result))
}
