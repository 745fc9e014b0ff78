package chain

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// tour is a voyage on a chain of its own that shows some of the actions.
type tour struct {
	*portolan
	rows *[]spent
}

// tours show every action of every contract at least once.
var tours = []struct {
	name string
	play func(tour)
}{
	{"setting up", settingUp},
	{"stake", stake},
	{"questions", questions},
	{"oracle's owner", oracleOwner},
	{"titles that move", titlesThatMove},
	{"titles handed in", titlesHandedIn},
	{"titles under a hold", titlesUnderAHold},
	{"lost keys", lostKeys},
	{"shipment's owner", shipmentOwner},
	{"proposals", proposals},
	{"receivables", receivables},
	{"presentations", presentations},
	{"payments", payments},
	{"deferred payments", deferredPayments},
	{"disputes", disputes},
	{"escrow's owner", escrowOwner},
	{"releases", releases},
	{"devices", devices},
}

// measured is a row for every action.
func measured(t *testing.T) []spent {
	t.Helper()
	var rows []spent
	complete := true
	for _, one := range tours {
		complete = t.Run(one.name, func(t *testing.T) {
			p := newPortolan(t)
			p.addEcho()
			one.play(tour{p, &rows})
		}) && complete
	}
	require.True(t, complete, "the table is not complete")
	return rows
}

// action sends a message that must succeed and makes a row of it.
func (r tour) action(row, sender, contract string, msg any, coins ...sdk.Coin) {
	r.t.Helper()
	r.must(sender, contract, msg, coins...)
	r.note(row)
}

// refusal makes a row of a message that nobody may send.
func (r tour) refusal(row, contract string, msg object) {
	r.t.Helper()
	_, err := r.send("carrier", contract, msg)
	require.ErrorContains(r.t, err, " is not for ", row)
	r.note(row)
}

// note makes a row of the latest transaction.
func (r tour) note(row string) {
	r.t.Helper()
	require.False(r.t, slices.ContainsFunc(*r.rows, func(other spent) bool { return other.what == row }), "%s twice", row)
	r.latest.what = row
	*r.rows = append(*r.rows, r.latest)
}

// addEcho adds the contract that does what it is told.
func (p *portolan) addEcho() {
	p.t.Helper()
	code, _ := p.store(p.people["owner"], wasmOf(p.t, peers(p.t), "echo"))
	p.contracts["echo"], _ = p.chain.instantiate(p.people["owner"], code, "echo", []byte("{}"))
}

// addCw20 adds a cw20 token of which everybody named has enough.
func (p *portolan) addCw20(names ...string) {
	p.t.Helper()
	balances := []object{}
	for _, name := range names {
		balances = append(balances, object{"address": p.address(name), "amount": "1000000"})
	}
	code, _ := p.store(p.people["owner"], wasmOf(p.t, peers(p.t), "cw20-base"))
	msg := object{"name": "Dollars", "symbol": "USD", "decimals": 6, "initial_balances": balances, "mint": object{"minter": p.address("owner")}}
	p.contracts["cw20"], _ = p.chain.instantiate(p.people["owner"], code, "cw20", encoded(p.t, msg))
}

// tell is the message by which the echo sends another to a contract.
func (p *portolan) tell(contract string, msg any) object {
	p.t.Helper()
	execute := object{"contract_addr": p.address(contract), "msg": encoded(p.t, msg), "funds": []any{}}
	sub := object{"id": 0, "msg": object{"wasm": object{"execute": execute}}, "gas_limit": nil, "reply_on": "never", "payload": ""}
	return object{"ok": object{"messages": []any{sub}, "attributes": []any{}, "events": []any{}, "data": nil}}
}

// deaf makes a contract miss what it is told during a step: it takes somebody else for the one who may tell it.
func (p *portolan) deaf(contract, key string, step func()) {
	p.t.Helper()
	address := p.accountOf(contract)
	state := func() ([]byte, interface{ Set(k, v []byte) }) {
		store := p.GetContext().KVStore(p.GetWasmApp().GetKey(wasmtypes.StoreKey))
		return store.Get(append(wasmtypes.GetContractStorePrefix(address), key...)), store
	}
	before, store := state()
	require.NotEmpty(p.t, before)
	wrong := slices.Clone(before)
	wrong[len("cosmos1")+3] ^= 1
	store.Set(append(wasmtypes.GetContractStorePrefix(address), key...), wrong)
	step()
	_, store = state()
	store.Set(append(wasmtypes.GetContractStorePrefix(address), key...), before)
}

// usd is money of the settlement coin.
func usd(amount int64) sdk.Coin { return sdk.NewInt64Coin(coin, amount) }

// native is the settlement coin as messages name it.
func native() object { return object{"native": coin} }

// remark is what a party says with an act.
func remark(text string) object {
	return object{"text": text, "salt": "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"}
}

// at is so many days after the first block.
func at(days int64) int64 { return start + days*day }

// message is one of the README's, ready to be changed.
func (p *portolan) message(number int) object {
	p.t.Helper()
	return unsigned(p.t, p.filled(example(p.t)[number].Msg))
}

// terms are those of the README's agreement, another invoice each time.
func (p *portolan) terms(milestones ...object) object {
	p.t.Helper()
	p.invoices++
	terms := p.message(0)["propose"].(object)["terms"].(object)
	terms["invoice"] = p.replaced(fmt.Sprintf("<digest of invoice %d>", p.invoices))
	if len(milestones) > 0 {
		terms["milestones"] = milestones
	}
	return terms
}

// proposed is the number of a new proposal of the seller's.
func (p *portolan) proposed(terms object) json.Number {
	p.t.Helper()
	p.must("seller", "escrow", object{"propose": object{"terms": terms, "valid_until": p.now() + day}})
	p.agreements++
	return p.latestAgreement()
}

// latestAgreement is the number of the last proposal.
func (p *portolan) latestAgreement() json.Number { return json.Number(strconv.Itoa(p.agreements)) }

// agreed is the number of a new agreement, accepted by the buyer with the money.
func (p *portolan) agreed(prefunded int64, milestones ...object) json.Number {
	p.t.Helper()
	id := p.proposed(p.terms(milestones...))
	p.accept("buyer", id, prefunded)
	return id
}

func (p *portolan) accept(sender string, id json.Number, prefunded int64) {
	p.t.Helper()
	p.must(sender, "escrow", p.acceptance(id), coinsOf(prefunded)...)
}

func (p *portolan) acceptance(id json.Number) object {
	return object{"accept": object{"agreement": id, "terms": p.replaced("<terms " + id.String() + ">")}}
}

func coinsOf(amount int64) []sdk.Coin {
	if amount == 0 {
		return nil
	}
	return []sdk.Coin{usd(amount)}
}

// issued issues the README's bill under another name, changed.
func (p *portolan) issued(token string, change func(bill object)) {
	p.t.Helper()
	p.must("carrier", "shipment", p.bill(token, change), usd(2*deposit))
}

func (p *portolan) bill(token string, change func(bill object)) object {
	p.t.Helper()
	msg := p.message(2)
	bill := msg["issue"].(object)
	bill["token_id"] = token
	if change != nil {
		change(bill)
	}
	return msg
}

// presented presents a bill under an agreement.
func (p *portolan) presented(token string, id json.Number) {
	p.t.Helper()
	p.must("seller", "shipment", p.presentation(token, id))
}

func (p *portolan) presentation(token string, id json.Number) object {
	present := encoded(p.t, object{"present": object{"agreement": id}})
	return object{"encumber": object{"token_id": token, "to": p.address("escrow"), "msg": present}}
}

// loaded and discharged are the two milestones of the README's bill.
func loaded(collection, token string) object {
	return object{"collection": collection, "token_id": token, "milestone": object{"leg": 0, "event": "LOAD", "place": "CNSHA"}}
}

func discharged(collection, token string) object {
	return object{"collection": collection, "token_id": token, "milestone": object{"leg": 0, "event": "DISC", "place": "NLRTM"}}
}

var wholeCommittee = []int{1, 2, 3, 4, 5, 6, 7, 8, 9}

// report is that reporters say the subject happened now.
func (p *portolan) report(subject object, reporters []int) object {
	p.t.Helper()
	outcome := happened{}
	outcome.Happened.At = p.now()
	return p.reportOf(subject, reporters, outcome)
}

func (p *portolan) reportOf(subject object, reporters []int, outcome happened) object {
	p.t.Helper()
	report := object{"subject": subject, "round": json.Number("0")}
	p.signReports(report, &sign{reporters, outcome})
	return object{"report": report}
}

// paysAt is a prefunded milestone.
func paysAt(condition object, amount string) object {
	return object{"condition": condition, "amount": amount, "settlement": object{"prefunded": object{}}, "due": nil, "late": nil, "cutoff": nil}
}

// owedAt is a deferred one, due ten days after and in default five days later.
func owedAt(condition object, amount string) object {
	owed := paysAt(condition, amount)
	owed["settlement"] = object{"deferred": object{"after": 10 * day, "grace": 5 * day}}
	return owed
}

// releasing is a milestone that gives the payer the title.
func releasing(milestone object) object {
	milestone["releases_title"] = true
	return milestone
}

func onLoading() object {
	return object{"milestone": object{"leg": 0, "event": "LOAD", "place": "CNSHA"}}
}

func onDischarge() object {
	return object{"milestone": object{"leg": 0, "event": "DISC", "place": "NLRTM"}}
}

func onPresentation() object { return object{"presentation": object{}} }

func (p *portolan) onApproval() object {
	return object{"approval": object{"by": p.address("surveyor")}}
}

// service are terms without a title.
func (p *portolan) service(milestones ...object) object {
	terms := p.terms(milestones...)
	terms["title"] = nil
	return terms
}

func of(id json.Number, milestone int) object {
	return object{"agreement": id, "milestone": milestone}
}
