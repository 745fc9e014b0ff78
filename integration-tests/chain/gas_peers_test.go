package chain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// measuredPeers is what cw20-base and cw721-base cost on the same chain.
func measuredPeers(t *testing.T, f floors) (contracts []contractRow, rows []actionRow) {
	t.Helper()
	var noted []spent
	p := &portolan{chain: newChain(t, people...), contracts: map[string]string{}}
	p.addEcho()
	r := tour{p, &noted}
	set := func(name string, msg object) {
		wasm := wasmOf(t, peers(t), name)
		code, stored := p.store(p.people["owner"], wasm)
		address, gas := p.chain.instantiate(p.people["owner"], code, name, encoded(t, msg))
		p.contracts[name] = address
		contracts = append(contracts, contractRow{name, len(wasm), stored, gas})
	}
	seller, investor := p.address("seller"), p.address("investor")
	set("cw20-base", object{
		"name": "Dollars", "symbol": "USD", "decimals": 6, "mint": object{"minter": p.address("owner")},
		"initial_balances": []object{{"address": seller, "amount": "1000000"}},
	})
	r.action("cw20-base.transfer", "seller", "cw20-base", object{"transfer": object{"recipient": investor, "amount": "1000"}})
	r.action("cw20-base.mint", "owner", "cw20-base", object{"mint": object{"recipient": p.address("buyer"), "amount": "1000"}})

	set("cw721-base", object{"name": "Titles", "symbol": "TITLE", "minter": p.address("owner")})
	const token = "MSC:BL-1"
	mint := func(token string) object {
		return object{"mint": object{"token_id": token, "owner": seller, "token_uri": "https://bills.example/7", "extension": nil}}
	}
	p.must("owner", "cw721-base", mint("MSC:BL-0"))
	r.action("cw721-base.mint", "owner", "cw721-base", mint(token))
	act := func(name, sender string, msg object) {
		r.action("cw721-base."+name, sender, "cw721-base", object{name: msg})
	}
	act("approve", "seller", object{"spender": investor, "token_id": token, "expires": nil})
	act("revoke", "seller", object{"spender": investor, "token_id": token})
	act("approve_all", "seller", object{"operator": investor, "expires": nil})
	act("revoke_all", "seller", object{"operator": investor})
	act("transfer_nft", "seller", object{"recipient": investor, "token_id": token})
	act("send_nft", "investor", object{"contract": p.address("echo"), "token_id": token, "msg": ""})
	act("update_minter_ownership", "owner", object{"transfer_ownership": object{"new_owner": p.address("chamber"), "expiry": nil}})

	for _, row := range noted {
		parts, listed := f.Peers[row.what]
		require.True(t, listed, row.what)
		rows = append(rows, actionRow{row.what, row.bytes, row.gas, f.of(t, row.what, parts, row.bytes)})
	}
	return contracts, rows
}
