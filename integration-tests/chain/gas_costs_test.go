package chain

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/assert"
)

// TestTheChainCostsWhatFloorsAreMadeOf asks the echo, which itself does next to nothing, for one thing at a time.
func TestTheChainCostsWhatFloorsAreMadeOf(t *testing.T) {
	p := newPortolan(t)
	p.addEcho()
	code := p.ContractInfo(p.accountOf("echo")).CodeID
	p.contracts["another echo"], _ = p.chain.instantiate(p.people["owner"], code, "another", []byte("{}"))
	costs := readFloors(t).Costs
	// What a message costs without its bytes.
	net := func(msg any, coins ...sdk.Coin) float64 {
		p.must("buyer", "echo", msg, coins...)
		return float64(p.latest.gas) - costs.Byte*float64(p.latest.bytes)
	}
	nothing := object{"do": object{}}
	call := func(contract string) object {
		return object{"wasm": object{"execute": object{"contract_addr": p.address(contract), "msg": encoded(t, nothing), "funds": []any{}}}}
	}
	pay := func(to string, amount string) object {
		return object{"bank": object{"send": object{"to_address": p.address(to), "amount": []object{{"denom": coin, "amount": amount}}}}}
	}
	told := func(when string, messages ...object) object {
		subs := []any{}
		for _, message := range messages {
			subs = append(subs, object{"id": 0, "msg": message, "gas_limit": nil, "reply_on": when, "payload": ""})
		}
		return object{"ok": object{"messages": subs, "attributes": []any{}, "events": []any{}, "data": nil}}
	}
	// Floors are rounded down to tens; what is asked for here may come with a little of its own.
	holds := func(what string, actual, floor float64) {
		t.Logf("%-34s %8.0f, in floors %8.0f", what, actual, floor)
		assert.GreaterOrEqual(t, actual, floor, what)
		assert.Less(t, actual, floor*1.05+200, what)
	}

	alone := net(nothing)
	holds("a transaction, and its contract", alone, costs.Transaction+costs.Contract)
	holds("a call of what is loaded", net(told("never", call("another echo")))-alone, costs.Call)
	holds("its reply", net(told("success", call("another echo")))-net(told("never", call("another echo"))), costs.Reply)
	holds("a further contract", net(told("never", stranger(p)))-alone, costs.FurtherContract)
	received := net(nothing, usd(5)) - alone
	holds("coins that come with a call", received, costs.Funds)
	holds("a payment", net(told("never", pay("seller", "1")))-alone, costs.Send)
	p.must("buyer", "echo", p.burning())
	holds("a coin that is burned", net(p.burning())-alone, costs.Burn)
	holds("a payment of all there is", net(told("never", pay("seller", "2")))-alone, costs.LastSend)
}

// stranger is a call of another code. What that does beside being loaded is refusing nothing: a token moves nowhere.
func stranger(p *portolan) object {
	msg := object{"revoke_all": object{"operator": p.address("seller")}}
	return object{"wasm": object{"execute": object{"contract_addr": p.address("shipment"), "msg": encoded(p.t, msg), "funds": []any{}}}}
}
