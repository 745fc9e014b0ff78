package chain

// titlesThatMove are bills in circulation.
func titlesThatMove(r tour) {
	investor, seller, buyer := r.address("investor"), r.address("seller"), r.address("buyer")
	const t = "MSC:BL-1"
	r.action("shipment.issue", "carrier", "shipment", r.bill(t, nil), usd(2*deposit))
	r.action("shipment.issue, a warehouse receipt", "carrier", "shipment", r.bill("MSC:WR-1", func(bill object) {
		bill["kind"] = object{"warehouse_receipt": object{"form": object{"to_order": object{}}}}
		bill["journey"] = nil
	}))
	r.action("shipment.approve", "seller", "shipment", object{"approve": object{"spender": investor, "token_id": t, "expires": nil}})
	r.action("shipment.revoke", "seller", "shipment", object{"revoke": object{"spender": investor, "token_id": t}})
	r.action("shipment.approve_all", "seller", "shipment", object{"approve_all": object{"operator": investor, "expires": nil}})
	r.action("shipment.revoke_all", "seller", "shipment", object{"revoke_all": object{"operator": investor}})
	r.action("shipment.transfer_nft", "seller", "shipment", object{"transfer_nft": object{"recipient": investor, "token_id": t}})
	send := object{"send_nft": object{"contract": r.address("echo"), "token_id": "MSC:WR-1", "msg": ""}}
	r.action("shipment.send_nft", "seller", "shipment", send)
	endorse := func(to string) object {
		return object{"endorse": object{"token_id": t, "to": object{"order": object{"to": to}}, "remark": nil}}
	}
	r.action("shipment.endorse", "investor", "shipment", endorse(seller))
	r.action("shipment.reject", "seller", "shipment", object{"reject": object{"token_id": t, "remark": nil}})
	r.action("shipment.transfer_possession", "investor", "shipment",
		object{"transfer_possession": object{"token_id": t, "to": seller, "remark": nil}})
	r.action("shipment.nominate", "investor", "shipment", object{"nominate": object{"token_id": t, "nominee": buyer, "remark": nil}})
	r.action("shipment.endorse, for the nominee", "seller", "shipment", endorse(buyer))
}

// titlesHandedIn are surrendered, for each purpose and with each answer.
func titlesHandedIn(r tour) {
	handIn := func(token, purpose string) object {
		return object{"surrender": object{"token_id": token, "purpose": purpose, "remark": nil}}
	}
	refuse := func(token string) object { return object{"refuse_surrender": object{"token_id": token, "remark": nil}} }
	accept := func(token string) object { return object{"accept_surrender": object{"token_id": token, "remark": nil}} }
	document := r.replaced("<digest of salt and version 2>")
	const t, other = "MSC:BL-1", "MSC:BL-2"
	r.issued(t, nil)
	r.issued(other, nil)
	r.action("shipment.surrender", "seller", "shipment", handIn(t, "delivery"))
	r.action("shipment.refuse_surrender", "carrier", "shipment", refuse(t))
	r.must("seller", "shipment", handIn(t, "amendment"))
	r.action("shipment.amend", "carrier", "shipment", object{"amend": object{"token_id": t, "amendment": object{
		"document": document, "uri": nil, "goods": nil, "consignee": nil, "route": nil,
	}}})
	r.must("seller", "shipment", handIn(t, "paper"))
	r.action("shipment.accept_surrender, to paper", "carrier", "shipment", accept(t))
	r.action("shipment.switch_from_paper", "carrier", "shipment",
		object{"switch_from_paper": object{"token_id": t, "holder": r.address("buyer"), "document": document}})
	r.must("buyer", "shipment", handIn(t, "delivery"))
	r.action("shipment.accept_surrender", "carrier", "shipment", accept(t))
	r.must("seller", "shipment", handIn(other, "delivery"))
	r.waitUntil(r.now() + 4*day)
	r.action("shipment.return_unanswered", "anyone", "shipment", object{"return_unanswered": object{"token_id": other}})
}

// titlesUnderAHold are with the echo, which plays a financier and an observer, and with the escrow.
func titlesUnderAHold(r tour) {
	echo := r.address("echo")
	r.must("owner", "shipment", object{"admit": object{"contract": echo, "role": "financier"}})
	const t, other = "MSC:BL-1", "MSC:BL-2"
	r.issued(t, nil)
	r.issued(other, nil)
	hold := func(token string) object { return object{"encumber": object{"token_id": token, "to": echo, "msg": ""}} }
	title := object{"token_id": t}
	r.action("shipment.encumber, to a financier", "seller", "shipment", hold(t))
	r.action("shipment.consent", "anyone", "echo", r.tell("shipment", object{"consent": object{"token_id": t, "act": "amendment"}}))
	r.action("shipment.lift", "anyone", "echo", r.tell("shipment", object{"lift": title}))
	r.must("seller", "shipment", hold(t))
	r.action("shipment.deliver", "anyone", "echo",
		r.tell("shipment", object{"deliver": object{"token_id": t, "to": r.address("buyer")}}))
	milestone := loaded("", "")["milestone"]
	r.action("shipment.subscribe", "anyone", "echo", r.tell("shipment", object{"subscribe": object{
		"token_id": t, "cutoffs": []object{{"milestone": milestone, "cutoff": at(20)}},
	}}))

	// The financier presents the title: it owns the receivables, and its hold returns when the escrow's ends.
	id := r.agreed(10_000, paysAt(onLoading(), "10000"))
	r.must("seller", "shipment", hold(other))
	r.must("seller", "escrow", object{"transfer_nft": object{"recipient": echo, "token_id": string(id) + "/0"}})
	present := encoded(r.t, object{"present": object{"agreement": id}})
	r.action("shipment.substitute", "anyone", "echo", r.tell("shipment", object{"substitute": object{
		"token_id": other, "to": r.address("escrow"), "msg": present,
	}}))

	waybill := func(bill object) {
		bill["kind"] = object{"waybill": object{"consignee": r.address("buyer")}}
	}
	r.action("shipment.issue, a waybill", "carrier", "shipment", r.bill("MSC:WB-1", waybill), usd(2*deposit))
	terms := r.terms(paysAt(onLoading(), "10000"))
	terms["title"].(object)["classes"] = []string{"waybill"}
	id = r.proposed(terms)
	r.accept("buyer", id, 10_000)
	present = encoded(r.t, object{"present": object{"agreement": id}})
	r.action("shipment.bind", "seller", "shipment", object{"bind": object{
		"token_id": "MSC:WB-1", "to": r.address("escrow"), "msg": present,
	}})

	// A fact that this contract did not hear of, while it took somebody else for the oracle.
	r.issued("MSC:BL-3", nil)
	r.presented("MSC:BL-3", r.agreed(10_000))
	r.deaf("shipment", "O", func() {
		r.must("anyone", "oracle", r.report(loaded(r.address("shipment"), "MSC:BL-3"), wholeCommittee))
	})
	r.action("shipment.sync, and a milestone paid", "anyone", "shipment", object{"sync": object{"token_id": "MSC:BL-3"}})
	r.action("shipment.sync", "anyone", "shipment", object{"sync": object{"token_id": "MSC:BL-3"}})
}

// lostKeys are replaced by the issuer.
func lostKeys(r tour) {
	const t = "MSC:BL-1"
	r.issued(t, func(bill object) { bill["key_replacement"] = day })
	propose := object{"propose_replacement": object{"token_id": t, "new_holder": r.address("investor")}}
	r.action("shipment.propose_replacement", "carrier", "shipment", propose)
	r.action("shipment.cancel_replacement", "seller", "shipment", object{"cancel_replacement": object{"token_id": t}})
	r.must("carrier", "shipment", propose)
	r.waitUntil(r.now() + 2*day)
	r.action("shipment.complete_replacement", "anyone", "shipment", object{"complete_replacement": object{"token_id": t}})
}

// shipmentOwner is what its owner and attestors do, and what nobody may.
func shipmentOwner(r tour) {
	carrier, surveyor, echo := r.address("carrier"), r.address("surveyor"), r.address("echo")
	r.action("shipment.register_issuer", "carrier", "shipment", object{"register_issuer": object{"scac": "MSCU", "lei": nil}})
	r.action("shipment.set_attestor", "owner", "shipment", object{"set_attestor": object{"attestor": surveyor, "allowed": true}})
	r.action("shipment.attest_issuer", "surveyor", "shipment", object{"attest_issuer": object{"issuer": carrier, "attested": true}})
	r.action("shipment.admit", "owner", "shipment", object{"admit": object{"contract": echo, "role": "observer"}})
	r.action("shipment.retire_contract", "owner", "shipment", object{"retire_contract": object{"contract": echo}})
	r.ownerActions("shipment")
	r.refusals("shipment")
}

// refusals are cw721's messages that would break a title or a receivable.
func (r tour) refusals(contract string) {
	r.t.Helper()
	nothing := object{"token_id": "MSC:BL-1", "token_uri": nil, "extension": nil}
	mint := object{"token_id": "MSC:BL-1", "token_uri": nil, "extension": nil, "owner": r.address("carrier")}
	r.refusal(contract+".burn", contract, object{"burn": object{"token_id": "MSC:BL-1"}})
	r.refusal(contract+".mint", contract, object{"mint": mint})
	r.refusal(contract+".update_nft_info", contract, object{"update_nft_info": nothing})
	r.refusal(contract+".update_extension", contract, object{"update_extension": object{"msg": nil}})
	r.refusal(contract+".withdraw_funds", contract, object{"withdraw_funds": object{"amount": usd(1)}})
}
