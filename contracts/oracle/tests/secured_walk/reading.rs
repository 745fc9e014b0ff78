//! What everybody can read must be what the model says.

use crate::*;

impl Walk {
    pub fn seats(&self) -> Seats {
        let operators = self.s.world.operators();
        let seat = |seat: MemberResponse| {
            let operator = operators.iter().position(|operator| operator.as_str() == seat.operator).unwrap();
            let class = CLASSES.iter().position(|class| *class == seat.class).unwrap();
            (seat.reporter, Seat { operator: operator as u8, class: class as u8, weight: seat.weight.get() })
        };
        self.s.world.feed(FEED).committee.into_iter().map(seat).collect()
    }

    /// What these seats weigh and what of it can be lost now: not what is under notice, nor what has left.
    pub fn votes(&self, seats: &Seats) -> Votes {
        let present = self.s.world.feed(FEED).committee;
        let at_risk = |reporter: &u32, weight: u128| {
            let seat = present.iter().find(|seat| seat.reporter == *reporter);
            seat.map_or(0, |seat| {
                seat.weight.get() - seat.leaving.as_ref().map_or(0, |leaving| leaving.amount.get())
            })
            .min(weight)
        };
        let vote =
            |(reporter, seat): (&u32, &Seat)| (*reporter, (seat.weight, at_risk(reporter, seat.weight)));
        seats.iter().map(vote).collect()
    }

    pub fn has_room(&self, sums: &[Sum], seats: &Seats, times: u32) -> bool {
        let today = self.today();
        let hanging = hanging::on_day(sums, today, today, None);
        hanging::fits(hanging, &hanging::caps(&self.votes(seats)), times)
            && hanging::fits(hanging, &hanging::caps(&self.votes(&self.seats())), times)
    }

    pub fn stakes(&self) -> u128 {
        let of = |operator: &Addr| {
            let stake = self.s.world.stake(operator, usd());
            assert_eq!(
                stake.bonded.get(),
                stake.free.get() + stake.pledged.get(),
                "pledges are within the stake"
            );
            stake.bonded.get() + stake.unbonding.iter().map(|part| part.amount.get()).sum::<u128>()
        };
        self.s.world.operators().iter().map(of).sum()
    }

    pub fn check(&self) {
        let (world, today) = (&self.s.world, self.today());
        let pledged: u128 = world.operators().iter().map(|who| world.stake(who, usd()).pledged.get()).sum();
        assert_eq!(pledged, self.seats().values().map(|seat| seat.weight).sum::<u128>());

        let capacity = self.s.capacity();
        for (place, found) in capacity.consumers.iter().enumerate() {
            let expected = hanging::on_day(&self.sums, today, today, Some(place));
            assert_eq!((found.time.get(), found.outcome.get()), expected, "what hangs on the feed");
        }

        let inquiry = world.inquiry();
        assert_eq!(inquiry.sequence, self.sequence);
        for ((milestone, asked), found) in self.asked.iter().zip(&inquiry.questions) {
            assert_eq!(
                (found.milestone, found.standing, found.round),
                (*milestone, asked.standing, asked.round())
            );
        }

        let deposit = inquiry.deposit.map_or(0, |held| held.amount.u128());
        let fees: u128 = self.sums.iter().map(|sum| sum.fee).sum();
        let rounds = || self.asked.iter().flat_map(|(_, asked)| &asked.closed);
        let rewards: u128 = rounds().map(|closed| closed.unpaid).sum();
        let pots: u128 = rounds().filter_map(|closed| closed.pot.as_ref()).map(|pot| pot.left).sum();
        let kept: u128 = self.kept.values().map(|(amount, _)| amount).sum();
        let cases = rounds().filter_map(|closed| closed.case.as_ref()).filter(|case| case.open);
        let bonds: u128 = cases.map(|case| case.bond).sum();
        let owed = world.owed(usd());
        assert_eq!(
            owed,
            self.stakes() + deposit + fees + rewards + pots + kept + bonds,
            "deposit {deposit}, fees {fees}, rewards {rewards}, pots {pots}, kept {kept}, bonds {bonds}"
        );
        assert_eq!(world.usd_of(&world.oracle), owed, "all that is here is somebody's");
    }
}
