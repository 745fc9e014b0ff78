//! Expected times were computed apart from this code, with Python's `zoneinfo` from the package's own files.

use std::collections::BTreeSet;

use super::error::RowError;
use super::*;

const COLUMNS: &str = "year,month,day,dep_time,sched_dep_time,dep_delay,arr_time,sched_arr_time,arr_delay,\
                       carrier,flight,origin,dest";

/// Planned and actual departure, planned and actual arrival.
type Times = [(u64, Option<u64>); 2];

fn read(row: &str) -> Result<Vec<Flight>, FlightsError> {
    row::read(format!("{COLUMNS}\n{row}\n").as_bytes())
}

fn flight(row: &str) -> Flight {
    read(row).unwrap().pop().unwrap()
}

fn times(row: &str) -> Times {
    let flight = flight(row);
    let seconds = |time: Option<UnixTime>| time.map(UnixTime::seconds);
    [
        (flight.planned_departure.seconds(), seconds(flight.actual_departure)),
        (flight.planned_arrival.seconds(), seconds(flight.actual_arrival)),
    ]
}

fn refusal(row: &str) -> (u64, RowError) {
    match read(row).unwrap_err() {
        FlightsError::Flight { line, source } => (line, source),
        other => panic!("{other}"),
    }
}

#[test]
fn a_row_is_a_flight() {
    assert_eq!(
        flight("2013,1,1,517,515,2,830,819,11,UA,1545,EWR,IAH"),
        Flight {
            id: "UA1545-20130101-EWR".to_owned(),
            carrier: "UA".to_owned(),
            number: 1545,
            origin: Locode::try_from("USEWR".to_owned()).unwrap(),
            dest: Locode::try_from("USIA9".to_owned()).unwrap(),
            planned_departure: UnixTime::new(1_357_035_300).unwrap(),
            planned_arrival: UnixTime::new(1_357_049_940).unwrap(),
            actual_departure: Some(UnixTime::new(1_357_035_420).unwrap()),
            actual_arrival: Some(UnixTime::new(1_357_050_600).unwrap()),
        }
    );
}

#[test]
fn a_flight_may_arrive_the_day_after() {
    let to_florida = times("2013,1,1,2120,2130,-10,16,18,-2,B6,383,LGA,FLL");
    assert_eq!(to_florida, [(1_357_093_800, Some(1_357_093_200)), (1_357_103_880, Some(1_357_103_760))]);
    let to_puerto_rico = times("2013,1,1,2353,2359,-6,425,445,-20,B6,739,JFK,PSE");
    assert_eq!(to_puerto_rico, [(1_357_102_740, Some(1_357_102_380)), (1_357_116_300, Some(1_357_115_100))]);
}

#[test]
fn a_flight_to_the_west_arrives_by_the_clocks_there() {
    let to_los_angeles = times("2013,1,1,2035,2030,5,2337,5,-28,UA,1482,EWR,LAX");
    assert_eq!(to_los_angeles, [(1_357_090_200, Some(1_357_090_500)), (1_357_113_900, Some(1_357_112_220))]);
    let to_honolulu = times("2013,1,1,857,900,-3,1516,1530,-14,HA,51,JFK,HNL");
    assert_eq!(to_honolulu, [(1_357_048_800, Some(1_357_048_620)), (1_357_090_200, Some(1_357_089_360))]);
}

/// New York's clocks jumped from 02:00 to 03:00 on 10 March; Phoenix and Puerto Rico never change theirs.
#[test]
fn clocks_that_jump_ahead_take_an_hour_off_the_night() {
    for (row, expected) in [
        // Late, it arrived at what no clock there showed: 02:03.
        (
            "2013,3,9,2306,2145,81,203,34,89,B6,35,JFK,PBI",
            [(1_362_883_500, Some(1_362_888_360)), (1_362_893_640, Some(1_362_898_980))],
        ),
        (
            "2013,3,9,53,2359,54,504,438,26,B6,727,JFK,BQN",
            [(1_362_891_540, Some(1_362_894_780)), (1_362_904_680, Some(1_362_906_240))],
        ),
        (
            "2013,3,10,615,619,-4,851,903,-12,UA,1236,EWR,PHX",
            [(1_362_910_740, Some(1_362_910_500)), (1_362_931_380, Some(1_362_930_660))],
        ),
    ] {
        assert_eq!(times(row), expected, "{row}");
    }
}

/// They showed 01:00 to 02:00 twice on 3 November.
#[test]
fn clocks_that_fall_back_add_an_hour_to_the_night() {
    for (row, expected) in [
        (
            "2013,11,2,2351,2359,-8,338,337,1,B6,839,JFK,BQN",
            [(1_383_451_140, Some(1_383_450_660)), (1_383_464_220, Some(1_383_464_280))],
        ),
        (
            "2013,11,3,645,700,-15,1011,1015,-4,B6,23,JFK,LAX",
            [(1_383_480_000, Some(1_383_479_100)), (1_383_502_500, Some(1_383_502_260))],
        ),
    ] {
        assert_eq!(times(row), expected, "{row}");
    }
}

/// No flight of the year is planned for such a time, so these rows are made up.
#[test]
fn a_time_that_a_night_has_twice_is_the_first_and_one_it_skips_counts_on() {
    let twice = times("2013,11,3,NA,130,NA,NA,800,NA,B6,1,JFK,BQN");
    // 01:30 of daylight time: 05:30 UTC. 08:00 in Puerto Rico: 12:00 UTC.
    assert_eq!(twice, [(1_383_456_600, None), (1_383_480_000, None)]);
    let skipped = times("2013,3,10,NA,230,NA,NA,800,NA,B6,1,JFK,BQN");
    // 02:30 of standard time, which clocks showed as 03:30: 07:30 UTC.
    assert_eq!(skipped, [(1_362_900_600, None), (1_362_916_800, None)]);
}

#[test]
fn a_cancelled_flight_has_neither_left_nor_arrived() {
    let cancelled = times("2013,1,1,NA,1630,NA,NA,1815,NA,EV,4308,EWR,RDU");
    assert_eq!(cancelled, [(1_357_075_800, None), (1_357_082_100, None)]);
}

#[test]
fn a_diverted_flight_has_left_but_not_arrived_even_if_it_landed() {
    let landed = times("2013,1,1,1525,1530,-5,1934,1805,NA,MQ,4525,LGA,XNA");
    assert_eq!(landed, [(1_357_072_200, Some(1_357_071_900)), (1_357_085_100, None)]);
    let unknown = times("2013,1,1,2016,1930,46,NA,2220,NA,EV,4204,EWR,OKC");
    assert_eq!(unknown, [(1_357_086_600, Some(1_357_089_360)), (1_357_100_400, None)]);
}

#[test]
fn what_is_not_a_flight_is_refused_with_its_line() {
    let (line, unknown) = refusal("2013,1,1,517,515,2,830,819,11,UA,1545,EWR,XYZ");
    assert!(matches!(unknown, RowError::UnknownAirport(iata) if iata == "XYZ"));
    assert_eq!(line, 2);
    let (_, no_day) = refusal("2013,2,30,517,515,2,830,819,11,UA,1545,EWR,IAH");
    assert!(matches!(no_day, RowError::Day { year: 2013, month: 2, day: 30 }));
    for (row, clock) in [
        ("2013,1,1,517,560,2,830,819,11,UA,1545,EWR,IAH", 560),
        ("2013,1,1,517,515,2,830,2400,11,UA,1545,EWR,IAH", 2400),
        ("2013,1,1,517,515,2,830,65535,11,UA,1545,EWR,IAH", 65_535),
    ] {
        let (_, refused) = refusal(row);
        assert!(matches!(refused, RowError::Clock(actual) if actual == clock), "{refused}");
    }
    // From 05:15 in Newark to 05:14 there next day.
    let (_, too_long) = refusal("2013,1,1,517,515,2,830,514,11,UA,1545,EWR,BDL");
    assert!(matches!(too_long, RowError::TooLong { minutes: 1_439, most: 1_080 }));
    for not_a_number in [
        "2013,1,1,517,515,two,830,819,11,UA,1545,EWR,IAH",
        "2013,1,1,,515,2,830,819,11,UA,1545,EWR,IAH",
        "2013,1,1,517,515,2,830,NA,11,UA,1545,EWR,IAH",
        "2013,1,1,517,515,2,830,819",
    ] {
        assert!(matches!(read(not_a_number), Err(FlightsError::Table(_))), "{not_a_number}");
    }
}

/// Counts and sums of January, in seconds since 1970.
#[test]
fn the_sample_is_january_whole() {
    let flights = load(false).unwrap();
    assert_eq!(flights.len(), 27_004);
    let sum = |times: Vec<UnixTime>| times.iter().map(|time| time.seconds()).sum::<u64>();
    assert_eq!(sum(flights.iter().map(|flight| flight.planned_departure).collect()), 36_681_167_546_460);
    assert_eq!(sum(flights.iter().map(|flight| flight.planned_arrival).collect()), 36_681_468_843_180);

    let departed: Vec<_> = flights.iter().filter_map(|flight| flight.actual_departure).collect();
    assert_eq!(departed.len(), 27_004 - 521);
    assert_eq!(sum(departed), 35_973_148_942_200);
    let arrived: Vec<_> = flights.iter().filter_map(|flight| flight.actual_arrival).collect();
    assert_eq!(arrived.len(), 27_004 - 606);
    assert_eq!(sum(arrived), 35_857_977_590_160);
}

#[test]
fn no_two_flights_share_an_id_and_each_flies_forward_in_time() {
    let flights = load(false).unwrap();
    let ids: BTreeSet<_> = flights.iter().map(|flight| &flight.id).collect();
    assert_eq!(ids.len(), flights.len());
    for flight in &flights {
        assert!(flight.planned_departure < flight.planned_arrival, "{}", flight.id);
        if let Some(arrived) = flight.actual_arrival {
            assert!(flight.actual_departure.is_some_and(|left| left < arrived), "{}", flight.id);
        }
    }
}

/// The same of the whole year, where `scripts/flights fetch` has brought it.
#[test]
#[ignore = "needs the whole year, which scripts/flights fetch downloads"]
fn the_whole_year_is_there() {
    let flights = load(true).unwrap();
    assert_eq!(flights.len(), 336_776);
    let ids: BTreeSet<_> = flights.iter().map(|flight| &flight.id).collect();
    assert_eq!(ids.len(), 336_776);
    let sum = |times: Vec<UnixTime>| times.iter().map(|time| time.seconds()).sum::<u64>();
    assert_eq!(sum(flights.iter().map(|flight| flight.planned_departure).collect()), 462_341_230_357_680);
    assert_eq!(sum(flights.iter().map(|flight| flight.planned_arrival).collect()), 462_345_000_276_300);
    assert_eq!(
        sum(flights.iter().filter_map(|flight| flight.actual_departure).collect()),
        451_022_857_378_140
    );
    assert_eq!(sum(flights.iter().filter_map(|flight| flight.actual_arrival).collect()), 449_413_928_903_640);
}
