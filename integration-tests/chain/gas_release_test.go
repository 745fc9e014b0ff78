package chain

// releases are nine signatures in one transaction: fact, journey, payment, with its variants.
func releases(r tour) {
	shipment := r.address("shipment")
	report := func(row string, subject object) {
		r.action("oracle.report, "+row, "anyone", "oracle", r.report(subject, wholeCommittee))
	}
	const (
		plain, last, owned, watched, nobody = "MSC:BL-1", "MSC:BL-2", "MSC:BL-3", "MSC:BL-4", "MSC:BL-5"
	)
	for _, token := range []string{plain, last, owned, watched, nobody} {
		r.issued(token, nil)
	}
	report("nine, nobody subscribed", loaded(shipment, nobody))

	r.presented(plain, r.agreed(10_000))
	report("nine, a milestone paid", loaded(shipment, plain))

	r.presented(last, r.agreed(10_000))
	report("nine, the first of two", loaded(shipment, last))
	report("nine, the last: title delivered, penalty returned", discharged(shipment, last))

	id := r.agreed(10_000)
	r.must("seller", "escrow", object{"transfer_nft": object{"recipient": r.address("echo"), "token_id": string(id) + "/0"}})
	r.presented(owned, id)
	report("nine, a contract paid", loaded(shipment, owned))

	r.must("owner", "shipment", object{"admit": object{"contract": r.address("echo"), "role": "observer"}})
	r.presented(watched, r.agreed(10_000))
	r.must("anyone", "echo", r.tell("shipment", object{"subscribe": object{"token_id": watched, "cutoffs": []any{}}}))
	report("nine, a milestone paid, a second subscriber", loaded(shipment, watched))

	r.addCw20("buyer")
	asset := object{"cw20": r.address("cw20")}
	r.must("owner", "escrow", object{"admit_asset": object{"asset": asset}})
	terms := r.terms()
	terms["asset"] = asset
	id = r.proposed(terms)
	send := object{"send": object{"contract": r.address("escrow"), "amount": "10000", "msg": encoded(r.t, r.acceptance(id))}}
	r.must("buyer", "cw20", send)
	r.issued("MSC:BL-6", nil)
	r.presented("MSC:BL-6", id)
	report("nine, a milestone paid in cw20", loaded(shipment, "MSC:BL-6"))
}
