package chain

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// act makes a row of a message to the oracle.
func (r tour) act(row, sender string, msg object, coins ...sdk.Coin) {
	r.t.Helper()
	r.action("oracle."+row, sender, "oracle", msg, coins...)
}

// exposure is room under a feed's caps: taken, bound to questions, given up.
func exposure(r tour) {
	r.act("create_feed, secured", "keeper", r.securedFeed(r.of9()))
	f := r.secure(3, r.of9())
	share := object{"address": r.address("consumer"), "share": 10_000}
	r.act("admit_consumer", "keeper", object{"admit_consumer": object{"feed": f.feed, "consumer": share}})

	r.act("reserve", "consumer", f.reserve(1, f.part(10_000, 5)), usd(fee(10_000)))
	eight, questions := []object{}, []object{}
	for n := range 8 {
		eight = append(eight, f.part(1_000, int64(10+n)))
		questions = append(questions, milestone(n/2, []string{"LOAD", "DISC"}[n%2]))
	}
	r.act("reserve, eight parts", "consumer", f.reserve(2, eight...), usd(8*fee(1_000)))

	f.asked("T-1", questions[:2]...)
	r.act("bind", "consumer", f.bind(1, "T-1", questions[0]))
	f.asked("T-8", questions...)
	r.act("bind, eight parts", "consumer", f.bind(2, "T-8", questions...))
	r.act("release", "consumer", object{"release": object{"reference": 1, "parts": []int{0}}})
	r.act("release, eight parts", "consumer", object{"release": object{"reference": 2, "parts": []int{0, 1, 2, 3, 4, 5, 6, 7}}})

	short := f.reserve(3, f.part(1_000, 1))
	short["reserve"].(object)["until"] = f.now() + day
	r.must("consumer", "oracle", short, usd(fee(1_000)))
	f.pass(day)
	r.act("lapse", "anyone", object{"lapse": object{"consumer": r.address("consumer"), "reference": 3}})

	more := object{"feed": f.feed, "reporter": 1, "amount": fmt.Sprint(pledge)}
	r.must(operator(1), "oracle", object{"bond": object{}}, usd(pledge))
	r.act("pledge, to a secured feed of nine", operator(1), object{"pledge": more})
}

// idle is the most that a first message pays for periods in which nobody came: each had something expected in it.
func idle(r tour) {
	f := r.secure(2, r.of9("consumer"))
	most := []object{}
	for n := range 63 {
		most = append(most, f.part(1, int64(1+n)))
	}
	most = append(most, f.part(1, 99))
	r.act("reserve, 64 parts", "consumer", f.reserve(1, most...), usd(64*fee(1)))
	about := f.asked("T-1", milestone(0, "LOAD"))
	r.waitUntil(r.now() + 65*day)
	r.act("report, nine, secured, the first in 63 periods", "anyone", f.all(about))
}

// roomInToken is what comes to a feed of a token by its hook.
func roomInToken(r tour) {
	r.addCw20("consumer", "challenger", operator(0), operator(1), operator(2), operator(3), operator(4))
	r.must("owner", "oracle", object{"admit_asset": object{"asset": r.asset(true)}})
	terms := r.of9("consumer")
	terms.token = true
	f := r.secure(2, terms)
	r.action("oracle.receive, a reservation by cw20", "consumer", "cw20", f.inside("oracle", f.reserve(1, f.part(10_000, 5)), fee(10_000)))
	about := f.hangs(2, "T-1", 10_000)
	r.must("anyone", "oracle", f.all(about))
	challenge := f.challenge(about, nil)
	r.action("oracle.receive, a challenge by cw20", "challenger", "cw20", f.inside("oracle", challenge, f.bond(about)))
	r.must("adjudicator", "oracle", ruled(about, upheld))
}

// securedRounds are reports on a feed that something hangs on.
func securedRounds(r tour) {
	f := r.secure(2, r.of9("consumer"))
	pending := f.hangs(1, "T-1", 10_000)
	r.act("report, nine, secured, pending", "anyone", f.doubtful(pending))
	r.act("report, nine, secured, the fact is told to an account", "anyone", f.all(f.hangs(2, "T-2", 10_000)))
	short := f.closed(f.hangs(3, "T-3", 10_000), 5)
	r.act("close, secured, undecided", "anyone", short)
	f.pass(window)
	r.act("finalise", "anyone", object{"finalise": roundOf(pending)})
}

// secp256k1Rounds are the rounds of nine reporters with the chain's own signatures, told to the titles' contract: in one
// transaction, and as other oracles do it.
func secp256k1Rounds(r tour) {
	terms := r.of9("consumer")
	terms.seats = r.enrolled(9)
	f := r.secure(2, terms)
	hanging := func(reference int, token string) object {
		f.issued(token)
		r.must("consumer", "oracle", f.reserve(reference, f.part(10_000, int64(4*reference))), usd(fee(10_000)))
		bind := f.bind(reference, token, onLoading()["milestone"].(object))
		bind["bind"].(object)["collection"] = r.address("shipment")
		r.must("consumer", "oracle", bind)
		return loaded(r.address("shipment"), token)
	}
	r.act("report, nine, all secp256k1, secured, one subscriber", "anyone", f.all(hanging(1, "MSC:BL-1")))

	about := hanging(2, "MSC:BL-2")
	seen := happenedAt(r.now())
	for n := range 8 {
		r.act(fmt.Sprintf("report, a transaction each, reporter %d", n+1), "anyone",
			f.reports(about, 0, map[int]outcome{10 + n: seen}))
	}
}

// numbers are those of 31 reporters, the most there can be.
func numbers(r tour) {
	f := r.secure(2, secured{
		seats: r.enrolled(31), pledge: 10_000, consumers: []string{"consumer"}, measures: degrees(),
	})
	where := milestone(0, "LOAD")
	ask := r.call("oracle", f.ask("T-1", where))
	r.must("carrier", "echo", object{"ok": object{
		"messages":   []object{{"id": 0, "msg": ask, "gas_limit": nil, "reply_on": "never", "payload": ""}},
		"attributes": []any{}, "events": []any{}, "data": nil,
	}})
	about := f.question("echo", "T-1", where)
	hang := f.bind(1, "T-1", where)
	hang["bind"].(object)["collection"] = r.address("echo")
	r.must("consumer", "oracle", f.reserve(1, f.part(5_000, 0)), usd(fee(5_000)))
	r.must("consumer", "oracle", hang)

	saying := f.say(31, nil)
	for n := range saying {
		saying[n] = readAt(f.now(), int64(1_800+n))
	}
	r.act("report, 31 numbers, secured, one subscriber", "anyone", f.reports(about, 0, saying))
	for n := range saying {
		saying[n] = readAt(f.now(), int64(1_810+n))
	}
	r.act("report, 31 numbers, secured, the second of a series", "anyone", f.reports(about, 1, saying))
}

// degrees are in hundredths of a degree.
func degrees() object {
	return object{
		"quantity": "temperature", "unit": "CEL", "decimals": 2, "least": "-5000", "most": "10000", "heartbeat": hour,
		"max_jump": 500, "max_dispersion": 100, "accuracy": 10, "min_reporters": 7,
	}
}
