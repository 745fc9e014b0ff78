package chain

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"
)

// settingUp is what newPortolan does before anything can begin.
func settingUp(r tour) {
	owner, guardian := r.address("owner"), r.address("guardian")
	assets := []object{native()}
	r.instance("oracle", object{"owner": owner, "guardian": guardian, "unbonding": 21 * day, "assets": assets})
	r.instance("shipment", object{
		"owner": owner, "guardian": guardian, "name": "Portolan titles", "symbol": "TITLE", "oracle": r.address("oracle"),
	})
	r.instance("escrow", object{
		"owner": owner, "guardian": guardian, "name": "Portolan receivables", "symbol": "RECEIVABLE",
		"shipment": r.address("shipment"), "oracle": r.address("oracle"), "assets": assets,
	})
}

// instance is another instance of a contract, with a row.
func (r tour) instance(contract string, msg object) {
	r.t.Helper()
	code := r.ContractInfo(r.accountOf(contract)).CodeID
	_, _ = r.chain.instantiate(r.people["owner"], code, contract, encoded(r.t, msg))
	r.latest.stored = r.storeGas(contract)
	r.note(contract + " instantiate")
}

// storeGas is what storing a contract used.
func (p *portolan) storeGas(contract string) int64 {
	for _, row := range p.gas {
		if strings.HasPrefix(row.what, "store "+contract+",") {
			return row.gas
		}
	}
	return 0
}

// stake is an operator's whole life.
func stake(r tour) {
	key := bySecp256k1(sha256.Sum256([]byte("reporter 10")))
	r.action("oracle.bond", "keeper", "oracle", object{"bond": object{}}, usd(pledge))
	r.action("oracle.enrol_reporter", "keeper", "oracle",
		object{"enrol_reporter": object{"key": object{key.scheme: key.key}, "class": "device"}})
	r.action("oracle.create_feed", "keeper", "oracle", r.stakedFeed())
	r.action("oracle.admit_operators", "keeper", "oracle",
		object{"admit_operators": object{"feed": 2, "operators": []string{r.address("keeper")}}})
	part := object{"feed": 2, "reporter": 10, "amount": fmt.Sprint(pledge)}
	r.action("oracle.pledge", "keeper", "oracle", object{"pledge": part})
	r.action("oracle.unpledge", "keeper", "oracle", object{"unpledge": part})
	r.waitUntil(r.now() + 31*day)
	r.action("oracle.complete_unpledge", "anyone", "oracle", object{"complete_unpledge": object{"feed": 2, "reporter": 10}})
	r.action("oracle.unbond", "keeper", "oracle", object{"unbond": object{"asset": native(), "amount": fmt.Sprint(pledge)}})
	r.waitUntil(r.now() + 22*day)
	r.action("oracle.withdraw_unbonded", "keeper", "oracle", object{"withdraw_unbonded": object{"asset": native()}})
}

// questions are asked here by an account, which is a collection as good as any.
func questions(r tour) {
	carrier := r.address("carrier")
	ask := func(token string) object {
		return object{"ask": object{
			"token_id": token, "feed": feed, "refund_to": carrier, "until": r.now() + 30*day,
			"questions": []object{loaded("", token)["milestone"].(object), discharged("", token)["milestone"].(object)},
		}}
	}
	r.action("oracle.ask", "carrier", "oracle", ask("T-1"), usd(2*deposit))
	r.action("oracle.add_cutoffs", "carrier", "oracle", object{"add_cutoffs": object{
		"token_id": "T-1", "cutoffs": []object{{"milestone": loaded("", "")["milestone"], "cutoff": r.now() + day}},
	}})
	subject := loaded(carrier, "T-1")
	seen := happened{}
	seen.Happened.At = r.now()
	r.action("oracle.report, three of nine open a round", "anyone", "oracle", r.reportOf(subject, []int{1, 2, 3}, seen))
	r.action("oracle.report, four more", "anyone", "oracle", r.reportOf(subject, []int{4, 5, 6, 7}, seen))
	r.waitUntil(r.now() + 2*hour)
	r.action("oracle.close", "anyone", "oracle", object{"close": object{"subject": subject, "round": 0}})
	r.waitUntil(r.now() + 31*day)
	r.action("oracle.retire", "anyone", "oracle", object{"retire": object{"collection": carrier, "token_id": "T-1"}})

	// A deposit that could not be paid back, because the chain did not let the coin move.
	r.must("carrier", "oracle", ask("T-2"), usd(2*deposit))
	r.waitUntil(r.now() + 31*day)
	r.frozen(func() {
		r.must("anyone", "oracle", object{"retire": object{"collection": carrier, "token_id": "T-2"}})
	})
	r.action("oracle.withdraw", "carrier", "oracle", object{"withdraw": object{"asset": native(), "to": nil}})
}

// oracleOwner is what its owner and a token do.
func oracleOwner(r tour) {
	r.addCw20("keeper")
	asset := object{"cw20": r.address("cw20")}
	r.action("oracle.admit_asset", "owner", "oracle", object{"admit_asset": object{"asset": asset}})
	send := object{"send": object{"contract": r.address("oracle"), "amount": "1000", "msg": encoded(r.t, object{"bond": object{}})}}
	r.action("oracle.receive, a bond by cw20", "keeper", "cw20", send)
	r.ownerActions("oracle")
}

// ownerActions are those that every contract has.
func (r tour) ownerActions(contract string) {
	r.t.Helper()
	r.action(contract+".set_guardian", "owner", contract, object{"set_guardian": object{"guardian": r.address("guardian")}})
	r.action(contract+".pause", "guardian", contract, object{"pause": object{}})
	r.action(contract+".unpause", "owner", contract, object{"unpause": object{}})
	offer := object{"update_ownership": object{"transfer_ownership": object{"new_owner": r.address("chamber"), "expiry": nil}}}
	r.action(contract+".update_ownership", "owner", contract, offer)
	r.action(contract+".update_ownership, accepted", "chamber", contract, object{"update_ownership": "accept_ownership"})
}

// frozen keeps the settlement coin from moving during a step.
func (p *portolan) frozen(step func()) {
	p.t.Helper()
	p.GetWasmApp().BankKeeper.SetSendEnabled(p.GetContext(), coin, false)
	step()
	p.GetWasmApp().BankKeeper.SetSendEnabled(p.GetContext(), coin, true)
	require.True(p.t, p.GetWasmApp().BankKeeper.IsSendEnabledDenom(p.GetContext(), coin))
}
