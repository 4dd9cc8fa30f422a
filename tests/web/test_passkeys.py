"""A passkey is made and answers; the device is imitated with its real signatures."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from typing import Any

import pytest

from havenwatch.errors import UsageError
from havenwatch.web.team import Team
from havenwatch.web.team.passkeys import Passkeys

ORIGIN = "https://haven.example"
FLAGS = 0b01000101  # present, verified, with a key
SIGNED = 0b00000101


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """An authenticator with one key (ES256)."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec

        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"credential-of-a-test"

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def made(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        import cbor2

        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        place = hashlib.sha256(options["rp"]["id"].encode()).digest()
        data = place + bytes([FLAGS]) + struct.pack(">I", 0) + bytes(16) + struct.pack(">H", len(self.id)) + self.id
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data + cbor2.dumps(cose)})
        client = self._client("webauthn.create", options["challenge"], origin)
        return self._answer({"clientDataJSON": b64(client), "attestationObject": b64(statement)})

    def signed(self, options: dict[str, Any], uses: int = 1, origin: str = ORIGIN) -> str:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        client = self._client("webauthn.get", options["challenge"], origin)
        data = hashlib.sha256(options["rpId"].encode()).digest() + bytes([SIGNED]) + struct.pack(">I", uses)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return self._answer(told)

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response})


@pytest.fixture
def keys(team: Team) -> Passkeys:
    return Passkeys(team, ORIGIN)


def test_a_passkey_opens_the_account_that_made_it(keys: Passkeys) -> None:
    device = Device()
    keys.register("rita", "phone", device.made(keys.offer("rita")))
    assert [label for _, label, _ in keys.of("rita")] == ["phone"]
    assert keys.check("visit", device.signed(keys.ask("visit"))) == "rita"


def test_an_answer_fits_one_question_once(keys: Passkeys) -> None:
    device = Device()
    keys.register("rita", "phone", device.made(keys.offer("rita")))
    answer = device.signed(keys.ask("visit"))
    assert keys.check("visit", answer) == "rita"
    with pytest.raises(UsageError, match="has ended"):
        keys.check("visit", answer)
    keys.ask("other")
    with pytest.raises(UsageError, match="could not be checked"):
        keys.check("other", device.signed(keys.ask("visit"), uses=5))


@pytest.mark.parametrize("change", ["origin", "key", "nonsense", "unknown"])
def test_wrong_answers_are_refused(keys: Passkeys, change: str) -> None:
    device = Device()
    keys.register("rita", "phone", device.made(keys.offer("rita")))
    options = keys.ask("visit")
    if change == "origin":
        answer = device.signed(options, origin="https://evil.example")
    elif change == "key":
        other = Device()
        answer = other.signed(options)
    elif change == "unknown":
        device.id = b"of another server"
        answer = device.signed(options)
    else:
        answer = "{"
    with pytest.raises(UsageError):
        keys.check("visit", answer)


def test_a_passkey_made_for_another_page_is_not_kept(keys: Passkeys) -> None:
    with pytest.raises(UsageError, match="could not be checked"):
        keys.register("rita", "phone", Device().made(keys.offer("rita"), origin="https://evil.example"))
    assert keys.of("rita") == ()
