//! An amount of money: whole minor units of a currency, never a fraction in binary.

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Currency {
    /// "USD".
    pub code: &'static str,
    /// Digits after the point: 2 for most, 0 or 3 for some.
    pub digits: u32,
}

/// Codes in use, with the digits after the point (ISO 4217, list one). Not here: precious metals, funds, test codes.
const CODES: [(u32, &str); 3] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC \
         CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR \
         JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD \
         NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
         SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
];

/// The most digits before the point: no session costs a thousand million of anything.
const WHOLE_DIGITS: usize = 9;

impl Currency {
    /// The currency of a code, however it was typed: "usd" is USD.
    pub(crate) fn of(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let find = |(digits, codes): &(u32, &'static str)| {
            let code = codes.split(' ').find(|code| code.eq_ignore_ascii_case(typed))?;
            Some(Self { code, digits: *digits })
        };
        CODES.iter().find_map(find)
    }

    /// Reads what was typed, "450", "449.50" or "449,50"; `None`: no amount of this currency above zero. Nothing is
    /// rounded, and no thousands separator is guessed: with three digits after the point a comma could be either.
    pub(crate) fn read(self, typed: &str) -> Option<i64> {
        let points: &[char] = if self.digits == 3 { &['.'] } else { &['.', ','] };
        let (whole, rest) = typed.split_once(points).map_or((typed, None), |(w, r)| (w, Some(r)));
        let digits = usize::try_from(self.digits).ok()?;
        let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let good = figures(whole) && whole.len() <= WHOLE_DIGITS;
        if !good || rest.is_some_and(|rest| !figures(rest) || rest.len() > digits) {
            return None;
        }
        let minor = format!("{whole}{:0<digits$}", rest.unwrap_or_default());
        minor.parse().ok().filter(|amount| *amount > 0)
    }

    /// As a form shows it: "450" or "449.50".
    pub(crate) fn typed(self, minor: i64) -> String {
        let text = self.exact(minor).replace(',', "");
        text.strip_suffix(&self.zeros()).map(str::to_owned).unwrap_or(text)
    }

    /// As a column of a table shows it: "4,050.00".
    pub(crate) fn exact(self, minor: i64) -> String {
        let unit = 10_i64.pow(self.digits);
        let (whole, part) = (minor / unit, minor % unit);
        let text = whole.to_string();
        let mut grouped = String::new();
        for (at, figure) in text.chars().enumerate() {
            if at > 0 && (text.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(figure);
        }
        if self.digits == 0 {
            return grouped;
        }
        let width = usize::try_from(self.digits).unwrap_or(2);
        format!("{grouped}.{part:0width$}")
    }

    /// As a sentence says it, without the code and without a needless ".00": "4,050" or "449.50".
    pub(crate) fn amount(self, minor: i64) -> String {
        let text = self.exact(minor);
        text.strip_suffix(&self.zeros()).map(str::to_owned).unwrap_or(text)
    }

    /// With the code: "USD 4,050".
    pub(crate) fn say(self, minor: i64) -> String {
        format!("{} {}", self.code, self.amount(minor))
    }

    /// ".00", the end of a whole amount; something that ends no amount where there is no point.
    fn zeros(self) -> String {
        if self.digits == 0 {
            " ".to_owned()
        } else {
            format!(".{}", "0".repeat(usize::try_from(self.digits).unwrap_or(2)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::of(code).unwrap()
    }

    #[test]
    fn a_code_is_three_letters_of_the_list_however_typed() {
        assert_eq!((currency(" usd ").code, currency("USD").digits, currency("JPY").digits), ("USD", 2, 0));
        assert_eq!(currency("kwd").digits, 3);
        for wrong in ["", "US", "$", "USDX", "XXX", "USD EUR", "ABC"] {
            assert_eq!(Currency::of(wrong), None, "{wrong}");
        }
        let all: Vec<&str> = CODES.iter().flat_map(|(_, codes)| codes.split(' ')).collect();
        assert!(all.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())));
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn amounts_are_read_to_the_minor_unit_and_never_rounded() {
        let usd = currency("USD");
        assert_eq!(
            ["450", "449.5", "449,50", "0.01"].map(|t| usd.read(t)),
            [45_000, 44_950, 44_950, 1].map(Some)
        );
        for wrong in [
            "",
            "0",
            "0.00",
            "-450",
            "1,200",
            "1,200.50",
            "4.505",
            "450.",
            ".5",
            "4e3",
            "1 200",
            "1234567890",
        ] {
            assert_eq!(usd.read(wrong), None, "{wrong}");
        }
        assert_eq!((currency("JPY").read("50000"), currency("JPY").read("500.5")), (Some(50_000), None));
        assert_eq!((currency("KWD").read("12.5"), currency("KWD").read("12,500")), (Some(12_500), None));
    }

    #[test]
    fn amounts_are_said_as_they_are_read() {
        let usd = currency("USD");
        assert_eq!((usd.say(405_000), usd.say(44_950)), ("USD 4,050".to_owned(), "USD 449.50".to_owned()));
        assert_eq!((usd.exact(123_456_700), usd.exact(5)), ("1,234,567.00".to_owned(), "0.05".to_owned()));
        assert_eq!((usd.typed(405_000), usd.typed(44_950)), ("4050".to_owned(), "449.50".to_owned()));
        assert_eq!(
            (currency("JPY").say(50_000), currency("JPY").typed(50_000)),
            ("JPY 50,000".to_owned(), "50000".to_owned())
        );
        assert_eq!(currency("KWD").exact(12_500), "12.500");
    }
}
