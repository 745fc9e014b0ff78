package chain

import (
	"encoding/json"

	"github.com/stretchr/testify/require"
)

// rooms are agreements on a feed that takes reservations: the README's, on another feed.
func rooms(r tour) {
	f := r.secure(2, r.of9("escrow"))
	fees := fee(3_000) + fee(7_000)
	r.action("escrow.propose, on a secured feed", "seller", "escrow",
		object{"propose": object{"terms": f.terms(), "valid_until": r.now() + day}})
	r.agreements++
	id := r.latestAgreement()
	r.action("escrow.accept, with room at the oracle", "buyer", "escrow", r.acceptance(id), usd(10_000+fees))
	f.issued("MSC:BL-1")
	r.action("shipment.encumber, presented, with room at the oracle", "seller", "shipment", r.presentation("MSC:BL-1", id))
	r.act("report, nine, secured, a milestone paid", "anyone", f.all(loaded(r.address("shipment"), "MSC:BL-1")))
	r.action("escrow.release, with room at the oracle", "buyer", "escrow", object{"release": of(id, 1)})

	id = f.sold("MSC:BL-2")
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

// weighed is a payment by a number: three quarters of it, and the rest goes back.
func weighed(r tour) {
	terms := r.of9("escrow")
	terms.measures = degrees()
	f, inspected := r.secure(2, terms), milestone(0, "INSP")
	id := r.proposed(r.service(paysAt(object{"measurement": object{
		"feed": f.feed, "at": inspected, "pays": object{"scaled": object{"nothing_at": "0", "all_at": "2000"}}, "deliveries": nil,
	}}, "1000")))
	r.action("escrow.accept, with room for a number", "buyer", "escrow", r.acceptance(id), usd(1_000+fee(1_000)))
	about := f.question("escrow", id.String()+"/0", inspected)
	before := r.gained("seller")
	r.act("report, nine numbers, secured, a share paid", "anyone", f.reports(about, 0, f.say(9, readAt(r.now(), 1_500))))
	require.EqualValues(r.t, 750, r.gained("seller")-before)
}

// terms are the README's, on this feed.
func (f *securedFeed) terms() object {
	f.t.Helper()
	terms := f.portolan.terms()
	terms["feed"] = f.feed
	return terms
}

// issued issues the README's, whose journey is followed on this feed.
func (f *securedFeed) issued(token string) {
	f.t.Helper()
	f.portolan.issued(token, func(bill object) { bill["journey"].(object)["feed"] = f.feed })
}

// sold is an agreement on this feed, with its fees paid and a bill presented.
func (f *securedFeed) sold(token string) json.Number {
	f.t.Helper()
	id := f.proposed(f.terms())
	f.accept("buyer", id, 10_000+fee(3_000)+fee(7_000))
	f.issued(token)
	f.presented(token, id)
	return id
}
