package chain

import sdk "github.com/cosmos/cosmos-sdk/types"

// proposals begin and end.
func proposals(r tour) {
	propose := func(sender string, coins ...sdk.Coin) func(string, object) {
		return func(row string, terms object) {
			r.action(row, sender, "escrow", object{"propose": object{"terms": terms, "valid_until": r.now() + day}}, coins...)
			r.agreements++
		}
	}
	propose("seller")("escrow.propose", r.terms())
	r.action("escrow.accept", "buyer", "escrow", r.acceptance(r.latestAgreement()), usd(10_000))
	propose("buyer", usd(10_000))("escrow.propose, with the money", r.terms())
	r.action("escrow.accept, the money is there", "seller", "escrow", r.acceptance(r.latestAgreement()))
	propose("seller")("escrow.propose, a service", r.service(paysAt(r.onApproval(), "1000")))
	end := object{"end_proposal": object{"agreement": r.latestAgreement()}}
	r.action("escrow.end_proposal", "buyer", "escrow", end)
	r.must("buyer", "escrow", object{"propose": object{"terms": r.terms(), "valid_until": r.now() + day}}, usd(10_000))
	r.agreements++
	end = object{"end_proposal": object{"agreement": r.latestAgreement()}}
	r.action("escrow.end_proposal, money returned", "buyer", "escrow", end)
}

// receivables are the tokens of milestones.
func receivables(r tour) {
	investor := r.address("investor")
	r.agreed(10_000)
	const t = "1/1"
	r.action("escrow.approve", "seller", "escrow", object{"approve": object{"spender": investor, "token_id": t, "expires": nil}})
	r.action("escrow.revoke", "seller", "escrow", object{"revoke": object{"spender": investor, "token_id": t}})
	r.action("escrow.approve_all", "seller", "escrow", object{"approve_all": object{"operator": investor, "expires": nil}})
	r.action("escrow.revoke_all", "seller", "escrow", object{"revoke_all": object{"operator": investor}})
	r.action("escrow.transfer_nft", "seller", "escrow", object{"transfer_nft": object{"recipient": investor, "token_id": t}})
	send := object{"send_nft": object{"contract": r.address("echo"), "token_id": t, "msg": ""}}
	r.action("escrow.send_nft", "investor", "escrow", send)
}

// presentations comply or do not.
func presentations(r tour) {
	present := func(row, token string, change func(bill object)) {
		id := r.agreed(10_000)
		r.issued(token, change)
		r.action(row, "seller", "shipment", r.presentation(token, id))
	}
	present("shipment.encumber, presented to the escrow", "MSC:BL-1", nil)
	consent := object{"consent_to": object{"agreement": r.latestAgreement(), "act": "amendment"}}
	r.action("escrow.consent_to", "buyer", "escrow", consent)
	overdue := func(bill object) {
		leg := bill["journey"].(object)["legs"].([]any)[0].(object)
		leg["departure"], leg["arrival"] = at(7), at(40)
		for _, milestone := range bill["journey"].(object)["milestones"].([]any) {
			milestone.(object)["planned"] = at(40)
		}
	}
	present("shipment.encumber, with a discrepancy", "MSC:BL-2", overdue)
	waive := object{"waive": object{
		"agreement": r.latestAgreement(), "token_id": "MSC:BL-2", "version": 1, "remark": nil,
	}}
	r.action("escrow.waive", "buyer", "escrow", waive)
	present("shipment.encumber, with a discrepancy again", "MSC:BL-3", overdue)
	back := object{"return_documents": object{"agreement": r.latestAgreement(), "remark": nil}}
	r.action("escrow.return_documents", "buyer", "escrow", back)

	// The carrier's freight follows the bill.
	terms := r.service(paysAt(onDischarge(), "500"))
	terms["payee"], terms["follows"] = r.address("carrier"), "MSC:BL-1"
	r.must("buyer", "escrow", object{"propose": object{"terms": terms, "valid_until": r.now() + day}}, usd(500))
	r.agreements++
	id := r.latestAgreement()
	r.accept("carrier", id, 0)
	r.action("escrow.follow", "carrier", "escrow", object{"follow": object{"agreement": id}})

	// Five payments at once: a notice makes four.
	five := []object{}
	for range 5 {
		five = append(five, paysAt(onLoading(), "100"))
	}
	id = r.agreed(500, five...)
	r.issued("MSC:BL-4", nil)
	r.presented("MSC:BL-4", id)
	r.action("oracle.report, nine, four payments", "anyone", "oracle",
		r.report(loaded(r.address("shipment"), "MSC:BL-4"), wholeCommittee))
	r.action("escrow.sync", "anyone", "escrow", object{"sync": object{"agreement": id}})
}

// payments are of prefunded milestones, by those who may say so.
func payments(r tour) {
	hundred := func() object { return paysAt(r.onApproval(), "100") }
	both := object{"all": object{"of": []object{r.onApproval(), onLoading()}}}
	r.action("escrow.approve_milestone", "surveyor", "escrow", object{"approve_milestone": of(r.agreed(100, paysAt(both, "100")), 0)})
	id := r.proposed(r.service(hundred(), hundred(), hundred(), hundred(), hundred(), hundred(), hundred()))
	r.accept("buyer", id, 700)
	r.action("escrow.approve_milestone, and paid", "surveyor", "escrow", object{"approve_milestone": of(id, 0)})
	r.action("escrow.release", "buyer", "escrow", object{"release": of(id, 1)})
	r.action("escrow.relinquish", "seller", "escrow", object{"relinquish": of(id, 2)})
	change := object{"amount": "60", "due": nil, "cutoff": nil, "cancel": false}
	propose := object{"change": object{"agreement": id, "milestone": 3, "change": change}}
	r.action("escrow.change", "buyer", "escrow", propose)
	r.action("escrow.change, by consent", "seller", "escrow", propose)
	r.action("escrow.top_up", "buyer", "escrow", object{"top_up": of(id, 4)}, usd(10))
	r.frozen(func() { r.must("buyer", "escrow", object{"release": of(id, 5)}) })
	r.action("escrow.withdraw", "seller", "escrow", object{"withdraw": object{"asset": native(), "to": nil}})
}

// deferredPayments are owed after the fact.
func deferredPayments(r tour) {
	owed := func() object { return owedAt(r.onApproval(), "100") }
	id := r.proposed(r.service(owed(), owed(), owed()))
	r.accept("buyer", id, 0)
	r.action("escrow.release, of a deferred milestone", "buyer", "escrow", object{"release": of(id, 0)}, usd(100))
	r.action("escrow.approve_milestone, and owed", "surveyor", "escrow", object{"approve_milestone": of(id, 1)})
	r.action("escrow.pay_in", "buyer", "escrow", object{"pay_in": of(id, 1)}, usd(40))
	r.action("escrow.pay_in, the rest", "buyer", "escrow", object{"pay_in": of(id, 1)}, usd(60))
	r.must("surveyor", "escrow", object{"approve_milestone": of(id, 2)})
	r.waitUntil(r.now() + 16*day)
	r.action("escrow.age", "anyone", "escrow", object{"age": of(id, 2)})
	r.action("escrow.write_off", "seller", "escrow", object{"write_off": of(id, 2)})
}

// disputes are decided, or lapse, or the long-stop comes.
func disputes(r tour) {
	hundred := func() object { return paysAt(r.onApproval(), "100") }
	id := r.proposed(r.service(hundred(), hundred(), hundred()))
	r.accept("buyer", id, 300)
	dispute := func(milestone int) object {
		return object{"dispute": object{"agreement": id, "milestones": []int{milestone}, "evidence": r.replaced("<digest of evidence>")}}
	}
	r.action("escrow.dispute", "buyer", "escrow", dispute(0))
	r.action("escrow.resolve", "arbiter", "escrow", object{"resolve": object{
		"agreement": id, "awards": []object{{"milestone": 0, "to_payee": "60"}}, "title": "unchanged",
	}})
	r.must("buyer", "escrow", dispute(1))
	r.waitUntil(r.now() + 20*day)
	r.action("escrow.lapse_dispute", "anyone", "escrow", object{"lapse_dispute": object{"agreement": id}})
	r.waitUntil(at(121))
	r.action("escrow.long_stop", "anyone", "escrow", object{"long_stop": object{"agreement": id}})
}

// escrowOwner is what its owner and a token do, and what nobody may.
func escrowOwner(r tour) {
	r.addCw20("buyer")
	asset := object{"cw20": r.address("cw20")}
	r.action("escrow.admit_asset", "owner", "escrow", object{"admit_asset": object{"asset": asset}})
	terms := r.terms()
	terms["asset"] = asset
	hook := encoded(r.t, object{"propose": object{"terms": terms, "valid_until": r.now() + day}})
	send := object{"send": object{"contract": r.address("escrow"), "amount": "10000", "msg": hook}}
	r.action("escrow.receive, a proposal with its money", "buyer", "cw20", send)
	r.agreements++
	id := r.proposed(terms)
	hook = encoded(r.t, r.acceptance(id))
	send = object{"send": object{"contract": r.address("escrow"), "amount": "10000", "msg": hook}}
	r.must("buyer", "escrow", object{"end_proposal": object{"agreement": r.agreements - 1}})
	r.action("escrow.receive, an acceptance", "buyer", "cw20", send)
	r.action("escrow.retire_asset", "owner", "escrow", object{"retire_asset": object{"asset": asset}})
	r.ownerActions("escrow")
	r.refusals("escrow")
}
