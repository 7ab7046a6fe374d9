use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::{Deserializable as _, Serializable as _};
use switchhook_engine::core::{AttemptStage, Channel, Code, DeepLink};

use crate::scenario::{BRIDGE, Scenario, ended, refused};

type Kem = hpke::kem::DhP256HkdfSha256;

/// Seals an address as the bridge page does: with the key from its state.
pub(crate) fn seal_for_bridge(address: &str) -> String {
    let state = address.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(&state[2..]).unwrap();
    let point = [&[4], &bytes[..64]].concat();
    let key = <Kem as hpke::Kem>::PublicKey::from_bytes(&point).unwrap();
    let hash = hash(state);
    let (enc, ciphertext) = hpke::single_shot_seal::<hpke::aead::AesGcm128, hpke::kdf::HkdfSha256, Kem>(
        &hpke::OpModeS::Base,
        &key,
        b"switchhook/bridge/1",
        address.as_bytes(),
        &hash,
    )
    .unwrap();
    format!(
        "{}?v=1&h={}&e={}&c={}",
        Channel::current().sealed(),
        URL_SAFE_NO_PAD.encode(hash),
        URL_SAFE_NO_PAD.encode(enc.to_bytes()),
        URL_SAFE_NO_PAD.encode(ciphertext)
    )
}

fn hash(state: &str) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::new().chain_update("switchhook/state/1").chain_update(state).finalize().into()
}

#[tokio::test]
async fn sealed_bridge_answer_connects_and_a_plain_one_does_not() {
    let scenario = Scenario::new().await;
    scenario.register("Bridged", BRIDGE).await;
    let begun = scenario.begin("Bridged").await;
    let address = scenario.consent(&begun, "authorize", None).await;
    assert!(address.starts_with(BRIDGE), "{address}");
    let query = address.split_once('?').unwrap().1;
    let open = format!("{}?{query}", Channel::current().callback());
    assert_eq!(refused(scenario.connector.attempts().receive(DeepLink::new(open)).await), Code::Unsealed);
    let link = seal_for_bridge(&address);
    assert!(link.len() <= 2_000, "{} characters pass Windows", link.len());
    assert!(ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).is_ok());
}

// The links were changed, sealed for another bridge address, or sealed for an unknown attempt.
#[tokio::test]
async fn invalid_sealed_links_are_counted_and_end_no_attempt() {
    let scenario = Scenario::new().await;
    scenario.register("Bridged", BRIDGE).await;
    let begun = scenario.begin("Bridged").await;
    let address = scenario.consent(&begun, "authorize", None).await;
    let right = seal_for_bridge(&address);
    let (envelope, ciphertext) = right.split_once("&c=").unwrap();
    let mut flipped = URL_SAFE_NO_PAD.decode(ciphertext).unwrap();
    flipped[7] ^= 1;
    let changed = format!("{envelope}&c={}", URL_SAFE_NO_PAD.encode(&flipped));
    let truncated = format!("{envelope}&c={}", URL_SAFE_NO_PAD.encode(&flipped[..flipped.len() - 1]));
    let version_2 = right.replace("?v=1&", "?v=2&");
    let foreign = seal_for_bridge(&address.replace("bridge.example", "evil.example"));
    let unknown = {
        let other = Scenario::new().await;
        other.register("Bridged", BRIDGE).await;
        let begun = other.begin("Bridged").await;
        seal_for_bridge(&other.consent(&begun, "authorize", None).await)
    };
    for (link, code) in [
        (changed, Code::SealedInvalid),
        (truncated, Code::SealedInvalid),
        (foreign, Code::SealedInvalid),
        (version_2, Code::SealedInvalid),
        (unknown, Code::StateUnknown),
    ] {
        assert_eq!(refused(scenario.connector.attempts().receive(DeepLink::new(link)).await), code);
    }
    // three links named the attempt: the first counts at once, the others a moment later; nothing reads another version's fields
    let started = std::time::Instant::now();
    while scenario.attempt(&begun).await.strays != 3 {
        assert!(started.elapsed().as_secs() < 10, "all are counted with the attempt they named");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Awaiting);
    assert!(
        ended(scenario.connector.attempts().receive(DeepLink::new(right.clone())).await.unwrap()).is_ok()
    );
    let replayed = scenario.connector.attempts().receive(DeepLink::new(right)).await;
    assert_eq!(refused(replayed), Code::StateUsed);
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Connected);
}

#[tokio::test]
async fn bridge_address_can_be_pasted() {
    let scenario = Scenario::new().await;
    scenario.register("Bridged", BRIDGE).await;
    let begun = scenario.begin("Bridged").await;
    let link = scenario.authorized(&begun).await;
    assert!(ended(scenario.connector.attempts().receive(link).await.unwrap()).is_ok());
}
