use evenkeel_care::closed_list::Word as _;
use evenkeel_practice::{Refusal, Role, SetupForm};
use evenkeel_testkit::clinic::TestClinic;
use jiff::SignedDuration;

fn form() -> SetupForm {
    SetupForm {
        clinic_name: "Harbour Clinic".into(),
        country: "US".into(),
        zone: "America/New_York".into(),
        crisis_number: "988".into(),
        name: "Robin Hale".into(),
        email: "Robin@clinic.example".into(),
        password: "four calm green words".into(),
        accept_hints: String::new(),
    }
}

fn code(secret_base32: &str, c: &TestClinic) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret_base32).unwrap();
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .with_account_name("robin@clinic.example")
        .with_issuer(Some("Evenkeel"))
        .build()
        .unwrap();
    totp.generate(u64::try_from(c.practice.now().as_second()).unwrap()).to_string()
}

/// The clinic of the tests has staff; a set-up link is asked for beside them.
async fn set_up(c: &TestClinic) -> (String, String) {
    let token = c.practice.new_setup_link(c.clinic, Role::Admin).await.unwrap();
    let enrolment = c.practice.setup_clinic(&token, form()).await.unwrap();
    assert!(enrolment.qr_svg.starts_with("<svg") && enrolment.otpauth_uri.contains("Evenkeel"));
    let wrong = c.practice.confirm_totp(&enrolment.ticket, "000000").await;
    assert!(matches!(wrong, Err(Refusal::Invalid(_))), "{wrong:?}");
    let session =
        c.practice.confirm_totp(&enrolment.ticket, &code(&enrolment.secret_base32, c)).await.unwrap();
    assert!(c.practice.setup_clinic(&token, form()).await.is_err(), "a link works once");
    (session, enrolment.secret_base32)
}

pub async fn the_first_administrator_signs_in_with_password_and_code(c: TestClinic) {
    let (session, secret) = set_up(&c).await;
    let who = c.practice.who(&session).await.unwrap().expect("signed in");
    assert_eq!((who.role, who.name.as_str()), (Role::Admin, "Robin Hale"));
    let used = c.practice.sign_in("robin@clinic.example", "four calm green words", &code(&secret, &c)).await;
    assert!(used.is_err(), "the code of the enrolment works once");
    c.clock.advance(SignedDuration::from_secs(60));
    let again = c
        .practice
        .sign_in(" ROBIN@clinic.example", "four calm green words", &code(&secret, &c))
        .await
        .unwrap();
    c.practice.sign_out(&again).await.unwrap();
    assert!(c.practice.who(&again).await.unwrap().is_none());
    assert!(c.practice.who("no such token").await.unwrap().is_none());
}

pub async fn a_wrong_password_is_slow_and_limited(c: TestClinic) {
    let (_, secret) = set_up(&c).await;
    c.clock.advance(SignedDuration::from_secs(60));
    for _ in 0..5 {
        assert!(
            c.practice
                .sign_in("robin@clinic.example", "wrong password here", &code(&secret, &c))
                .await
                .is_err()
        );
    }
    let closed =
        c.practice.sign_in("robin@clinic.example", "four calm green words", &code(&secret, &c)).await;
    assert!(format!("{closed:?}").contains("Wait 15 minutes"), "{closed:?}");
    c.clock.advance(SignedDuration::from_mins(16));
    c.practice.sign_in("robin@clinic.example", "four calm green words", &code(&secret, &c)).await.unwrap();
}

pub async fn the_demo_has_a_door_for_every_role(c: TestClinic) {
    for role in Role::ALL.iter().filter(|r| **r != Role::Patient) {
        let token = c.practice.demo_sign_in(*role).await.unwrap();
        assert_eq!(c.practice.who(&token).await.unwrap().unwrap().role, *role);
    }
    let demo = c.practice.demo().await.unwrap().unwrap();
    assert_eq!(demo.roles.len(), 5);
}

/// Outside the US decision hints are off until the responsible person accepts them in writing.
pub async fn outside_the_us_hints_are_off_until_accepted(c: TestClinic) {
    let hints = async |c: &TestClinic, accept: &str| {
        let details = evenkeel_store::clinic::ClinicDetails {
            name: "Elsewhere".into(),
            country: "DE".into(),
            zone: "Europe/Berlin".into(),
            crisis_text: None,
            crisis_number: None,
            hints_accepted: false,
        };
        let clinic = c.practice.found_clinic(&details).await.unwrap();
        let token = c.practice.new_setup_link(clinic, Role::Admin).await.unwrap();
        let german = SetupForm { country: "DE".into(), accept_hints: accept.into(), ..form() };
        let enrolment = c.practice.setup_clinic(&token, german).await?;
        c.practice.confirm_totp(&enrolment.ticket, &code(&enrolment.secret_base32, c)).await.unwrap();
        Ok::<_, Refusal>(
            evenkeel_store::clinic::get(c.practice.store(), clinic).await.unwrap().unwrap().hints_accepted,
        )
    };
    assert!(!hints(&c, "").await.unwrap());
    assert!(hints(&c, "Robin Hale").await.unwrap());
    assert!(matches!(hints(&c, "Somebody Else").await, Err(Refusal::Invalid(_))));
}

/// A colleague's link gives its own role and leaves the clinic as it is.
pub async fn a_colleague_comes_in_by_a_link_with_its_own_role(c: TestClinic) {
    let token = c.practice.new_setup_link(c.clinic, Role::Prescriber).await.unwrap();
    assert!(!c.practice.link(&token).await.unwrap().sets_up_clinic);
    let person =
        SetupForm { clinic_name: String::new(), country: String::new(), zone: String::new(), ..form() };
    let enrolment = c.practice.setup_clinic(&token, person).await.unwrap();
    let session =
        c.practice.confirm_totp(&enrolment.ticket, &code(&enrolment.secret_base32, &c)).await.unwrap();
    let who = c.practice.who(&session).await.unwrap().unwrap();
    assert_eq!(who.role, Role::Prescriber);
    let clinic = c.practice.clinic_view(&who).await.unwrap();
    assert_eq!(clinic.name, "Harbour Clinic");
    let again = c.practice.new_setup_link(c.clinic, Role::Nurse).await.unwrap();
    assert!(
        matches!(c.practice.setup_clinic(&again, form()).await, Err(Refusal::Invalid(_))),
        "the address is taken"
    );
    assert!(c.practice.link("no such link").await.is_err());
}
