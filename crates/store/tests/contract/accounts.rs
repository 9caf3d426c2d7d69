use evenkeel_store::account::{self, NewAccount, Role, Secret};
use evenkeel_store::{AccountId, StoreError, login_session, setup_link, sign_in};
use jiff::{SignedDuration, Timestamp};

use crate::bench::{Bench, keep};

pub async fn add_account(bench: &Bench, name: &str) -> AccountId {
    let mut tx = bench.tx().await;
    let new = NewAccount {
        sign_in_name: name.to_owned(),
        display_name: "Dr Vale".to_owned(),
        role: Role::Prescriber,
        patient_id: None,
    };
    let id = account::add(&mut tx, &new).await.unwrap();
    account::set_credential(&mut tx, id, "$argon2id$first", None).await.unwrap();
    keep(tx).await;
    id
}

fn in_an_hour(bench: &Bench) -> Timestamp {
    bench.store.now() + SignedDuration::from_hours(1)
}

pub async fn sign_in_names_fold_and_are_unique(bench: Bench) {
    let id = add_account(&bench, " Vale ").await;
    let found = account::find(&bench.store, bench.clinic, "VALE").await.unwrap().unwrap();
    assert_eq!((found.id, found.role), (id, Role::Prescriber));
    let mut tx = bench.tx().await;
    let new = NewAccount {
        sign_in_name: "vale".to_owned(),
        display_name: "Another".to_owned(),
        role: Role::Nurse,
        patient_id: None,
    };
    let second = account::add(&mut tx, &new).await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "sign-in name" })), "{second:?}");
    drop(tx);
    assert_eq!(account::count(&bench.store, bench.clinic).await.unwrap(), 1);
    assert_eq!(account::list(&bench.store, bench.clinic).await.unwrap().len(), 1);
}

pub async fn the_newest_credential_is_in_force(bench: Bench) {
    let id = add_account(&bench, "vale").await;
    let mut tx = bench.tx().await;
    let secret = Secret(b"12345678901234567890".to_vec());
    account::set_credential(&mut tx, id, "$argon2id$second", Some(&secret)).await.unwrap();
    keep(tx).await;
    let credential = account::credential(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!((credential.version, credential.password_hash.as_str()), (2, "$argon2id$second"));
    assert_eq!(format!("{:?}", credential.totp_secret), "Some(Secret)", "a secret does not print");
    assert_eq!(credential.totp_secret, Some(secret));
}

pub async fn a_code_works_once(bench: Bench) {
    let id = add_account(&bench, "vale").await;
    let mut tx = bench.tx().await;
    assert!(account::use_totp_step(&mut tx, id, 58_920_000).await.unwrap());
    keep(tx).await;
    let mut tx = bench.tx().await;
    assert!(!account::use_totp_step(&mut tx, id, 58_920_000).await.unwrap());
    assert!(account::use_totp_step(&mut tx, id, 58_920_001).await.unwrap());
}

pub async fn a_token_finds_its_browser_until_it_ends(bench: Bench) {
    let account = add_account(&bench, "vale").await;
    let mut tx = bench.tx().await;
    for token in ["t1", "t2", "t3"] {
        login_session::open(&mut tx, account, token, in_an_hour(&bench)).await.unwrap();
    }
    keep(tx).await;
    let found = login_session::find(&bench.store, "t1").await.unwrap().unwrap();
    assert_eq!((found.clinic_id, found.account_id), (bench.clinic, account));
    assert!(login_session::find(&bench.store, "t9").await.unwrap().is_none());

    bench.clock.advance(SignedDuration::from_mins(5));
    login_session::touch(&bench.store, bench.clinic, found.id).await.unwrap();
    let seen = login_session::find(&bench.store, "t1").await.unwrap().unwrap();
    assert_eq!(seen.last_seen_at.duration_since(seen.created_at), SignedDuration::from_mins(5));

    let mut tx = bench.tx().await;
    login_session::end(&mut tx, found.id).await.unwrap();
    keep(tx).await;
    assert!(login_session::find(&bench.store, "t1").await.unwrap().is_none());
    let mut tx = bench.tx().await;
    assert_eq!(login_session::end_all(&mut tx, account).await.unwrap(), 2);
    drop(tx);
    bench.clock.advance(SignedDuration::from_hours(1));
    assert!(login_session::find(&bench.store, "t2").await.unwrap().is_none(), "it has expired");
}

pub async fn a_link_works_once(bench: Bench) {
    let mut tx = bench.tx().await;
    let id = setup_link::add(&mut tx, "first", Role::Admin, None, in_an_hour(&bench)).await.unwrap();
    let late = setup_link::add(&mut tx, "late", Role::Admin, None, in_an_hour(&bench)).await.unwrap();
    keep(tx).await;
    let link = setup_link::find(&bench.store, "first").await.unwrap().unwrap();
    assert_eq!((link.id, link.role, link.clinic_id), (id, Role::Admin, bench.clinic));
    let mut tx = bench.tx().await;
    assert!(setup_link::use_up(&mut tx, id).await.unwrap());
    assert!(!setup_link::use_up(&mut tx, id).await.unwrap());
    keep(tx).await;
    assert!(setup_link::find(&bench.store, "first").await.unwrap().is_none());
    bench.clock.advance(SignedDuration::from_hours(2));
    let mut tx = bench.tx().await;
    assert!(!setup_link::use_up(&mut tx, late).await.unwrap(), "it has expired");
}

pub async fn failures_count_since_the_last_success(bench: Bench) {
    let since = bench.store.now();
    let count = || sign_in::failures_since(&bench.store, bench.clinic, "Vale", since);
    for succeeded in [false, true, false, false] {
        sign_in::note(&bench.store, bench.clinic, "vale", Some("10.0.0.7"), succeeded).await.unwrap();
    }
    assert_eq!(count().await.unwrap(), 2);
    sign_in::note(&bench.store, bench.clinic, "other", None, false).await.unwrap();
    assert_eq!(count().await.unwrap(), 2);
    let later = since + SignedDuration::from_hours(1);
    assert_eq!(sign_in::failures_since(&bench.store, bench.clinic, "vale", later).await.unwrap(), 0);
    assert_eq!(sign_in::forget(&bench.store, later).await.unwrap(), 5);
}
