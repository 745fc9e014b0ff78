package chain

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// The limits of packages/types/src/gas.rs, which the README of shipment and escrow states.
const (
	paymentGas = 350_000
	noticeGas  = 400_000 + 4*paymentGas + 2*250_000
	factGas    = 300_000 + 6*noticeGas
)

// manner is how packages/doubles/src/saboteur.rs takes a message.
type manner struct {
	name string
	// Whether the message fails by it.
	fails bool
	// What it uses up at most, if nothing stops it.
	gas int64
}

const endless = 1 << 40

var manners = []manner{
	{"refuses", true, 100_000},
	{"sends_to_nobody", true, 100_000},
	{"sends_nonsense", true, 100_000},
	{"emits_nonsense", true, 100_000},
	{"panics", true, 100_000},
	{"answers_garbage", true, 100_000},
	{"fills_memory", true, 300_000},
	{"recurses", true, endless},
	{"burns_gas", true, endless},
	{"fills_storage", true, endless},
	{"returns_nonsense", false, 100_000},
	{"returns_much", false, 320_000},
	{"emits_much", false, 700_000},
}

// fits is whether it succeeds within a limit.
func (m manner) fits(limit int64) bool { return !m.fails && m.gas < limit }

// storeDouble stores what plays beside the contracts.
func (p *portolan) storeDouble() uint64 {
	p.t.Helper()
	wasm, err := os.ReadFile(filepath.Join(artifacts(p.t), wasms["double"]))
	require.NoError(p.t, err, "build it first: scripts/build doubles")
	code, _ := p.store(p.people["thief"], wasm)
	return code
}

// cast makes a contract that plays a part, under a name.
func (p *portolan) cast(code uint64, name string, part object) {
	p.t.Helper()
	p.contracts[name], _ = p.chain.instantiate(p.people["thief"], code, name, encoded(p.t, part))
}

// has a double send a message as itself.
func (p *portolan) has(double, contract string, msg any, funds ...sdk.Coin) {
	p.t.Helper()
	p.must("thief", double, object{"do": []any{p.call(contract, msg, funds...)}})
}

// call is a message as contracts send it.
func (p *portolan) call(contract string, msg any, funds ...sdk.Coin) object {
	if funds == nil {
		funds = []sdk.Coin{}
	}
	return object{"wasm": object{"execute": object{
		"contract_addr": p.address(contract), "msg": encoded(p.t, msg), "funds": funds,
	}}}
}

// subscribes a double to the bill.
func (p *portolan) subscribes(double string) {
	p.t.Helper()
	p.must("owner", "shipment", object{"admit": object{"contract": p.address(double), "role": "observer"}})
	p.has(double, "shipment", object{"subscribe": object{"token_id": "MSC:BL-7", "cutoffs": []any{}}})
}

// received is how many messages a stranger got and did not refuse.
func (p *portolan) received(stranger string) int {
	p.t.Helper()
	contract := sdk.MustAccAddressFromBech32(p.address(stranger))
	number := 0
	if raw := p.GetWasmApp().WasmKeeper.QueryRaw(p.GetContext(), contract, []byte("received")); raw != nil {
		decodedJSON(p.t, raw, &number)
	}
	return number
}

// events of a contract in a transaction, by their type: "shipment/notice_failed".
func eventsOf(result *abci.ExecTxResult, of string) (found []abci.Event) {
	for _, event := range result.Events {
		if event.Type == "wasm-"+of {
			found = append(found, event)
		}
	}
	return found
}

// crowd is a voyage before its first fact: `before` subscribed to the bill before the escrow did, `after` after it, and
// last an observer who takes notes.
func crowd(t *testing.T, before, after []manner) (*portolan, []block) {
	t.Helper()
	p := newPortolan(t)
	code := p.storeDouble()
	rest := p.playUntil("encumber", example(t))
	p.cast(code, "observer", object{"stranger": "record"})
	p.subscribe(code, before)
	rest = p.playUntil("report", rest)
	p.subscribe(code, after)
	p.subscribes("observer")
	return p, rest
}

func (p *portolan) subscribe(code uint64, saboteurs []manner) {
	p.t.Helper()
	for _, saboteur := range saboteurs {
		p.cast(code, saboteur.name, object{"saboteur": saboteur.name})
		p.subscribes(saboteur.name)
	}
}

// reported brings the word of nine.
func (p *portolan) reported(b block) *abci.ExecTxResult {
	p.t.Helper()
	msg, _ := p.ready(b)
	result, err := p.send("anyone", "oracle", msg)
	require.NoError(p.t, err)
	return result
}

func (p *portolan) holderIs(person string) {
	p.t.Helper()
	owner := p.query("shipment", object{"owner_of": object{"token_id": "MSC:BL-7"}})
	p.holds(owner, object{"owner": p.address(person)}, "title")
}

func TestASubscriberThatFailsCostsNoOtherItsPayout(t *testing.T) {
	// Three at a time, one before the escrow and two after it.
	for three := range slices.Chunk(manners, 3) {
		t.Run(three[0].name, func(t *testing.T) {
			p, rest := crowd(t, three[:1], three[1:])

			loaded := p.reported(rest[0])
			require.EqualValues(t, 3_000, p.gained("seller"), "is paid when the goods are on board")
			discharged := p.reported(rest[1])
			require.EqualValues(t, 6_930, p.gained("investor"), "is paid at discharge")
			require.EqualValues(t, -9_930, p.gained("buyer"), "gets back what the delay costs")
			p.holderIs("buyer")
			require.Equal(t, 2, p.received("observer"), "who comes last is told")

			failures, most := 0, int64(600_000)
			for _, one := range three {
				if one.fails {
					failures++
				}
				most += min(one.gas, noticeGas)
			}
			for _, result := range []*abci.ExecTxResult{loaded, discharged} {
				require.Len(t, eventsOf(result, "shipment/notice_failed"), failures)
				require.LessOrEqual(t, result.GasUsed, most, "each within the limit of its notice")
			}
		})
	}
}

func TestSubscribersThatBurnAllTheirGasCostTheEscrowNothing(t *testing.T) {
	p := newPortolan(t)
	code := p.storeDouble()
	rest := p.playUntil("encumber", example(t))
	for i, how := range []string{"burns_gas", "fills_storage", "burns_gas", "fills_storage"} {
		name := fmt.Sprint("saboteur ", i)
		p.cast(code, name, object{"saboteur": how})
		p.subscribes(name)
	}
	rest = p.playUntil("report", rest)

	result := p.reported(rest[0])

	require.EqualValues(t, 3_000, p.gained("seller"), "who subscribed last")
	require.Len(t, eventsOf(result, "shipment/notice_failed"), 4)
	require.Greater(t, result.GasUsed, int64(4*noticeGas), "they had all that a notice may use")
	require.Less(t, result.GasUsed, int64(600_000+4*noticeGas), "and no more")
}

// Owners of receivables are contracts, each of which takes it badly when it is told that it is paid.
func TestAnOwnerThatFailsCostsNobodyElseAnything(t *testing.T) {
	// given: a sale of as many milestones, all due at discharge.
	p := newPortolan(t)
	code := p.storeDouble()
	blocks := example(t)
	terms := blocks[0].Msg.(object)["propose"].(object)["terms"].(object)
	part := terms["milestones"].([]any)[1].(object)
	part["amount"], part["due"], part["late"] = "100", nil, nil
	parts := []any{part}
	for len(parts) < len(manners) {
		next := unsigned(t, part)
		next["releases_title"] = false
		parts = append(parts, next)
	}
	terms["milestones"] = parts
	blocks[1].Funds = fmt.Sprint(100*len(manners), coin)
	rest := p.playUntil("transfer_nft", blocks)
	for i, how := range manners {
		p.cast(code, how.name, object{"saboteur": how.name})
		transfer := object{"recipient": p.address(how.name), "token_id": fmt.Sprint("1/", i)}
		p.must("seller", "escrow", object{"transfer_nft": transfer})
	}

	// when
	result := p.reported(rest[2])
	require.Empty(t, eventsOf(result, "shipment/notice_failed"), "the notice succeeds")
	require.LessOrEqual(t, result.GasUsed, int64(600_000+noticeGas))
	p.holderIs("buyer")
	for left := len(manners) - 4; left > 0; left -= 4 {
		p.must("anyone", "escrow", object{"sync": object{"agreement": 1}})
	}

	// then
	p.holds(p.query("escrow", object{"agreement": object{"agreement": 1}}), object{"status": "closed"}, "agreement")
	asset, collected := object{"native": coin}, int64(0)
	for _, how := range manners {
		claim := object{"claimable": object{"account": p.address(how.name), "asset": asset}}
		if how.fits(paymentGas) {
			require.EqualValues(t, 100, p.balance(p.address(how.name)), how.name)
			require.Equal(t, "0", p.query("escrow", claim), how.name)
			continue
		}
		require.EqualValues(t, 0, p.balance(p.address(how.name)), how.name)
		require.Equal(t, "100", p.query("escrow", claim), "%s: what it did not take waits for it", how.name)
		p.has(how.name, "escrow", object{"withdraw": object{"asset": asset, "to": p.address("chamber")}})
		collected += 100
	}
	require.Equal(t, collected, p.gained("chamber"))
	require.EqualValues(t, 0, p.balance(p.address("escrow")), "nothing is left")
}

// Whoever asks the oracle is told, as shipment is.
func TestACollectionThatFailsKeepsNoFactFromBeingFinal(t *testing.T) {
	p := newPortolan(t)
	code := p.storeDouble()
	milestone := object{"leg": 0, "event": "LOAD", "place": "CNSHA"}
	for i, how := range manners {
		p.cast(code, how.name, object{"saboteur": how.name})
		ask := object{"ask": object{
			"token_id": "T", "feed": feed, "questions": []any{milestone}, "refund_to": p.address("chamber"), "until": start + 100*day,
		}}
		deposited := sdk.NewInt64Coin(coin, deposit)
		p.must("thief", how.name, object{"do": []any{p.call("oracle", ask, deposited)}}, deposited)

		subject := object{"collection": p.address(how.name), "token_id": "T", "milestone": milestone}
		report := object{"subject": subject, "round": json.Number("0")}
		by := &sign{Reporters: []int{1, 2, 3, 4, 5, 6, 7, 8, 9}}
		by.Outcome.Happened.At = start
		p.signReports(report, by)
		result, err := p.send("anyone", "oracle", object{"report": report})

		require.NoError(t, err, how.name)
		require.Equal(t, how.fails, len(eventsOf(result, "oracle/notice_failed")) == 1, how.name)
		require.LessOrEqual(t, result.GasUsed, 400_000+min(how.gas, factGas), how.name)
		question := p.query("oracle", object{"question": object{"subject": subject}})
		p.holds(question, object{"standing": object{"happened": float64(start)}}, how.name)
		require.EqualValues(t, (i+1)*deposit, p.gained("chamber"), "%s: the deposit returns", how.name)
	}
}

// A contract with a port would have to take whatever a channel brings. None of these has one.
func TestNoChannelCanBeOpenedToAContract(t *testing.T) {
	p := newPortolan(t)
	for _, contract := range []string{"oracle", "shipment", "escrow"} {
		require.Empty(t, p.ContractInfo(sdk.MustAccAddressFromBech32(p.address(contract))).IBCPortID, contract)
	}
}

// Contracts keep nothing of the words in which a submessage failed, so that it does not matter that the chain redacts
// them. What a person is told is not redacted.
func TestWhatIsHeardOfAFailure(t *testing.T) {
	p := newPortolan(t)
	code := p.storeDouble()
	p.cast(code, "listener", object{"stranger": "record"})
	p.cast(code, "middle", object{"stranger": "record"})
	p.cast(code, "refuser", object{"saboteur": "refuses"})
	p.cast(code, "trap", object{"saboteur": "panics"})
	p.cast(code, "garbage", object{"saboteur": "answers_garbage"})
	through := func(msg object) object { return p.call("middle", object{"do": []any{msg}}) }
	send := object{"bank": object{"send": object{"to_address": p.address("chamber"), "amount": []sdk.Coin{sdk.NewInt64Coin(coin, 5)}}}}
	pause := p.call("escrow", object{"pause": object{}})
	for _, failure := range []struct {
		what, heard, told string
		msg               object
	}{
		{"a contract's refusal", "no: execute wasm contract failed", "no: execute wasm contract failed", p.call("refuser", object{})},
		{"a trap", "codespace: wasm, code: 29", "RuntimeError: unreachable", p.call("trap", object{})},
		{"an answer that is none", "codespace: wasm, code: 29", "invalid character", p.call("garbage", object{})},
		{"a send without money", "codespace: sdk, code: 5", "insufficient funds", send},
		{"the escrow's own refusal", "is neither the owner", "is neither the owner", pause},
		{"the same behind another contract", "is neither the owner", "is neither the owner", through(pause)},
	} {
		result, err := p.send("thief", "listener", object{"hear": failure.msg})
		require.NoError(t, err, failure.what)
		heard := eventsOf(result, "heard")
		require.Len(t, heard, 1, failure.what)
		for _, attribute := range heard[0].Attributes {
			if attribute.Key == "result" {
				t.Logf("%s: heard %q", failure.what, attribute.Value)
				require.Contains(t, attribute.Value, failure.heard, failure.what)
			}
		}
		_, err = p.send("thief", "listener", object{"do": []any{failure.msg}})
		t.Logf("%s: told %q", failure.what, err)
		require.ErrorContains(t, err, failure.told, failure.what)
	}
}
