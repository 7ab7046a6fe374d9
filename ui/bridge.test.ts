import { describe, expect, it } from "vitest";
import page from "../bridge/index.html?raw";

interface Sealed {
  enc: Uint8Array;
  ciphertext: Uint8Array;
}

/** The first script of the page, which touches no page. */
interface Seal {
  encode: (bytes: Uint8Array) => string;
  firstState: (search: string) => string | undefined;
  sealedLink: (address: string, state: string) => Promise<string>;
  encrypt: (
    receiver: Uint8Array,
    info: Uint8Array,
    associated: Uint8Array,
    message: Uint8Array,
    pair: { publicKey: CryptoKey; privateKey: CryptoKey },
  ) => Promise<Sealed>;
}

function seal(ability: unknown = crypto): Seal {
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
  return new Function("crypto", `${script}; return { encode, firstState, sealedLink, encrypt };`)(ability);
}

const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64url = (bytes: Uint8Array) => seal().encode(bytes);

/** Imports a key pair of P-256 by its scalar and its uncompressed point. */
async function pairOf(scalar: string, point: string) {
  const [x, y] = [fromHex(point).slice(1, 33), fromHex(point).slice(33)].map(base64url);
  const key = (d?: string) => ({ kty: "EC", crv: "P-256", x, y, ...(d ? { d } : {}) });
  const load = (jwk: JsonWebKey, uses: KeyUsage[]) =>
    crypto.subtle.importKey("jwk", jwk, { name: "ECDH", namedCurve: "P-256" }, true, uses);
  return { publicKey: await load(key(), []), privateKey: await load(key(base64url(fromHex(scalar))), ["deriveBits"]) };
}

/** A state of a real key, as the program makes it. */
async function freshState(channel = "d") {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const random = crypto.getRandomValues(new Uint8Array(16));
  return `1${channel}${base64url(new Uint8Array([...point.slice(1), ...random]))}`;
}

describe("the bridge page", () => {
  // RFC 9180 appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, the first encryption.
  it("encrypts the first test vector of RFC 9180", async () => {
    const point =
      "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4";
    const sender = await pairOf("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb", point);
    const receiver =
      "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0";
    const { enc, ciphertext } = await seal().encrypt(
      fromHex(receiver),
      fromHex("4f6465206f6e2061204772656369616e2055726e"),
      fromHex("436f756e742d30"),
      new TextEncoder().encode("Beauty is truth, truth beauty"),
      sender,
    );
    expect(toHex(enc)).toBe(point);
    expect(toHex(ciphertext)).toBe(
      "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
    );
  });

  it("reads the first well-formed state", async () => {
    const [state, other] = [await freshState(), await freshState("r")];
    const { firstState } = seal();
    for (const [search, found] of [
      [`?code=a&state=${state}`, state],
      [`?state=${state}&state=${other}`, state],
      [`?state=short&state=${other}`, other],
      [`?error=access_denied&state=${other}&x=1`, other],
      [`?xstate=${state}`, undefined],
      [`?state=${state}A`, undefined],
      [`?state=${state.slice(0, -1)}`, undefined],
      [`?state=2d${state.slice(2)}`, undefined],
      [`?state=1x${state.slice(2)}`, undefined],
      [`?state=${state.slice(0, -1)}%3D`, undefined],
      [`?next=javascript:alert(1)&code=a`, undefined],
      ["", undefined],
    ] as const) {
      expect(firstState(search), search).toBe(found);
    }
  });

  it("opens the scheme of the state's channel and no other", async () => {
    for (const [channel, scheme] of [
      ["r", "app.switchhook"],
      ["d", "app.switchhook.dev"],
    ]) {
      const state = await freshState(channel);
      const link = await seal().sealedLink(`https://b.example/?code=a&state=${state}`, state);
      expect(link).toMatch(new RegExp(`^${scheme}:/sealed\\?v=1&h=[\\w-]{43}&e=[\\w-]{87}&c=[\\w-]+$`));
      expect(link, "no code in clear").not.toContain("code");
    }
  });

  it("makes no link that Windows drops", async () => {
    const state = await freshState();
    const padded = (length: number) => `https://b.example/?state=${state}&code=`.padEnd(length, "+");
    expect((await seal().sealedLink(padded(1100), state)).length).toBeLessThanOrEqual(2000);
    await expect(seal().sealedLink(padded(1101), state)).rejects.toThrow(RangeError);
  });

  it("encrypts to no point outside the curve", async () => {
    const state = `1d${base64url(new Uint8Array(80).fill(7))}`;
    await expect(seal().sealedLink(`https://b.example/?state=${state}`, state)).rejects.toThrow();
  });

  it("makes no link without the browser's cryptography", async () => {
    const state = await freshState();
    const address = `https://b.example/?code=a&state=${state}`;
    // An old browser has no `crypto`, a page over http no `subtle`, and a browser may refuse.
    const refusing = { subtle: { digest: () => Promise.reject(new Error("refused")) } };
    for (const ability of [null, {}, refusing])
      await expect(seal(ability).sealedLink(address, state)).rejects.toThrow();
  });

  it("says without scripts to paste its address", () => {
    const body = page.slice(page.indexOf("<body>"), page.indexOf("<script>")).replace(/\s+/g, " ");
    expect(body).toContain("Copy the whole address of this page, and paste it into Switchhook");
    for (const id of ["field", "question", "actions", "open", "help"]) {
      expect(body, id).toMatch(new RegExp(`<[^>]* id="${id}"[^>]* hidden[^>]*>`));
    }
  });

  it("names no address but Switchhook's scheme", () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|\b(fetch|XMLHttpRequest|sendBeacon|import|eval|innerHTML)\b\(/);
  });
});
