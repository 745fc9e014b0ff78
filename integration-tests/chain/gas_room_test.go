package chain

// rooms are agreements on a feed that takes reservations: the README's, on another feed.
func rooms(r tour) {
	f := r.secure(2, r.of9("escrow"))
	fees := fee(3_000) + fee(7_000)
	terms := func() object {
		terms := r.terms()
		terms["feed"] = f.feed
		return terms
	}
	onFeed := func(bill object) { bill["journey"].(object)["feed"] = f.feed }
	r.action("escrow.propose, on a secured feed", "seller", "escrow",
		object{"propose": object{"terms": terms(), "valid_until": r.now() + day}})
	r.agreements++
	id := r.latestAgreement()
	r.action("escrow.accept, with room at the oracle", "buyer", "escrow", r.acceptance(id), usd(10_000+fees))
	r.issued("MSC:BL-1", onFeed)
	r.action("shipment.encumber, presented, with room at the oracle", "seller", "shipment", r.presentation("MSC:BL-1", id))
	r.act("report, nine, secured, a milestone paid", "anyone", f.all(loaded(r.address("shipment"), "MSC:BL-1")))
	r.action("escrow.release, with room at the oracle", "buyer", "escrow", object{"release": of(id, 1)})

	id = r.proposed(terms())
	r.must("buyer", "escrow", r.acceptance(id), usd(10_000+fees))
	r.issued("MSC:BL-2", onFeed)
	r.presented("MSC:BL-2", id)
	about := loaded(r.address("shipment"), "MSC:BL-2")
	said := r.now() - hour
	r.must("anyone", "oracle", f.reports(about, 0, f.say(9, happenedAt(said))))
	truth := happenedAt(said - hour) // too late: the payee's side is harmed, and the escrow told
	r.must("challenger", "oracle", f.challenge(about, truth), usd(f.bond(about)))
	r.must("adjudicator", "oracle", ruled(about, falsified(truth)))
	r.act("compensate, by way of the escrow", "anyone", object{"compensate": object{
		"round": roundOf(about), "consumer": r.address("escrow"), "reference": id, "part": 0,
	}})
}
