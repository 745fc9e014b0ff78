//! Questions to nodes over JSON-RPC. A node that does not answer is asked again, and the next one in the list is tried,
//! until one answers or patience ends. So only what may be asked twice goes through here: broadcasting the same signed
//! bytes is such a thing.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use cosmrs::proto::traits::{Message, MessageExt as _, Name};
use tendermint_rpc::endpoint::{abci_query, status};
use tendermint_rpc::error::ErrorDetail;
use tendermint_rpc::request::RequestMessage as _;
use tendermint_rpc::{Response as _, SimpleRequest};
use ureq::Agent;

use super::NodeError;

/// How long one answer may take. A transaction of many messages is simulated in less.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How long to wait before a node is asked again.
const PAUSE: Duration = Duration::from_millis(300);
/// What a block, its results or a stored code may weigh, bytes.
const LARGEST_ANSWER: u64 = 256 << 20;

/// The nodes of one chain.
pub struct Rpc {
    agent: Agent,
    nodes: Vec<Endpoint>,
    current: AtomicUsize,
    patience: Duration,
    /// Fixed by whoever asks, or else by the first node that answers.
    chain_id: OnceLock<String>,
    /// One line is said about an outage, however many wait for its end.
    outage: AtomicBool,
}

struct Endpoint {
    url: String,
    known_to_be_of_this_chain: AtomicBool,
}

/// Why a question got no answer.
enum NoAnswer {
    /// Somebody else may answer, or the same node later.
    Yet(String),
    /// The node is of another chain.
    Ever(NodeError),
}

impl Rpc {
    /// Asks these nodes, the first one first.
    pub fn new(urls: &[String], chain_id: Option<&str>, patience: Duration) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .max_idle_connections_per_host(8)
            .build();
        let endpoint = |url: &String| Endpoint {
            url: url.trim_end_matches('/').to_owned(),
            known_to_be_of_this_chain: AtomicBool::new(false),
        };
        Self {
            agent: agent.into(),
            nodes: urls.iter().map(endpoint).collect(),
            current: AtomicUsize::new(0),
            patience,
            chain_id: chain_id.map_or_else(OnceLock::new, |id| OnceLock::from(id.to_owned())),
            outage: AtomicBool::new(false),
        }
    }

    /// How long a node may be silent.
    pub fn patience(&self) -> Duration {
        self.patience
    }

    /// The chain's name, once a node has answered.
    pub fn chain_id(&self) -> &str {
        self.chain_id.get().map_or("", String::as_str)
    }

    /// Asks until somebody answers.
    pub fn ask<R: SimpleRequest>(&self, request: R) -> Result<R::Output, NodeError> {
        let body = request.into_json();
        let answer = self.post(&body)?;
        match R::Response::from_string(&answer) {
            Ok(response) => Ok(response.into()),
            Err(error) => Err(match error.detail() {
                ErrorDetail::Response(said) => NodeError::Rpc(said.source.clone()),
                _ => NodeError::Unreadable(error.to_string()),
            }),
        }
    }

    /// Asks a module of the chain, about its state after at least this block.
    pub fn store<Q: Message + Name, A: Message + Default>(
        &self,
        path: &str,
        question: &Q,
        after: u64,
    ) -> Result<A, NodeError> {
        let data = question.to_bytes().map_err(|error| NodeError::Unreadable(error.to_string()))?;
        let started = Instant::now();
        loop {
            let request = abci_query::Request::new(Some(path.to_owned()), data.clone(), None, false);
            let answer = self.ask(request)?.response;
            // A block's results can be read a moment before its state. An error may be of that moment too.
            if answer.height.value() < after && started.elapsed() < self.patience {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            if answer.code.is_err() {
                return Err(NodeError::Refused { code: answer.code.value(), log: answer.log });
            }
            return A::decode(answer.value.as_slice())
                .map_err(|error| NodeError::Unreadable(error.to_string()));
        }
    }

    fn post(&self, body: &str) -> Result<String, NodeError> {
        let started = Instant::now();
        let mut silent = String::new();
        loop {
            for _ in &self.nodes {
                let current = self.current.load(Ordering::Relaxed);
                let Some(node) = self.nodes.get(current) else { break };
                match self.admitted(node).and_then(|()| self.post_to(node, body)) {
                    Ok(answer) => {
                        if self.outage.swap(false, Ordering::Relaxed) {
                            eprintln!("portolan: {} answers", node.url);
                        }
                        return Ok(answer);
                    }
                    Err(NoAnswer::Ever(error)) => return Err(error),
                    Err(NoAnswer::Yet(why)) => silent = format!("{}: {why}", node.url),
                }
                let next = current.wrapping_add(1).checked_rem(self.nodes.len()).unwrap_or(0);
                // Whoever else found this node silent has gone on already.
                let _ = self.current.compare_exchange(current, next, Ordering::Relaxed, Ordering::Relaxed);
            }
            let waited = started.elapsed();
            if waited >= self.patience {
                return Err(NodeError::Unreachable { silent, seconds: waited.as_secs() });
            }
            if !self.outage.swap(true, Ordering::Relaxed) {
                let patience = self.patience.as_secs();
                eprintln!("portolan: no node answers ({silent}); trying again for up to {patience} s");
            }
            thread::sleep(PAUSE);
        }
    }

    fn post_to(&self, node: &Endpoint, body: &str) -> Result<String, NoAnswer> {
        let yet = |error: ureq::Error| NoAnswer::Yet(error.to_string());
        let request = self.agent.post(&node.url).content_type("application/json");
        let mut response = request.send(body).map_err(yet)?;
        let status = response.status();
        let text = response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_string().map_err(yet)?;
        // A node that is starting or a proxy before it answers, but not in JSON.
        if text.starts_with('{') {
            Ok(text)
        } else {
            Err(NoAnswer::Yet(format!("HTTP status {status} without a JSON-RPC answer")))
        }
    }

    /// Each node is asked once of which chain it is. One of another chain is a mistake, not an outage.
    fn admitted(&self, node: &Endpoint) -> Result<(), NoAnswer> {
        if node.known_to_be_of_this_chain.load(Ordering::Relaxed) {
            return Ok(());
        }
        let answer = self.post_to(node, &status::Request.into_json())?;
        let status =
            status::Response::from_string(&answer).map_err(|error| NoAnswer::Yet(error.to_string()))?;
        let found = status.node_info.network.to_string();
        let expected = self.chain_id.get_or_init(|| found.clone());
        if *expected != found {
            let (url, expected) = (node.url.clone(), expected.clone());
            return Err(NoAnswer::Ever(NodeError::WrongChain { url, expected, found }));
        }
        node.known_to_be_of_this_chain.store(true, Ordering::Relaxed);
        Ok(())
    }
}
