//! An enum of failures that clients may learn of.
use secure_action::{Json, PublicError, action};
/// Why a room could not be booked.
#[derive(Debug)]
pub enum BookingError {
    /// Somebody was faster.
    #[public(
        status = 409,
        code = "ROOM_TAKEN",
        message = "The room is taken at that time."
    )]
    RoomTaken,
    /// There is none of this number.
    #[public(status = 404, code = "NO_SUCH_ROOM")]
    NoSuchRoom(u32),
    /// The file of bookings cannot be written.
    #[public(internal)]
    Storage {
        /// What was to be booked.
        room: u32,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// The room has no number.
    #[public(internal)]
    Number(#[from] std::num::ParseIntError),
}
#[allow(unused_qualifications, deprecated)]
const _: () = {
    #[automatically_derived]
    impl ::secure_action::__private::PublicError for BookingError {
        const VARIANTS: &'static [::secure_action::__private::PublicVariant] = &[
            ::secure_action::__private::PublicVariant::public(
                "RoomTaken",
                409u16,
                "ROOM_TAKEN",
                "The room is taken at that time.",
            ),
            ::secure_action::__private::PublicVariant::public(
                "NoSuchRoom",
                404u16,
                "NO_SUCH_ROOM",
                "",
            ),
            ::secure_action::__private::PublicVariant::internal("Storage"),
            ::secure_action::__private::PublicVariant::internal("Number"),
        ];
        fn index(&self) -> usize {
            match *self {
                Self::RoomTaken { .. } => 0usize,
                Self::NoSuchRoom { .. } => 1usize,
                Self::Storage { .. } => 2usize,
                Self::Number { .. } => 3usize,
            }
        }
        fn detail(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            match self {
                Self::RoomTaken { .. } => f.write_str("BookingError::RoomTaken"),
                Self::NoSuchRoom { 0: field_0, .. } => {
                    f.debug_tuple("BookingError::NoSuchRoom").field(field_0).finish()
                }
                Self::Storage { room: field_room, .. } => {
                    f.debug_struct("BookingError::Storage")
                        .field("room", field_room)
                        .finish()
                }
                Self::Number { .. } => f.write_str("BookingError::Number"),
            }
        }
        fn into_source(
            self,
        ) -> ::core::option::Option<::secure_action::__private::BoxError> {
            match self {
                Self::RoomTaken { .. } => ::core::option::Option::None,
                Self::NoSuchRoom { .. } => ::core::option::Option::None,
                Self::Storage { cause: field_cause, .. } => {
                    ::core::option::Option::Some(
                        <std::io::Error as ::secure_action::__private::ErrorSource>::boxed(
                            field_cause,
                        ),
                    )
                }
                Self::Number { 0: field_0, .. } => {
                    ::core::option::Option::Some(
                        <std::num::ParseIntError as ::secure_action::__private::ErrorSource>::boxed(
                            field_0,
                        ),
                    )
                }
            }
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<BookingError>
    for ::secure_action::__private::ActionError {
        fn from(error: BookingError) -> Self {
            ::secure_action::__private::action_error(error)
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<std::num::ParseIntError> for BookingError {
        fn from(source: std::num::ParseIntError) -> Self {
            Self::Number(source)
        }
    }
};
/// Books a room.
pub async fn book() -> Result<Json<u32>, BookingError> {
    Ok(Json("7".parse()?))
}
/// The action `book`.
#[allow(non_camel_case_types)]
pub struct book {}
#[allow(unused_qualifications)]
const _: () = {
    #[automatically_derived]
    impl ::secure_action::__private::Action for book {
        type App = <crate::App as ::secure_action::__private::Known<
            {
                use ::secure_action::__private::Otherwise;
                ::secure_action::__private::require_application(
                    ::secure_action::__private::Probe::<crate::App>::IS,
                    "App",
                    true,
                )
            },
        >>::Itself;
        const SPEC: &'static ::secure_action::__private::ActionSpec = &::secure_action::__private::ActionSpec::new(
                (::core::module_path!(), "book"),
                (::secure_action::__private::Method::Post, "/bookings"),
                <<<book as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<book as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &[],
                    &[],
                ),
                &[],
            )
            .documentation("Books a room.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[];
        type Arguments = ();
        fn take(
            phase: ::secure_action::__private::Phase,
            arguments: &mut Self::Arguments,
            taking: &mut ::secure_action::__private::Taking<'_, Self::App>,
        ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send {
            ::secure_action::__private::ArgumentList::take((), phase, arguments, taking)
        }
        fn call(
            arguments: Self::Arguments,
            viewer: ::secure_action::__private::Viewer,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<
                ::secure_action::__private::Draft,
                ::secure_action::__private::ActionError,
            >,
        > + ::core::marker::Send {
            let arguments = ::secure_action::__private::Filled::values(arguments);
            <Json<u32> as ::secure_action::__private::Answer>::ANSWER
                .of(
                    <BookingError as ::secure_action::__private::Failure>::FAILURE,
                    arguments.map(|()| book()),
                    viewer,
                )
        }
        fn answer() -> ::secure_action::__private::AnswerSpec {
            <Json<u32> as ::secure_action::__private::Answer>::ANSWER
                .spec()
                .or(
                    <BookingError as ::secure_action::__private::Failure>::FAILURE
                        .variants(),
                )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for book {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("book")
        }
    }
    const _: ::core::option::Option<book> = ::core::option::Option::None;
};
