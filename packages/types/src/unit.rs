//! Units in which goods are traded and measured.

use crate::text::wire::closed_list;
use crate::VocabularyError;

closed_list! {
    /// A unit of UN/CEFACT Recommendation 20, by its common code: `"KGM"`.
    ///
    /// Only units in force, and only those of goods and their measurements. Packages (Recommendation 21) are no units:
    /// they are counted beside the quantity.
    Unit ("UN/CEFACT Rec 20 common code of a unit") {
        /// Kilogram.
        Kilogram = 1 "KGM",
        /// Gram.
        Gram = 2 "GRM",
        /// Milligram.
        Milligram = 3 "MGM",
        /// Tonne (metric ton).
        Tonne = 4 "TNE",
        /// Decitonne.
        Decitonne = 5 "DTN",
        /// Kilotonne.
        Kilotonne = 6 "KTN",
        /// Pound.
        Pound = 7 "LBR",
        /// Ounce (avoirdupois).
        Ounce = 8 "ONZ",
        /// Troy ounce.
        TroyOunce = 9 "APZ",
        /// Long ton (UK).
        LongTon = 10 "LTN",
        /// Short ton (US).
        ShortTon = 11 "STN",
        /// Hundredweight (US).
        HundredweightUs = 12 "CWA",
        /// Hundredweight (UK).
        HundredweightUk = 13 "CWI",
        /// Metric carat.
        MetricCarat = 14 "CTM",
        /// Cubic metre.
        CubicMetre = 15 "MTQ",
        /// Cubic decimetre.
        CubicDecimetre = 16 "DMQ",
        /// Cubic centimetre.
        CubicCentimetre = 17 "CMQ",
        /// Litre.
        Litre = 18 "LTR",
        /// Millilitre.
        Millilitre = 19 "MLT",
        /// Centilitre.
        Centilitre = 20 "CLT",
        /// Hectolitre.
        Hectolitre = 21 "HLT",
        /// Litre of pure alcohol.
        LitreOfPureAlcohol = 22 "LPA",
        /// Cubic foot.
        CubicFoot = 23 "FTQ",
        /// Cubic inch.
        CubicInch = 24 "INQ",
        /// Cubic yard.
        CubicYard = 25 "YDQ",
        /// Barrel (US).
        Barrel = 26 "BLL",
        /// Gallon (US).
        GallonUs = 27 "GLL",
        /// Gallon (UK).
        GallonUk = 28 "GLI",
        /// Liquid pint (US).
        LiquidPintUs = 29 "PTL",
        /// Pint (UK).
        PintUk = 30 "PTI",
        /// Liquid quart (US).
        LiquidQuartUs = 31 "QTL",
        /// Quart (UK).
        QuartUk = 32 "QTI",
        /// Fluid ounce (US).
        FluidOunceUs = 33 "OZA",
        /// Fluid ounce (UK).
        FluidOunceUk = 34 "OZI",
        /// Bushel (US).
        BushelUs = 35 "BUA",
        /// Bushel (UK).
        BushelUk = 36 "BUI",
        /// Board foot.
        BoardFoot = 37 "BFT",
        /// Metre.
        Metre = 38 "MTR",
        /// Centimetre.
        Centimetre = 39 "CMT",
        /// Millimetre.
        Millimetre = 40 "MMT",
        /// Kilometre.
        Kilometre = 41 "KMT",
        /// Inch.
        Inch = 42 "INH",
        /// Foot.
        Foot = 43 "FOT",
        /// Yard.
        Yard = 44 "YRD",
        /// Square metre.
        SquareMetre = 45 "MTK",
        /// Square centimetre.
        SquareCentimetre = 46 "CMK",
        /// Square foot.
        SquareFoot = 47 "FTK",
        /// Square inch.
        SquareInch = 48 "INK",
        /// Square yard.
        SquareYard = 49 "YDK",
        /// Piece.
        Piece = 50 "H87",
        /// One.
        One = 51 "C62",
        /// Each.
        Each = 52 "EA",
        /// Number of articles.
        NumberOfArticles = 53 "NAR",
        /// Pair.
        Pair = 54 "PR",
        /// Dozen.
        Dozen = 55 "DZN",
        /// Gross.
        Gross = 56 "GRO",
        /// Great gross.
        GreatGross = 57 "GGR",
        /// Hundred.
        Hundred = 58 "CEN",
        /// Thousand.
        Thousand = 59 "MIL",
        /// Set.
        Set = 60 "SET",
        /// Dose.
        Dose = 61 "E27",
        /// Number of international units.
        InternationalUnit = 62 "NIU",
        /// Watt hour.
        WattHour = 63 "WHR",
        /// Kilowatt hour.
        KilowattHour = 64 "KWH",
        /// Megawatt hour.
        MegawattHour = 65 "MWH",
        /// Gigawatt hour.
        GigawattHour = 66 "GWH",
        /// Megajoule.
        Megajoule = 67 "3B",
        /// Gigajoule.
        Gigajoule = 68 "GV",
        /// British thermal unit (international table).
        BritishThermalUnit = 69 "BTU",
        /// Kilowatt.
        Kilowatt = 70 "KWT",
        /// Megawatt.
        Megawatt = 71 "MAW",
        /// Degree Celsius.
        DegreeCelsius = 72 "CEL",
        /// Degree Fahrenheit.
        DegreeFahrenheit = 73 "FAH",
        /// Kelvin.
        Kelvin = 74 "KEL",
        /// Second.
        Second = 75 "SEC",
        /// Minute.
        Minute = 76 "MIN",
        /// Hour.
        Hour = 77 "HUR",
        /// Day.
        Day = 78 "DAY",
        /// Week.
        Week = 79 "WEE",
        /// Month.
        Month = 80 "MON",
        /// Year.
        Year = 81 "ANN",
        /// Percent.
        Percent = 82 "P1",
        /// Part per million.
        PartPerMillion = 83 "59",
        /// Metre per second squared.
        MetrePerSecondSquared = 84 "MSK",
        /// Standard acceleration of free fall.
        StandardAccelerationOfFreeFall = 85 "K40",
        /// Kilopascal.
        Kilopascal = 86 "KPA",
        /// Hectopascal.
        Hectopascal = 87 "A97",
        /// Bar.
        Bar = 88 "BAR",
        /// Lux.
        Lux = 89 "LUX",
        /// Degree (unit of angle).
        DegreeOfAngle = 90 "DD",
    }
}

/// The commonest package types of Recommendation 21, to tell them from typing errors.
const PACKAGES: [&str; 25] = [
    "AE", "BA", "BG", "BJ", "BL", "BX", "CA", "CN", "CR", "CS", "CT", "DR", "EN", "JR", "KG", "NE", "PA",
    "PK", "PX", "RL", "RO", "SA", "TB", "TN", "TU",
];

impl Unit {
    /// Annexes of Recommendation 20 write a package type with an `X` before it.
    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        let actual = text.to_owned();
        if PACKAGES.contains(&text.strip_prefix('X').unwrap_or(text)) {
            return Err(VocabularyError::UnitIsPackage { actual });
        }
        Err(VocabularyError::Unit { actual })
    }
}
