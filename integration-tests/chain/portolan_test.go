package chain

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"
)

const (
	// What each reporter is pledged.
	pledge = 1_000
	// What a question costs until it closes.
	deposit = 10
	feed    = 1

	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

var people = []string{
	"seller", "buyer", "carrier", "arbiter", "chamber", "surveyor", "investor", "anyone", "thief",
	"owner", "guardian", "keeper", operator(0), operator(1), operator(2), operator(3), operator(4),
	"consumer", "challenger", "adjudicator", "treasury",
}

// object is a JSON object that is written here.
type object = map[string]any

// portolan is the three contracts on one chain, set up as integration-tests/src/set_up.rs does.
type portolan struct {
	*chain
	contracts map[string]string
	committee map[int]reporter
	// How many agreements were proposed and invoices written by the builders of messages.
	agreements, invoices int
}

// newPortolan stores and instantiates the contracts and makes a staked feed in the settlement coin, on which every
// reporter has a seat of the same weight.
func newPortolan(t *testing.T) *portolan {
	t.Helper()
	return newPortolanOn(newChain(t, people...))
}

func newPortolanOn(c *chain) *portolan {
	c.t.Helper()
	p := &portolan{chain: c, contracts: map[string]string{}, committee: nine()}
	owner, guardian := p.address("owner"), p.address("guardian")
	assets := []object{{"native": coin}}
	p.set("oracle", object{"owner": owner, "guardian": guardian, "unbonding": 21 * day, "assets": assets})
	p.set("shipment", object{
		"owner": owner, "guardian": guardian, "name": "Portolan titles", "symbol": "TITLE", "oracle": p.address("oracle"),
	})
	p.set("escrow", object{
		"owner": owner, "guardian": guardian, "name": "Portolan receivables", "symbol": "RECEIVABLE",
		"shipment": p.address("shipment"), "oracle": p.address("oracle"), "assets": assets,
	})
	p.must("owner", "shipment", object{"admit": object{"contract": p.address("escrow"), "role": "settlement"}})
	p.createFeed()
	return p
}

// in is the same, in a part of its test.
func (p *portolan) in(t *testing.T) *portolan {
	chain := *p.chain
	chain.t = t
	part := *p
	part.chain = &chain
	return &part
}

// set stores and instantiates a contract.
func (p *portolan) set(contract string, msg object) {
	p.t.Helper()
	wasm := wasmOf(p.t, artifacts(p.t), contract)
	owner := p.people["owner"]
	code, gas := p.store(owner, wasm)
	p.gas.add(fmt.Sprintf("store %s, %d bytes", contract, len(wasm)), gas)
	p.contracts[contract], gas = p.chain.instantiate(owner, code, contract, encoded(p.t, msg))
	p.gas.add("instantiate "+contract, gas)
}

// artifacts is where scripts/build leaves the Wasm, and peers where scripts/peers leaves that of others.
func artifacts(t *testing.T) string { return folder(t, "PORTOLAN_ARTIFACTS", "artifacts") }

func peers(t *testing.T) string { return folder(t, "PORTOLAN_PEERS", "peers") }

func folder(t *testing.T, variable, name string) string {
	t.Helper()
	if folder := os.Getenv(variable); folder != "" {
		return folder
	}
	if cache := os.Getenv("PORTOLAN_CACHE"); cache != "" {
		return filepath.Join(cache, name)
	}
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	return filepath.Join(home, ".cache", "portolan", name)
}

func wasmOf(t *testing.T, folder, contract string) []byte {
	t.Helper()
	wasm, err := os.ReadFile(filepath.Join(folder, contract+".wasm"))
	require.NoError(t, err, "build it with scripts/build and scripts/peers first, or say in PORTOLAN_ARTIFACTS and PORTOLAN_PEERS where it is")
	return wasm
}

func (p *portolan) createFeed() {
	p.t.Helper()
	p.must("keeper", "oracle", p.stakedFeed())
	for n := 1; n <= len(p.committee); n++ {
		r := p.committee[n]
		p.must(r.operator, "oracle", object{"bond": object{}}, sdk.NewInt64Coin(coin, pledge))
		p.must(r.operator, "oracle", object{"enrol_reporter": object{"key": object{r.scheme: r.key}, "class": r.class}})
		p.must(r.operator, "oracle", object{"pledge": object{"feed": feed, "reporter": n, "amount": fmt.Sprint(pledge)}})
	}
}

// stakedFeed is the message that creates the feed.
func (p *portolan) stakedFeed() object {
	operators := []string{}
	for n := 1; n <= 5; n++ {
		operators = append(operators, p.address(operator(n%5)))
	}
	kind := object{"staked": object{"asset": object{"native": coin}, "min_pledge": fmt.Sprint(pledge), "operators": operators}}
	rules := object{
		"tolerance": 15 * minute, "collection": hour, "min_operators": 2, "min_classes": 2, "correction": 7 * day,
		"longest_reservation": 400 * day, "unpledge_notice": 30 * day,
		"deposit": object{"denom": coin, "amount": fmt.Sprint(deposit)},
	}
	return object{"create_feed": object{"kind": kind, "rules": rules}}
}

// accountOf is a contract's address.
func (p *portolan) accountOf(contract string) sdk.AccAddress {
	p.t.Helper()
	account, err := sdk.AccAddressFromBech32(p.address(contract))
	require.NoError(p.t, err)
	return account
}

// address is of one of the people, or of a contract by its name.
func (p *portolan) address(name string) string {
	p.t.Helper()
	if contract, known := p.contracts[name]; known {
		return contract
	}
	require.Contains(p.t, p.people, name, "nobody is called so")
	return p.people[name].address()
}

// send executes a message in a transaction of its own, and notes its gas.
func (p *portolan) send(sender, contract string, msg any, funds ...sdk.Coin) (*abci.ExecTxResult, error) {
	p.t.Helper()
	require.Contains(p.t, p.people, sender, "nobody is called so")
	json := encoded(p.t, msg)
	result, err := p.execute(p.people[sender], p.address(contract), json, sdk.NewCoins(funds...))
	if err == nil {
		p.gas.add(contract+"."+variant(json), result.GasUsed)
	}
	return result, err
}

func (p *portolan) must(sender, contract string, msg any, funds ...sdk.Coin) {
	p.t.Helper()
	_, err := p.send(sender, contract, msg, funds...)
	require.NoError(p.t, err, "%s to %s: %s", sender, contract, encoded(p.t, msg))
}

// query is an answer of a contract.
func (p *portolan) query(contract string, msg any) (answer any) {
	p.t.Helper()
	require.NoError(p.t, p.SmartQuery(p.address(contract), msg, &answer), "%s: %s", contract, encoded(p.t, msg))
	return answer
}

// noteFloor notes the gas of the cheapest transaction there is.
func (p *portolan) noteFloor() {
	p.t.Helper()
	from, to := p.people["thief"], p.people["chamber"]
	amount := sdk.NewCoins(sdk.NewInt64Coin(coin, 1))
	result, err := p.deliver(from, banktypes.NewMsgSend(from.account, to.account, amount))
	require.NoError(p.t, err)
	p.gas.add("bank send, the floor of any transaction", result.GasUsed)
}

// gained is what somebody has more of the settlement coin than at first.
func (p *portolan) gained(name string) int64 {
	p.t.Helper()
	return p.balance(p.address(name)) - funds
}

// encoded is JSON in one line; what is JSON already stays as it is.
func encoded(t *testing.T, msg any) []byte {
	t.Helper()
	if raw, is := msg.(string); is {
		return []byte(raw)
	}
	json, err := json.Marshal(msg)
	require.NoError(t, err)
	return json
}

// variant is the name of a message.
func variant(msg []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(msg, &fields) == nil && len(fields) == 1 {
		for name := range fields {
			return name
		}
	}
	return "?"
}
