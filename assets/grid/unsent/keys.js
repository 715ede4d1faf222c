// The keys that seal what is not saved yet: sent by the server to whoever is signed in, kept in memory only and not
// extractable, so that nothing on this machine opens the seals without the person (docs/adr/0009).
import { post, speakFor } from "../transport.js";

const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const imported = (base64) => crypto.subtle.importKey("raw", bytesOf(base64), "AES-GCM", false, ["encrypt", "decrypt"]);

export class Keys {
  constructor({ who, active, keys }) {
    Object.assign(this, { who, active, keys });
  }

  // Asks the door. Throws a Problem, or a TypeError where the browser offers no cryptography (a page without TLS).
  static async fetched(path) {
    if (!globalThis.crypto?.subtle) throw new TypeError("no cryptography here");
    const { who, active, keys } = await post(path, {});
    speakFor(who);
    const pairs = await Promise.all(Object.entries(keys).map(async ([name, text]) => [name, await imported(text)]));
    return new Keys({ who, active, keys: Object.fromEntries(pairs) });
  }

  #bound(place) {
    return new TextEncoder().encode(`${this.who}|${place}`);
  }

  // `place` is bound in: a seal that is moved to another place does not open.
  async seal(message, place) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(message));
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: this.#bound(place) }, this.keys[this.active], plain);
    return { key: this.active, iv, body };
  }

  // What was sealed, or null where it does not open.
  async open({ key, iv, body }, place) {
    if (!this.keys[key]) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: this.#bound(place) }, this.keys[key], body);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }
}
