package chain

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
)

// The feeds of contracts/oracle/tests/support/secured.rs: nine times 50,000, of which 54,000 may hang on times.
const (
	stakeOf9     = 50_000
	window       = 2 * day
	adjudication = 5 * day
	// The slowest that a healthy chain makes blocks: a window ends by these too.
	slowestBlock = hour
	leastBond    = 500
	// Of a reservation, for each of its three periods.
	feeMillionths = 1_000
)

// securedFeed is a feed whose facts the stake of its reporters answers for.
type securedFeed struct {
	*portolan
	panel
	// Whether it is of the token "cw20".
	token bool
}

// secured are the terms of a feed.
type secured struct {
	seats  map[int]reporter
	pledge int64
	token  bool
	// Of a feed of numbers, which takes no deposit.
	measures  object
	consumers []string
	// Of the chain's contracts or people; "adjudicator" and "treasury" if not set.
	adjudicator, treasury string
}

// of9 are the terms of the nine reporters that are enrolled already.
func (p *portolan) of9(consumers ...string) secured {
	return secured{seats: p.committee, pledge: stakeOf9, consumers: consumers}
}

// enrolled enrols reporters with secp256k1 keys, of the five operators and three source classes in turn.
func (p *portolan) enrolled(count int) map[int]reporter {
	p.t.Helper()
	first, seats := len(p.committee)+1, map[int]reporter{}
	for n := first; n < first+count; n++ {
		r := bySecp256k1(sha256.Sum256(fmt.Appendf(nil, "reporter %d", n)))
		r.operator, r.class = operator(n%5), classes[n%3]
		p.must(r.operator, "oracle", object{"enrol_reporter": object{"key": object{r.scheme: r.key}, "class": r.class}})
		seats[n] = r
	}
	return seats
}

// asset is a token's, or the settlement coin.
func (p *portolan) asset(token bool) object {
	if token {
		return object{"cw20": p.address("cw20")}
	}
	return native()
}

// bring sends a message with money: with coins, or inside a token's `send`.
func (p *portolan) bring(token bool, sender, contract string, msg object, amount int64) {
	p.t.Helper()
	if !token {
		p.must(sender, contract, msg, coinsOf(amount)...)
		return
	}
	p.must(sender, "cw20", p.inside(contract, msg, amount))
}

// inside is a message as the hook of a token that brings its money.
func (p *portolan) inside(contract string, msg object, amount int64) object {
	return object{"send": object{"contract": p.address(contract), "amount": fmt.Sprint(amount), "msg": encoded(p.t, msg)}}
}

// secure creates a feed of this number, bonds for all its seats and pledges them.
func (p *portolan) secure(number uint32, terms secured) *securedFeed {
	p.t.Helper()
	p.must("keeper", "oracle", p.securedFeed(terms))
	for _, n := range slices.Sorted(maps.Keys(terms.seats)) {
		r := terms.seats[n]
		p.bring(terms.token, r.operator, "oracle", object{"bond": object{}}, terms.pledge)
		pledge := object{"feed": number, "reporter": n, "amount": fmt.Sprint(terms.pledge)}
		p.must(r.operator, "oracle", object{"pledge": pledge})
	}
	committee := p.query("oracle", object{"feed": object{"feed": number}}).(object)["committee"]
	require.Len(p.t, committee, len(terms.seats), "the feed has another number")
	return &securedFeed{p, panel{number, terms.seats}, terms.token}
}

// securedFeed is the message that creates such a feed.
func (p *portolan) securedFeed(terms secured) object {
	p.t.Helper()
	either := func(name, otherwise string) string {
		if name == "" {
			name = otherwise
		}
		return p.address(name)
	}
	consumers := []object{}
	for _, name := range terms.consumers {
		consumers = append(consumers, object{"address": p.address(name), "share": 10_000})
	}
	msg := p.stakedFeed()
	feed := msg["create_feed"].(object)
	if terms.measures != nil {
		feed["rules"].(object)["measures"], feed["rules"].(object)["deposit"] = terms.measures, nil
	}
	staked := feed["kind"].(object)["staked"].(object)
	staked["asset"] = p.asset(terms.token)
	staked["security"] = object{
		"conviction": 9_000, "haircut": 8_000, "margin": 2, "period": day, "challenge": window, "adjudication": adjudication,
		"block_time": slowestBlock, "bond": fmt.Sprint(leastBond), "bond_share": 500, "fee": feeMillionths,
		"adjudicator": either(terms.adjudicator, "adjudicator"), "treasury": either(terms.treasury, "treasury"),
		"consumers": consumers,
	}
	return msg
}

// pass lets a window pass by the clock and by the chain.
func (p *portolan) pass(seconds int64) {
	p.t.Helper()
	for end := p.now() + seconds; p.now() < end; {
		p.waitUntil(min(p.now()+slowestBlock, end))
		p.NextBlock()
	}
}

// question is one milestone of a token of a collection, by contract or person.
func (p *portolan) question(collection, token string, milestone object) object {
	return object{"collection": p.address(collection), "token_id": token, "milestone": milestone}
}

// milestone is a loading or a discharge on a leg.
func milestone(leg int, event string) object {
	return object{"leg": leg, "event": event, "place": "CNSHA"}
}

// asked asks questions about a token on the feed, as the carrier's own collection.
func (f *securedFeed) asked(token string, milestones ...object) object {
	f.t.Helper()
	f.must("carrier", "oracle", f.ask(token, milestones...), usd(int64(deposit*len(milestones))))
	return f.question("carrier", token, milestones[0])
}

func (f *securedFeed) ask(token string, milestones ...object) object {
	return object{"ask": object{
		"token_id": token, "feed": f.feed, "refund_to": f.address("carrier"), "until": f.now() + 300*day, "questions": milestones,
	}}
}

// part is a sum that will hang on the time of a fact, so many days from now.
func (f *securedFeed) part(amount, days int64) object {
	return object{"amount": fmt.Sprint(amount), "kind": "time", "expected": f.now() + days*day}
}

func (f *securedFeed) reserve(reference int, parts ...object) object {
	return object{"reserve": object{
		"reference": reference, "feed": f.feed, "asset": f.asset(f.token), "parts": parts, "until": f.now() + 100*day,
		"too_early": f.address("buyer"), "too_late": nil,
	}}
}

// fee is what a part's reservation costs.
func fee(amount int64) int64 { return (3*feeMillionths*amount + 999_999) / 1_000_000 }

// bind is that the parts of a reservation hang on these questions of the carrier's token, one each.
func (f *securedFeed) bind(reference int, token string, milestones ...object) object {
	parts := []object{}
	for part, milestone := range milestones {
		parts = append(parts, object{"part": part, "milestone": milestone})
	}
	return object{"bind": object{"reference": reference, "collection": f.address("carrier"), "token_id": token, "parts": parts}}
}

// hangs asks one question about a token and hangs a sum of the consumer's on it, expected today.
func (f *securedFeed) hangs(reference int, token string, amount int64) object {
	f.t.Helper()
	about := f.asked(token, milestone(0, "LOAD"))
	f.bring(f.token, "consumer", "oracle", f.reserve(reference, f.part(amount, 0)), fee(amount))
	f.must("consumer", "oracle", f.bind(reference, token, milestone(0, "LOAD")))
	return about
}

// reports is a round of these reporters' words, in one transaction.
func (f *securedFeed) reports(about object, round int, saying map[int]outcome) object {
	f.t.Helper()
	var subject subject
	require.NoError(f.t, json.Unmarshal(encoded(f.t, about), &subject))
	all := []signedReport{}
	for _, number := range slices.Sorted(maps.Keys(saying)) {
		all = append(all, f.signed(f.address("oracle"), subject, uint32(round), number, saying[number], f.now()))
	}
	return object{"report": object{"subject": about, "round": round, "reports": all}}
}

// say is that so many seats, from the first on, say the same.
func (f *securedFeed) say(count int, seen outcome) map[int]outcome {
	saying := map[int]outcome{}
	for _, number := range slices.Sorted(maps.Keys(f.seats))[:count] {
		saying[number] = seen
	}
	return saying
}

// all say that it happened now.
func (f *securedFeed) all(about object) object {
	f.t.Helper()
	return f.reports(about, 0, f.say(len(f.seats), happenedAt(f.now())))
}

// doubtful is a round in which two of nine saw it an hour earlier than the others: decided, and not final at once.
func (f *securedFeed) doubtful(about object) object {
	f.t.Helper()
	saying := f.say(len(f.seats), happenedAt(f.now()))
	for _, number := range slices.Sorted(maps.Keys(f.seats))[:2] {
		saying[number] = happenedAt(f.now() - hour)
	}
	return f.reports(about, 0, saying)
}

// closed is a round that closes by time with so many voices.
func (f *securedFeed) closed(about object, voices int) object {
	f.t.Helper()
	f.must("anyone", "oracle", f.reports(about, 0, f.say(voices, happenedAt(f.now()))))
	f.pass(2 * hour)
	return object{"close": object{"subject": about, "round": 0}}
}

// roundOf names a closed round.
func roundOf(about object) object { return object{"subject": about, "round": 0} }

// challenge says that a round is wrong, with the bond that it takes.
func (f *securedFeed) challenge(about object, claim any) object {
	return object{"challenge": object{"round": roundOf(about), "claim": claim, "evidence": f.replaced("<digest of evidence>")}}
}

// bond is what a challenge of the round takes.
func (f *securedFeed) bond(about object) (amount int64) {
	f.t.Helper()
	_, err := fmt.Sscan(f.query("oracle", object{"challenge_bond": roundOf(about)}).(string), &amount)
	require.NoError(f.t, err)
	return amount
}

func ruled(about object, ruling any) object {
	return object{"rule": object{"round": roundOf(about), "ruling": ruling}}
}

// falsified is that something else is true, and all who said otherwise lied.
func falsified(truth outcome) object {
	return object{"overturned": object{"truth": truth, "fault": "falsification"}}
}

var upheld = object{"upheld": object{}}
