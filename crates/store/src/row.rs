//! How values become parameters and columns become values, without naming an engine.
//!
//! A noun declares its row with [`record!`]: each field is read from the column of the same name.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

pub(crate) use crate::db::Record;
use crate::error::StoreError;

/// A parameter of a query. `None` keeps its type, which PostgreSQL asks for.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Real(Option<f64>),
    Flag(Option<bool>),
    Blob(Option<Vec<u8>>),
    Id(Option<Uuid>),
}

/// A value that is one column.
pub(crate) trait Cell: Sized {
    fn bind(value: Option<&Self>) -> Arg;
    fn read(record: &Record<'_>, column: &str) -> Result<Option<Self>, StoreError>;
}

/// A value that can be a parameter.
pub(crate) trait Bind {
    fn arg(&self) -> Arg;
}

/// A field of a row; it may span several columns.
pub(crate) trait Field: Sized {
    fn field(record: &Record<'_>, column: &str) -> Result<Self, StoreError>;
}

/// A whole row.
pub(crate) trait FromRecord: Sized + Send {
    fn from_record(record: &Record<'_>) -> Result<Self, StoreError>;
}

impl<T: Cell> Bind for Option<T> {
    fn arg(&self) -> Arg {
        T::bind(self.as_ref())
    }
}

impl<T: Bind> Bind for &T {
    fn arg(&self) -> Arg {
        (*self).arg()
    }
}

impl Bind for &str {
    fn arg(&self) -> Arg {
        Arg::Text(Some((*self).to_owned()))
    }
}

impl Bind for Option<&str> {
    fn arg(&self) -> Arg {
        Arg::Text(self.map(str::to_owned))
    }
}

impl<T: Cell> Field for Option<T> {
    fn field(record: &Record<'_>, column: &str) -> Result<Self, StoreError> {
        T::read(record, column)
    }
}

/// `cell!(Type => Primitive: |value| encode, |raw| decode)` makes a type one column wide.
macro_rules! cell {
    ($type:ty => $arg:ident: $encode:expr, $decode:expr) => {
        impl $crate::row::Cell for $type {
            fn bind(value: Option<&Self>) -> $crate::row::Arg {
                $crate::row::Arg::$arg(value.map($encode))
            }
            fn read(
                record: &$crate::row::Record<'_>,
                column: &str,
            ) -> Result<Option<Self>, $crate::error::StoreError> {
                let raw = <$crate::row::kind::$arg as $crate::row::kind::Primitive>::get(record, column)?;
                raw.map($decode).transpose().map_err(|e| record.unreadable(column, &e))
            }
        }
        required!($type);
        bindable!($type);
    };
}

/// A [`Cell`](crate::row::Cell) as a column that is never NULL.
macro_rules! required {
    ($type:ty) => {
        impl $crate::row::Field for $type {
            fn field(
                record: &$crate::row::Record<'_>,
                column: &str,
            ) -> Result<Self, $crate::error::StoreError> {
                <$type as $crate::row::Cell>::read(record, column)?
                    .ok_or_else(|| record.unreadable(column, &"it is empty"))
            }
        }
    };
}

/// A [`Cell`](crate::row::Cell) as a parameter.
macro_rules! bindable {
    ($type:ty) => {
        impl $crate::row::Bind for $type {
            fn arg(&self) -> $crate::row::Arg {
                <$type as $crate::row::Cell>::bind(Some(self))
            }
        }
    };
}

/// Words of a closed list are stored as their one spelling.
macro_rules! word_cells {
    ($($type:ty),+ $(,)?) => {$(
        cell!($type => Text: |word| evenkeel_care::closed_list::Word::as_str(*word).to_owned(),
              |text: String| <$type as evenkeel_care::closed_list::Word>::parse(&text));
    )+};
}

/// Declares a row: a struct whose fields are read from the columns of the same name.
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $type),+ }

        impl $crate::row::FromRecord for $name {
            fn from_record(record: &$crate::row::Record<'_>) -> Result<Self, $crate::error::StoreError> {
                Ok(Self { $($field: <$type as $crate::row::Field>::field(record, stringify!($field))?),+ })
            }
        }
    };
}

/// Which primitive a cell is stored as.
pub(crate) mod kind {
    use super::{Record, StoreError, Uuid};

    pub(crate) trait Primitive {
        type Raw;
        fn get(record: &Record<'_>, column: &str) -> Result<Option<Self::Raw>, StoreError>;
    }

    macro_rules! primitives {
        ($($name:ident: $raw:ty),+) => {$(
            pub(crate) struct $name;
            impl Primitive for $name {
                type Raw = $raw;
                fn get(record: &Record<'_>, column: &str) -> Result<Option<$raw>, StoreError> {
                    record.get::<$raw>(column)
                }
            }
        )+};
    }
    primitives!(Text: String, Int: i64, Real: f64, Flag: bool, Blob: Vec<u8>, Id: Uuid);
}

type Plain = std::convert::Infallible;

cell!(String => Text: Clone::clone, Ok::<_, Plain>);
cell!(i64 => Int: |v| *v, Ok::<_, Plain>);
cell!(f64 => Real: |v| *v, Ok::<_, Plain>);
cell!(bool => Flag: |v| *v, Ok::<_, Plain>);
cell!(Vec<u8> => Blob: Clone::clone, Ok::<_, Plain>);
cell!(Uuid => Id: |v| *v, Ok::<_, Plain>);
cell!(u16 => Int: |v| i64::from(*v), u16::try_from);
cell!(u32 => Int: |v| i64::from(*v), u32::try_from);
cell!(u64 => Int: |v| v.cast_signed(), |v: i64| Ok::<_, Plain>(v.cast_unsigned()));
cell!(Date => Text: Date::to_string, |text: String| text.parse::<Date>());
cell!(Timestamp => Int: |at| at.as_microsecond(), Timestamp::from_microsecond);
cell!([u8; 32] => Blob: |hash| hash.to_vec(), |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes.as_slice()));

word_cells!(
    evenkeel_care::condition::Condition,
    evenkeel_care::condition::Route,
    evenkeel_care::finding::Choice,
    evenkeel_care::finding::FindingKind,
    evenkeel_care::finding::FindingState,
    evenkeel_care::instrument::InstrumentId,
    evenkeel_care::life::LifeKind,
    evenkeel_care::record::CourseStatus,
    evenkeel_care::record::EventKind,
    evenkeel_care::record::SessionStatus,
    evenkeel_care::record::SignKind,
    evenkeel_care::therapy::VisitKind,
);

/// A single row of one count.
pub(crate) struct Count(pub(crate) i64);

impl FromRecord for Count {
    fn from_record(record: &Record<'_>) -> Result<Self, StoreError> {
        i64::field(record, "n").map(Self)
    }
}
